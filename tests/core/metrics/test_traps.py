"""The traps of reporting, by name."""

import polars as pl
import pytest

from core.answer import aggregate
from core.metrics import METRICS
from core.query import Query
from core.schema.tables import WORKLOAD
from core.settings import Settings
from tests.core.metrics.pencil import (
    GAVE_UP,
    JOSH,
    MARY,
    Row,
    conversation,
    frames,
    pencil_day,
    seconds,
    segment,
)


def test_a_total_is_recomputed_and_not_the_sum_of_its_rows() -> None:
    """Mary talks 1:00 in c1 and 9:00 in c2, Josh 2:00 in c1: 2 + 1 but 2 in all; 5:00, 2:00 but 4:00 in all."""
    day = frames(
        [
            segment("09:00:00", "c1", "ana", "Sales", **MARY, **seconds(talk=60)),
            segment("09:02:00", "c1", "ana", "Sales", **JOSH, **seconds(talk=120)),
            segment("10:00:00", "c2", "bob", "Sales", **MARY, **seconds(talk=540)),
        ],
        [],
    )
    query = Query(("conversations", "average_talk_time"), ("agent_name",))
    by_agent, total = aggregate(day, query, Settings()), aggregate(day, query.with_(by=()), Settings())
    assert by_agent.rows() == [("Josh", 1, 120_000), ("Mary", 2, 300_000)]
    assert total.rows() == [(2, 240_000)]


def _conversations(number: int, **facts: object) -> list[Row]:
    return [conversation("09:00:00", f"{facts}{one}", "ana", "Sales", **facts) for one in range(number)]


def test_service_level_is_the_formula_without_short_abandons_of_icmis_example() -> None:
    """1000 answered, 860 of them in time; 60 abandoned, 10 of them short: 860 / (1000 + 60 - 10) = 0.8190…"""
    day = frames(
        [],
        _conversations(860, is_handled=True, speed_of_answer_ms=59_999)
        + _conversations(140, is_handled=True, speed_of_answer_ms=60_000)
        + _conversations(10, is_abandoned=True, abandon_time_ms=5_000)
        + _conversations(10, is_abandoned=True, abandon_time_ms=5_001)
        + _conversations(40, is_abandoned=True, abandon_time_ms=60_000),
    )
    result = aggregate(day, Query(("service_level", "short_abandons")), Settings())
    assert result.row(0) == (pytest.approx(0.819047619047619), 10)


def test_service_level_follows_the_house_rules_when_it_is_asked() -> None:
    query = Query(("service_level", "short_abandons"))
    patient = aggregate(pencil_day(), query, Settings(answer_within_s=61, short_abandon_s=4))
    strict = aggregate(pencil_day(), query, Settings(answer_within_s=10, short_abandon_s=90))
    assert patient.rows() == [(3 / 5, 0)]  # c1 c2 c6 of c1 c2 c3 c4 c6
    assert strict.rows() == [(0.0, 3)]  # none of c1 c2 c6; c11 is short too


def test_a_quick_answer_lost_later_in_a_transfer_stays_in_time_and_below_the_line() -> None:
    facts = {"is_handled": True, "is_abandoned": True, "speed_of_answer_ms": 1_000, "abandon_time_ms": 2_000}
    result = aggregate(frames([], _conversations(1, **facts)), Query(("service_level", "short_abandons")), Settings())
    assert result.rows() == [(1.0, 0)]


def test_an_answer_whose_wait_is_not_known_is_offered_but_not_in_time() -> None:
    result = aggregate(frames([], _conversations(1, is_handled=True)), Query(("service_level",)), Settings())
    assert result.rows() == [(0.0,)]


def test_offered_is_a_union_and_never_handled_plus_abandoned() -> None:
    names = ("conversations", "conversations_abandoned", "conversations_offered")
    assert aggregate(pencil_day(), Query(names), Settings()).rows() == [(4, 4, 7)]


def test_waits_of_the_answered_and_of_those_who_gave_up_never_mix() -> None:
    answered = segment("09:00:10", "c1", "ana", "Sales", **MARY, **seconds(queue=10))
    gave_up = segment("09:30:00", "c2", "bob", "Sales", **GAVE_UP, **seconds(queue=1800, abandon=1800))
    result = aggregate(
        frames([answered, gave_up], []), Query(("average_queue_time", "average_abandon_time")), Settings()
    )
    assert result.rows() == [(10_000, 1_800_000)]


def test_one_outlier_conversation_with_many_segments_is_no_fan_out() -> None:
    """Joining conversations to their segments would count c1's speed of answer three times."""
    parts = [segment(f"09:0{number}:00", "c1", "ana", "Sales", **MARY, **seconds(talk=1)) for number in range(3)]
    waits = [
        conversation("09:00:00", "c1", "ana", "Sales", is_handled=True, speed_of_answer_ms=10_000),
        conversation("09:00:00", "c2", "bob", "Sales", is_handled=True, speed_of_answer_ms=50_000),
    ]
    query = Query(("segments", "average_speed_of_answer"), ("queue_name",))
    assert aggregate(frames(parts, waits), query, Settings()).rows() == [("Sales", 3, 30_000)]


def test_groups_that_only_one_table_has_keep_zero_for_counts_and_null_for_the_rest() -> None:
    parts = [segment("09:00:00", "c1", "ana", "Sales", **MARY)]
    waits = [conversation("09:00:00", "c2", "bob", "Billing", is_handled=True, speed_of_answer_ms=1_000)]
    query = Query(("conversations", "average_speed_of_answer"), ("queue_name",))
    assert aggregate(frames(parts, waits), query, Settings()).rows() == [("Billing", 0, 1_000), ("Sales", 1, None)]


def test_times_that_nobody_knows_are_null_and_not_zero() -> None:
    result = aggregate(
        frames([segment("09:00:00", "c1", "ana", "Sales", **MARY)], []),
        Query(("total_hold_time", "average_talk_time", "segments")),
        Settings(),
    )
    assert result.rows() == [(None, None, 1)]


def test_a_wait_that_is_not_over_is_offered_to_no_queue_yet() -> None:
    over = segment("09:00:00", "c1", "ana", "Sales", "Queue", **seconds(queue=10))
    waiting = segment("09:01:00", "c2", "bob", "Sales", "Queue", preceded_by="Overflow")
    query = Query(("segments_offered", "segments_abandoned_rate", "queue_overflow_rate", "queue_overflows_received"))
    assert aggregate(frames([over, waiting], []), query, Settings()).rows() == [(1, 0.0, 0.0, 1)]


def test_a_conversation_that_still_goes_on_elsewhere_has_no_time_per_conversation_yet() -> None:
    facts = {"is_handled": True, "handling_time_ms": 60_000}
    day = frames([], _conversations(1, **facts) + _conversations(1, **facts, is_in_progress=True))
    query = Query(("average_handling_time_per_conversation", "conversations_lost_in_transfer"), ("is_in_progress",))
    assert aggregate(day, query, Settings()).rows() == [(False, 60_000, 0)]


def test_a_time_per_conversation_adds_its_agents_parts_and_one_per_segment_does_not() -> None:
    """The published example: 1:00 and 2:00 are one conversation of 3:00, and two parts of 1:30."""
    parts = [
        segment("09:00:00", "c1", "ana", "Sales", **MARY, **seconds(talk=60)),
        segment("09:02:00", "c1", "ana", "Sales", **JOSH, **seconds(talk=120)),
    ]
    whole = [conversation("09:00:00", "c1", "ana", "Sales", is_handled=True, **seconds(talk=180))]
    query = Query(("average_talk_time", "average_talk_time_per_conversation"))
    assert aggregate(frames(parts, whole), query, Settings()).rows() == [(90_000, 180_000)]


def test_the_longest_of_a_whole_is_the_longest_of_its_parts_and_a_median_is_not() -> None:
    waits = {"Sales": (10, 20, 90), "Support": (30, 40)}
    parts = [
        segment("09:00:00", f"{queue}{wait}", "ana", queue, **MARY, **seconds(queue=wait))
        for queue, some in waits.items()
        for wait in some
    ]
    query = Query(("longest_queue_time", "median_queue_time"), ("queue_name",))
    by_queue, whole = (aggregate(frames(parts, []), one, Settings()) for one in (query, query.with_(by=())))
    assert by_queue.rows() == [("Sales", 90_000, 20_000), ("Support", 40_000, 35_000)]
    assert whole.rows() == [(90_000, 30_000)]


def test_conversations_per_customer_divides_finished_counts_and_is_no_mean_of_its_parts() -> None:
    """Ana calls Sales three times and Support once, Bob Support once: 3 and 1, but 2.5 in all."""
    parts = [
        segment("09:00:00", f"c{number}", customer, queue, **MARY)
        for number, (customer, queue) in enumerate(
            [("ana", "Sales")] * 3 + [("ana", "Support"), ("bob", "Support"), (None, "Sales")]
        )
    ]
    query = Query(("conversations_per_customer",), ("queue_name",))
    assert aggregate(frames(parts, []), query, Settings()).rows() == [("Sales", 3.0), ("Support", 1.0)]
    assert aggregate(frames(parts, []), query.with_(by=()), Settings()).rows() == [(2.5,)]


def test_a_repeat_contact_follows_the_house_rules_and_exactly_the_days_is_one() -> None:
    week = 7 * 24 * 3600 * 1000
    rows = [
        *_conversations(1, is_handled=True, since_last_contact_ms=week),
        *_conversations(1, is_handled=True, since_last_contact_ms=week + 1),
        *_conversations(1, is_follow_up=True, since_last_contact_ms=1),
        *_conversations(1, is_abandoned=True),
    ]
    query = Query(("repeat_contacts", "repeat_contact_rate"))
    assert aggregate(frames([], rows), query, Settings()).rows() == [(1, 1 / 3)]
    assert aggregate(frames([], rows), query, Settings(repeat_within_days=6)).rows() == [(0, 0.0)]
    assert aggregate(frames([], rows), query, Settings(repeat_within_days=8)).rows() == [(2, 2 / 3)]


@pytest.mark.parametrize("name", [name for name, metric in METRICS.items() if metric.unit == "%"])
def test_a_share_is_never_above_one_or_below_zero(name: str) -> None:
    by = ("agent_name", "hour") if WORKLOAD in METRICS[name].tables else ("queue_name", "agent_name", "hour")
    shares = aggregate(pencil_day(), Query((name,), by), Settings())[name]
    assert shares.drop_nulls().is_between(0, 1).all()
    assert shares.dtype == pl.Float64
