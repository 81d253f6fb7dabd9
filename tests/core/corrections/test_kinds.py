"""Each kind of correction, by hand, on a story that can be checked with a pencil."""

from typing import Any

import polars as pl
import pytest

from core.corrections import CLOSE, EXCLUDE, MERGE, RELABEL, Correction
from core.pipeline.model import Model, build_model
from tests.core.corrections.made import correction
from tests.stories import answered, given_up, transferred_call
from tests.story import at, event, events

OPEN = ("reservation.wrapup", "reservation.completed", "task.completed")


def left_open() -> list[dict[str, Any]]:
    """Waited and answered at 12:00:10, and nothing more was heard."""
    return [told for told in answered("WT4", "12:00:00", "Cy") if told["event_type"] not in OPEN]


DAY = [*transferred_call(), *given_up("WT2", "10:00:00", "10:01:00"), *answered("WT3", "11:00:00", "Ben"), *left_open()]


def model(*corrections: Correction, told: list[dict[str, Any]] | None = None) -> Model:
    return build_model(events(*(told or DAY)), corrections=corrections)


def values(rows: pl.LazyFrame, *columns: str) -> list[tuple[Any, ...]]:
    return rows.sort("conversation_id").select(*columns).collect().rows()


def one(of: Model, conversation: str) -> dict[str, Any]:
    return of.conversations.filter(pl.col("conversation_id") == conversation).collect().row(0, named=True)


def test_a_queue_has_another_name_wherever_it_is_met_and_so_has_the_team_that_is_called_like_it() -> None:
    made = model(correction(RELABEL, column="queue_name", was="Support", to="Help"))
    wanted = [("WT1", "Help", "Billing"), ("WT2", "Help", "Help"), ("WT3", "Help", "Help"), ("WT4", "Help", "Help")]
    assert values(made.conversations, "conversation_id", "queue_name", "last_queue_name") == wanted
    segments = made.segments.collect()
    assert set(segments["queue_name"]) == {"Help", "Billing"}
    assert set(segments["handling_team_name"].drop_nulls()) == {"Help", "Billing"}
    assert one(made, "WT1")["corrections"] == "c"


def test_a_queue_in_the_middle_counts_as_touched() -> None:
    made = model(correction(RELABEL, column="queue_name", was="Billing", to="Accounts"))
    assert [row[0] for row in values(made.conversations.drop_nulls("corrections"), "conversation_id")] == ["WT1"]
    queues = made.segments.filter(pl.col("conversation_id") == "WT1").collect()["queue_name"]
    assert set(queues) == {"Support", "Accounts"}


def test_only_named_conversations_change_be_it_by_a_task() -> None:
    made = model(correction(RELABEL, column="channel", to="chat", conversations=("WT3", "WT9")))
    assert values(made.conversations, "channel", "corrections") == [("voice", None)] * 2 + [
        ("chat", "c"),
        ("voice", None),
    ]


def test_ringing_counts_as_handling_once_a_conversation_is_outbound() -> None:
    assert one(model(), "WT3")["handling_time_ms"] == 45_000
    made = one(model(correction(RELABEL, column="direction", to="Outbound", conversations=("WT3",))), "WT3")
    assert (made["direction"], made["handling_time_ms"], made["ring_time_ms"]) == ("Outbound", 50_000, 5_000)


def test_an_attribute_is_replaced_and_set_where_nobody_told_it() -> None:
    told = answered("WT5", "09:00:00", "Ben", conversations={"conversation_attribute_1": "3"})
    named = {"column": "conversations.conversation_attribute_1", "to": "7"}
    made = model(correction(RELABEL, **named, was="3"), told=DAY + told)
    key = ("conversation_id", "value", "number", "label")
    assert values(made.attributes, *key) == [("WT5", "7", 7.0, "7")]
    everywhere = model(correction(RELABEL, **named, conversations=("WT3", "WT5")), told=DAY + told)
    assert values(everywhere.attributes, *key) == [("WT3", "7", 7.0, "7"), ("WT5", "7", 7.0, "7")]


def test_customers_become_one() -> None:
    made = model(correction(MERGE, customers=("+14155550171", "WT3"), into="WT3"))
    told = values(made.conversations, "conversation_id", "customer_id", "corrections")
    assert told == [("WT1", "WT3", "c"), ("WT2", "WT2", None), ("WT3", "WT3", None), ("WT4", "WT4", None)]
    assert set(made.segments.filter(pl.col("conversation_id") == "WT1").collect()["customer_id"]) == {"WT3"}


def test_an_excluded_conversation_stands_apart_with_its_correction_and_nowhere_else() -> None:
    made = model(correction(EXCLUDE, where=(("queue_name", ("Support",)),), since=at("10:00:00"), until=at("11:00:00")))
    out = made.excluded.collect()
    assert out.select("conversation_id", "excluded_by", "is_abandoned", "queue_name", "channel").rows() == [
        ("WT2", "c", True, "Support", "voice")
    ]
    assert [row[0] for row in values(made.conversations, "conversation_id")] == ["WT1", "WT3", "WT4"]
    assert "WT2" not in set(made.segments.collect()["conversation_id"])


@pytest.mark.parametrize(
    ("closed_at", "ended", "talk_ms"),
    [(None, "12:00:10", 0), (at("12:05:10"), "12:05:10", 300_000), (at("09:00:00"), "12:00:10", 0)],
)
def test_an_open_conversation_ends_at_its_last_event_or_when_it_is_said_but_never_before(
    closed_at: Any, ended: str, talk_ms: int
) -> None:
    assert one(model(), "WT4")["is_in_progress"]
    made = model(correction(CLOSE, conversations=("WT3", "WT4"), closed_at=closed_at))
    told = one(made, "WT4")
    assert (told["is_in_progress"], told["is_handled"], told["ended_at"]) == (False, True, at(ended))
    assert (told["talk_time_ms"], told["corrections"]) == (talk_ms, "c")
    assert one(made, "WT3")["corrections"] is None


def test_a_wait_that_is_closed_was_neither_answered_nor_given_up() -> None:
    told = [one for one in given_up("WT2", "10:00:00", "10:01:00") if one["event_type"] != "task.canceled"]
    made = one(model(correction(CLOSE, conversations=("WT2",), closed_at=at("10:30:00")), told=told), "WT2")
    assert (made["is_in_progress"], made["is_abandoned"], made["is_handled"]) == (False, False, False)
    assert (made["ended_at"], made["queue_time_ms"]) == (at("10:30:00"), 1_800_000)


def test_corrections_apply_in_their_order_and_see_what_those_before_have_made() -> None:
    renamed = correction(RELABEL, id="1", column="queue_name", was="Support", to="Help")
    again = correction(RELABEL, id="2", column="queue_name", was="Help", to="Desk", conversations=("WT3",))
    out = correction(EXCLUDE, id="3", where=(("queue_name", ("Desk",)),))
    late = correction(RELABEL, id="4", column="outcome", to="sold", conversations=("WT3",))
    made = model(renamed, again, out, late)
    assert values(made.excluded, "conversation_id", "queue_name", "corrections") == [("WT3", "Desk", "1 2 3")]
    assert values(model(out, again, renamed).excluded, "conversation_id") == []


def test_a_conversation_is_found_by_any_of_its_tasks() -> None:
    second = answered("WT8", "13:00:00", "Ben", conversations={"conversation_id": "WT3"})
    made = model(correction(EXCLUDE, conversations=("WT8",)), told=DAY + second)
    assert values(made.excluded, "conversation_id") == [("WT3",)]


def test_where_nothing_is_known_is_a_condition_too() -> None:
    told = [event("14:00:00", "task.created", "WT6")]
    made = model(correction(EXCLUDE, where=(("agent_name", ("", "Cy")),)), told=DAY + told)
    assert values(made.excluded, "conversation_id") == [("WT2",), ("WT4",), ("WT6",)]
