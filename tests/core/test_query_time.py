"""Time grains where clocks and calendars are hard: changes of the clocks, odd offsets, edges of months."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from core.answer import aggregate
from core.errors import UnknownName
from core.grains import GRAINS, MOMENT, check_zone
from core.query import Query
from core.settings import Settings
from tests.core.metrics.pencil import MARY, frames, segment


def _split(moments: list[datetime], grain: str, zone: str) -> pl.DataFrame:
    """One handled conversation at each moment, split by the grain."""
    parts = [
        segment("00:00:00", f"c{number}", "ana", "Sales", **MARY, started_at=moment)
        for number, moment in enumerate(moments)
    ]
    return aggregate(frames(parts, []), Query(("conversations",), (grain,), zone=zone), Settings())


def _every_quarter_of(day: date, zone: str) -> list[datetime]:
    """Each quarter of an hour from local midnight to the next, however long that day is."""
    first, last = (
        datetime.combine(one, datetime.min.time(), ZoneInfo(zone)).astimezone(UTC)
        for one in (day, day + timedelta(days=1))
    )
    return [first + timedelta(minutes=15 * step) for step in range(int((last - first) / timedelta(minutes=15)))]


@pytest.mark.parametrize(
    ("day", "zone", "hours"),
    [
        (date(2026, 3, 28), "Europe/Madrid", 24),
        (date(2026, 3, 29), "Europe/Madrid", 23),
        (date(2026, 10, 25), "Europe/Madrid", 25),
        (date(2026, 4, 4), "America/Santiago", 25),
        (date(2026, 9, 6), "America/Santiago", 23),
    ],
)
def test_a_day_has_as_many_hours_as_its_clock_showed(day: date, zone: str, hours: int) -> None:
    moments = _every_quarter_of(day, zone)
    assert _split(moments, "day", zone).rows() == [(day, 4 * hours)]
    by_hour = _split(moments, "hour", zone)
    assert by_hour.height == hours
    assert by_hour["conversations"].unique().to_list() == [4]
    assert by_hour["hour"].dtype == pl.Datetime("ms", zone)
    assert _split(moments, "quarter_hour", zone).height == 4 * hours


def test_the_hour_that_the_clock_repeats_is_two_groups_and_one_hour_of_the_day() -> None:
    moments = [datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1)]
    instants = [hour.astimezone(UTC) for hour in _split(moments, "hour", "Europe/Madrid")["hour"]]
    assert instants == [datetime(2026, 10, 25, hour, tzinfo=UTC) for hour in (0, 1)]
    assert _split(moments, "hour_of_day", "Europe/Madrid").rows() == [(2, 2)]


@pytest.mark.parametrize(
    ("first", "grain", "month"),
    [
        (datetime(2026, 4, 1, 3, tzinfo=UTC), "month", date(2026, 4, 1)),  # three hours behind until 4 April
        (datetime(2026, 5, 1, 4, tzinfo=UTC), "month", date(2026, 5, 1)),  # four hours from then on
        (datetime(2026, 7, 1, 4, tzinfo=UTC), "quarter", date(2026, 7, 1)),
        (datetime(2027, 1, 1, 3, tzinfo=UTC), "year", date(2027, 1, 1)),
        (datetime(2026, 9, 6, 4, tzinfo=UTC), "day", date(2026, 9, 6)),  # begins at one o'clock
        (datetime(2026, 4, 6, 4, tzinfo=UTC), "week", date(2026, 4, 6)),
    ],
)
def test_months_in_santiago_begin_at_local_midnight_to_the_millisecond(
    first: datetime, grain: str, month: date
) -> None:
    groups = _split([first - timedelta(milliseconds=1), first], grain, "America/Santiago")[grain].to_list()
    assert groups[1] == month
    assert groups[0] < month


def test_quarters_of_an_hour_in_kathmandu_begin_on_its_own_clock() -> None:
    moment = datetime(2026, 3, 2, 0, 14, 59, tzinfo=UTC)
    kathmandu = ZoneInfo("Asia/Kathmandu")
    assert _split([moment], "quarter_hour", "Asia/Kathmandu").rows() == [
        (datetime(2026, 3, 2, 5, 45, tzinfo=kathmandu), 1)
    ]
    assert _split([moment], "hour", "Asia/Kathmandu").rows() == [(datetime(2026, 3, 2, 5, 0, tzinfo=kathmandu), 1)]


def test_weeks_begin_on_monday_and_weekdays_count_from_it() -> None:
    sunday, monday = datetime(2026, 3, 1, 12, tzinfo=UTC), datetime(2026, 3, 2, 12, tzinfo=UTC)
    assert _split([sunday, monday], "week", "UTC")["week"].to_list() == [date(2026, 2, 23), date(2026, 3, 2)]
    assert _split([sunday, monday], "weekday", "UTC")["weekday"].to_list() == [1, 7]


def test_without_a_zone_the_house_decides() -> None:
    late = segment("23:30:00", "c1", "ana", "Sales", **MARY)
    query = Query(("conversations",), ("day",))
    abroad = aggregate(frames([late], []), query, Settings(time_zone="Asia/Kathmandu"))
    assert abroad.rows() == [(date(2026, 3, 3), 1)]


def test_a_period_is_half_open() -> None:
    first, last = datetime(2026, 3, 2, tzinfo=UTC), datetime(2026, 3, 3, tzinfo=UTC)
    parts = [
        segment("00:00:00", f"c{number}", "ana", "Sales", **MARY, started_at=moment)
        for number, moment in enumerate((first - timedelta(milliseconds=1), first, last))
    ]
    assert aggregate(frames(parts, []), Query(("conversations",), since=first, until=last), Settings()).item() == 1


@pytest.mark.parametrize("zone", ["Pacific/Chatham", "Australia/Lord_Howe", "Europe/Madrid", "America/St_Johns"])
@pytest.mark.parametrize(("grain", "minutes"), [("hour", 60), ("half_hour", 30), ("quarter_hour", 15)])
def test_no_interval_of_a_year_is_longer_than_it_says_or_begins_after_its_rows(
    zone: str, grain: str, minutes: int
) -> None:
    """Chatham changes its clocks at a quarter to, Lord Howe by half an hour."""
    first = datetime(2026, 1, 1, tzinfo=UTC)
    moments = pl.datetime_range(first, first + timedelta(days=365), "5m", time_unit="ms", eager=True).alias(MOMENT)
    since = moments.to_frame().select(pl.col(MOMENT) - GRAINS[grain].key(zone).dt.convert_time_zone("UTC")).to_series()
    assert since.min() == timedelta(0)
    assert since.max() < timedelta(minutes=minutes)


@pytest.mark.parametrize("zone", ["localtime", "Factory", "../etc", ""])
def test_a_zone_that_only_one_machine_knows_is_refused(zone: str) -> None:
    with pytest.raises(UnknownName, match="no time zone called"):
        check_zone(zone)
