"""Appending and replacing give what a plain list gives, in few files that are ranges of the order."""

from itertools import pairwise
from pathlib import Path

import polars as pl
import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import Busy, StoreError, UnknownName
from core.store.marks import read_marks
from core.store.parts import Part
from core.store.snapshot import Snapshot
from core.store.transaction import Transaction
from core.store.workspace import Workspace
from tests.core.store.things import PLACES, THINGS, hour, ids, places, things


def keys(*numbers: int) -> pl.Series:
    return things(numbers)["thing_id"]


def test_rows_are_cut_into_parts_that_are_ranges(tmp_path: Path) -> None:
    with Workspace(tmp_path, part_rows=8).write() as change:
        change.append(THINGS, things(reversed(range(20))))
        parts = change.commit("first").parts(THINGS)

    assert [part.rows for part in parts] == [6, 7, 7]
    assert all(before.last < after.first for before, after in pairwise(parts))


def test_a_part_is_sorted_plain_parquet_with_statistics(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path, part_rows=100)
    with workspace.write() as change:
        change.append(THINGS, things(reversed(range(100))))
        (part,) = change.commit("first").parts(THINGS)

    content = pyarrow.parquet.ParquetFile(workspace.files.path(part.file))
    groups = [content.metadata.row_group(number) for number in range(content.metadata.num_row_groups)]
    assert content.read()["thing_id"].to_pylist() == things(range(100))["thing_id"].to_list()
    assert [group.num_rows for group in groups] == [25, 25, 25, 25]
    assert groups[1].column(1).statistics.min == hour(25)
    assert {group.column(0).compression for group in groups} == {"ZSTD"}
    assert part.bytes == workspace.files.path(part.file).stat().st_size


def test_hundreds_of_little_loads_leave_few_files(tmp_path: Path) -> None:
    with Workspace(tmp_path, part_rows=400).write() as change:
        for number in range(300):
            change.append(THINGS, things([number]))
        parts = change.commit("all").parts(THINGS)

    assert sum(part.rows for part in parts) == 300
    assert len(parts) <= 8


def test_little_loads_in_their_own_commits_leave_few_files_too(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path, part_rows=20)
    for number in range(30):
        with workspace.write() as change:
            change.append(THINGS, things([number]))
            change.commit(f"load {number}")

    assert ids(workspace.snapshot()) == sorted(things(range(30))["thing_id"])
    assert len(workspace.snapshot().parts(THINGS)) <= 6


def test_a_replace_of_many_rows_rewrites_only_the_parts_that_hold_them(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path, part_rows=8)
    with workspace.write() as change:
        change.append(THINGS, things(range(40)))
        before = set(change.commit("first").parts(THINGS))
    with workspace.write() as change:
        change.replace(THINGS, "thing_id", keys(17, 18), things([17, 18], generation=2))
        after = set(change.commit("second").parts(THINGS))

    assert len(before & after) == 4
    assert {part.first for part in before - after} == {part.first for part in after - before}


def test_a_replace_of_few_rows_marks_them_and_writes_no_other_again(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path, part_rows=80)
    with workspace.write() as change:
        change.append(THINGS, things(range(160)))
        before = change.commit("first").parts(THINGS)
    with workspace.write() as change:
        change.replace(THINGS, "thing_id", keys(0, 17), things([17], generation=2))
        snapshot = change.commit("second")
    new = [part for part in snapshot.parts(THINGS) if part not in before]
    marked = next(part for part in new if part.marks)

    assert sorted(part.rows for part in new) == [1, 78]
    assert (marked.file, marked.marked, marked.first) == (before[0].file, 2, before[0].first + 3_600_000)
    assert snapshot.scan(THINGS).filter(pl.col("thing_id").is_in(["t000", "t017"])).collect()[
        "generation"
    ].to_list() == [2]
    assert snapshot.rows(THINGS) == snapshot.scan(THINGS).collect().height == 159


def test_marks_add_up_until_the_part_is_written_again(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path, part_rows=80)
    with workspace.write() as change:
        change.append(THINGS, things(range(80)))
        (first,) = change.commit("first").parts(THINGS)
    marked = []
    for number in range(0, 24, 2):
        with workspace.write() as change:
            change.replace(THINGS, "thing_id", keys(number), THINGS.empty())
            (part,) = change.commit("one less").parts(THINGS)
            marked.append(part.marked)

    assert marked == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0, 1]
    assert part.file != first.file
    assert ids(workspace.snapshot()) == [f"t{number:03}" for number in range(80) if number % 2 or number >= 24]


def test_a_period_is_the_same_with_marks_and_opens_no_part_beside_it(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path, part_rows=80)
    with workspace.write() as change:
        change.append(THINGS, things(range(400)))
        change.replace(THINGS, "thing_id", keys(100, 110, 300), things([110], generation=2))
        snapshot = change.commit("first")
    for part in snapshot.parts(THINGS):
        if part.last < hour(90).timestamp() * 1000:
            snapshot.files.path(part.file).write_bytes(b"not Parquet at all")

    rows = snapshot.scan(THINGS, hour(95), hour(115)).sort("thing_id").collect()
    assert rows["thing_id"].to_list() == [f"t{number:03}" for number in range(95, 115) if number != 100]
    assert rows.filter(pl.col("generation") == 2)["thing_id"].to_list() == ["t110"]


def test_late_rows_and_next_ones_are_kept_apart(tmp_path: Path) -> None:
    with Workspace(tmp_path, part_rows=80).write() as change:
        change.append(THINGS, things(range(160)))
        for number in range(5):
            change.append(THINGS, things([10 + number, 200 + number]))
        parts = change.commit("loads").parts(THINGS)

    edge = hour(160).timestamp() * 1000
    assert all(part.last < edge or part.first >= edge for part in parts)


def test_many_late_rows_go_where_they_belong(tmp_path: Path) -> None:
    with Workspace(tmp_path, part_rows=80).write() as change:
        change.append(THINGS, things(range(0, 640, 2)))
        for number in range(1, 640, 16):
            change.append(THINGS, things([number]))
        parts = change.commit("loads").parts(THINGS)

    waiting = [part for part in parts if part.rows < 20]
    assert sum(part.rows for part in parts) == 360
    assert all(part.last - part.first <= 80 * 2 * 3_600_000 for part in parts if part not in waiting)


def test_a_transaction_tells_which_parts_went_and_which_came(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path, part_rows=8)
    with workspace.write() as change:
        change.append(THINGS, things(range(40)))
        before = change.commit("first").parts(THINGS)
    with workspace.write() as change:
        assert change.changed(THINGS) == ([], [])
        change.replace(THINGS, "thing_id", keys(17, 18), things([17, 18], generation=2))
        gone, new = change.changed(THINGS)
        after = change.commit("second").parts(THINGS)

    assert gone == [part for part in before if part not in after]
    assert new == [part for part in after if part not in before]
    assert len(gone) == len(new) == 1


def test_new_rows_join_the_range_where_they_belong(tmp_path: Path) -> None:
    with Workspace(tmp_path, part_rows=8).write() as change:
        change.append(THINGS, things(range(0, 80, 2)))
        change.replace(THINGS, "thing_id", keys(*range(0, 80, 2)), things(range(80)))
        parts = sorted(change.commit("first").parts(THINGS), key=lambda part: part.first)

    assert sum(part.rows for part in parts) == 80
    assert all(part.rows <= 8 for part in parts)
    overlaps = [before for before, after in pairwise(parts) if before.last >= after.first]
    assert len(overlaps) <= 2


def test_parts_that_have_become_small_are_merged(tmp_path: Path) -> None:
    with Workspace(tmp_path, part_rows=8).write() as change:
        change.append(THINGS, things(range(80)))
        gone = [number for number in range(80) if number % 8]
        change.replace(THINGS, "thing_id", keys(*gone), things([]))
        parts = change.commit("a tenth is left").parts(THINGS)

    assert [part.rows for part in parts] == [5, 5]


def test_a_replace_may_only_remove(tmp_path: Path) -> None:
    with Workspace(tmp_path, part_rows=8).write() as change:
        change.append(THINGS, things(range(4)))
        change.replace(THINGS, "thing_id", keys(*range(4)), THINGS.empty())
        assert change.commit("nothing left") == change.base


def test_a_replace_by_another_column_takes_all_rows_that_hold_it(tmp_path: Path) -> None:
    with Workspace(tmp_path, part_rows=8).write() as change:
        change.append(THINGS, pl.concat([things(range(20), 1), things(range(20, 40), 2)]))
        change.replace(THINGS, "generation", pl.Series([2, 3]), things([50], generation=3))
        assert ids(change) == [*sorted(things(range(20))["thing_id"]), "t050"]


def test_a_key_that_is_null_takes_nothing_away(tmp_path: Path) -> None:
    nameless = things([1]).with_columns(thing_id=pl.lit(None, pl.String))
    with Workspace(tmp_path).write() as change:
        change.append(THINGS, nameless)
        change.replace(THINGS, "thing_id", pl.Series([None], dtype=pl.String), things([]))
        change.replace(THINGS, "thing_id", pl.Series([]), things([]))
        change.replace(THINGS, "thing_id", keys(1), things([2]))
        assert change.scan(THINGS).collect()["thing_id"].to_list() in ([None, "t002"], ["t002", None])


def test_a_change_may_be_made_of_what_it_changes(tmp_path: Path) -> None:
    with Workspace(tmp_path, part_rows=8).write() as change:
        change.append(THINGS, things(range(20)))
        older = change.scan(THINGS).with_columns(generation=pl.lit(0))
        change.replace(THINGS, "thing_id", keys(*range(20)), older)
        assert change.scan(THINGS).collect()["generation"].to_list() == [0] * 20
        assert older.collect().height == 20


def test_columns_that_rows_lack_become_null(tmp_path: Path) -> None:
    with Workspace(tmp_path).write() as change:
        change.append(THINGS, things([1]).drop("generation"))
        assert change.scan(THINGS).collect()["generation"].to_list() == [None]


def test_an_unknown_column_is_named(tmp_path: Path) -> None:
    with Workspace(tmp_path).write() as change, pytest.raises(UnknownName, match="thing_id"):
        change.replace(THINGS, "think_id", keys(1), things([1]))


def test_of_two_writers_without_a_lock_the_second_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    with workspace.write() as second:
        (tmp_path / "lock").unlink()  # as on storage whose locks do not hold
        with Workspace(tmp_path).write(wait_s=0) as first:
            first.append(THINGS, things([1]))
            first.commit("first")
        second.append(THINGS, things([2]))
        with pytest.raises(Busy, match=r"committed version 1 .* Run it again"):
            second.commit("second")

    assert ids(workspace.snapshot()) == ["t001"]
    assert len(workspace.files.names("tables")) == 1
    assert workspace.files.names("versions") == ["versions/000000000001.json"]


def test_a_writer_whose_parts_were_swept_away_by_another_is_told(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    with workspace.write() as change:
        change.append(THINGS, things([1]))
        (tmp_path / "lock").unlink()  # as on storage whose locks do not hold
        with Workspace(tmp_path).write(wait_s=0):
            pass
        with pytest.raises(StoreError, match="is gone; nothing was committed"):
            change.commit("too late")

    assert workspace.snapshot().version == 0


Step = tuple[str, list[int], list[int]]
NUMBERS = st.lists(st.integers(0, 60), max_size=30)
STEPS = st.lists(
    st.tuples(st.sampled_from(["append", "replace", "commit", "give up"]), NUMBERS, NUMBERS), min_size=1, max_size=12
)


@settings(max_examples=30, deadline=None)
@given(steps=STEPS)
def test_any_sequence_of_changes_equals_plain_lists(
    tmp_path_factory: pytest.TempPathFactory, steps: list[Step]
) -> None:
    workspace = Workspace(tmp_path_factory.mktemp("any"), part_rows=8, keep=3)
    kept: dict[str, list[str]] = {"THINGS": [], "PLACES": []}
    for transaction in transactions(steps):
        with workspace.write() as change:
            after = kept
            for step in transaction:
                apply(change, step)
                after = {table: on_list(rows, table[0].lower(), step) for table, rows in after.items()}
            assert ids(change) == sorted(after["THINGS"])
            if transaction[-1:] and transaction[-1][0] == "commit":
                change.commit("steps")
                kept = after

    snapshot = workspace.snapshot()
    for table in (THINGS, PLACES):
        assert ids(snapshot, table) == sorted(kept[table.name])
        assert snapshot.rows(table) == len(kept[table.name])
        for part in snapshot.parts(table):
            assert_honest(snapshot, table.sorted_by, part)


def transactions(steps: list[Step]) -> list[list[Step]]:
    """Steps up to each commit or giving up."""
    groups: list[list[Step]] = [[]]
    for step in steps:
        groups[-1].append(step)
        if step[0] in ("commit", "give up"):
            groups.append([])
    return groups


def apply(change: Transaction, step: Step) -> None:
    what, gone, come = step
    if what == "append":
        change.append(THINGS, things(come))
        change.append(PLACES, places(come))
    if what == "replace":
        change.replace(THINGS, "thing_id", things(gone)["thing_id"], things(come))
        change.replace(PLACES, "place_id", places(gone)["place_id"], places(come))


def on_list(rows: list[str], letter: str, step: Step) -> list[str]:
    what, gone, come = step
    leaving = {f"{letter}{number:03}" for number in gone} if what == "replace" else set()
    coming = [f"{letter}{number:03}" for number in come] if what in ("append", "replace") else []
    return [row for row in rows if row not in leaving] + coming


def assert_honest(snapshot: Snapshot, sorted_by: str, part: Part) -> None:
    """The manifest says of a part what is in it."""
    rows = pl.read_parquet(snapshot.files.path(part.file), glob=False)
    gone = read_marks(snapshot.files, part.marks)
    values = rows[sorted_by].to_physical()
    live = values.filter(~pl.int_range(rows.height, dtype=pl.UInt32, eager=True).is_in(gone.implode()))
    assert (len(live), live.min(), live.max()) == (part.rows, part.first, part.last)
    assert (rows.height, len(gone)) == (part.stored, part.marked)
    assert values.is_sorted()
    assert part.stored <= 8
