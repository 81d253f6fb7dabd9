"""The lives of one day's tasks and agents as events: who, what, when, by number; words are added later."""

from typing import NamedTuple

import numpy as np
import polars as pl

from sample_data import centre
from sample_data.queueing import (
    ABANDONED,
    ACCEPTED,
    ANSWERED,
    AWAY,
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

_QUIET_MS = 18 * 60_000
STATUS = ("agent", "start", "activity")
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


def _table(rows: list[list[int]], columns: tuple[str, ...]) -> pl.DataFrame:
    values = np.array(rows, np.int64).reshape(-1, len(columns))
    return pl.DataFrame({name: values[:, number] for number, name in enumerate(columns)})


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


def _quiet(roster: list[Shift], offers: pl.DataFrame, away: pl.DataFrame) -> pl.DataFrame:
    """Back-office work in the long gaps of a quiet day, in which nobody waited for the agent anyway."""
    begin = _table(
        [[number, shift.start, shift.start] for number, shift in enumerate(roster)], ("agent", "start", "end")
    )
    work = offers.select("agent", start="created", end=pl.max_horizontal("ended", "done"))
    taken = pl.concat([begin, work, away.select("agent", "start", "end")]).sort("agent", "start", "end")
    gaps = taken.with_columns(
        free=pl.col("end").cum_max().over("agent"), next=pl.col("start").shift(-1).over("agent")
    ).filter(pl.col("next") - pl.col("free") > _QUIET_MS)
    return gaps.select(
        "agent",
        pl.lit(centre.BACK_OFFICE, pl.Int64).alias("activity"),
        start=pl.col("free") + 200_000,
        end=pl.col("next") - 130_000,
    )


def _statuses(roster: list[Shift], board: Switchboard, offers: pl.DataFrame, agents: list[int]) -> pl.DataFrame:
    """Activity changes: planned breaks begin when the work in hand is done, and are dropped when it takes too long."""
    plan = [
        (number, activity, start, end)
        for number, shift in enumerate(roster)
        for activity, start, end in (*shift.breaks, (centre.OFFLINE, shift.end, shift.end + 1))
    ]
    planned = _table([list(entry) for entry in plan], AWAY)
    work = (
        offers.filter(pl.col("done") > 0)
        .select("agent", begun="ended", done="done")
        .sort("begun")
        .with_columns(busy_until=pl.col("done").cum_max().over("agent"))
    )
    late = planned.sort("start").join_asof(
        work, left_on="start", right_on="begun", by="agent", strategy="backward", check_sortedness=False
    )
    start = pl.max_horizontal("start", pl.col("busy_until") + 1500)
    kept = late.with_columns(start=start).filter(
        (pl.col("activity") == centre.OFFLINE) | (pl.col("start") + 120_000 < pl.col("end"))
    )
    away = pl.concat([kept.select(AWAY), _table(board.away, AWAY)])
    away = pl.concat([away, _quiet(roster, offers, away)]).sort("agent", "start")
    back = away.filter(pl.col("activity") != centre.OFFLINE)
    begin = _table([[number, shift.start, centre.AVAILABLE] for number, shift in enumerate(roster)], STATUS)
    changes = (
        pl.concat(
            [
                begin,
                away.select(STATUS),
                back.select("agent", start="end", activity=pl.lit(centre.AVAILABLE, pl.Int64)),
            ]
        )
        .sort("agent", "start", pl.col("activity") != centre.AVAILABLE, pl.col("activity") == centre.OFFLINE)
        .unique(["agent", "start"], keep="last", maintain_order=True)
        .with_columns(previous=pl.col("activity").shift(1).over("agent").fill_null(centre.OFFLINE))
        .with_columns(previous_ms=(pl.col("start") - pl.col("start").shift(1)).over("agent"))
        .filter(pl.col("activity") != pl.col("previous"))
    )
    return changes.select(
        at="start",
        event=pl.lit("worker.activity.update"),
        agent=pl.Series(np.array(agents or [0], np.int64)[changes["agent"].to_numpy()]),
        activity="activity",
        previous="previous",
        previous_ms="previous_ms",
    )


def live(contacts: pl.DataFrame, roster: list[Shift], agents: list[int], board: Switchboard) -> Life:
    """Everything that happened on one day.

    Args:
        contacts: facts about each contact that events tell (`describe`), in the order of arrival.
        roster: the day's shifts; agents: the number in the table of agents of who works each shift.
        board: what became of the contacts; it has run.
    """
    number = np.array(agents or [0], np.int64)
    legs = _table(board.legs, LEG).with_row_index("leg_number").with_columns(pl.col("leg_number").cast(pl.Int64))
    shift_offers = _table(board.offers, OFFER).with_row_index("offer").with_columns(pl.col("offer").cast(pl.Int64))
    offers = shift_offers.with_columns(agent=pl.Series(number[shift_offers["agent"].to_numpy()]))
    parts = [
        *_queue_events(legs),
        *_offer_events(offers),
        *_transfer_events(legs, offers),
        *_ends(legs, offers),
        _at(_noted(offers), "task.updated", pl.col("ended") + 30_000),
        *_holds(offers, contacts),
        _statuses(roster, board, shift_offers, agents),
    ]
    events = pl.concat([part for part in parts if part.height], how="diagonal")
    return Life(events, contacts, legs, offers)
