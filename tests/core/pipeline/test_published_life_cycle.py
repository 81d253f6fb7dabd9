"""The published example of a life: answered, transferred cold, given up while the next phone rings."""

import polars as pl

from tests.story import conversations, event, segments

TASK, JOHN, ALBA = "WT1", "John Doe", "Alba Perez"
STORY = (
    event("07:21:33", "task.created", TASK),
    event("07:21:33", "task-queue.entered", TASK, queue="L1"),
    event("07:22:40", "reservation.created", TASK, queue="L1", reservation="WR1", agent=JOHN),
    event("07:22:44", "reservation.accepted", TASK, queue="L1", reservation="WR1", agent=JOHN),
    event(
        "07:25:01",
        "task.transfer-initiated",
        TASK,
        queue="L1",
        transfer_mode="COLD",
        transfer_type="QUEUE",
        transfer_reservation_id="WR1",
    ),
    event("07:25:01", "task-queue.entered", TASK, queue="L2"),
    event("07:25:01", "reservation.completed", TASK, queue="L1", reservation="WR1", agent=JOHN),
    event("07:25:02", "reservation.created", TASK, queue="L2", reservation="WR2", agent=ALBA),
    event("07:25:04", "reservation.canceled", TASK, queue="L2", reservation="WR2", agent=ALBA),
    event("07:25:04", "task.canceled", TASK, queue="L2", task_reason="hangup"),
)


def test_five_segments_in_the_published_order() -> None:
    shown = segments(*STORY).select(
        "kind",
        "queue_name",
        "agent_id",
        pl.col("started_at").dt.strftime("%H:%M:%S"),
        "abandoned",
        *(pl.col(f"{time}_time_ms") // 1000 for time in ("queue", "ring", "talk")),
    )
    assert shown.rows() == [
        ("Queue", "L1", None, "07:21:33", "No", 71, None, None),
        ("Conversation", "L1", JOHN, "07:22:44", "No", 71, 4, 137),
        ("Queue", "L2", None, "07:25:01", "Yes", 3, None, None),
        ("Missed Conversation", "L2", ALBA, "07:25:02", None, None, 2, 0),
        ("Conversation", "L2", None, "07:25:04", "Yes", 3, None, None),
    ]


def test_the_transfer_is_named_on_both_sides() -> None:
    told = segments(*STORY).select("preceded_by", "followed_by", "transferred_to").rows()
    assert told[1] == (None, "Cold Transfer", None)
    assert told[2] == ("Cold Transfer", None, "Queue")
    assert told[4] == ("Cold Transfer", None, "Queue")


def test_the_conversation_is_both_handled_and_lost_in_a_transfer() -> None:
    row = conversations(*STORY).row(0, named=True)
    assert (row["is_handled"], row["is_abandoned"], row["is_lost_in_transfer"]) == (True, True, True)
    assert (row["speed_of_answer_ms"], row["queue_time_ms"], row["abandon_time_ms"]) == (71_000, 74_000, 3_000)
    assert (row["talk_time_ms"], row["wrap_up_time_ms"], row["handling_time_ms"]) == (137_000, 0, 137_000)
    assert (row["queue_name"], row["last_queue_name"], row["agent_id"]) == ("L1", "L2", JOHN)
    assert (row["transfer_count"], row["missed_count"], row["queue_count"]) == (1, 1, 2)
    assert row["outcome"] == "hangup"
    assert not row["is_in_progress"]
