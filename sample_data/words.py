"""Events in the platform's words: numbers become ids, names and attributes; one row an event, one column a field."""

from collections.abc import Iterator
from hashlib import sha256

import numpy as np
import polars as pl

from sample_data import centre
from sample_data.chance import Ids, mix, sid, sids
from sample_data.lives import Life
from sample_data.payload import payload
from sample_data.queueing import ACCEPTED
from sample_data.responses import respond
from sample_data.task_attributes import attributes

SALT = {"WT": 1, "WR": 2, "WQ": 3, "WW": 4, "WA": 5, "EV": 8, "TT": 10, "AC": 12, "WS": 13, "TC": 14}
BATCH = 250_000
_NUMBERS = ("row", "task", "queue", "agent", "offer", "transfer", "ending", "previous_queue")
_STATUS = ("activity", "previous", "previous_ms")
_DONE = ("task.canceled", "task.wrapup", "task.completed", "reservation.wrapup", "reservation.completed")


def few(prefix: str, many: int, seed: int) -> pl.Series:
    """The ids of a fixed set: queues, activities, workflows, channels."""
    return sids(prefix, np.arange(many).astype(np.uint64), seed, SALT[prefix])


def fixed(seed: int) -> dict[str, str]:
    """The ids of the account and the workspace."""
    return {
        "account_sid": sid("AC", 1, seed, SALT["AC"]),
        "workspace_sid": sid("WS", 1, seed, SALT["WS"]),
        "workspace_name": centre.WORKSPACE,
    }


def tell(life: Life, agents: pl.DataFrame, seed: int) -> Iterator[pl.DataFrame]:
    """The day's events with every field, sorted by time, in batches that fit in memory.

    Yields:
        `at` (epoch milliseconds), then fields named as in the event stream's payload; null where an event has none.
    """
    missing = [name for name in (*_NUMBERS, *_STATUS) if name not in life.events.columns]
    events = life.events.with_columns(pl.lit(None, pl.Int64).alias(name) for name in missing)
    tasks, offers = _tasks(life, seed), _offers(life, seed)
    for batch in events.sort("at", maintain_order=True).iter_slices(BATCH):
        yield _told(batch, tasks, offers, life, agents, seed)


def _told(
    events: pl.DataFrame, tasks: pl.DataFrame, offers: pl.DataFrame, life: Life, agents: pl.DataFrame, seed: int
) -> pl.DataFrame:
    """One batch of events in words."""
    task = _task_of(events, tasks, life.contacts.height)
    own = events.select("at", "ending", eventtype="event", is_call=pl.col("event").str.starts_with("participant."))
    numbers = _event_numbers(events, tasks["task_uid"].gather(task))
    parts = [
        own.with_columns(sid=sids("EV", numbers, seed, SALT["EV"])),
        _of_task(events, _rows(tasks, task), seed),
        _of_agent(events, offers, agents, seed),
        _of_transfer(events["transfer"], life.legs, offers, agents, seed),
    ]
    return payload(pl.concat(parts, how="horizontal").sort("at", "sid"))


def _rows(table: pl.DataFrame, numbers: pl.Series) -> pl.DataFrame:
    """The rows with these numbers; a row of nulls where the number is null."""
    return table.select(pl.all().gather(numbers))


def _tasks(life: Life, seed: int) -> pl.DataFrame:
    """One row a task, with its attributes before (`base`) and after (`final`) it was handled or given up."""
    legs = life.legs.filter((pl.col("leg") == 0) | (pl.col("task") == 1)).drop("queue")
    ends = life.legs.group_by("row", "task").agg(end=pl.col("result").last())
    tasks = legs.join(ends, on=["row", "task"], how="left", maintain_order="left")
    tasks = pl.concat([tasks, life.contacts[tasks["row"].to_numpy()]], how="horizontal")
    first = (tasks["uid"].to_numpy() * 4).astype(np.uint64)
    uid = first + tasks["task"].to_numpy().astype(np.uint64)
    told = tasks.with_columns(
        task_uid=pl.Series(uid), task_sid=sids("WT", uid, seed, SALT["WT"]), origin=sids("WT", first, seed, SALT["WT"])
    ).join(_talks(life), on=["row", "task"], how="left", maintain_order="left")
    return respond(told, seed).select(
        "row",
        "task",
        "task_uid",
        "task_sid",
        "call_sid",
        "channel",
        "direction",
        created="entered",
        base=attributes(final=False),
        final=attributes(final=True),
        task_transfer_sid=sids("TT", uid, seed, SALT["TT"]),
    )


def _talks(life: Life) -> pl.DataFrame:
    """One row a task that somebody has handled: `talk_ms`, of all its agents together."""
    handled = life.offers.filter((pl.col("status") == ACCEPTED) & (pl.col("wrapped") > 0))
    return handled.group_by("row", "task").agg(talk_ms=(pl.col("wrapped") - pl.col("ended")).sum())


def _offers(life: Life, seed: int) -> pl.DataFrame:
    """One row a reservation: its id, its agent, and when its task entered the queue."""
    offers = life.offers.with_columns(ordinal=pl.int_range(pl.len(), dtype=pl.Int64).over("row"))
    uid = (life.contacts["uid"].gather(offers["row"]) * 64 + offers["ordinal"]).to_numpy().astype(np.uint64)
    waits = life.legs.select(
        "row", "leg", queued=pl.when(pl.col("moved") > 0).then(pl.col("moved") + 18).otherwise(pl.col("entered") + 31)
    )
    queued = offers.select("row", "leg").join(waits, on=["row", "leg"], how="left", maintain_order="left")["queued"]
    return offers.select("agent", uid=pl.Series(uid), reservation_sid=sids("WR", uid, seed, SALT["WR"]), queued=queued)


def _task_of(events: pl.DataFrame, tasks: pl.DataFrame, contacts: int) -> pl.Series:
    """For each event the row of its task among `tasks`; null for events that have none."""
    places = np.zeros(2 * contacts + 2, np.int64)
    places[tasks["row"].to_numpy() * 2 + tasks["task"].to_numpy()] = np.arange(tasks.height)
    key = (events["row"] * 2 + events["task"]).fill_null(0).to_numpy()
    return pl.Series(places[key]).set(events["row"].is_null(), None)


def _event_numbers(events: pl.DataFrame, task_uid: pl.Series) -> Ids:
    """A number for each event, made of what it is about: it stays the same whatever is generated beside it."""
    kinds = events["event"].unique().to_list()
    codes = [int.from_bytes(sha256(kind.encode()).digest()[:7]) for kind in kinds]
    parts = (
        task_uid.fill_null(0),
        events["event"].replace_strict(kinds, codes, return_dtype=pl.UInt64),
        events["offer"].fill_null(-1),
        events["agent"].fill_null(-1),
        events["at"],
    )
    found = np.zeros(events.height, np.uint64)
    for salt, part in enumerate(parts, start=1):
        found ^= mix(part.to_numpy().astype(np.uint64), salt)
    return found


def _of_task(events: pl.DataFrame, tasks: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Fields of the task and its queues; `tasks` has one row an event."""
    queues = pl.Series([queue.name for queue in centre.QUEUES])
    queue_sids, channel = few("WQ", len(queues), seed), tasks["channel"]
    workflow = pl.Series([0, 1, 1, 1, 2]).gather(channel).set(tasks["direction"].fill_null(0) > 0, 3)
    is_done = events["event"].is_in(_DONE)
    return tasks.select(
        "task_sid",
        "call_sid",
        "created",
        "task_transfer_sid",
        task_attributes=pl.when(is_done).then("final").otherwise("base"),
        task_channel_sid=few("TC", len(centre.CHANNELS), seed).gather(channel),
        task_channel_unique_name=pl.Series(centre.CHANNELS).gather(channel),
        task_queue_sid=queue_sids.gather(events["queue"]),
        task_queue_name=queues.gather(events["queue"]),
        previous_task_queue_sid=queue_sids.gather(events["previous_queue"]),
        previous_task_queue_name=queues.gather(events["previous_queue"]),
        workflow_sid=few("WW", len(centre.WORKFLOWS), seed).gather(workflow),
        workflow_name=pl.Series(centre.WORKFLOWS).gather(workflow),
    )


def _of_agent(events: pl.DataFrame, offers: pl.DataFrame, agents: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Fields of the reservation, the agent and the agent's activity."""
    activities, sids_ = pl.Series(centre.ACTIVITIES), few("WA", len(centre.ACTIVITIES), seed)
    who, mine = _rows(agents, events["agent"]), _rows(offers, events["offer"])
    return pl.DataFrame(
        {
            "reservation_sid": mine["reservation_sid"],
            "queued": mine["queued"],
            "worker_sid": who["worker_sid"],
            "worker_name": who["worker_name"],
            "worker_attributes": who["worker_attributes"],
            "worker_activity_sid": sids_.gather(events["activity"]),
            "worker_activity_name": activities.gather(events["activity"]),
            "worker_previous_activity_sid": sids_.gather(events["previous"]),
            "worker_previous_activity_name": activities.gather(events["previous"]),
            "worker_time_in_previous_activity_ms": events["previous_ms"],
        }
    )


def _of_transfer(
    transfer: pl.Series, legs: pl.DataFrame, offers: pl.DataFrame, agents: pl.DataFrame, seed: int
) -> pl.DataFrame:
    """Fields of the transfer: who began it, how, and whom or which queue it goes to."""
    legs = _rows(legs.with_columns(pl.col("initiator", "answer").replace(-1, None)), transfer)
    by, to = _rows(offers, legs["initiator"]), _rows(offers, legs["answer"])
    return pl.DataFrame(
        {
            "mode": legs["mode"],
            "to_agent": agents["worker_sid"].gather(to["agent"]),
            "to_queue": few("WQ", len(centre.QUEUES), seed).gather(legs["queue"]),
            "transfer_initiating_worker_sid": agents["worker_sid"].gather(by["agent"]),
            "transfer_initiating_reservation_sid": by["reservation_sid"],
        }
    )
