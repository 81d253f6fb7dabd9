"""The customer's own clock shows what `zoneinfo` says, in every zone, at every change of the clocks."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo, available_timezones

import polars as pl
import pytest

from core.clock import FIRST, LAST, NO_PLACE, local
from core.schema.column import INSTANT

ZONES = sorted(available_timezones() - NO_PLACE)
SECOND = timedelta(seconds=1)
NEVER = datetime(1971, 1, 1, tzinfo=UTC)


def _rows(pairs: list[tuple[datetime | None, str | None]]) -> pl.DataFrame:
    return pl.DataFrame(pairs, schema={"at": INSTANT, "zone": pl.String}, orient="row")


def _shown(*pairs: tuple[datetime | None, str | None]) -> list[datetime | None]:
    return _rows(list(pairs)).select(local(pl.col("at"), pl.col("zone"))).to_series().to_list()


def _wall(at: datetime, zone: str) -> datetime:
    """The oracle."""
    return at.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)


def _wrong(pairs: list[tuple[datetime, str]]) -> list[tuple[datetime, str, datetime | None]]:
    return [
        (at, zone, shown) for (at, zone), shown in zip(pairs, _shown(*pairs), strict=True) if shown != _wall(at, zone)
    ]


def _changes(zone: str, first: datetime, last: datetime) -> Iterator[datetime]:
    """Every instant at which the clock of the zone is changed: looked for by steps, then by halving.

    Of all zones none has changed its clock twice within five days, and few keep summer time for a week.
    """
    clock, step = ZoneInfo(zone), timedelta(days=5)
    begin, before = first, first.astimezone(clock).utcoffset()
    while begin < last:
        end = begin + step
        after = end.astimezone(clock).utcoffset()
        if after != before:
            low, high = 0, step // SECOND
            while high - low > 1:
                middle = (low + high) // 2
                is_after = (begin + middle * SECOND).astimezone(clock).utcoffset() != before
                low, high = (low, middle) if is_after else (middle, high)
            yield begin + high * SECOND
        begin, before = end, after


def _around(first: datetime, last: datetime, zones: list[str]) -> list[tuple[datetime, str]]:
    return [
        (change + step * SECOND, zone)
        for zone in zones
        for change in _changes(zone, first, last)
        for step in (-1, 0, 1)
    ]


def test_every_zone_is_right_around_every_change_of_these_years() -> None:
    pairs = _around(datetime(2018, 1, 1, tzinfo=UTC), datetime(2034, 1, 1, tzinfo=UTC), ZONES)
    assert len(pairs) > 10_000
    assert _wrong(pairs) == []


@pytest.mark.slow
def test_every_zone_is_right_around_every_change_since_1970_and_in_the_years_to_come() -> None:
    pairs = _around(datetime(1970, 1, 1, tzinfo=UTC), datetime(2060, 1, 1, tzinfo=UTC), ZONES)
    assert len(pairs) > 90_000
    assert _wrong(pairs) == []


def test_every_zone_is_right_at_any_millisecond() -> None:
    chance, span = Random(7), (LAST - FIRST) // timedelta(milliseconds=1)
    pairs = [(FIRST + timedelta(milliseconds=chance.randrange(span)), zone) for zone in ZONES for _ in range(50)]
    assert _wrong(pairs) == []


@pytest.mark.parametrize(
    ("at", "zone", "shown"),
    [
        ("2026-03-29T00:59:59Z", "Europe/Madrid", "2026-03-29T01:59:59"),
        ("2026-03-29T01:00:00Z", "Europe/Madrid", "2026-03-29T03:00:00"),  # two o'clock was skipped
        ("2026-10-25T00:59:59Z", "Europe/Madrid", "2026-10-25T02:59:59"),
        ("2026-10-25T01:00:00Z", "Europe/Madrid", "2026-10-25T02:00:00"),  # and is repeated
        ("2026-04-04T14:59:59Z", "Australia/Lord_Howe", "2026-04-05T01:59:59"),
        ("2026-04-04T15:00:00Z", "Australia/Lord_Howe", "2026-04-05T01:30:00"),  # by half an hour
        ("2026-04-04T13:59:59Z", "Pacific/Chatham", "2026-04-05T03:44:59"),
        ("2026-04-04T14:00:00Z", "Pacific/Chatham", "2026-04-05T02:45:00"),
        ("2011-12-30T09:59:59Z", "Pacific/Apia", "2011-12-29T23:59:59"),
        ("2011-12-30T10:00:00Z", "Pacific/Apia", "2011-12-31T00:00:00"),  # the 30th never was
        ("2010-03-14T03:30:59Z", "America/St_Johns", "2010-03-14T00:00:59"),
        ("2010-03-14T03:31:00Z", "America/St_Johns", "2010-03-14T01:01:00"),  # a minute past midnight
        ("2026-06-01T12:00:00Z", "Asia/Kathmandu", "2026-06-01T17:45:00"),
        ("2000-10-08T03:00:00Z", "America/Recife", "2000-10-08T01:00:00"),
        ("2000-10-15T02:00:00Z", "America/Recife", "2000-10-14T23:00:00"),  # summer time of one week
        ("1972-01-07T00:44:29Z", "Africa/Monrovia", "1972-01-06T23:59:59"),  # outside the steps, by 44 min 30 s
        ("1935-06-01T12:00:00Z", "Asia/Kolkata", "1935-06-01T17:30:00"),
        ("2199-07-01T12:00:00Z", "Europe/Madrid", "2199-07-01T14:00:00"),
    ],
)
def test_a_clock_shows(at: str, zone: str, shown: str) -> None:
    assert _shown((datetime.fromisoformat(at), zone)) == [datetime.fromisoformat(shown)]


def test_the_edges_of_the_steps_are_right_to_the_millisecond() -> None:
    millisecond = timedelta(milliseconds=1)
    pairs = [(edge + step * millisecond, zone) for edge in (FIRST, LAST) for step in (-1, 0, 1) for zone in ZONES]
    assert _wrong(pairs) == []


def test_what_is_not_known_is_null_and_hurts_nobody_beside_it() -> None:
    noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    unknown = [(noon, None), (None, "Asia/Tokyo"), (noon, "Mars/Olympus"), (noon, ""), (noon, "localtime")]
    assert _shown(*unknown, (noon, "Asia/Tokyo"), (NEVER, "Mars/Olympus"), (None, None)) == [
        *(None,) * 5,
        datetime(2026, 3, 2, 21),
        None,
        None,
    ]
    assert _shown() == []


def test_instants_that_no_calendar_has_are_null() -> None:
    rows = pl.DataFrame({"at": [-(10**15), 10**15]}, schema={"at": pl.Int64}).cast({"at": INSTANT})
    assert rows.select(local(pl.col("at"), pl.lit("Europe/Madrid"))).to_series().to_list() == [None, None]


ROWS = _rows(
    [(datetime(2026, 3, 2, hour, tzinfo=UTC), zone) for hour in (3, 22) for zone in ("Asia/Tokyo", None, "UTC")]
)
CLOCK = local(pl.col("at"), pl.col("zone"))


@pytest.mark.parametrize("engine", ["in-memory", "streaming"])
def test_it_filters_groups_and_counts_like_any_other_column(engine: str) -> None:
    evening = ROWS.lazy().filter(CLOCK.dt.hour() >= 22).select("zone").collect(engine=engine)  # type: ignore[call-overload]
    assert evening.to_series().to_list() == ["UTC"]
    grouped = ROWS.lazy().group_by(CLOCK.dt.date().alias("day")).agg((CLOCK.dt.hour() < 12).sum().alias("mornings"))
    found = grouped.sort("day", nulls_last=True).collect(engine=engine)  # type: ignore[call-overload]
    assert [mornings for _, mornings in found.rows()] == [1, 1, 0]
    assert ROWS.select(CLOCK.over("zone")).to_series().to_list() == ROWS.select(CLOCK).to_series().to_list()


def test_one_zone_may_be_given_for_all_rows() -> None:
    shown = ROWS.select(local(pl.col("at"), pl.lit("Asia/Kolkata"))).to_series().to_list()
    assert shown == [_wall(at, "Asia/Kolkata") for at in ROWS["at"]]
    assert ROWS.clear().select(local(pl.col("at"), pl.lit("Asia/Kolkata"))).height == 0


@pytest.mark.parametrize("at", [datetime(2026, 3, 2, 12, tzinfo=UTC), NEVER])
def test_one_instant_may_be_given_for_all_zones(at: datetime) -> None:
    shown = ROWS.select(local(pl.lit(at, dtype=INSTANT), pl.col("zone"))).to_series().to_list()
    assert shown == [zone and _wall(at, zone) for zone in ROWS["zone"]]


def test_the_same_clock_is_the_same_expression() -> None:
    first, second = (local(pl.col("at"), pl.col("zone")) for _ in range(2))
    assert first.meta.serialize() == second.meta.serialize()
    assert first.meta.serialize() != local(pl.col("at"), pl.lit("UTC")).meta.serialize()
    assert first.meta.root_names() == ["at", "zone"]
