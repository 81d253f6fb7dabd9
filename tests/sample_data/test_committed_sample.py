"""The committed sample looks like life: complete, consistent in time, small, and with the dirt that exports have."""

from itertools import pairwise
from typing import Any

import polars as pl
import pytest

from sample_data.products import PRODUCTS
from tests.sample_data.reading import FILES

EVERY_EVENT = """
task.created task.updated task.wrapup task.completed task.canceled task.deleted task.system-deleted
task.transfer-initiated task.transfer-attempt-failed task.transfer-failed task.transfer-canceled
task.transfer-completed task-queue.entered task-queue.timeout task-queue.moved workflow.entered
workflow.target-matched reservation.created reservation.accepted reservation.rejected reservation.timeout
reservation.canceled reservation.rescinded reservation.wrapup reservation.completed worker.created
worker.activity.update worker.attributes.update worker.capacity.update worker.deleted hold
""".split()  # noqa: SIM905


def _moment(events: pl.DataFrame, name: str, key: str) -> pl.DataFrame:
    return events.filter(event=name).group_by(key).agg(pl.col("at").first().alias(name))


def _talks(events: pl.DataFrame) -> pl.DataFrame:
    """Answered reservations with agent, channel, begin and end of work."""
    answered = events.filter(event="reservation.accepted").select(
        "reservation_sid", "worker_sid", channel="task_channel_unique_name", begin="at"
    )
    return answered.join(_moment(events, "reservation.completed", "reservation_sid"), on="reservation_sid").rename(
        {"reservation.completed": "end"}
    )


def test_it_is_small_and_comes_in_every_shape() -> None:
    names = [path.name for path in FILES.iterdir()]

    assert sum(path.stat().st_size for path in FILES.iterdir()) < 5_000_000
    assert {name.split("-")[0] for name in names} == {"stream", "callback", "rest"}
    assert {name.split(".", 1)[1] for name in names} == {"ndjson.gz", "csv.gz", "json.gz"}


@pytest.mark.parametrize("name", EVERY_EVENT)
def test_it_has_every_type_of_event(events: pl.DataFrame, name: str) -> None:
    assert events.filter(event=name).height > 0


def test_a_few_events_are_double_late_broken_unknown_or_lost(committed: tuple[pl.DataFrame, int]) -> None:
    arrived, broken = committed
    last = arrived.with_columns(latest=pl.col("at").cum_max())

    assert 0.003 < arrived["sid"].is_duplicated().mean() / 2 < 0.01
    assert last.filter(pl.col("at") < pl.col("latest") - 1_800_000).height > 50
    assert broken > 0
    assert 0 < arrived.filter(~pl.col("task_attributes").str.ends_with("}"))["task_sid"].n_unique() < 20
    assert arrived.filter(event="task.priority-boosted").height > 0


def test_each_reservation_belongs_to_a_task(events: pl.DataFrame) -> None:
    offers = events.filter(pl.col("event").str.starts_with("reservation."))
    created = events.filter(event="task.created")

    assert offers.join(created, on="task_sid", how="anti").height == 0
    assert offers.group_by("reservation_sid").agg(pl.col("task_sid").n_unique())["task_sid"].max() == 1


def test_reservations_live_in_order(events: pl.DataFrame) -> None:
    order = [f"reservation.{name}" for name in ("created", "accepted", "wrapup", "completed")]
    lives = _moment(events, order[0], "reservation_sid")
    for name in order[1:]:
        lives = lives.join(_moment(events, name, "reservation_sid"), on="reservation_sid", how="left")

    wrong = [lives.filter(pl.col(later) < pl.col(before)).height for before, later in pairwise(order)]
    assert wrong == [0, 0, 0]


def test_tasks_begin_before_and_end_after_everything_else(events: pl.DataFrame) -> None:
    tasks = events.filter(pl.col("task_sid").is_not_null())
    span = tasks.group_by("task_sid").agg(first=pl.col("at").min(), last=pl.col("at").max())
    begun = span.join(_moment(events, "task.created", "task_sid"), on="task_sid")
    done = span.join(_moment(events, "task.completed", "task_sid"), on="task_sid")

    assert begun.filter(pl.col("task.created") != pl.col("first")).height == 0
    assert done.filter(pl.col("task.completed") != pl.col("last")).height == 0


def test_nobody_takes_two_calls_at_a_time(events: pl.DataFrame) -> None:
    calls = _talks(events).filter(channel="voice").sort("worker_sid", "begin")
    clash = calls.filter(pl.col("begin") < pl.col("end").cum_max().shift(1).over("worker_sid"))

    assert calls.height > 1_500
    assert clash.height == 0


def test_nobody_takes_more_than_three_messages_at_a_time(events: pl.DataFrame) -> None:
    chats = _talks(events).filter(pl.col("channel").is_in(("chat", "sms", "whatsapp")))
    steps = pl.concat(
        [chats.select("worker_sid", at="begin", step=1), chats.select("worker_sid", at="end", step=-1)]
    ).sort("worker_sid", "at", "step")

    assert steps.select(pl.col("step").cum_sum().over("worker_sid")).max().item() in (2, 3)


def test_agents_answer_calls_only_while_available(events: pl.DataFrame) -> None:
    states = events.filter(event="worker.activity.update").select("worker_sid", "at", "worker_activity_name")
    calls = _talks(events).filter(channel="voice").sort("begin")
    during = calls.join_asof(states, left_on="begin", right_on="at", by="worker_sid", check_sortedness=False)

    assert during.filter(pl.col("worker_activity_name") != "Available").height / calls.height < 0.001


def test_some_conversations_are_still_going_on(events: pl.DataFrame) -> None:
    ended = events.filter(
        pl.col("event").is_in(("task.completed", "task.canceled", "task.deleted", "task.system-deleted"))
    )
    last_day = events.filter(pl.col("at") > pl.col("at").max() - 6 * 3_600_000, event="task.created")

    assert 0 < last_day.join(ended, on="task_sid", how="anti").height < 20


def test_holds_end_on_the_call_on_which_they_began(events: pl.DataFrame) -> None:
    holds = events.filter(event="hold").group_by("call_sid").agg(pl.col("hold").sort_by("at"))

    assert holds.height > 50
    assert set(map(tuple, holds["hold"].to_list())) == {(True, False)}


def test_tampa_calls_much_more_on_the_day_of_the_incident(events: pl.DataFrame) -> None:
    tampa = events.filter(event="task.created").filter(pl.col("task_attributes").str.contains(r'"from":"\+1(813|727)'))
    days = tampa.group_by(pl.from_epoch("at", time_unit="ms").dt.date().alias("day")).len().sort("len")

    assert str(days["day"][-1]) == "2026-10-20"
    assert days["len"][-1] > 8 * days["len"][-2]


def _responses(events: pl.DataFrame) -> pl.DataFrame:
    """What the attributes of each completed task tell of answers and focus, beside its channel and its talk in s."""
    done = events.filter(pl.col("task_attributes").str.ends_with("}"), event="task.completed")
    told = done.select(
        "task_sid",
        channel="task_channel_unique_name",
        **{
            name: pl.col("task_attributes").str.json_path_match(f"$.conversations.{name}").cast(pl.Int64)
            for name in ("first_response_time", "average_response_time", "focus_time")
        },
    )
    accepted, wrapped = (_moment(events, f"reservation.{name}", "reservation_sid") for name in ("accepted", "wrapup"))
    of_task = events.filter(event="reservation.accepted").select("reservation_sid", "task_sid")
    talks = of_task.join(accepted, on="reservation_sid").join(wrapped, on="reservation_sid")
    length = pl.col("reservation.wrapup") - pl.col("reservation.accepted")
    return told.join(talks.group_by("task_sid").agg(talk=length.sum() / 1000), on="task_sid")


def test_answers_to_messages_and_focus_lie_within_the_talk(events: pl.DataFrame) -> None:
    told = _responses(events)
    calls, messages = told.filter(channel="voice"), told.filter(pl.col("channel") != "voice")
    times = ("first_response_time", "average_response_time", "focus_time")

    assert calls.height > 1_500
    assert calls.select(pl.all_horizontal(pl.col(times).is_null()).all()).item()
    assert messages.height > 2_000
    assert messages.select(pl.all_horizontal(pl.col(times) > 0).all()).item()
    assert messages.select(pl.all_horizontal(pl.col(times) < pl.col("talk")).all()).item()
    medians = dict(messages.group_by("channel").agg(pl.col("first_response_time").median()).iter_rows())
    assert medians["chat"] < medians["whatsapp"] < medians["email"]


def test_products_have_one_name_each(attributes: list[dict[str, Any]]) -> None:
    about = [each["conversations"] for each in attributes]
    named = {(each.get("conversation_attribute_2"), each.get("conversation_label_2")) for each in about}

    assert named == {*PRODUCTS.items(), (None, None)}
    assert {each["conversation_attribute_2"] for each in about if each.get("campaign") == "Recall W-200"} == {"W-200"}


def test_each_customer_has_one_tier(attributes: list[dict[str, Any]]) -> None:
    customers = [each["customers"] for each in attributes]
    tiers = pl.DataFrame([(one["email"], one["tier"]) for one in customers if "email" in one], orient="row")

    assert 0.5 < tiers["column_1"].eq("standard").mean() < 0.75
    assert set(tiers["column_1"]) == {"standard", "plus", "business"}
    assert tiers.group_by("column_0").agg(pl.col("column_1").n_unique())["column_1"].max() == 1
    assert all("tier" in one for one in customers if "name" in one)
