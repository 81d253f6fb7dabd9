"""Genesys Cloud conversations taken apart: one row a participant, and the legs of a conversation that they form."""

from typing import Any

import polars as pl

from core.sources.fields import filled
from core.sources.given import read_instants

SEGMENT = ("segmentStart", "segmentEnd", "segmentType", "queueId", "wrapUpCode", "disconnectType")
SESSION = ("mediaType", "messageType", "ani", "dnis", "addressFrom", "addressTo")
PARTICIPANT = ("participantId", "participantName", "purpose", "userId", "externalContactId")
PARTICIPANTS = pl.List(
    pl.Struct(
        {
            **dict.fromkeys(PARTICIPANT, pl.String),
            "sessions": pl.List(
                pl.Struct(
                    {
                        **dict.fromkeys(SESSION, pl.String),
                        "segments": pl.List(pl.Struct(dict.fromkeys(SEGMENT, pl.String))),
                        "metrics": pl.List(pl.Struct({"name": pl.String})),
                    }
                )
            ),
        }
    )
)
TALKING = ("interact", "hold")
RINGING = ("alert", "contacting", "dialing")
BESIDE = ("cobrowse", "screenshare")
"""Media that go along with a talk and are none."""

QUEUE, AGENTS, CUSTOMERS = "acd", ("agent", "user"), ("customer", "external")


def decode(texts: pl.Series) -> tuple[pl.Series, pl.Series]:
    """The participants in each JSON text, and whether each text is what it should be; absent ones are null and good."""
    try:
        return texts.str.json_decode(PARTICIPANTS), pl.repeat(True, len(texts), eager=True)
    except pl.exceptions.ComputeError:
        if len(texts) == 1:
            return pl.Series([None], dtype=PARTICIPANTS), pl.Series([False])
        half = len(texts) // 2
        (left, is_left), (right, is_right) = decode(texts[:half]), decode(texts[half:])
        return left.append(right), is_left.append(is_right)


def segments(conversations: pl.DataFrame) -> pl.DataFrame:
    """One row a segment, with its participant's and its session's own fields; a session without segments has one row.

    Args:
        conversations: `record` and `participants`, decoded.
    """
    sessions = (
        conversations.select("record", "participants")
        .explode("participants")
        .drop_nulls("participants")
        .unnest("participants")
        .with_columns(filled("participantId"), place=pl.int_range(pl.len()).over("record").cast(pl.String))
        .with_columns(participantId=pl.coalesce("participantId", pl.lit("participant ") + pl.col("place")))
        .explode("sessions")
        .unnest("sessions")
        .filter(~pl.col("mediaType").is_in(BESIDE).fill_null(False))
    )
    rows = sessions.with_columns(metrics=pl.col("metrics").list.eval(pl.element().struct.field("name"))).explode(
        "segments"
    )
    flat = rows.unnest("segments")
    texts = flat.select(filled(name) for name in (*PARTICIPANT, *SESSION, *SEGMENT))
    times = read_instants(texts.select("segmentStart", "segmentEnd"))
    return texts.with_columns(
        flat["record"], flat["metrics"], times["segmentStart"], times["segmentEnd"], written_at=texts["segmentStart"]
    )


def participants(of_segments: pl.DataFrame) -> pl.DataFrame:
    """One row a participant: since when, in which queue, when it rang, talked and worked on; by record and time."""
    kind, since, until = pl.col("segmentType"), pl.col("segmentStart"), pl.col("segmentEnd")

    def over(*types: str) -> pl.Expr:
        """The last end of these segments; null while one of them still lasts."""
        ends = until.filter(kind.is_in(types))
        return pl.when(ends.null_count() == 0).then(ends.max())

    spans = of_segments.group_by("record", "participantId").agg(
        *(pl.col(name).drop_nulls().first() for name in (*PARTICIPANT[1:], *SESSION, "queueId")),
        first_at=since.min(),
        left_at=pl.when(until.null_count() == 0).then(until.max()),
        interacts_at=since.filter(kind == "interact").min(),
        rang_at=since.filter(kind.is_in(RINGING)).min(),
        rung_out_at=over(*RINGING),
        talks_at=since.filter(kind.is_in(TALKING)).min(),
        talked_at=over(*TALKING),
        wraps_at=since.filter(kind == "wrapup").min(),
        wrapped_at=over("wrapup"),
        wrapUpCode=pl.col("wrapUpCode").drop_nulls().last(),
        disconnectType=pl.col("disconnectType").filter(kind.is_in(TALKING)).drop_nulls().last(),
        metrics=pl.col("metrics").explode().unique().drop_nulls(),
    )
    return spans.filter(pl.col("first_at").is_not_null()).sort("record", "first_at", "participantId")


def legs(everybody: pl.DataFrame) -> pl.DataFrame:
    """The queues and agents among the participants, each with the leg that it belongs to.

    A leg is a wait, perhaps on through several queues, and whom it was offered to; a transfer, a callback that was
    asked for, and an agent's own call begin another.

    Returns:
        `is_queue`, `leg` (from 0), `leg_id` (the participant that began it) and `leg_since`, `queue_then` and
        `queue_name`, and of legs after the first the `initiator` (who had talked last before it) with
        `initiator_until` and `initiator_by` (how that talk ended).
    """
    rows = everybody.filter(pl.col("purpose").is_in((QUEUE, *AGENTS)))
    is_queue = pl.col("purpose") == QUEUE
    is_first = pl.col("record").ne_missing(pl.col("record").shift(1))
    had_talked = (~is_queue.shift(1) & pl.col("talks_at").shift(1).is_not_null()).fill_null(False)
    was_queue = is_queue.shift(1).fill_null(False)
    queue = pl.when(is_queue).then("queueId").forward_fill().over("record")
    is_called_back = (pl.col("mediaType") == "callback") & (pl.col("mediaType").shift(1) != "callback")
    elsewhere = (pl.col("queueId") != queue).fill_null(True)
    begins = (
        is_first | (is_queue & (~was_queue | is_called_back.fill_null(False))) | (~is_queue & (elsewhere | had_talked))
    )
    talker = pl.when(~is_queue & pl.col("talks_at").is_not_null()).then("participantId")
    of_leg = ("record", "leg")
    numbered = rows.with_columns(
        leg=begins.cast(pl.Int64).cum_sum().over("record") - 1,
        is_queue=is_queue,
        initiator=talker.forward_fill().over("record").shift(1),
        queue_then=pl.coalesce("queueId", queue),
        queue_name=pl.when(is_queue).then("participantName"),
    ).with_columns(
        leg_id=pl.col("participantId").first().over(of_leg),
        leg_since=pl.col("first_at").first().over(of_leg),
        initiator=pl.when(pl.col("leg") > 0).then(pl.col("initiator").first().over(of_leg)),
        queue_name=pl.col("queue_name").forward_fill().over(of_leg),
    )
    talks = rows.select("record", initiator="participantId", initiator_until="talked_at", initiator_by="disconnectType")
    return numbered.join(talks, on=["record", "initiator"], how="left", maintain_order="left")


def holds(of_segments: pl.DataFrame) -> pl.DataFrame:
    """One row a hold by an agent."""
    begun = pl.col("segmentStart").is_not_null()
    wanted = begun & (pl.col("segmentType") == "hold") & pl.col("purpose").is_in(AGENTS)
    return of_segments.filter(wanted).select("record", "participantId", "segmentStart", "segmentEnd")


def customer(everybody: pl.DataFrame) -> pl.DataFrame:
    """One row a conversation: its first customer's addresses and how the customer's last part ended."""
    sides: dict[str, Any] = {name: pl.col(name).first() for name in (*SESSION, "externalContactId")}
    asked = everybody.filter(pl.col("purpose").is_in(CUSTOMERS))
    return asked.group_by("record", maintain_order=True).agg(**sides, customer_left_by=pl.col("disconnectType").last())
