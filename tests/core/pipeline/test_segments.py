"""How tasks are cut into segments: each rule and each trap in a story of a few events."""

from typing import Any

import polars as pl
import pytest

from tests.story import conversations, event, segments

T = "WT1"
Story = list[dict[str, Any]]


def entered(clock: str = "09:00:00", queue: str = "L1", **fields: Any) -> dict[str, Any]:
    return event(clock, "task-queue.entered", T, queue=queue, **fields)


def offer(clock: str, step: str, number: int = 1, agent: str = "ana", **fields: Any) -> dict[str, Any]:
    return event(clock, f"reservation.{step}", T, reservation=f"WR{number}", agent=agent, **({"queue": "L1"} | fields))


def answered(**fields: Any) -> Story:
    """Waits 10 s, rings 4 s of them, talks 60 s, wraps up 20 s."""
    return [
        event("09:00:00", "task.created", T, **fields),
        entered(**fields),
        offer("09:00:06", "created", **fields),
        offer("09:00:10", "accepted", **fields),
        offer("09:01:10", "wrapup", **fields),
        offer("09:01:30", "completed", **fields),
        event("09:01:30", "task.completed", T, **fields),
    ]


def kinds(*story: dict[str, Any]) -> list[str]:
    return segments(*story)["kind"].to_list()


def only(rows: pl.DataFrame, kind: str) -> dict[str, Any]:
    return rows.filter(pl.col("kind") == kind).row(0, named=True)


def without(story: Story, event_type: str) -> Story:
    return [event for event in story if event["event_type"] != event_type]


def test_an_answered_conversation_is_a_wait_and_a_talk() -> None:
    rows = segments(*answered())
    assert rows["kind"].to_list() == ["Queue", "Conversation"]
    talk = only(rows, "Conversation")
    times = ("queue_time_ms", "ring_time_ms", "talk_time_ms", "wrap_up_time_ms", "handling_time_ms")
    assert [talk[name] for name in times] == [10_000, 4_000, 60_000, 20_000, 80_000]
    assert [talk[name].strftime("%H:%M:%S") for name in ("started_at", "ended_at")] == ["09:00:10", "09:01:30"]


def test_handling_an_outbound_conversation_contains_ringing() -> None:
    rows = segments(*answered(attributes={"direction": "outbound"}))
    assert only(rows, "Conversation")["handling_time_ms"] == 84_000


def test_without_a_wrap_up_event_the_talk_lasts_to_the_end_and_wrap_up_is_zero() -> None:
    talk = only(segments(*without(answered(), "reservation.wrapup")), "Conversation")
    assert (talk["talk_time_ms"], talk["wrap_up_time_ms"]) == (80_000, 0)


def test_the_end_of_the_task_ends_its_last_answer() -> None:
    talk = only(segments(*without(answered(), "reservation.completed")), "Conversation")
    assert (talk["wrap_up_time_ms"], talk["ended_by"]) == (20_000, "task.completed")


def test_re_offers_are_misses_and_rejections_of_one_wait() -> None:
    rows = segments(
        entered(),
        offer("09:00:01", "created", 1, "ana"),
        offer("09:00:16", "timeout", 1, "ana"),
        offer("09:00:17", "created", 2, "bob"),
        offer("09:00:19", "rejected", 2, "bob"),
        offer("09:00:20", "created", 3, "eve"),
        offer("09:00:25", "accepted", 3, "eve"),
        offer("09:01:25", "completed", 3, "eve"),
    )
    assert rows.select("kind", "agent_id", "ring_time_ms").rows() == [
        ("Queue", None, None),
        ("Missed Conversation", "ana", 15_000),
        ("Rejected Conversation", "bob", 2_000),
        ("Conversation", "eve", 5_000),
    ]
    assert only(rows, "Conversation")["queue_time_ms"] == 25_000, "counted from the entry, not from the last offer"


def test_of_several_offers_at_once_the_slower_agents_are_not_blamed() -> None:
    story = [
        entered(),
        offer("09:00:01", "created", 1, "ana"),
        offer("09:00:01", "created", 2, "bob"),
        offer("09:00:05", "accepted", 2, "bob"),
        offer("09:00:05", "rescinded", 1, "ana"),
        offer("09:00:35", "completed", 2, "bob"),
    ]
    assert kinds(*story) == ["Queue", "Conversation"]
    assert conversations(*story)["rescinded_count"].to_list() == [1]


def test_every_queue_entered_is_a_segment_of_its_own() -> None:
    rows = segments(
        entered("09:00:00", "L1"),
        event("09:00:30", "task-queue.moved", T, queue="L1"),
        entered("09:00:30", "L2"),
        offer("09:00:40", "created", queue="L2"),
        offer("09:00:50", "accepted", queue="L2"),
        offer("09:01:50", "completed", queue="L2"),
    )
    assert rows.select("kind", "queue_name", "queue_time_ms", "preceded_by", "followed_by").rows() == [
        ("Queue", "L1", 30_000, None, "Overflow"),
        ("Queue", "L2", 20_000, "Overflow", None),
        ("Conversation", "L2", 20_000, "Overflow", None),
    ]


def test_giving_up_is_a_wait_and_a_row_for_the_contact_itself() -> None:
    rows = segments(entered(), event("09:00:20", "task.canceled", T, queue="L1", task_reason="hangup"))
    assert rows.select("kind", "agent_id", "abandoned", "abandoned_phase", "abandon_time_ms", "outcome").rows() == [
        ("Queue", None, "Yes", "Queue", 20_000, "hangup"),
        ("Conversation", None, "Yes", "Queue", 20_000, "hangup"),
    ]


def test_a_failed_transfer_that_is_then_cancelled_is_given_up_once() -> None:
    story = [
        *without(answered(), "task.completed"),
        event("09:01:00", "task.transfer-initiated", T, queue="L2", transfer_mode="COLD"),
        event("09:01:40", "task.transfer-failed", T, queue="L2"),
        event("09:01:40", "task.canceled", T, queue="L2"),
    ]
    rows = segments(*story)
    assert rows.filter(pl.col("abandoned") == "Yes")["kind"].to_list() == ["Queue", "Conversation"]
    assert conversations(*story)["failed_transfer_count"].to_list() == [1]


def test_a_transfer_taken_back_is_not_given_up() -> None:
    story = [
        *answered(),
        event("09:00:40", "task.transfer-initiated", T, queue="L2", transfer_mode="WARM"),
        event("09:00:50", "task.transfer-canceled", T, queue="L2"),
    ]
    rows = segments(*story)
    assert rows.filter(pl.col("abandoned") == "Yes").is_empty()
    assert rows.filter(pl.col("preceded_by") == "Warm Transfer")["queue_time_ms"].to_list() == [10_000]


def test_a_warm_transfer_overlaps_and_handling_times_add() -> None:
    story = [
        entered(),
        offer("09:00:00", "created", 1, "ana"),
        offer("09:00:00", "accepted", 1, "ana"),
        event(
            "09:01:00",
            "task.transfer-initiated",
            T,
            queue="L2",
            transfer_mode="WARM",
            transfer_type="WORKER",
            transfer_reservation_id="WR1",
        ),
        offer("09:01:00", "created", 2, "bob", queue="L2"),
        offer("09:01:10", "accepted", 2, "bob", queue="L2"),
        offer("09:02:00", "completed", 1, "ana"),
        offer("09:03:10", "completed", 2, "bob", queue="L2"),
        event("09:03:10", "task.completed", T),
    ]
    talks = segments(*story).filter(pl.col("kind") == "Conversation")
    assert talks.select("agent_id", "preceded_by", "followed_by", "transferred_to", "handling_time_ms").rows() == [
        ("ana", None, "Warm Transfer", None, 120_000),
        ("bob", "Warm Transfer", None, "Agent", 120_000),
    ]
    row = conversations(*story).row(0, named=True)
    assert (row["handling_time_ms"], row["segment_count"], row["transfer_count"]) == (240_000, 2, 1)
    assert row["speed_of_answer_ms"] == 0, "the wait for the second agent is no speed of answer"


def test_what_goes_on_at_the_end_of_the_data_is_in_progress_and_has_no_times() -> None:
    story = without(without(without(answered(), "task.completed"), "reservation.completed"), "reservation.wrapup")
    talk = only(segments(*story), "Conversation in Progress")
    assert (talk["talk_time_ms"], talk["wrap_up_time_ms"], talk["handling_time_ms"], talk["ended_at"]) == (None,) * 4
    assert conversations(*story).select("is_in_progress", "is_handled", "ended_at").row(0) == (True, False, None)


def test_a_wait_at_the_end_of_the_data_is_in_progress() -> None:
    assert segments(entered()).select("kind", "queue_time_ms", "ended_at").rows() == [("Queue", None, None)]
    assert conversations(entered())["is_in_progress"].to_list() == [True]


@pytest.mark.parametrize("missing", ["reservation.accepted", "reservation.created"])
def test_a_missing_event_corrupts_the_segment_and_is_named(missing: str) -> None:
    rows = segments(*without(answered(), missing)).filter(pl.col("reservation_id").is_not_null())
    assert rows.select("kind", "missing_event").rows() == [("Corrupted Conversation Segment", missing)]


def test_a_missing_end_of_a_task_that_was_deleted_corrupts_the_segment() -> None:
    story = [*answered()[:4], event("+1 09:00:00", "task.system-deleted", T)]
    corrupted = only(segments(*story), "Corrupted Conversation Segment")
    assert (corrupted["missing_event"], corrupted["queue_time_ms"]) == ("reservation.completed", 10_000)


def test_an_answer_that_crossed_the_end_of_its_task_and_was_withdrawn_does_not_go_on() -> None:
    story = [
        *answered()[:3],
        event("09:00:09", "task.canceled", T),
        offer("09:00:10", "accepted"),
        offer("09:00:10", "canceled"),
    ]
    rows = segments(*story)
    assert "Conversation in Progress" not in rows["kind"]
    assert only(rows, "Corrupted Conversation Segment")["missing_event"] == "reservation.completed"


def test_an_entry_never_heard_of_is_taken_from_what_later_events_tell() -> None:
    story = without(answered(), "task-queue.entered")
    told = answered()[1]["occurred_at"]
    repaired = [
        row | {"task_queue_entered_at": told} if row["event_type"] == "reservation.accepted" else row for row in story
    ]
    assert only(segments(*repaired), "Queue")["queue_time_ms"] == 10_000


def test_an_entry_that_nothing_tells_of_corrupts_wait_and_talk() -> None:
    story = without(without(answered(), "task-queue.entered"), "task.created")
    rows = segments(*story)
    assert rows.select("kind", "missing_event", "queue_time_ms").unique().rows() == [
        ("Corrupted Conversation Segment", "task-queue.entered", None)
    ]


@pytest.mark.parametrize(
    ("given", "stored", "abandoned", "follow_up"),
    [("Follow-Up", "Follow-Up", False, True), ("follow up", "Follow-Up", False, True), ("N", "No", False, False)],
)
def test_what_the_attributes_say_of_giving_up_wins(given: str, stored: str, abandoned: bool, follow_up: bool) -> None:
    told = {"conversations": {"abandoned": given, "abandoned_phase": "Callback Request"}}
    story = [entered(attributes=told), event("09:00:20", "task.canceled", T, attributes=told)]
    assert segments(*story)["abandoned"].unique().to_list() == [stored]
    assert conversations(*story).select("is_abandoned", "is_follow_up").row(0) == (abandoned, follow_up)


def test_giving_up_in_the_voicemail_is_a_follow_up_not_an_abandon() -> None:
    told = {"conversations": {"abandoned_phase": "Voicemail"}}
    story = [entered(attributes=told), event("09:00:20", "task.canceled", T, attributes=told)]
    assert conversations(*story).select("is_abandoned", "is_follow_up").row(0) == (False, True)


def test_two_tasks_given_the_same_conversation_are_one() -> None:
    later = {"conversations": {"conversation_id": T}}
    story = [
        *answered(),
        event("10:00:00", "task.created", "WT2", attributes=later),
        event("10:00:00", "task-queue.entered", "WT2", queue="L2", attributes=later),
        event("10:00:05", "task.canceled", "WT2", attributes=later),
    ]
    rows = conversations(*story)
    assert rows.select("conversation_id", "is_lost_in_transfer", "queue_count").rows() == [(T, True, 2)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"call_sid": "CA1"}, {"call_sid": "CA1"}),
        ({"flexInteractionSid": "KD1"}, {"flexInteractionSid": "KD1"}),
        ({}, {"previous_task_sid": "WT1"}),
        ({"conversations": {"conversation_id": "case 7"}}, {"conversations": {"conversation_id": "case 7"}}),
    ],
)
def test_tasks_are_joined_by_what_they_share(first: dict[str, Any], second: dict[str, Any]) -> None:
    story = [
        event("09:00:00", "task.created", "WT1", attributes=first),
        event("09:10:00", "task.created", "WT2", attributes=second),
    ]
    assert conversations(*story).height == 1


def test_tasks_of_one_call_that_name_their_conversations_stay_apart() -> None:
    story = [
        event(
            "09:00:00", "task.created", "WT1", attributes={"call_sid": "CA1", "conversations": {"conversation_id": "a"}}
        ),
        event(
            "09:10:00", "task.created", "WT2", attributes={"call_sid": "CA1", "conversations": {"conversation_id": "b"}}
        ),
    ]
    assert conversations(*story)["conversation_id"].to_list() == ["a", "b"]


@pytest.mark.parametrize(
    ("attributes", "customer"),
    [
        ({"customers": {"external_id": "c7", "phone": "+1"}, "from": "+2"}, "c7"),
        ({"customers": {"phone": "+14155550100", "email": "a@b.example"}, "from": "+2"}, "+14155550100"),
        ({"customers": {"email": "a@b.example"}, "from": "+2"}, "a@b.example"),
        ({"from": "+14155550101", "to": "+3"}, "+14155550101"),
        ({"direction": "outbound", "from": "+14155550101", "to": "+14155550102"}, "+14155550102"),
        ({"caller": "+14155550103"}, "+14155550103"),
        ({"from": "Anonymous"}, T),
        ({"from": "sip:anonymous@anonymous.invalid"}, T),
        ({"from": "+266696687"}, T),
        ({"customers": {"phone": "restricted"}, "from": "+14155550104"}, "+14155550104"),
        ({"from": "client:anonymous-1"}, "client:anonymous-1"),
        ({}, T),
    ],
)
def test_the_customer_is_the_first_of_these_that_is_told(attributes: dict[str, Any], customer: str) -> None:
    assert conversations(event("09:00:00", "task.created", T, attributes=attributes))["customer_id"].to_list() == [
        customer
    ]


def test_broken_attributes_cost_their_fields_only() -> None:
    rows = conversations(*answered(attributes='{"from": "+1415'))
    assert rows.select("is_handled", "direction", "customer_id").row(0) == (True, "Inbound", T)


def test_holds_belong_to_the_oldest_talk_that_still_goes_on() -> None:
    call = {"call_sid": "CA1"}
    story = [
        *answered(attributes=call),
        event("09:00:30", "participant.hold", call_id="CA1"),
        event("09:00:35", "participant.hold", call_id="CA1"),
        event("09:00:50", "participant.unhold", call_id="CA1"),
        event("09:01:15", "participant.hold", call_id="CA1"),
        event("09:01:20", "participant.unhold", call_id="CA1"),
    ]
    talk = only(segments(*story), "Conversation")
    assert talk["hold_time_ms"] == 20_000, "a repeated hold is one; a hold during wrap-up is none"


def test_hold_time_told_by_the_attributes_is_in_seconds() -> None:
    rows = segments(*answered(attributes={"conversations": {"hold_time": 7.5}}))
    assert only(rows, "Conversation")["hold_time_ms"] == 7_500


def test_the_team_is_the_one_at_the_time_of_handling() -> None:
    then, now = {"team_name": "Day", "department_name": "Care"}, {"team_name": "Night"}
    story = [
        row | {"agent_attributes": '{"team_name":"Day","department_name":"Care"}'} if "agent_id" in row else row
        for row in answered()
    ]
    story.append(event("12:00:00", "worker.attributes.update", agent="ana", agent_attributes=now))
    talk = only(segments(*story), "Conversation")
    assert (talk["handling_team_name"], talk["handling_department_name"]) == (
        then["team_name"],
        then["department_name"],
    )


def test_an_agent_bears_the_full_name_told_at_the_time_else_the_platforms() -> None:
    told = [row | {"agent_attributes": '{"full_name":"Ana Ruiz"}'} if "agent_id" in row else row for row in answered()]
    assert only(segments(*told), "Conversation")["agent_name"] == "Ana Ruiz"
    assert only(segments(*answered()), "Conversation")["agent_name"] == "ana"
