"""Responses: what an integration tells of the time between messages, as seconds in a task's attributes."""

import pytest

from tests.story import conversations, event


def chat(task: str, clock: str, conversation: str, **told: object) -> list[dict[str, object]]:
    """A chat that is taken and finished, with what the integration tells of it."""
    words = {"attributes": {"conversations": {"conversation_id": conversation} | told}}
    ids = {"reservation": f"WR{task}", "agent": "mary"}
    ends = ("task.created", "reservation.created", "reservation.accepted", "reservation.completed", "task.completed")
    return [
        event(f"{clock}:{second:02}", name, task, **words, **(ids if name.startswith("reservation") else {}))
        for second, name in enumerate(ends)
    ]


def responses(*events: dict[str, object]) -> tuple[int | None, ...]:
    """First response, mean response and focus of the only conversation in these events, in milliseconds."""
    columns = ("first_response_time_ms", "average_response_time_ms", "focus_time_ms")
    return conversations(*events).select(columns).row(0)


def test_seconds_of_the_attributes_are_kept_in_milliseconds() -> None:
    told = chat("WT1", "09:00", "c1", first_response_time=3, average_response_time="12.5", focus_time=0)
    assert responses(*told) == (3_000, 12_500, 0)


def test_what_nobody_tells_is_not_known() -> None:
    assert responses(*chat("WT1", "09:00", "c1")) == (None, None, None)


@pytest.mark.parametrize("wrong", [-1, "soon", "inf", "1e300", "NaN", [1]])
def test_what_is_no_time_is_not_known(wrong: object) -> None:
    told = chat("WT1", "09:00", "c1", first_response_time=wrong, focus_time=wrong, hold_time=wrong)
    assert responses(*told) == (None, None, None)


def test_of_two_tasks_the_first_response_counts_focus_adds_up_and_two_means_make_none() -> None:
    told = [
        *chat("WT2", "09:10", "c1", first_response_time=9, average_response_time=30, focus_time=60),
        *chat("WT1", "09:00", "c1", first_response_time=3, average_response_time=10, focus_time=20),
    ]
    assert responses(*told) == (3_000, None, 80_000)


def test_a_mean_that_the_second_task_only_repeats_is_the_conversations() -> None:
    told = [*chat("WT1", "09:00", "c1", average_response_time=10), *chat("WT2", "09:10", "c1")]
    assert responses(*told) == (None, 10_000, None)
    told += chat("WT3", "09:20", "c1", average_response_time=10)
    assert responses(*told) == (None, 10_000, None)
