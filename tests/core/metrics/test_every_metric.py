"""Every metric has the value that a pencil gives on the pencil day; one without a value here fails."""

import pytest

from core.answer import aggregate
from core.metrics import METRICS
from core.query import Query
from core.settings import Settings
from tests.core.metrics.pencil import frames, pencil_day

S = 1000
RULES = Settings(opening_hours="Mon-Fri 10:00-18:00", waking_hours="08:00-22:00")
EXPECTED = {
    "conversations": 4,  # c1 c2 c5 c6
    "conversations_offered": 6,  # and c3 c4; c6 is handled and abandoned, yet one
    "conversations_inbound": 5,
    "conversations_outbound": 1,  # c5
    "conversations_in_progress": 1,  # c8
    "segments": 5,  # c1 twice
    "unique_customers": 5,  # ana bob cy dan eve
    "conversations_abandoned": 3,  # c3 c4 c6
    "abandon_rate": 3 / 6,
    "conversations_lost_in_transfer": 1,  # c6
    "short_abandons": 1,  # c3: exactly 5 s
    "average_abandon_time": (5 + 90 + 40) / 3 * S,
    "follow_ups": 2,  # c7 c9
    "service_level": 2 / 4,  # c1 c6 of c1 c2 c4 c6: c2 took exactly 60 s, c3 is short, c5 outbound
    "average_speed_of_answer": (10 + 60 + 20) / 3 * S,
    "p90_speed_of_answer": 52 * S,  # 10 20 60: 0.8 of the way from 20 to 60
    "average_queue_time": (10 + 30 + 60 + 8 + 20) / 5 * S,
    "p90_queue_time": 48 * S,  # 8 10 20 30 60: 0.6 of the way from 30 to 60
    "average_handling_time": (80 + 120 + 580 + 118 + 230) / 5 * S,
    "p90_handling_time": 440 * S,  # 80 118 120 230 580: 0.6 of the way from 230 to 580
    "average_talk_time": (60 + 120 + 540 + 100 + 200) / 5 * S,
    "average_hold_time": (15 + 45) / 2 * S,  # only c1 and c2 had any
    "average_wrap_up_time": (20 + 0 + 40 + 10 + 30) / 5 * S,
    "total_handling_time": 1128 * S,
    "total_talk_time": 1020 * S,
    "total_hold_time": 60 * S,
    "total_wrap_up_time": 100 * S,
    "transfers": 2,  # Mary in c1, Josh in c6
    "transfer_rate": 2 / 4,
    "missed_offers": 1,
    "rejected_offers": 1,
    "outside_hours": 3,  # c1 c2 c3 began before ten; c7 to c10 were not offered
    "outside_hours_rate": 3 / 6,
    "outside_hours_awake": 2,  # c1 c2 in Kathmandu; in New York, where c3 began, it was four in the night
    "outside_hours_awake_rate": 2 / 4,  # of c1 c2 c3 c4: nobody knows where the others were
    "conversations_by_start": 6,
    "placed_rate": 4 / 6,  # ana twice, bob, cy
    "conversations_unplaced": 2,  # dan eve
    "place_conflicts": 2,  # ana twice: in Nepal with an Indian number
}


def test_every_metric_has_a_hand_checked_value() -> None:
    assert set(EXPECTED) == set(METRICS)


@pytest.mark.parametrize("name", METRICS)
def test_the_pencil_and_the_engine_agree(name: str) -> None:
    result = aggregate(pencil_day(), Query((name,)), RULES)
    assert result[name].to_list() == pytest.approx([EXPECTED[name]])


def test_all_metrics_at_once_are_what_they_are_alone() -> None:
    result = aggregate(pencil_day(), Query(tuple(METRICS)), RULES)
    assert result.row(0, named=True) == pytest.approx(EXPECTED)


@pytest.mark.parametrize("name", METRICS)
def test_without_any_rows_counts_are_zero_and_everything_else_is_null(name: str) -> None:
    result = aggregate(frames([], []), Query((name,)), Settings())
    never_null = METRICS[name].null_rule.en.startswith("Never")
    assert result[name].to_list() == [0 if never_null else None]
    assert never_null == (METRICS[name].unit == "count")


BY_AGENT = {
    "conversations": {"Josh": 2, "Mary": 3, None: 0},
    "segments": {"Josh": 2, "Mary": 3, None: 0},
    "average_handling_time": {"Josh": (120 + 230) / 2 * S, "Mary": (80 + 580 + 118) / 3 * S, None: None},
    "transfer_rate": {"Josh": 1 / 2, "Mary": 1 / 3, None: None},
    "missed_offers": {"Josh": 1, "Mary": 0, None: 0},
    "rejected_offers": {"Josh": 0, "Mary": 1, None: 0},
    "conversations_abandoned": {"Josh": 0, "Mary": 0, None: 3},
    "average_speed_of_answer": {"Josh": 20 * S, "Mary": 35 * S, None: None},
}
BY_QUEUE = {
    "conversations": {"Sales": 3, "Support": 2},
    "conversations_offered": {"Sales": 5, "Support": 3},
    "conversations_abandoned": {"Sales": 2, "Support": 1},
    "average_queue_time": {"Sales": (10 + 60 + 8) / 3 * S, "Support": (30 + 20) / 2 * S},
    "service_level": {"Sales": 1 / 2, "Support": 1 / 2},
    "transfers": {"Sales": 1, "Support": 1},
}


@pytest.mark.parametrize(("group", "expected"), [("agent_name", BY_AGENT), ("queue_name", BY_QUEUE)])
def test_split_by_agent_or_queue_each_part_counts_where_it_happened(
    group: str, expected: dict[str, dict[str | None, float | None]]
) -> None:
    result = aggregate(pencil_day(), Query(tuple(expected), (group,)), Settings())
    assert {name: dict(zip(result[group], result[name], strict=True)) for name in expected} == {
        name: pytest.approx(values) for name, values in expected.items()
    }
