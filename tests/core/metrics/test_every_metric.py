"""Every metric has the value that a pencil gives on the pencil day; one without a value here fails."""

import pytest

from core.answer import aggregate
from core.metrics import METRICS, SUBJECT_OF
from core.query import Query
from core.settings import Settings
from tests.core.metrics.pencil import frames, pencil_day

S = 1000
RULES = Settings(opening_hours="Mon-Fri 10:00-18:00", waking_hours="08:00-22:00", resolved_outcomes=("Resolved",))
EXPECTED = {
    "conversations": 4,  # c1 c2 c5 c6
    "conversations_offered": 7,  # and c3 c4 c11; c6 is handled and abandoned, yet one
    "conversations_inbound": 5,
    "conversations_outbound": 1,  # c5
    "conversations_internal": 1,  # c11
    "conversations_in_progress": 1,  # c8
    "segments": 5,  # c1 twice
    "unique_customers": 6,  # ana bob cy dan eve josh
    "conversations_per_customer": 7 / 6,  # ana had two
    "repeat_contacts": 1,  # c2: ana's c1 began ten minutes before
    "repeat_contact_rate": 1 / 7,
    "conversations_abandoned": 4,  # c3 c4 c6 c11
    "abandon_rate": 4 / 7,
    "conversations_never_connected": 3,  # c3 c4 c11: Josh talked in c6
    "never_connected_rate": 3 / 7,
    "conversations_lost_in_transfer": 1,  # c6
    "lost_in_transfer_rate": 1 / 4,  # of c1 c2 c5 c6
    "short_abandons": 1,  # c3: exactly 5 s
    "short_abandon_rate": 1 / 7,
    "segments_offered": 11,  # c1 c6 twice; c2 c3 c4 c5 c8 c11; c7 in Sales, but in Support it is a follow-up, as is c9
    "segments_abandoned": 4,  # c3 c4 c6 c11
    "segments_abandoned_rate": 4 / 11,
    "average_abandon_time": (5 + 90 + 40 + 7) / 4 * S,
    "median_abandon_time": (7 + 40) / 2 * S,
    "p90_abandon_time": 75 * S,  # 5 7 40 90: 0.7 of the way from 40 to 90
    "total_abandon_time": 142 * S,
    "follow_ups": 2,  # c7 c9
    "voicemails": 1,  # c9
    "callback_requests": 1,  # c7
    "service_level": 2 / 4,  # c1 c6 of c1 c2 c4 c6: c2 took exactly 60 s, c3 is short, c5 and c11 are not inbound
    "average_speed_of_answer": (10 + 60 + 20) / 3 * S,
    "median_speed_of_answer": 20 * S,
    "p90_speed_of_answer": 52 * S,  # 10 20 60: 0.8 of the way from 20 to 60
    "p95_speed_of_answer": 56 * S,  # 0.9 of that way
    "longest_speed_of_answer": 60 * S,
    "average_queue_time": (10 + 30 + 60 + 8 + 20) / 5 * S,
    "median_queue_time": 20 * S,
    "p90_queue_time": 48 * S,  # 8 10 20 30 60: 0.6 of the way from 30 to 60
    "p95_queue_time": 54 * S,  # 0.8 of that way
    "longest_queue_time": 60 * S,  # the 90 of c4 ended in an abandon
    "total_queue_time": 128 * S,
    "average_ring_time": (4 + 5 + 20 + 8 + 7) / 5 * S,
    "median_ring_time": 7 * S,
    "p90_ring_time": 15.2 * S,  # 4 5 7 8 20: 0.6 of the way from 8 to 20
    "p95_ring_time": 17.6 * S,  # 0.8 of that way
    "longest_ring_time": 20 * S,
    "total_ring_time": 44 * S,
    "queue_overflows": 1,  # c7, out of Sales
    "queue_overflow_rate": 1 / 13,  # the 11 offered, and the follow-ups c7 and c9
    "queue_overflows_received": 1,  # c7, into Support
    "average_handling_time": (80 + 120 + 580 + 118 + 230) / 5 * S,
    "median_handling_time": 120 * S,
    "p90_handling_time": 440 * S,  # 80 118 120 230 580: 0.6 of the way from 230 to 580
    "total_handling_time": 1128 * S,
    "average_talk_time": (60 + 120 + 540 + 100 + 200) / 5 * S,
    "median_talk_time": 120 * S,
    "p90_talk_time": 404 * S,  # 60 100 120 200 540: 0.6 of the way from 200 to 540
    "total_talk_time": 1020 * S,
    "average_hold_time": (6 + 15 + 45) / 3 * S,  # only c1, twice, and c2 had any
    "median_hold_time": 15 * S,
    "p90_hold_time": 39 * S,  # 6 15 45: 0.8 of the way from 15 to 45
    "total_hold_time": 66 * S,
    "conversations_with_hold": 2,  # c1 c2
    "hold_rate": 2 / 4,
    "average_wrap_up_time": (20 + 0 + 40 + 10 + 30) / 5 * S,
    "median_wrap_up_time": 20 * S,
    "p90_wrap_up_time": 36 * S,  # 0 10 20 30 40: 0.6 of the way from 30 to 40
    "total_wrap_up_time": 100 * S,
    "average_handling_time_per_conversation": (200 + 580 + 118 + 230) / 4 * S,
    "median_handling_time_per_conversation": (200 + 230) / 2 * S,
    "p90_handling_time_per_conversation": 475 * S,  # 118 200 230 580: 0.7 of the way from 230 to 580
    "average_talk_time_per_conversation": (180 + 540 + 100 + 200) / 4 * S,
    "median_talk_time_per_conversation": (180 + 200) / 2 * S,
    "p90_talk_time_per_conversation": 438 * S,  # 100 180 200 540: 0.7 of the way from 200 to 540
    "average_hold_time_per_conversation": (21 + 45) / 2 * S,
    "median_hold_time_per_conversation": (21 + 45) / 2 * S,
    "p90_hold_time_per_conversation": 42.6 * S,  # 0.9 of the way from 21 to 45
    "average_wrap_up_time_per_conversation": (20 + 40 + 10 + 30) / 4 * S,
    "median_wrap_up_time_per_conversation": 25 * S,
    "p90_wrap_up_time_per_conversation": 37 * S,  # 10 20 30 40: 0.7 of the way from 30 to 40
    "average_first_response_time": (12 + 48) / 2 * S,  # c1 c2: of the others nothing is told
    "median_first_response_time": 30 * S,
    "p90_first_response_time": 44.4 * S,  # 0.9 of the way from 12 to 48
    "average_response_time": (30 + 40) / 2 * S,
    "average_focus_time": 150 * S,  # c1
    "conversations_with_outcome": 4,  # c1 c2 c3 c5
    "resolved_rate": 2 / 3,  # c1 c5 of c1 c2 c5; c6 has no outcome
    "first_contact_resolution": 1 / 2,  # c5 of c1 c5: ana came back as c2, which is a repeat; c6 has no outcome
    "transfers": 2,  # Mary in c1, Josh in c6
    "transfer_rate": 2 / 4,
    "cold_transfers": 1,  # c1
    "cold_transfer_rate": 1 / 4,
    "warm_transfers": 1,  # c6
    "warm_transfer_rate": 1 / 4,
    "transfers_to_queue": 1,  # c1, to Support
    "transfers_to_queue_rate": 1 / 2,
    "transfers_to_agent": 1,  # c6, to Mary
    "transfers_to_agent_rate": 1 / 2,
    "conversations_with_failed_transfer": 1,  # c6
    "failed_transfer_rate": 1 / 2,  # of c1 c6
    "offers": 8,  # the five handled segments, Mary in c8, Josh in c4 (missed), Mary in c6 (rejected)
    "missed_offers": 1,
    "missed_offer_rate": 1 / 8,
    "rejected_offers": 1,
    "rejected_offer_rate": 1 / 8,
    "activity_time": (3600 + 1800 + 4320 + 1687 + 4920 + 480 + 4207) * S,  # what holds, holds until 11:40:07
    "logged_in_time": (3600 + 1800 + 4320 + 4920 + 480) * S,
    "available_time": (3600 + 4320 + 4920) * S,
    "idle_time": (2940 + 4097 + 4700) * S,  # available, less the busy 80 580 118 105 of Mary, 120 100 of Josh
    "offline_time": (1687 + 4207) * S,
    "busy_time": (80 + 580 + 118 + 1792 + 120 + 230) * S,  # Mary's c1 c2 c5 and c8 so far, Josh's c1 c6
    "occupancy": 2920 / (2920 + 11737),
    "utilisation": (80 + 580 + 118 + 105 + 120 + 230) / 15120,  # of c8 only 105 s before Mary went offline
    "concurrency": 1,
    "handled_segments_per_logged_in_hour": 5 / 4.2,
    "conversations_per_logged_in_hour": 4 / 4.2,  # c1 c2 c5 c6
    "agents_logged_in": 2,
    "outside_hours": 3,  # c1 c2 c3 began before ten; c7 to c10 were not offered
    "outside_hours_rate": 3 / 7,
    "outside_hours_awake": 2,  # c1 c2 in Kathmandu; in New York, where c3 began, it was four in the night
    "outside_hours_awake_rate": 2 / 4,  # of c1 c2 c3 c4: nobody knows where the others were
    "conversations_by_start": 7,
    "placed_rate": 4 / 7,  # ana twice, bob, cy
    "conversations_unplaced": 3,  # dan eve josh
    "place_conflicts": 2,  # ana twice: in Nepal with an Indian number
    "attribute_values": 9,  # six scores, three topics
    "conversations_with_attribute": 7,  # c1 c2 c3 c5 c6 c7 c8
    "customer_satisfaction": (5 + 4 + 5 + 2 + 1) / 5,
    "satisfied_rate": 3 / 5,  # c1 c2 c3
    "satisfaction_answers": 5,
    "satisfaction_response_rate": 3 / 4,  # c1 c2 c6 of c1 c2 c5 c6: c3 was not handled, c8 still goes on
    "reported_offered": 44,
    "reported_handled": 29,  # of Billing nobody tells
    "reported_abandoned": 8,
    "reported_flowed_out": 3,
    "reported_abandon_rate": 8 / 40,  # Billing is left out above and below the line
    "reported_service_level": 6 / 10,  # only Sales tells
    "reported_average_speed_of_answer": (8 * 15 + 21 * 45) / 29 * S,  # not (15 + 45) / 2
    "reported_average_abandon_time": 40 * S,
    "reported_average_handling_time": 120 * S,  # the 21 of Support are left out below the line, too
    "reported_average_talk_time": 100 * S,
    "reported_average_hold_time": 5 * S,
    "reported_average_wrap_up_time": 20 * S,
    "reported_total_handling_time": 960 * S,
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
    is_counted = METRICS[name].null_rule.en.startswith("0 when nothing is counted")
    assert result[name].to_list() == [0 if is_counted else None]
    is_sum = SUBJECT_OF[name] == "reported"  # a count that somebody else has added up is not known without a file
    assert is_counted == (METRICS[name].unit == "count" and not is_sum)


BY_AGENT = {
    "conversations": {"Josh": 2, "Mary": 3, None: 0},
    "segments": {"Josh": 2, "Mary": 3, None: 0},
    "average_handling_time": {"Josh": (120 + 230) / 2 * S, "Mary": (80 + 580 + 118) / 3 * S, None: None},
    "transfer_rate": {"Josh": 1 / 2, "Mary": 1 / 3, None: None},
    "offers": {"Josh": 3, "Mary": 5, None: 0},
    "missed_offers": {"Josh": 1, "Mary": 0, None: 0},
    "missed_offer_rate": {"Josh": 1 / 3, "Mary": 0, None: None},
    "rejected_offers": {"Josh": 0, "Mary": 1, None: 0},
    "conversations_with_hold": {"Josh": 1, "Mary": 2, None: 0},
    "longest_queue_time": {"Josh": 30 * S, "Mary": 60 * S, None: None},
    "average_handling_time_per_conversation": {"Josh": 230 * S, "Mary": (200 + 580 + 118) / 3 * S, None: None},
    "conversations_abandoned": {"Josh": 0, "Mary": 0, None: 4},
    "average_speed_of_answer": {"Josh": 20 * S, "Mary": 35 * S, None: None},
    "idle_time": {"Josh": 4700 * S, "Mary": 7037 * S, None: None},
    "busy_time": {"Josh": 350 * S, "Mary": 2570 * S, None: None},
    "occupancy": {"Josh": 350 / 5050, "Mary": 2570 / 9607, None: None},
    "utilisation": {"Josh": 350 / 5400, "Mary": 883 / 9720, None: None},
    "handled_segments_per_logged_in_hour": {"Josh": 2 / 1.5, "Mary": 3 / 2.7, None: None},
    "conversations_per_logged_in_hour": {"Josh": 2 / 1.5, "Mary": 3 / 2.7, None: None},
}
BY_QUEUE = {
    "conversations": {"Sales": 3, "Support": 2},
    "conversations_offered": {"Sales": 5, "Support": 4},
    "conversations_abandoned": {"Sales": 2, "Support": 2},
    "conversations_per_customer": {"Sales": 5 / 4, "Support": 4 / 4},
    "segments_offered": {"Sales": 7, "Support": 4},
    "segments_abandoned": {"Sales": 2, "Support": 2},
    "queue_overflows": {"Sales": 1, "Support": 0},
    "queue_overflows_received": {"Sales": 0, "Support": 1},
    "transfers_to_queue": {"Sales": 0, "Support": 1},
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
