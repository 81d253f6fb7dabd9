"""Exports as analysts have them: understood without help, and their numbers are the file's own."""

import csv
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl
import pytest

from core.answer import totals
from core.profiles import Preview, Profile, Suggestion, preview, read_profile, write_profile, write_suggestion
from core.profiles.preview import KPIS
from core.query import Query
from core.schema.tables import CONVERSATIONS, EVENTS, LOADS, SEGMENTS
from core.store.snapshot import Snapshot
from core.store.workspace import Workspace
from tests.core.profiles.conftest import HOUSE, conversations, suggested, take_in
from tests.core.profiles.odd_files import FILES, calls, written
from tests.core.profiles.oracle import Told, kpis, talk_of

TOLD = {
    "date and time apart": Told(has_wrap=False),
    "five9 like": Told(talk_has_hold=False),
    "talkdesk like": Told(has_wrap=False),
    "aircall like": Told(has_wrap=False),
    "no header": Told(has_wrap=False),
    "parquet": Told(talk_ms=250),
    "old mac": Told(has_wrap=False),
}
"""What files tell, where that is not all."""

TARGETS = {
    "spanish semicolons": "id start status wait_time talk_time hold_time wrap_up_time agent_name queue channel "
    "customer_phone campaign",
    "american": "id start status wait_time talk_time hold_time wrap_up_time agent_name queue channel from",
    "epoch milliseconds": "id start answer end status wait_time talk_time hold_time wrap_up_time agent_id queue "
    "channel customer_phone",
    "date and time apart": "start end wait_time talk_time agent_name queue from",
    "five9 like": "id start status queue_time ring_time talk_time hold_time wrap_up_time agent_name agent_email queue "
    "channel direction from to outcome campaign",
    "talkdesk like": "id start end wait_time talk_time hold_time total_time abandon_time agent_name queue channel "
    "direction customer_phone",
    "aircall like": "start status talk_time total_time agent_name queue channel direction from to",
    "workbook": "id start status wait_time talk_time wrap_up_time agent_name queue customer_name",
    "no header": "id start answer end status customer_phone",
    "parquet": "id start status wait_time talk_time wrap_up_time agent_name agent_email queue",
    "old mac": "id start end status wait_time talk_time agent_name queue channel",
    "genesys like": "id start end status wait_time talk_time hold_time wrap_up_time agent_name queue channel direction "
    "customer_phone from outcome",
    "whole minutes": "start answer end status wait_time handling_time agent_name queue customer_email",
    "events": "time event id agent_name queue channel customer_phone",
}
"""File → all that has to be found in it."""


LookedInto = Callable[[str], tuple[Path, Suggestion]]


@pytest.fixture(scope="module")
def looked_into(tmp_path_factory: pytest.TempPathFactory) -> LookedInto:
    """A file by its name, with what is suggested for it: looked into once."""

    @cache
    def look(name: str) -> tuple[Path, Suggestion]:
        path = written(tmp_path_factory.mktemp("odd"), name)
        return path, suggested(path)

    return look


@pytest.mark.parametrize("name", FILES)
def test_what_a_file_holds_is_found_without_help(name: str, looked_into: LookedInto) -> None:
    _, suggestion = looked_into(name)
    assert {each.target for each in suggestion.columns} == set(TARGETS[name].split())
    assert not suggestion.missing
    assert all(0.5 <= each.confidence <= 1 and each.why for each in suggestion.columns)


class Loaded(NamedTuple):
    """An odd file, taken in by what is suggested for it."""

    profile: Profile
    snapshot: Snapshot
    load: dict[str, Any]
    seen: Preview


@pytest.fixture(scope="module", params=FILES)
def loaded(
    request: pytest.FixtureRequest, looked_into: LookedInto, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Loaded]:
    path, suggestion = looked_into(request.param)
    profile = suggestion.profile
    workspace = Workspace(tmp_path_factory.mktemp("loaded") / "workspace")
    done = take_in(workspace, path, profile)
    assert not done.failures
    return request.param, Loaded(profile, workspace.snapshot(), done.loads[0], preview(path, profile, HOUSE))


@pytest.mark.slow
def test_the_numbers_are_those_of_a_plain_loop(loaded: tuple[str, Loaded]) -> None:
    name, it = loaded
    found = totals(it.snapshot, Query(KPIS), HOUSE).row(0, named=True)
    assert found == pytest.approx(kpis(calls(), TOLD.get(name, Told())), rel=1e-12)
    assert it.seen.kpis == found


@pytest.mark.slow
def test_the_sums_are_the_files_own_to_the_millisecond(loaded: tuple[str, Loaded]) -> None:
    name, it = loaded
    told = TOLD.get(name, Told())
    answered = [call for call in calls() if call.is_answered]
    handled = it.snapshot.scan(CONVERSATIONS).filter("is_handled").collect()
    sums = handled.select(pl.col("^.*_time_ms$").sum(), pl.col("speed_of_answer_ms").sum()).row(0, named=True)
    assert sums["speed_of_answer_ms"] == 1000 * sum(call.wait for call in answered)
    assert sums["handling_time_ms"] == sum(
        talk_of(call, told) + (1000 * call.wrap if told.has_wrap else 0) for call in answered
    )
    if name != "whole minutes":  # it tells talk and after-contact work together
        assert sums["talk_time_ms"] == sum(talk_of(call, told) for call in answered)
    if "hold_time" in TARGETS[name] or name == "events":
        assert sums["hold_time_ms"] == 1000 * sum(call.hold for call in answered)


@pytest.mark.slow
def test_every_row_is_kept_repeated_or_rejected(loaded: tuple[str, Loaded]) -> None:
    _, it = loaded
    counts = [it.load[key] for key in ("rows_in", "rows_kept", "rows_duplicate", "rows_rejected")]
    assert counts[0] == sum(counts[1:]) > 0
    assert [it.seen.rows_in, it.seen.kept, it.seen.duplicates, it.seen.rejected] == counts
    assert it.seen.is_whole
    assert sum(count for _, count in it.seen.reasons) == it.seen.rejected


@pytest.mark.slow
@pytest.mark.parametrize("name", ["american", "workbook", "events"])
def test_loading_twice_changes_nothing(name: str, looked_into: LookedInto, tmp_path: Path) -> None:
    path, suggestion = looked_into(name)
    workspace = Workspace(tmp_path / "workspace")
    profile = suggestion.profile
    take_in(workspace, path, profile)
    before = {table.name: workspace.snapshot().scan(table).collect() for table in (EVENTS, SEGMENTS)}
    again = tmp_path / f"again-{path.name}"
    again.write_bytes(path.read_bytes())
    load = take_in(workspace, again, profile).loads[0]
    assert load["rows_kept"] == 0
    assert load["rows_duplicate"] == load["rows_in"] - load["rows_rejected"]
    for table in (EVENTS, SEGMENTS):
        assert workspace.snapshot().scan(table).collect().equals(before[table.name])


@pytest.mark.parametrize(
    "name", sorted(FILES.keys() - {"no header", "whole minutes", "workbook", "parquet", "old mac"})
)
def test_the_same_is_suggested_whatever_the_order_of_the_columns(
    name: str, looked_into: LookedInto, tmp_path: Path
) -> None:
    path, one = looked_into(name)
    encoding = "latin-1" if name == "spanish semicolons" else "utf-8-sig"
    delimiter = one.profile.form.delimiter  # type: ignore[union-attr]
    rows = list(csv.reader(path.read_text(encoding=encoding).splitlines(), delimiter=delimiter))
    turned = tmp_path / "turned.csv"
    with turned.open("w", encoding=encoding, newline="") as out:
        csv.writer(out, delimiter=delimiter).writerows([list(reversed(row)) for row in rows])
    other = suggested(turned)
    assert {each.target: each.mapped for each in one.columns} == {each.target: each.mapped for each in other.columns}
    assert suggested(path) == one


@pytest.mark.parametrize("name", FILES)
def test_a_suggestion_is_a_text_that_can_be_read_again(name: str, looked_into: LookedInto) -> None:
    _, suggestion = looked_into(name)
    assert read_profile(write_suggestion(suggestion), "odd") == suggestion.profile
    assert read_profile(write_profile(suggestion.profile), "odd") == suggestion.profile
    phones = [call.phone[-7:] for call in calls()]
    assert not any(phone in write_suggestion(suggestion) for phone in phones)


def test_a_load_keeps_the_text_of_its_profile(tmp_path: Path, workspace: Workspace) -> None:
    path = written(tmp_path, "american")
    profile = suggested(path).profile.with_(platform="Old system")
    take_in(workspace, path, profile)
    row = workspace.snapshot().scan(LOADS).collect().row(0, named=True)
    assert row["platform"] == "Old system"
    assert row["source"] == "profile odd"
    assert write_profile(profile).splitlines()[2] in row["reading"].encode().decode("unicode_escape")
    assert set(conversations(workspace)["platform"]) == {"Old system"}
