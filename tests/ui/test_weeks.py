"""Weeks: whichever day they begin with, a click on one goes to the seven days that it counts."""

from datetime import UTC, date, datetime, timedelta

import pytest

from core.answer import aggregate
from core.drill import narrowed_to
from core.hours import DAYS
from core.period import Period
from core.query import Query
from core.scope import Scope
from core.settings import Settings
from tests.core.metrics.pencil import MARY, frames, segment

FIRST, LAST = date(2026, 9, 1), date(2026, 9, 30)
ZONE = "America/Santiago"
TALKS = frames(
    [
        segment("00:00:00", f"c{hour}", "ana", "Sales", **MARY, started_at=datetime(2026, 9, 1, tzinfo=UTC) + hour)
        for hour in (timedelta(hours=5 * step) for step in range(150))
    ],
    [],
)


@pytest.mark.parametrize("week_start", DAYS)
def test_a_click_on_a_week_goes_to_the_days_that_it_counts(week_start: str) -> None:
    """In a month in which a day of Santiago begins at one o'clock."""
    rules = Settings(week_start=week_start)
    view = Scope(Period("all", FIRST, LAST), ZONE)
    since, until = view.instants()
    weeks = aggregate(TALKS, Query(("segments",), ("week",), since, until, ZONE), rules)
    assert weeks.height in (5, 6)
    for week, segments in weeks.rows():
        narrowed = narrowed_to(view, {"week": week})
        assert narrowed.period is not None
        assert week.isoweekday() == DAYS.index(week_start) + 1
        assert narrowed.period.first == max(week, FIRST)
        assert aggregate(TALKS, narrowed.query("segments"), rules).item() == segments
