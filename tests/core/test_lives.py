"""Lives: conversations are looked for when they began, however long before a segment of theirs that was."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from core.lives import STEP, began_within
from core.schema.tables import CONVERSATIONS, SEGMENTS
from core.store.snapshot import Snapshot
from core.store.workspace import Workspace

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BEGAN = {"old": NOON - 50 * DAY, "rounded": NOON + timedelta(milliseconds=400), "later": NOON + 3 * DAY}
TALKED = {"old": NOON, "rounded": NOON, "later": NOON + 3 * DAY + HOUR}


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return _kept(tmp_path_factory.mktemp("lives"), BEGAN)


def _kept(home: Path, began: dict[str, datetime]) -> Snapshot:
    with Workspace(home / "workspace").write() as change:
        change.append(CONVERSATIONS, _rows(began))
        change.append(SEGMENTS, _rows(TALKED).with_columns(segment_id="conversation_id"))
        return change.commit("three conversations")


def _rows(moments: dict[str, datetime]) -> pl.DataFrame:
    return pl.DataFrame({"conversation_id": list(moments), "started_at": list(moments.values())})


def test_one_that_began_long_before_is_found_and_one_that_seems_to_begin_after_its_segment(snapshot: Snapshot) -> None:
    assert began_within(snapshot, NOON, NOON + STEP) == (BEGAN["old"], BEGAN["rounded"] + STEP)
    assert began_within(snapshot, NOON + DAY, NOON + 4 * DAY) == (BEGAN["later"], BEGAN["later"] + STEP)


def test_without_a_segment_none_is_looked_for(snapshot: Snapshot) -> None:
    assert began_within(snapshot, NOON + DAY, NOON + 2 * DAY) == (NOON + DAY, NOON + DAY)


def test_without_a_beginning_or_an_end_there_is_no_bound(snapshot: Snapshot) -> None:
    assert began_within(snapshot, None, NOON) == began_within(snapshot, NOON, None) == (None, None)


def test_a_segment_whose_conversation_is_nowhere_leaves_no_bound(tmp_path: Path) -> None:
    lacking = _kept(tmp_path, {"later": BEGAN["later"]})
    assert began_within(lacking, NOON, NOON + STEP) == (None, None)
