"""All moments of a period, cut as an answer cuts them, on any clock and across its changes."""

from datetime import UTC, date, datetime

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.figures.moments import moments
from core.grains import GRAINS, MOMENT
from core.period import between
from core.schema.column import INSTANT
from core.settings import Settings
from tests.core.days import ZONES

HOUSE = Settings()


def of(grain: str, zone: str, first: date, last: date, rules: Settings = HOUSE) -> list[object]:
    since, until = between(first, last).instants(zone)
    nothing = pl.DataFrame(schema={MOMENT: INSTANT}).select(GRAINS[grain].key(zone).alias(grain))[grain]
    return moments(grain, since, until, zone, nothing, rules).to_list()


@pytest.mark.parametrize(
    ("grain", "count"),
    [
        ("quarter_hour", 100),
        ("half_hour", 50),
        ("hour", 25),
        ("day", 1),
        ("week", 1),
        ("hour_of_day", 24),
        ("weekday", 1),
    ],
)
def test_a_day_on_which_the_clocks_go_back_has_an_hour_more(grain: str, count: int) -> None:
    assert len(of(grain, "Europe/Madrid", date(2026, 10, 25), date(2026, 10, 25))) == count


def test_weeks_begin_when_the_houses_do_and_long_grains_have_no_hole() -> None:
    sundays = of("week", "UTC", date(2026, 3, 4), date(2026, 3, 12), Settings(week_start="Sun"))
    assert sundays == [date(2026, 3, 1), date(2026, 3, 8)]
    quarters = of("quarter", "UTC", date(2025, 12, 31), date(2026, 7, 1))
    assert quarters == [date(2025, 10, 1), date(2026, 1, 1), date(2026, 4, 1), date(2026, 7, 1)]
    assert of("year", "UTC", date(2025, 12, 31), date(2026, 1, 1)) == [date(2025, 1, 1), date(2026, 1, 1)]


def test_a_period_within_an_hour_has_the_quarters_that_it_touches() -> None:
    since, until = datetime(2026, 3, 2, 9, 10, tzinfo=UTC), datetime(2026, 3, 2, 9, 16, tzinfo=UTC)
    found = moments("quarter_hour", since, until, "UTC", pl.Series("quarter_hour", [], dtype=INSTANT), HOUSE)
    assert found.to_list() == [datetime(2026, 3, 2, 9, minute, tzinfo=UTC) for minute in (0, 15)]


def test_what_customers_clocks_showed_and_those_without_a_clock_are_among_them() -> None:
    since, until = between(date(2026, 3, 2), date(2026, 3, 2)).instants("UTC")
    known = pl.Series("day", [date(2026, 3, 1), None])
    found = moments("day", since, until, "customer", known, HOUSE).to_list()
    assert found == [date(2026, 3, 1), date(2026, 3, 2), None]


@settings(deadline=None)
@given(grain=st.sampled_from(list(GRAINS)), zone=st.sampled_from(ZONES), offset=st.integers(0, 3 * 86_400_000 - 1))
def test_no_instant_of_the_period_is_in_a_hole(grain: str, zone: str, offset: int) -> None:
    since, until = between(date(2026, 10, 24), date(2026, 10, 26)).instants(zone)
    if (at := since.timestamp() * 1000 + offset) >= until.timestamp() * 1000:
        return
    rows = pl.DataFrame({MOMENT: pl.Series([int(at)]).cast(INSTANT)})
    own = rows.select(GRAINS[grain].key(zone).alias(grain))[grain]
    assert own[0] in moments(grain, since, until, zone, own.clear(), HOUSE).to_list()
