"""Each interval is there once, as the latest file tells it, and no contact is counted twice."""

from dataclasses import replace

import polars as pl
from polars.testing import assert_frame_equal

from core.intervals.read import CONTRADICTED, OVERLAPS, TOTAL
from core.schema.tables import INTERVALS
from core.store.workspace import Workspace
from tests.core.intervals.conftest import Take
from tests.core.intervals.counted import DAILY, day

HOURLY = replace(DAILY, length="hour")


def offered(workspace: Workspace) -> dict[str | None, int]:
    """What each queue was offered."""
    rows = workspace.snapshot().scan(INTERVALS).sort("started_at").collect()
    return dict(rows.select("queue_name", "offered_count").iter_rows())


def test_the_same_interval_in_another_file_is_a_duplicate(workspace: Workspace, take: Take) -> None:
    assert take(day(offered_count=10), day(1, offered_count=11)).kept == 2
    before = workspace.snapshot().scan(INTERVALS).collect()
    again = take(day(offered_count=10), day(2, offered_count=12), load_id="another")
    assert (again.kept, again.corrected) == (1, 0)
    of_first = workspace.snapshot().scan(INTERVALS).filter(pl.col("load_id") == "load").collect()
    assert_frame_equal(of_first.sort("interval_id"), before.sort("interval_id"))


def test_a_correction_takes_the_place_of_what_was_there_and_is_counted(workspace: Workspace, take: Take) -> None:
    take(day(offered_count=10, handled_count=9), day(queue="Support", offered_count=5))
    done = take(day(offered_count=12, handled_count=9), load_id="correction")
    assert (done.kept, done.corrected) == (1, 1)
    assert offered(workspace) == {"Sales": 12, "Support": 5}
    rows = workspace.snapshot().scan(INTERVALS).collect()
    assert dict(rows.select("queue_name", "load_id").iter_rows()) == {"Sales": "correction", "Support": "load"}


def test_a_row_twice_in_a_file_counts_once(workspace: Workspace, take: Take) -> None:
    done = take(day(offered_count=10), day(offered_count=10))
    assert (done.kept, done.rejected.height) == (1, 0)
    assert offered(workspace) == {"Sales": 10}


def test_rows_of_one_interval_that_say_different_things_are_all_refused(workspace: Workspace, take: Take) -> None:
    done = take(day(offered_count=10), day(offered_count=7), day(queue="Support", offered_count=1))
    assert done.rejected.select("position", "reason", "raw").rows() == [
        (1, CONTRADICTED, "line 1"),
        (2, CONTRADICTED, "line 2"),
    ]
    assert offered(workspace) == {"Support": 1}


def test_a_subtotal_without_a_name_is_refused(workspace: Workspace, take: Take) -> None:
    done = take(
        day(queue="Sales", agent_name="Mary", offered_count=3, handled_count=2),
        day(queue="Sales", agent_name="Josh", offered_count=4, handled_count=4),
        day(queue="Sales", agent_name=None, offered_count=7, handled_count=6),
    )
    assert done.rejected.select("position", "reason").rows() == [(3, TOTAL)]
    assert sum(workspace.snapshot().scan(INTERVALS).collect()["offered_count"]) == 7


def test_contacts_of_no_queue_are_no_subtotal(workspace: Workspace, take: Take) -> None:
    done = take(
        day(queue="Sales", offered_count=3), day(queue="Support", offered_count=4), day(0, None, offered_count=2)
    )
    assert done.rejected.is_empty()
    assert offered(workspace) == {"Sales": 3, "Support": 4, None: 2}


def test_an_hour_of_a_day_that_is_there_is_refused(workspace: Workspace, take: Take) -> None:
    take(day(offered_count=10), day(queue="Support", offered_count=5))
    done = take(day(offered_count=1), day(1, offered_count=4), counting=HOURLY)
    assert done.rejected.select("position", "reason").rows() == [(1, OVERLAPS)]
    assert done.kept == 1
    assert sum(workspace.snapshot().scan(INTERVALS).collect()["offered_count"]) == 19


def test_other_profiles_and_platforms_have_intervals_of_their_own(workspace: Workspace, take: Take) -> None:
    take(day(offered_count=10))
    for counting in (replace(HOURLY, profile="hourly"), replace(HOURLY, platform="Genesys")):
        assert take(day(offered_count=1), counting=counting).kept == 1


def test_an_interval_begins_where_the_one_before_ends(workspace: Workspace, take: Take) -> None:
    assert take(*(day(number, offered_count=1) for number in range(30))).kept == 30
