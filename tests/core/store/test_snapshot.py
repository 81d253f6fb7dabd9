"""A snapshot reads the parts that can hold the rows asked for, and no others."""

from datetime import datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from core.errors import QueryError, StoreError
from core.schema.column import text
from core.schema.table import Table
from core.store.snapshot import Snapshot
from core.store.workspace import Workspace
from tests.core.store.things import PLACES, THINGS, hour, ids, places, things


@pytest.fixture
def snapshot(tmp_path: Path) -> Snapshot:
    """Forty things in five parts of eight hours, and places."""
    with Workspace(tmp_path, part_rows=8).write() as change:
        change.append(THINGS, things(range(40)))
        change.append(PLACES, places(range(3)))
        return change.commit("first")


def test_a_period_is_half_open(snapshot: Snapshot) -> None:
    seen = snapshot.scan(THINGS, hour(5), hour(7)).collect()["thing_id"]
    assert sorted(seen) == ["t005", "t006"]


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [(None, hour(2), 2), (hour(38), None, 2), (hour(-9), hour(0), 0), (hour(40), None, 0), (hour(7), hour(9), 2)],
)
def test_a_period_may_be_open_at_either_end(
    snapshot: Snapshot, since: datetime | None, until: datetime | None, expected: int
) -> None:
    assert snapshot.scan(THINGS, since, until).collect().height == expected


def test_bounds_finer_than_a_millisecond_are_kept(snapshot: Snapshot) -> None:
    instant = timedelta(microseconds=1)
    assert snapshot.scan(THINGS, hour(5) + instant, hour(6)).collect().height == 0
    assert snapshot.scan(THINGS, hour(5), hour(5) + instant).collect().height == 1


def test_parts_outside_the_period_are_not_even_opened(snapshot: Snapshot) -> None:
    for part in snapshot.parts(THINGS)[1:]:
        snapshot.files.path(part.file).write_bytes(b"not Parquet at all")

    assert snapshot.scan(THINGS, until=hour(8)).collect().height == 8


def test_a_table_in_order_of_an_id_has_no_period(snapshot: Snapshot) -> None:
    assert snapshot.scan(PLACES, hour(1), hour(2)).collect().height == 3


def test_rows_without_a_moment_are_in_no_period(tmp_path: Path) -> None:
    undated = things([1, 2]).with_columns(seen_at=pl.lit(None, THINGS.schema["seen_at"]))
    with Workspace(tmp_path).write() as change:
        change.append(THINGS, undated)
        snapshot = change.commit("first")

    assert snapshot.scan(THINGS).collect().height == 2
    assert snapshot.scan(THINGS, since=hour(-1)).collect().height == 0


def test_rows_are_counted_without_reading_a_part(snapshot: Snapshot) -> None:
    for name in snapshot.files.names("tables"):
        snapshot.files.delete(name)
    assert snapshot.rows(THINGS) == 40


def test_a_column_declared_later_is_null_in_older_parts(snapshot: Snapshot) -> None:
    grown = Table(THINGS.name, "", THINGS.key, THINGS.sorted_by, (*THINGS.columns, text("colour", "Its colour")))
    assert snapshot.scan(grown).collect()["colour"].null_count() == 40


def test_a_column_no_longer_declared_is_left_out(snapshot: Snapshot) -> None:
    shrunk = Table(THINGS.name, "", THINGS.key, THINGS.sorted_by, THINGS.columns[:2])
    assert snapshot.scan(shrunk).collect().columns == ["thing_id", "seen_at"]


def test_equal_snapshots_are_one_cache_key(snapshot: Snapshot) -> None:
    home = snapshot.files.root
    assert {snapshot: "cached"}[Workspace(home).snapshot()] == "cached"
    assert snapshot != Workspace(home).snapshot(0)


def test_a_workspace_made_anew_in_the_same_folder_is_another_one(snapshot: Snapshot) -> None:
    home = snapshot.files.root
    snapshot.files.delete("versions/000000000001.json")
    with Workspace(home).write() as change:
        change.append(THINGS, things([7]))
        change.commit("first again")

    assert ids(Workspace(home).snapshot()) == ["t007"]
    assert Workspace(home).snapshot() != snapshot


def test_a_bound_without_a_time_zone_is_refused(snapshot: Snapshot) -> None:
    with pytest.raises(QueryError, match="without a time zone"):
        snapshot.scan(THINGS, since=datetime(2026, 1, 1))


def test_a_missing_part_is_named(snapshot: Snapshot) -> None:
    gone = snapshot.parts(THINGS)[2].file
    snapshot.files.delete(gone)
    with pytest.raises(StoreError, match=rf"{gone} is missing; `atalaya doctor`"):
        snapshot.scan(THINGS)


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"format": 1}', '{"format": 1, "version": 2, "tables": {"A": [{}]}}']
)
def test_a_damaged_manifest_is_named(snapshot: Snapshot, content: str) -> None:
    manifest = snapshot.files.path("versions/000000000002.json")
    manifest.write_text(content)
    with pytest.raises(StoreError, match=rf"{manifest} is damaged .* `atalaya doctor`"):
        Workspace(snapshot.files.root).snapshot()


def test_a_manifest_of_a_newer_atalaya_asks_for_an_update(snapshot: Snapshot) -> None:
    snapshot.files.path("versions/000000000002.json").write_text('{"format": 3}')
    with pytest.raises(StoreError, match="update Atalaya"):
        Workspace(snapshot.files.root).snapshot()
