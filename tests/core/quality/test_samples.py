"""The samples: every law that they break is explained by what never arrived, and is none of our mistakes."""

from pathlib import Path

import polars as pl
import pytest

from core.ingest import ingest
from core.quality import LAWS, Quality, examine
from core.quality.tellers import tellers
from core.schema.tables import CONVERSATIONS, EVENTS, TASKS
from core.settings import Settings
from core.store.snapshot import Snapshot
from core.store.workspace import Workspace
from tests.atalaya import ROOT
from tests.core.quality.planted import EVERYTHING

PLATFORMS = ROOT / "sample_data" / "platforms" / "files"


@pytest.fixture(scope="module")
def found(sample: Snapshot) -> Quality:
    """What is found in the sample."""
    return examine(sample, EVERYTHING, Settings())


def events_of(sample: Snapshot, conversations: pl.Series) -> pl.DataFrame:
    """All events of some conversations, with their `conversation_id`."""
    tasks = sample.scan(TASKS).filter(pl.col("conversation_id").is_in(conversations.implode()))
    return sample.scan(EVENTS).join(tasks.select("task_id", "conversation_id"), on="task_id").collect()


def test_the_sample_breaks_two_laws_lightly(found: Quality) -> None:
    broken = {one.check.name: (one.conversations, one.severity) for one in found.findings if one.check.name in LAWS}
    assert broken == {"queue_balance": (3, "low"), "no_missing_event": (3, "low")}
    assert found.verdict == "sound"


def test_what_breaks_the_balance_is_an_entry_that_never_arrived(sample: Snapshot, found: Quality) -> None:
    rows = next(one.rows for one in found.findings if one.check.name == "queue_balance")
    entries = events_of(sample, rows["conversation_id"]).filter(pl.col("event_type") == "task-queue.entered")
    met = rows.join(entries, on="task_id").filter((pl.col("occurred_at") - pl.col("at")).abs() < pl.duration(seconds=1))
    assert rows["what"].to_list() == ["no entry"] * 3
    assert met.height == 0


def test_what_is_corrupted_is_an_offer_that_never_arrived(sample: Snapshot, found: Quality) -> None:
    rows = next(one.rows for one in found.findings if one.check.name == "no_missing_event")
    events = events_of(sample, rows["conversation_id"]).join(rows.select("reservation_id"), on="reservation_id")
    assert events["reservation_id"].n_unique() == 3
    assert "reservation.created" not in events["event_type"].to_list()


def test_the_other_things_that_are_found_in_the_sample_are_the_dirt_that_was_put_into_it(found: Quality) -> None:
    others = {one.check.name: one.count for one in found.findings if one.check.name not in LAWS}
    assert others == {
        "places_agree": 155,
        "once_each": 299,
        "in_order": 243,
        "customers_known": 4,
        "fields_known": 15,
        "records_usable": 10,
        "types_known": 6,
    }


def test_shapes_of_the_same_events_are_one_source_so_nobody_looks_for_twins(sample: Snapshot) -> None:
    told = tellers(sample, None, None)
    assert set(told["source"]) == {"event callback", "event stream", "events resource"}
    assert set(told["rank"]) == {0}


def test_parts_of_the_period_add_up_to_the_whole(sample: Snapshot, found: Quality) -> None:
    starts = sample.scan(CONVERSATIONS).select("started_at").collect()["started_at"].sort()
    middle = starts[len(starts) // 2]
    halves = [
        examine(sample, EVERYTHING.with_(**bound), Settings()) for bound in ({"until": middle}, {"since": middle})
    ]
    assert sum(half.conversations for half in halves) == found.conversations
    for check in ("queue_balance", "no_missing_event", "places_agree", "customers_known"):
        counts = [one.count for half in halves for one in half.findings if one.check.name == check]
        assert sum(counts) == next(one.count for one in found.findings if one.check.name == check)


def test_stretches_of_the_period_change_nothing(
    sample: Snapshot, found: Quality, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.quality.ground.AT_ONCE", 700)
    again = examine(sample, EVERYTHING, Settings())
    assert again.conversations == found.conversations
    assert {one.check.name: one.count for one in again.findings} == {
        one.check.name: one.count for one in found.findings
    }


LIMITS = {
    # An offer that was let ring does not tell whether it was before a callback was asked for or during it.
    "flex-insights.csv": {"no_gap"},
}
"""What an export of a platform cannot tell, and therefore breaks."""


@pytest.mark.parametrize("file", sorted(PLATFORMS.iterdir()), ids=lambda file: file.name)
def test_the_sample_of_another_platform_breaks_no_law_but_by_what_its_export_cannot_tell(
    tmp_path: Path, file: Path
) -> None:
    workspace = Workspace(tmp_path / "w")
    assert not ingest(workspace, [file]).failures
    found = examine(workspace.snapshot(), EVERYTHING, Settings())
    assert found.conversations > 100
    assert {one.check.name for one in found.findings if one.check.name in LAWS} == LIMITS.get(file.name, set())
