"""Files of counts become rows of INTERVALS; what contradicts itself is set aside with its reason."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.intervals.read import (
    NEGATIVE,
    NO_LENGTH,
    NO_SHARE,
    NO_START,
    NO_VOLUME,
    NOT_WHOLE,
    NOTHING,
    REASONS,
    TOO_MANY,
    TOO_MANY_IN_TIME,
    TOTAL,
    read_intervals,
)
from core.intervals.roles import END, Counting
from tests.core.intervals.counted import DAILY, DAY, Row, day, typed

HOUR_MS = 3_600_000


def told(*rows: Row, counting: Counting = DAILY) -> list[Row]:
    """Rows of INTERVALS, none of which is refused."""
    good, refused = read_intervals(typed(*rows), counting, "f" * 64)
    assert refused.rows() == []
    return good.to_dicts()


def reasons(*rows: Row, counting: Counting = DAILY, **types: type[pl.DataType]) -> list[tuple[str, str]]:
    """Reason and detail of each row that is refused."""
    _, refused = read_intervals(typed(*rows, **types), counting, "f" * 64)
    return refused.select("reason", "detail").rows()


def test_counts_are_kept_and_averages_become_sums_of_their_own_volumes() -> None:
    (row,) = told(
        day(
            offered_count=120,
            handled_count=110,
            abandoned_count=10,
            service_level=0.8,
            average_answer_wait_ms=18_000,
            average_abandon_wait_ms=45_500,
            average_talk_ms=200_000,
            average_hold_ms=15_000,
            average_wrap_up_ms=30_000,
            average_handling_ms=230_001,
        )
    )
    assert row["answer_wait_ms"] == 110 * 18_000
    assert row["abandon_wait_ms"] == 10 * 45_500, "the wait of those who gave up is of those, not of the answered"
    assert row["handling_ms"] == 110 * 230_001
    assert (row["answered_within_count"], row["answerable_count"], row["threshold_s"]) == (96, 120, 20)
    assert (row["platform"], row["profile"], row["counted_in"], row["length_ms"]) == (
        *("Avaya", "daily", "Europe/Madrid"),
        24 * HOUR_MS,
    )
    assert row["raw"] == "line 1"


def test_a_sum_in_the_file_is_believed_rather_than_the_average_beside_it() -> None:
    (row,) = told(day(offered_count=3, handled_count=3, talk_ms=100_000, average_talk_ms=33_333))
    assert row["talk_ms"] == 100_000


def test_a_profile_can_declare_of_what_an_average_and_a_percentage_are() -> None:
    counting = replace(DAILY, volumes=(("hold_ms", "flowed_out_count"),), share_of=("handled_count", "abandoned_count"))
    (row,) = told(
        day(
            offered_count=20,
            handled_count=10,
            abandoned_count=5,
            flowed_out_count=4,
            average_hold_ms=1_000,
            service_level=0.5,
        ),
        counting=counting,
    )
    assert row["hold_ms"] == 4_000
    assert (row["answered_within_count"], row["answerable_count"]) == (8, 15), "half of 15 is 7.5, told as 8"


@pytest.mark.parametrize(("share", "of", "expected"), [(0.29, 50, 15), (0.833, 120, 100), (0.5, 1, 1), (0.494, 1, 0)])
def test_a_percentage_becomes_the_nearest_whole_number_of_contacts(share: float, of: int, expected: int) -> None:
    (row,) = told(day(offered_count=of, handled_count=of, service_level=share))
    assert row["answered_within_count"] == expected


def test_what_a_file_does_not_tell_stays_unknown_and_what_follows_is_worked_out() -> None:
    first, second, third = told(
        day(0, handled_count=5, abandoned_count=2, flowed_out_count=1),
        day(1, offered_count=40, handled_count=30, abandon_rate=0.1),
        day(2, offered_count=4),
    )
    assert first["offered_count"] == 8
    assert second["abandoned_count"] == 4
    assert (third["handled_count"], third["abandoned_count"], third["talk_ms"], third["answerable_count"]) == (
        None,
        None,
        None,
        None,
    )


def test_a_day_of_a_clock_change_has_23_or_25_hours() -> None:
    clocks = (datetime(2026, 3, 28, 23, tzinfo=UTC), datetime(2026, 10, 24, 22, tzinfo=UTC))
    rows = told(*(day(offered_count=1) | {"started_at": at} for at in clocks))
    assert [row["length_ms"] // HOUR_MS for row in rows] == [23, 25]


def test_a_month_is_as_long_as_it_is() -> None:
    february = day(offered_count=1) | {"started_at": datetime(2026, 1, 31, 23, tzinfo=UTC)}
    (row,) = told(february, counting=replace(DAILY, length="month"))
    assert row["length_ms"] == 28 * 24 * HOUR_MS


def test_a_day_whose_end_is_a_midnight_that_the_clock_leaves_out_ends_when_the_next_one_begins() -> None:
    """In Beirut clocks went from midnight to one o'clock on 29 March 2026."""
    beirut = replace(DAILY, zone="Asia/Beirut")
    (row,) = told(day(offered_count=1) | {"started_at": datetime(2026, 3, 27, 22, tzinfo=UTC)}, counting=beirut)
    assert row["length_ms"] == 24 * HOUR_MS


@pytest.mark.parametrize("lasts", [timedelta(minutes=30), timedelta(minutes=29), timedelta(minutes=29, seconds=59)])
def test_an_end_that_is_the_last_minute_or_second_within_ends_the_whole_interval(lasts: timedelta) -> None:
    (row,) = told(day(offered_count=1, ended_at=DAY + lasts), counting=replace(DAILY, length=""))
    assert row["length_ms"] == 1_800_000


def test_blank_texts_are_none_and_space_around_them_does_not_tell_rows_apart() -> None:
    first, second = told(
        day(queue=" Sales ", channel="", offered_count=1), day(queue="Sales", channel=None, offered_count=1)
    )
    assert (first["queue_name"], first["channel"]) == ("Sales", None)
    assert first["interval_id"] == second["interval_id"]


def test_an_interval_is_another_one_by_each_thing_that_names_it() -> None:
    row = day(offered_count=1, channel="voice", direction="Inbound", agent_name="Mary")
    others = [
        row | {"started_at": DAY + timedelta(days=1)},
        *(row | {name: "x"} for name in ("queue_name", "channel", "direction", "agent_name")),
    ]
    ids = {one["interval_id"] for one in told(row, *others)}
    for counting in (replace(DAILY, platform="x"), replace(DAILY, profile="x"), replace(DAILY, length="week")):
        ids |= {one["interval_id"] for one in told(row, counting=counting)}
    assert len(ids) == 9


@pytest.mark.parametrize(
    ("row", "reason", "detail"),
    [
        (day(offered_count=1) | {"started_at": None}, NO_START, ""),
        (day(), NOTHING, ""),
        (day(offered_count=-1), NEGATIVE, "offered_count -1"),
        (day(offered_count=1, average_talk_ms=-5), NEGATIVE, "average_talk_ms -5"),
        (day(offered_count=4, handled_count=3, service_level=80.0), NO_SHARE, "service_level 80"),
        (
            day(offered_count=10, handled_count=9, abandoned_count=3),
            TOO_MANY,
            "offered 10, handled 9, abandoned 3, flowed out –",
        ),
        (
            day(offered_count=10, handled_count=8, abandoned_count=1, flowed_out_count=2),
            TOO_MANY,
            "offered 10, handled 8, abandoned 1, flowed out 2",
        ),
        (day(offered_count=10, handled_count=9, answered_within_count=11), TOO_MANY_IN_TIME, "in time 11, of 10"),
        (day(offered_count=10, handled_count=0, average_talk_ms=9), NO_VOLUME, "average_talk_ms 9 ms, handled_count 0"),
        (day(offered_count=10, average_answer_wait_ms=9), NO_VOLUME, "average_answer_wait_ms 9 ms, handled_count –"),
    ],
)
def test_a_row_that_contradicts_itself_is_refused_with_the_value(row: Row, reason: str, detail: str) -> None:
    assert reasons(row) == [(reason, detail)]


def test_parts_of_contacts_are_refused() -> None:
    assert reasons(day(offered_count=1.5), offered_count=pl.Float64) == [(NOT_WHOLE, "offered_count 1.5")]


def test_an_interval_without_a_length_is_refused() -> None:
    row = day(offered_count=1, ended_at=DAY)
    assert reasons(row, counting=replace(DAILY, length="")) == [(NO_LENGTH, "ended_at 2026-03-01 23:00:00.000+00:00")]


def test_rows_that_add_up_the_others_are_refused_so_that_nothing_counts_twice() -> None:
    rows = (
        day(queue="Sales", offered_count=1),
        day(queue="Total Care", offered_count=2),
        day(queue="Grand Total", offered_count=3),
    )
    assert reasons(*rows) == [(TOTAL, "queue_name Grand Total")]
    assert reasons(day(0, "All", offered_count=1), day(1, "All", offered_count=1)) == [], (
        "a queue that is called so is one"
    )


def test_a_file_that_counts_contacts_when_they_end_may_have_more_ends_than_offers() -> None:
    rows = (day(offered_count=10, handled_count=12, abandoned_count=3, answered_within_count=11),)
    assert reasons(*rows, counting=replace(DAILY, counted_at=END)) == []


def test_an_average_of_nothing_that_is_nothing_is_no_mistake() -> None:
    (row,) = told(day(offered_count=0, handled_count=0, abandoned_count=0, average_talk_ms=0, average_hold_ms=None))
    assert (row["talk_ms"], row["hold_ms"]) == (0, None)


counts = st.none() | st.integers(-3, 40)
numbers = st.fixed_dictionaries(
    dict.fromkeys(
        ("offered_count", "handled_count", "abandoned_count", "flowed_out_count", "answered_within_count"), counts
    )
    | {name: st.none() | st.integers(-2, 9_000) for name in ("average_talk_ms", "average_abandon_wait_ms", "talk_ms")}
    | {"service_level": st.none() | st.floats(-0.5, 1.5)}
)


@settings(max_examples=60, deadline=None)
@given(st.lists(numbers, min_size=1, max_size=12))
def test_every_row_is_used_or_refused_and_what_is_used_contradicts_nothing(rows: list[Row]) -> None:
    frame = typed(*(day(number, **row) for number, row in enumerate(rows)))
    good, refused = read_intervals(frame, DAILY, "f")
    assert sorted([*good["position"], *refused["position"]]) == list(range(1, len(rows) + 1))
    assert set(refused["reason"]) <= set(REASONS)
    for row in good.to_dicts():
        assert all(
            row[name] is None or row[name] >= 0
            for name in ("offered_count", "handled_count", "abandoned_count", "talk_ms")
        )
        if row["offered_count"] is not None:
            assert (row["handled_count"] or 0) + (row["abandoned_count"] or 0) + (row["flowed_out_count"] or 0) <= row[
                "offered_count"
            ]
