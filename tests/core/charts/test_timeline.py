"""Time without holes: each moment of a period has its row, on the local clock."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from core.charts import complete, fitting_grain
from core.grains import GRAINS, MOMENT
from core.period import between, stretch
from core.schema.column import INSTANT

UNITS = {"conversations": "count", "abandon_rate": "%"}


@pytest.mark.parametrize(
    ("days", "grain"),
    [
        (1 / 96, "quarter_hour"),
        (0.125, "quarter_hour"),
        (0.2, "hour"),
        (1, "hour"),
        (2, "hour"),
        (3, "day"),
        (92, "day"),
        (93, "week"),
        (400, "week"),
        (401, "month"),
    ],
)
def test_the_grain_fits_the_length_of_the_period(days: float, grain: str) -> None:
    assert fitting_grain(days) == grain


def test_a_day_without_conversations_counts_none_and_has_no_share() -> None:
    answers = pl.DataFrame({"day": [date(2026, 3, 2)], "conversations": [5], "abandon_rate": [0.5]})
    rows = complete(answers, "day", between(date(2026, 3, 1), date(2026, 3, 3)), "UTC", UNITS)
    assert rows.rows() == [
        (date(2026, 3, 1), 0, None),
        (date(2026, 3, 2), 5, 0.5),
        (date(2026, 3, 3), 0, None),
    ]


def test_each_group_has_every_moment_also_the_one_without_a_name() -> None:
    answers = pl.DataFrame(
        {"day": [date(2026, 3, 2), date(2026, 3, 1)], "channel": ["voice", None], "conversations": [5, 2]}
    )
    rows = complete(answers, "day", between(date(2026, 3, 1), date(2026, 3, 2)), "UTC", UNITS)
    assert rows.rows() == [
        (date(2026, 3, 1), None, 2),
        (date(2026, 3, 1), "voice", 0),
        (date(2026, 3, 2), None, 0),
        (date(2026, 3, 2), "voice", 5),
    ]


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 3, 30), 24)])
def test_the_day_of_a_clock_change_has_its_own_number_of_hours(day: date, hours: int) -> None:
    nothing = pl.DataFrame(schema={"hour": pl.Datetime("ms", "Europe/Madrid"), "conversations": pl.Int64})
    assert complete(nothing, "hour", between(day, day), "Europe/Madrid", UNITS).height == hours


@pytest.mark.parametrize(
    ("grain", "first", "starts"),
    [
        ("week", date(2026, 3, 4), [date(2026, 3, 2), date(2026, 3, 9)]),
        ("month", date(2026, 2, 20), [date(2026, 2, 1), date(2026, 3, 1)]),
    ],
)
def test_weeks_and_months_begin_where_the_answers_begin_them(grain: str, first: date, starts: list[date]) -> None:
    nothing = pl.DataFrame(schema={grain: pl.Date, "conversations": pl.Int64})
    assert complete(nothing, grain, between(first, date(2026, 3, 12)), "UTC", UNITS)[grain].to_list() == starts


@pytest.mark.parametrize(("known", "starts"), [(date(2026, 3, 8), 1), (date(2026, 3, 7), 28), (date(2026, 3, 9), 2)])
def test_weeks_begin_on_the_day_of_the_house(known: date, starts: int) -> None:
    """On a Sunday, a Saturday, a Monday: the week before the one that is known begins on the same."""
    answers = pl.DataFrame({"week": [known], "conversations": [3]})
    rows = complete(answers, "week", between(date(2026, 3, 4), date(2026, 3, 12)), "UTC", UNITS)
    assert rows["week"].to_list() == [known - timedelta(days=7), known]
    assert rows["week"][0].day == starts
    assert rows["conversations"].to_list() == [0, 3]


def test_on_customers_clocks_days_beside_the_period_have_their_moments_and_unknown_ones_none() -> None:
    found = {"day": [date(2026, 3, 1), date(2026, 3, 4), None], "conversations": [5, 2, 9]}
    rows = complete(pl.DataFrame(found), "day", between(date(2026, 3, 2), date(2026, 3, 3)), "customer", UNITS)
    assert rows.rows() == [(date(2026, 3, day), count) for day, count in ((1, 5), (2, 0), (3, 0), (4, 2))]


def test_hours_on_customers_clocks_are_what_they_showed() -> None:
    shown = datetime(2026, 3, 30, 2, tzinfo=UTC)
    answers = pl.DataFrame({"hour": [shown, None], "conversations": [5, 1]}, schema_overrides={"hour": INSTANT})
    day = date(2026, 3, 29)
    rows = complete(answers, "hour", between(day, day), "customer", UNITS)
    assert (rows.height, rows.row(-1)) == (24 + 3, (shown, 5))
    assert complete(answers.clear(), "hour", between(day, day), "customer", UNITS).height == 24


@pytest.mark.parametrize("day", [date(2026, 4, 5), date(2026, 10, 4), date(2026, 9, 27)])
@pytest.mark.parametrize("zone", ["Australia/Lord_Howe", "Pacific/Chatham", "Europe/Madrid"])
@pytest.mark.parametrize("grain", ["quarter_hour", "half_hour", "hour"])
def test_every_moment_of_an_answer_is_kept_whatever_the_clocks_did_that_day(grain: str, zone: str, day: date) -> None:
    """Lord Howe moves its clocks by half an hour, Chatham at a quarter to three."""
    first = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone))
    instants = pl.datetime_range(first, first + timedelta(hours=20), "5m", time_unit="ms", time_zone=zone, eager=True)
    moments = instants.to_frame(MOMENT).select(GRAINS[grain].key(zone)).to_series().unique().sort()
    answers = pl.DataFrame({grain: moments}).with_columns(conversations=pl.lit(1, pl.Int64))
    rows = complete(answers, grain, between(day, day), zone, UNITS)
    assert rows["conversations"].sum() == answers.height


def test_a_part_of_a_day_has_only_its_own_quarters_also_where_the_clock_repeats_the_hour() -> None:
    nothing = pl.DataFrame(schema={"quarter_hour": pl.Datetime("ms", "Europe/Madrid"), "conversations": pl.Int64})
    since = datetime(2026, 10, 25, 1, 0, tzinfo=UTC)
    period = stretch(since, since + timedelta(minutes=35), "Europe/Madrid")
    rows = complete(nothing, "quarter_hour", period, "Europe/Madrid", UNITS)
    assert rows["quarter_hour"].dt.epoch("s").to_list() == [
        int((since + timedelta(minutes=15 * number)).timestamp()) for number in range(3)
    ]


def test_on_customers_clocks_a_part_of_a_day_has_the_moments_that_were_met() -> None:
    met = [datetime(2026, 3, 1, hour, tzinfo=UTC) for hour in (8, 10)]
    answers = pl.DataFrame({"hour": met, "conversations": [5, 2]}, schema_overrides={"hour": pl.Datetime("ms", "UTC")})
    period = stretch(met[1], met[1] + timedelta(hours=1), "UTC")
    rows = complete(answers, "hour", period, "customer", UNITS)
    assert rows["conversations"].to_list() == [5, 0, 2]
    assert complete(answers.clear(), "hour", period, "customer", UNITS).is_empty()
