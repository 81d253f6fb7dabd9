"""The lives of one day's tasks and agents as events: who, what, when, by number; words are added later."""

from typing import NamedTuple

import numpy as np
import polars as pl

from sample_data.queueing import (
    ABANDONED,
    ACCEPTED,
    ANSWERED,
    CALLBACK,
    CANCELED,
    EXPIRED,
    LEG,
    OFFER,
    REJECTED,
    RESCINDED,
    RETURNED,
    TIMED_OUT,
    VOICEMAIL,
    Switchboard,
)
from sample_data.roster import Shift
from sample_data.statuses import statuses, table

_OFFER_END = {
    ACCEPTED: "reservation.accepted",
    TIMED_OUT: "reservation.timeout",
    REJECTED: "reservation.rejected",
    CANCELED: "reservation.canceled",
    RESCINDED: "reservation.rescinded",
}


class Life(NamedTuple):
    """One day: its events by number, and the tables that the numbers point into."""

    events: pl.DataFrame
    contacts: pl.DataFrame
    legs: pl.DataFrame
    offers: pl.DataFrame


def _at(rows: pl.DataFrame, event: str, at: pl.Expr, **more: pl.Expr) -> pl.DataFrame:
    """One event for each row."""
    carried = [name for name in ("row", "task", "leg_number", "offer", "queue", "agent") if name in rows.columns]
    return rows.select(*carried, at=at, event=pl.lit(event), **more)


def _queue_events(legs: pl.DataFrame) -> list[pl.DataFrame]:
    """A task comes, is routed into a queue and perhaps moves to another."""
    col = pl.col("entered")
    fresh = legs.filter((pl.col("leg") == 0) | (pl.col("task") == 1))
    queued = legs.filter((pl.col("leg") == 0) | (pl.col("task") == 1) | pl.col("mode").is_in((1, 2)))
    moved = legs.filter(pl.col("moved") > 0)
    there = moved.with_columns(queue="moved_to")
    return [
        _at(fresh, "task.created", col),
        _at(fresh, "workflow.entered", col + 14),
        _at(fresh, "workflow.target-matched", col + 22),
        _at(queued, "task-queue.entered", col + 31),
        _at(moved, "task-queue.timeout", pl.col("moved")),
        _at(there, "workflow.target-matched", pl.col("moved") + 9),
        _at(there, "task-queue.moved", pl.col("moved") + 12, previous_queue=moved["queue"]),
        _at(there, "task-queue.entered", pl.col("moved") + 18),
    ]


def _offer_events(offers: pl.DataFrame) -> list[pl.DataFrame]:
    """Agents are offered tasks, answer or not, wrap up and complete."""
    found = [_at(offers, "reservation.created", pl.col("created"))]
    for status, event in _OFFER_END.items():
        found.append(_at(offers.filter(pl.col("status") == status), event, pl.col("ended")))
    answered = offers.filter((pl.col("status") == ACCEPTED) & (pl.col("done") > 0))
    found.append(_at(answered, "reservation.wrapup", pl.col("wrapped")))
    found.append(_at(answered, "reservation.completed", pl.col("done")))
    return found


def _transfer_events(legs: pl.DataFrame, offers: pl.DataFrame) -> list[pl.DataFrame]:
    """A second part under the same task is a transfer: begun, tried, completed, failed or taken back."""
    transfers = legs.filter(pl.col("mode").is_between(1, 4)).with_columns(transfer="leg_number")
    tried = (
        offers.filter(pl.col("status").is_in((TIMED_OUT, REJECTED)))
        .join(transfers.select("row", "transfer"), on="row", how="inner", maintain_order="left")
        .filter(pl.col("leg") == 1)
    )
    left, result, extra = pl.col("left"), pl.col("result"), {"transfer": pl.col("transfer")}
    return [
        _at(transfers, "task.transfer-initiated", pl.col("entered"), **extra),
        _at(tried, "task.transfer-attempt-failed", pl.col("ended") + 20, **extra),
        _at(transfers.filter(result == ANSWERED), "task.transfer-completed", left + 35, **extra),
        _at(transfers.filter(result.is_in((ABANDONED, EXPIRED))), "task.transfer-failed", left + 15, **extra),
        _at(transfers.filter(result == RETURNED), "task.transfer-canceled", left + 15, **extra),
    ]


def _ends(legs: pl.DataFrame, offers: pl.DataFrame) -> list[pl.DataFrame]:
    """How tasks end: completed by the last agent, or canceled while nobody had answered."""
    lost = legs.filter(pl.col("result").is_in((ABANDONED, CALLBACK, VOICEMAIL, EXPIRED)))
    gone = lost.select("row", "task")
    answered = offers.filter((pl.col("status") == ACCEPTED) & (pl.col("done") > 0)).join(
        gone, on=["row", "task"], how="anti", maintain_order="left"
    )
    last = (
        answered.group_by("row", "task")
        .agg(pl.col("wrapped", "done").max(), pl.col("queue", "agent", "offer").sort_by("wrapped").last())
        .sort("row", "task")
    )
    return [
        _at(lost.filter(pl.col("result") == EXPIRED), "workflow.timeout", pl.col("left")),
        _at(lost, "task.canceled", pl.col("left") + 40, ending=pl.col("result")),
        _at(last, "task.wrapup", pl.col("wrapped") + 25),
        _at(last, "task.completed", pl.col("done") + 45),
    ]


def _holds(offers: pl.DataFrame, contacts: pl.DataFrame) -> list[pl.DataFrame]:
    """Holds of the calls whose conference events are recorded."""
    told = contacts.select(row=pl.int_range(pl.len(), dtype=pl.Int64), length="hold_s").filter(contacts["holds_told"])
    talks = offers.filter((pl.col("status") == ACCEPTED) & (pl.col("done") > 0) & (pl.col("leg") == 0))
    held = talks.join(told, on="row", how="inner", maintain_order="left").filter(
        pl.col("wrapped") - pl.col("ended") > pl.col("length") * 1000 + 20_000
    )
    begin = pl.col("ended") + (pl.col("wrapped") - pl.col("ended") - pl.col("length") * 1000) // 2
    return [
        _at(held, "participant.hold", begin),
        _at(held, "participant.unhold", begin + pl.col("length") * 1000),
    ]


def _noted(offers: pl.DataFrame) -> pl.DataFrame:
    """Talks in which the agent changes the task's attributes meanwhile."""
    talked = (pl.col("status") == ACCEPTED) & (pl.col("wrapped") > pl.col("ended") + 60_000)
    return offers.filter(talked & (pl.col("row") % 19 == 7))


def live(contacts: pl.DataFrame, roster: list[Shift], agents: list[int], board: Switchboard) -> Life:
    """Everything that happened on one day.

    Args:
        contacts: facts about each contact that events tell (`describe`), in the order of arrival.
        roster: the day's shifts; agents: the number in the table of agents of who works each shift.
        board: what became of the contacts; it has run.
    """
    number = np.array(agents or [0], np.int64)
    legs = table(board.legs, LEG).with_row_index("leg_number").with_columns(pl.col("leg_number").cast(pl.Int64))
    shift_offers = table(board.offers, OFFER).with_row_index("offer").with_columns(pl.col("offer").cast(pl.Int64))
    offers = shift_offers.with_columns(agent=pl.Series(number[shift_offers["agent"].to_numpy()]))
    parts = [
        *_queue_events(legs),
        *_offer_events(offers),
        *_transfer_events(legs, offers),
        *_ends(legs, offers),
        _at(_noted(offers), "task.updated", pl.col("ended") + 30_000),
        *_holds(offers, contacts),
        statuses(roster, board.away, shift_offers, agents),
    ]
    events = pl.concat([part for part in parts if part.height], how="diagonal")
    return Life(events, contacts, legs, offers)
