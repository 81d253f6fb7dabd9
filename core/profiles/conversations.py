"""Rows that are conversations, unfolded into the events of which each is made."""

import polars as pl

from core.profiles.profile import Profile
from core.profiles.targets import CALLBACK, HANDLED, VOICEMAIL
from core.profiles.told import UNKNOWN_AGENT, agent_attributes, agent_id, attributes
from core.schema.column import INSTANT
from core.sources.steps import KEY, RECORD, Step, unfold_steps

FOLLOW_UPS = {VOICEMAIL: "Voicemail", CALLBACK: "Callback Request"}


def _instant(name: str) -> pl.Expr:
    return pl.col(name).cast(pl.Int64).cast(INSTANT)


def _offer_facts() -> dict[str, pl.Expr]:
    return {
        "reservation_id": pl.col(KEY) + pl.lit(":offer"),
        "agent_id": pl.col("→agent_id"),
        "agent_name": pl.col("→agent_name"),
        "agent_attributes": pl.col("→agent_attributes"),
    }


def _steps(*, rings: bool) -> tuple[Step, ...]:
    """What a row tells.

    Args:
        rings: whether the file tells how long it rang; where it does not, an answer comes without an offer before it.
    """
    offer = _offer_facts()
    handled = pl.col("went") == HANDLED
    missed = pl.when(pl.col("left").is_not_null() & pl.col("→agent_id").is_not_null() & (pl.col("rang") > 0))
    was_answered = pl.when(pl.col("answered").is_not_null())
    ended = pl.when(handled).then(_instant("done"))
    told = {"task_attributes": pl.col("→attributes"), "extra": pl.col("→extra")}
    answer = Step("reservation.accepted" if rings else "reservation.taken", _instant("answered"), "answered", offer)
    offered = (
        Step("reservation.created", was_answered.then(_instant("offered")), "offered", offer),
        Step("reservation.created", missed.then(_instant("offered")), "rang", offer),
        Step("reservation.timeout", missed.then(_instant("left")), "missed", offer),
    )
    return (
        Step("task.created", _instant("created"), "created", told),
        Step("task-queue.entered", _instant("entered"), "entered"),
        *(offered if rings else ()),
        answer,
        Step("reservation.wrapup", _instant("talk_ended"), "talked", offer),
        Step("reservation.completed", _instant("done"), "done", offer),
        Step("task.completed", ended, "completed"),
        Step("task.canceled", _instant("left"), "left"),
    )


def unfold_conversations(
    told: pl.DataFrame, times: pl.DataFrame, kept: pl.DataFrame, extra: pl.Series, profile: Profile
) -> pl.DataFrame:
    """The events of rows that can be used.

    Args:
        told: `key` and `record` of each row, and the texts that the file has, by target.
        times: as `core.profiles.times.find_times` gives them; the same rows.
        kept: columns of the file that become custom attributes; the same rows.
        extra: what nothing is made of, as JSON text.

    Returns:
        As `core.sources.steps.unfold_steps`.
    """
    platform = profile.told_platform
    rows = told.hstack(times.select("went", "created", "entered", "offered", "answered", "talk_ended", "done", "left"))
    rows = rows.with_columns(
        hold=times["hold"], rang=pl.col("left") - pl.col("offered"), was_answered=pl.col("answered").is_not_null()
    )
    if "conversation_id" in rows.columns:
        rows = rows.with_columns(conversation_id=pl.lit(f"{platform}:") + pl.col("conversation_id"))
    phase = pl.col("went").replace_strict(FOLLOW_UPS, default=None, return_dtype=pl.String)
    more = {
        "conversations.abandoned": pl.when(phase.is_not_null()).then(pl.lit("Follow-Up")),
        "conversations.abandoned_phase": phase,
        "conversations.hold_time": pl.when(pl.col("hold") > 0).then((pl.col("hold") / 1000).cast(pl.String)),
    }
    agents = agent_attributes(rows)
    who = agent_id(rows.columns, platform)
    is_unknown = pl.col("was_answered") & who.is_null()
    named = pl.col("agent_name") if "agent_name" in rows.columns else pl.lit(None, pl.String)
    rows = rows.with_columns(
        attributes(rows, kept, more).alias("→attributes"),
        extra.alias("→extra"),
        pl.lit(None, pl.String).alias("→agent_attributes") if agents is None else agents.alias("→agent_attributes"),
        pl.when(is_unknown).then(pl.lit(UNKNOWN_AGENT)).otherwise(who).alias("→agent_id"),
        named.alias("→agent_name"),
    )
    return unfold_steps(_shared(rows), _steps(rings="ring_time" in profile.mapped))


def _shared(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with the columns of EVENTS that all steps of a row have in common, and no others of EVENTS' names."""
    there = set(rows.columns)
    shared = {"channel": "channel", "queue": "queue_name", "workflow": "workflow_name"}
    work = ("went", "created", "entered", "offered", "answered", "talk_ended", "done", "left", "rang")
    return rows.select(
        KEY,
        RECORD,
        *work,
        *(name for name in rows.columns if name.startswith("→")),
        *(pl.col(name).alias(column) for name, column in shared.items() if name in there),
        task_id=pl.col(KEY),
    ).with_columns(pl.col("channel").str.to_lowercase() if "channel" in there else pl.lit(None).alias("channel"))
