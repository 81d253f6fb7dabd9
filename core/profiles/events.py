"""Rows that are events: each becomes one of our life-cycle events, with what its neighbours tell of the same call."""

import polars as pl

from core.profiles.profile import Profile
from core.profiles.targets import EVENT_TYPES, LEFT_OUT
from core.profiles.told import ATTRIBUTES, agent_attributes, agent_id, attributes
from core.schema.column import INSTANT
from core.sources.batch import LEFT_OUT_ROW, NO_ID
from core.sources.steps import KEY, RECORD, Step, unfold_steps

ACCEPTED, OFFERED, TAKEN = "reservation.accepted", "reservation.created", "reservation.taken"
OF_CALL = ("queue", "channel", "workflow", *ATTRIBUTES)
"""What is true of the whole call, whichever of its rows tells it."""


def unfold_events(
    told: pl.DataFrame, is_good: pl.Series, kept: pl.DataFrame, extra: pl.Series, keys: pl.Series, profile: Profile
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The events of rows that can be used.

    What one row of a call says of the customer or of the agent holds for its other rows too; of several sayings the
    last one, of the agent the one before.

    Args:
        told: `record` and the targets that the file has, instants in ms.
        is_good: the rows that could be read.
        kept: columns of the file that become custom attributes; the same rows.
        extra: what nothing is made of, as JSON text.
        keys: what names each row for good.
        profile: how the file is read.

    Returns:
        As `core.sources.steps.unfold_steps`; and `reason` and `detail` of the rows that are refused, all rows.
    """
    platform = profile.told_platform
    rows = told.with_columns(keys.alias(KEY), extra.alias("→extra"))
    task = pl.col("id") if "id" in told.columns else pl.lit(None, pl.String)
    rows = rows.with_columns(
        (pl.lit(f"{platform}:") + task).alias("task_id"), agent_id(told.columns, platform).alias("→agent")
    )
    is_of_agent = pl.col("event").str.starts_with("worker.")
    nameless = pl.when(is_of_agent).then(pl.col("→agent").is_null()).otherwise(pl.col("task_id").is_null())
    reason = pl.when(pl.col("event") == LEFT_OUT).then(pl.lit(LEFT_OUT_ROW)).when(nameless).then(pl.lit(NO_ID))
    faults = rows.select(reason=reason, detail=pl.lit("", pl.String))
    usable = is_good & faults["reason"].is_null()
    good = _shared(rows.filter(usable), kept.filter(usable), profile)
    return unfold_steps(good, _steps(profile)), faults


def _steps(profile: Profile) -> tuple[Step, ...]:
    """One for each type; where the file never tells of an offer, an answer comes without one before it."""
    happened = pl.col("time").cast(INSTANT)
    known = {ours for _, ours in profile.mapped["event"].values} | {profile.mapped["event"].otherwise}
    is_offer_told = OFFERED in known or not known - {""}
    told_as = {} if is_offer_told else {ACCEPTED: TAKEN}
    return tuple(
        Step(told_as.get(each, each), pl.when(pl.col("event") == each).then(happened), each)
        for each in EVENT_TYPES
        if each != LEFT_OUT
    )


def _shared(rows: pl.DataFrame, kept: pl.DataFrame, profile: Profile) -> pl.DataFrame:
    """What all events of a row have in common; their names are columns of EVENTS."""
    there = set(rows.columns)
    ordered = rows.sort("task_id", "time", RECORD)
    of_call = [name for name in OF_CALL if name in there]
    is_offer = pl.col("event").str.starts_with("reservation.")
    filled = ordered.with_columns(
        *(pl.col(name).drop_nulls().last().over("task_id").alias(name) for name in of_call),
        pl.when(is_offer).then(pl.col("→agent").forward_fill().over("task_id")).otherwise("→agent").alias("agent_id"),
    ).sort(RECORD)
    if "conversation_id" in there:
        filled = filled.with_columns(conversation_id=pl.lit(f"{profile.told_platform}:") + pl.col("conversation_id"))
    call = {"call_sid": pl.when(pl.col("task_id").is_not_null()).then("task_id")}
    told = attributes(filled, kept, call)
    agents = agent_attributes(filled)
    offer = (
        pl.lit(f"{profile.told_platform}:") + pl.col("reservation_id") if "reservation_id" in there else pl.lit(None)
    )
    by_agent = pl.concat_str("task_id", pl.lit(":"), pl.col("agent_id").fill_null("offer"))
    columns = {"channel": "channel", "queue": "queue_name", "workflow": "workflow_name", "activity": "activity"}
    return filled.select(
        KEY,
        RECORD,
        "event",
        "time",
        "task_id",
        "agent_id",
        *(pl.col(name).alias(column) for name, column in columns.items() if name in there),
        *(pl.col(name) for name in ("agent_name",) if name in there),
        pl.when(is_offer).then(pl.coalesce(offer, by_agent)).alias("reservation_id"),
        pl.when(~pl.col("event").str.starts_with("worker.")).then("task_id").alias("call_id"),
        pl.col("→extra").alias("extra"),
        told.alias("task_attributes"),
        *([] if agents is None else [agents.alias("agent_attributes")]),
    ).with_columns(*([pl.col("channel").str.to_lowercase()] if "channel" in there else []))
