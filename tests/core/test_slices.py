"""Slices: nothing of a stretch is lost or counted twice, and each piece lies within one quarter of an hour."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from core.schema.column import INSTANT
from core.slices import ENDED_AT, LENGTH, STARTED_AT, clipped, sliced

QUARTER = timedelta(minutes=15)
TEN = datetime(2026, 3, 2, 10, tzinfo=UTC)
MS = timedelta(milliseconds=1)

Stretch = tuple[datetime, datetime]


def _rows(stretches: list[Stretch]) -> pl.LazyFrame:
    table = {
        "row": range(len(stretches)),
        "began": [one for one, _ in stretches],
        "over": [one for _, one in stretches],
    }
    return pl.LazyFrame(table, schema={"row": pl.Int64, "began": INSTANT, "over": INSTANT})


def _slices(stretches: list[Stretch], since: datetime | None = None, until: datetime | None = None) -> list[Stretch]:
    rows = sliced(_rows(stretches), pl.col("began"), pl.col("over"), since, until).sort("row", STARTED_AT)
    return rows.select(STARTED_AT, ENDED_AT).collect().rows()


def _by_hand(stretch: Stretch, since: datetime, until: datetime) -> list[Stretch]:
    """Quarter by quarter, in a loop."""
    begin, end = stretch
    if begin == end:
        return [stretch] if since <= begin < until else []
    edge = begin - (begin - datetime(1970, 1, 1, tzinfo=UTC)) % QUARTER
    found = []
    while edge < end:
        piece = max(begin, edge, since), min(end, edge + QUARTER, until)
        found += [piece] if piece[0] < piece[1] else []
        edge += QUARTER
    return found


moments = st.integers(-7_200_000, 7_200_000).map(lambda offset: TEN + offset * MS)
edges = st.integers(-8, 8).map(lambda step: TEN + step * QUARTER)
instants = moments | edges
stretches = st.tuples(instants, instants).map(lambda pair: (min(pair), max(pair)))


@given(rows=st.lists(stretches, max_size=8), since=instants, until=instants)
def test_slices_are_those_that_a_loop_over_the_quarters_finds(
    rows: list[Stretch], since: datetime, until: datetime
) -> None:
    assert _slices(rows, since, until) == [piece for row in rows for piece in _by_hand(row, since, until)]


@given(rows=st.lists(stretches, max_size=8), since=instants, until=instants)
def test_the_lengths_add_up_to_what_of_each_stretch_lies_within_the_period(
    rows: list[Stretch], since: datetime, until: datetime
) -> None:
    def lengths(slices: pl.LazyFrame) -> list[tuple[int, int]]:
        return slices.group_by("row").agg(pl.col(LENGTH).sum()).sort("row").collect().rows()

    asked = _rows(rows), pl.col("began"), pl.col("over"), since, until
    assert lengths(sliced(*asked)) == lengths(clipped(*asked))


def test_a_stretch_is_cut_where_the_quarters_meet() -> None:
    assert _slices([(TEN + 10 * timedelta(minutes=1), TEN + 2 * QUARTER)]) == [
        (TEN + timedelta(minutes=10), TEN + QUARTER),
        (TEN + QUARTER, TEN + 2 * QUARTER),
    ]


def test_a_stretch_without_length_counts_once_where_it_is_and_not_at_the_end_of_a_period() -> None:
    assert _slices([(TEN, TEN)]) == [(TEN, TEN)]
    assert _slices([(TEN, TEN)], since=TEN) == [(TEN, TEN)]
    assert _slices([(TEN, TEN)], until=TEN) == []


def test_what_has_no_begin_or_no_end_or_runs_backwards_has_no_slice() -> None:
    rows = _rows([(TEN, TEN)]).with_columns(over=pl.lit(None, INSTANT))
    assert sliced(rows, pl.col("began"), pl.col("over")).collect().is_empty()
    assert sliced(rows, pl.col("over"), pl.col("began")).collect().is_empty()
    assert _slices([(TEN, TEN - MS)]) == []


def test_a_period_is_rounded_to_whole_milliseconds_as_rows_are_chosen() -> None:
    """Rows at or after half a millisecond past ten begin at one millisecond past."""
    half = TEN + timedelta(microseconds=500)
    assert _slices([(TEN, TEN + 2 * MS)], since=half) == [(TEN + MS, TEN + 2 * MS)]
    assert _slices([(TEN, TEN + 2 * MS)], until=half) == [(TEN, TEN + MS)]


def test_the_clocks_of_all_zones_differ_from_utc_by_whole_quarters() -> None:
    months = [datetime(2026, month, 1, tzinfo=UTC) for month in range(1, 13)]
    offsets = {moment.astimezone(ZoneInfo(zone)).utcoffset() for zone in available_timezones() for moment in months}
    assert all(offset is not None and offset % QUARTER == timedelta(0) for offset in offsets)
