"""An answer whose ringing the platform never tells: nothing is missing, and the ringing stays unknown."""

from tests.story import conversations, event, segments

TASK, MARY = "WT1", "Mary"
STORY = (
    event("09:00:00", "task.created", TASK),
    event("09:00:10", "task-queue.entered", TASK, queue="Sales"),
    event("09:00:50", "reservation.taken", TASK, queue="Sales", reservation="WR1", agent=MARY),
    event("09:02:50", "reservation.wrapup", TASK, queue="Sales", reservation="WR1", agent=MARY),
    event("09:03:00", "reservation.completed", TASK, queue="Sales", reservation="WR1", agent=MARY),
    event("09:03:00", "task.completed", TASK),
)


def test_it_is_a_whole_talk_without_a_ringing() -> None:
    told = segments(*STORY).select("kind", "agent_name", "queue_time_ms", "ring_time_ms", "talk_time_ms").rows()
    assert told == [
        ("Queue", None, 40_000, None, None),
        ("Conversation", MARY, 40_000, None, 120_000),
    ]


def test_the_conversation_is_handled_and_its_ringing_unknown() -> None:
    row = conversations(*STORY).row(0, named=True)
    assert (row["is_handled"], row["speed_of_answer_ms"], row["ring_time_ms"]) == (True, 40_000, None)
    assert (row["wrap_up_time_ms"], row["handling_time_ms"]) == (10_000, 130_000)


def test_a_transfer_out_of_the_centre_begins_no_wait() -> None:
    left = event("09:02:50", "task.transfer-initiated", TASK, transfer_type="EXTERNAL", transfer_reservation_id="WR1")
    assert segments(*STORY, left).select("kind", "followed_by").rows() == [
        ("Queue", None),
        ("Conversation", "Cold Transfer"),
    ]
    assert conversations(*STORY, left)["transfer_count"].item() == 1


def test_an_answer_that_is_all_that_is_told_knows_no_wait() -> None:
    alone = STORY[2:5]
    assert segments(*alone).select("kind", "queue_time_ms", "talk_time_ms").rows() == [("Conversation", None, 120_000)]
    assert conversations(*alone).row(0, named=True)["is_handled"]
