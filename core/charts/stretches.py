"""The course of one conversation: a lane for each queue and each agent, a bar for each stretch of time in it."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import altair as alt
import polars as pl

from core.charts.look import DATA, SPECS, finished, plain_axis
from core.format import moment, number

COLOURS = {
    "wait": "#909498",
    "ring": "#D87B02",
    "talk": "#5B92DB",
    "hold": "#B43C1F",
    "wrap-up": "#0BAA63",
    "missed": "#AE2895",
    "rejected": "#823AE1",
    "incomplete": "#6B7780",
    "abandoned": "#D0402F",
    "transfer": "#7A6A55",
}
"""Each kind of stretch. Filled ones differ for colour-blind people too; the last three have a shape of their own."""

MOMENTS = ("abandoned", "transfer")
"""Kinds that are a moment and no stretch."""

LAYERS = {"hold": "over", "incomplete": "hollow", "abandoned": "mark", "transfer": "line"}
"""How a kind is drawn, where it is no plain bar."""

LANE_PIXELS = 38
HOUR_MS = 3_600_000


def stretches(segments: pl.DataFrame, holds: pl.DataFrame, events: pl.DataFrame, now: datetime) -> pl.DataFrame:
    """Rows of SEGMENTS of one conversation as bars: `lane`, `is_queue`, `kind`, `started_at`, `ended_at`, `is_open`.

    Args:
        holds: when the customer was held.
        events: rows of EVENTS, for the transfers.
        now: where what still lasts is cut.
    """
    named = segments.with_columns(agent_name=_lane_of(segments, now))
    parts = [_waits(named), *_talks(named), _declined(named), _abandons(named)]
    bars = pl.concat([*parts, _held(named, holds), _transfers(named, events)], how="diagonal_relaxed")
    return (
        bars.filter(pl.col("started_at").is_not_null())
        .with_columns(is_open=pl.col("ended_at").is_null(), ended_at=pl.col("ended_at").fill_null(now))
        .filter((pl.col("ended_at") > pl.col("started_at")) | pl.col("kind").is_in(MOMENTS))
        .sort("started_at", "is_queue", "ended_at", "kind", descending=[False, True, False, False])
    )


def stretch_rows(
    bars: pl.DataFrame, names: Mapping[str, str], kinds: Mapping[str, str], zone: str, language: str
) -> pl.DataFrame:
    """What is drawn, one row a bar: local milliseconds, so that the axis reads the clock of the zone.

    Args:
        bars: as `stretches` gives them.
        names: what each lane is called.
        kinds: what each kind is called.
    """
    first = bars["started_at"].min()
    offset = first.astimezone(ZoneInfo(zone)).utcoffset() if isinstance(first, datetime) else None
    shift = int(offset.total_seconds() * 1000) if offset else 0
    lasted = (bars["ended_at"] - bars["started_at"]).dt.total_milliseconds()
    return bars.select(
        pl.col("lane").replace_strict(names, default=pl.col("lane")).alias("lane"),
        pl.col("kind").replace_strict(kinds, default=pl.col("kind")).alias("kind"),
        (pl.col("started_at").dt.epoch("ms") + shift).cast(pl.Float64).alias("start"),
        (pl.col("ended_at").dt.epoch("ms") + shift).cast(pl.Float64).alias("end"),
        layer=pl.col("kind").replace_strict(LAYERS, default="bar"),
        begins=pl.Series([moment(at, zone, language) for at in bars["started_at"]], dtype=pl.String),
        ends=pl.Series([moment(at, zone, language) for at in bars["ended_at"]], dtype=pl.String),
        lasts=pl.Series([number(time, "ms", language) for time in lasted], dtype=pl.String),
    )


def clock_format(rows: pl.DataFrame) -> str:
    """How fine the axis of `stretch_rows` must be: seconds within hours, the day where there are several."""
    lasts_ms = float(rows["end"].max()) - float(rows["start"].min())  # type: ignore[arg-type]
    return "%H:%M:%S" if lasts_ms < HOUR_MS else "%H:%M" if lasts_ms < 20 * HOUR_MS else "%e %b %H:%M"


@lru_cache(maxsize=SPECS)
def stretch_spec(
    lanes: tuple[str, ...],
    kinds: tuple[tuple[str, str], ...],
    labels: tuple[str, str, str],
    language: str,
    clock: str = "%H:%M:%S",
) -> dict[str, Any]:
    """The specification for `stretch_rows`.

    Args:
        lanes: from top to bottom.
        kinds: what each kind is called, with its colour.
        labels: of beginning, end and length.
        clock: how the axis writes a moment; see `clock_format`.
    """
    begins, ends, lasts = labels
    scale = alt.Scale(domain=[name for name, _ in kinds], range=[colour for _, colour in kinds])
    legend = alt.Legend(orient="top", title=None, symbolType="square", symbolStrokeWidth=0, symbolOpacity=1, columns=5)
    times = alt.Axis(title=None, format=clock, labelOverlap=True, tickCount=8, grid=True)
    base = alt.Chart(DATA, height=alt.Step(LANE_PIXELS)).encode(
        x=alt.X("start:T", scale=alt.Scale(type="utc", nice=False, padding=12), axis=times),
        y=alt.Y("lane:N", sort=list(lanes), scale=alt.Scale(domain=list(lanes)), axis=plain_axis(labelLimit=220)),
        color=alt.Color("kind:N", scale=scale, legend=legend),
        # The outline keeps a stretch of a second visible in a conversation of hours.
        stroke=alt.Stroke("kind:N", scale=scale, legend=None),
        tooltip=[
            alt.Tooltip("kind:N", title=" "),
            alt.Tooltip("lane:N", title="  "),
            alt.Tooltip("begins:N", title=begins),
            alt.Tooltip("ends:N", title=ends),
            alt.Tooltip("lasts:N", title=lasts),
        ],
    )
    bars = base.transform_filter("datum.layer == 'bar'").mark_bar(height={"band": 0.62}, cornerRadius=2, strokeWidth=1)
    hollow = base.transform_filter("datum.layer == 'hollow'").mark_bar(
        height={"band": 0.62}, cornerRadius=2, strokeWidth=1.5, strokeDash=[4, 3], fillOpacity=0.15
    )
    over = base.transform_filter("datum.layer == 'over'").mark_bar(height={"band": 0.3}, strokeWidth=1)
    line = base.transform_filter("datum.layer == 'line'").mark_tick(thickness=3, height={"band": 0.9})
    mark = base.transform_filter("datum.layer == 'mark'").mark_point(shape="diamond", size=130, filled=True, opacity=1)
    ranged = {"x2": alt.X2("end:T")}
    return finished(alt.layer(*(layer.encode(**ranged) for layer in (bars, hollow, over)), line, mark), language)


def _lane_of(segments: pl.DataFrame, now: datetime) -> pl.Series:
    """The lane of each segment with an agent: the agent's name, with a number where several of one agent overlap."""
    rang = pl.col("started_at") - pl.duration(milliseconds=pl.col("ring_time_ms").fill_null(0))
    is_passed = pl.col("kind").is_in(("Missed Conversation", "Rejected Conversation"))
    spans = segments.select(
        agent=pl.col("agent_name").fill_null(pl.col("agent_id")),
        since=pl.when(is_passed).then("started_at").otherwise(rang),
        until=pl.col("ended_at").fill_null(now),
    ).with_row_index("row")
    lanes: list[str | None] = [None] * segments.height
    free_at: dict[str, list[datetime]] = {}
    # The first lane that is free takes the next one: each choice hangs on those before it, and there are few.
    for row, agent, since, until in spans.drop_nulls().sort("since", "row").iter_rows():
        ends = free_at.setdefault(agent, [])
        lane = next((number for number, end in enumerate(ends) if end <= since), len(ends))
        ends[lane : lane + 1] = [until]
        lanes[row] = agent if lane == 0 else f"{agent} ({lane + 1})"
    return pl.Series("agent_name", lanes, pl.String)


def _waits(segments: pl.DataFrame) -> pl.DataFrame:
    is_wait = (pl.col("kind") == "Queue") | (
        (pl.col("kind") == "Corrupted Conversation Segment") & pl.col("agent_id").is_null()
    )
    kind = pl.when(pl.col("kind") == "Queue").then(pl.lit("wait")).otherwise(pl.lit("incomplete"))
    return segments.filter(is_wait).select(
        pl.col("queue_name").alias("lane"), "started_at", "ended_at", kind=kind, is_queue=pl.lit(True)
    )


def _talks(segments: pl.DataFrame) -> list[pl.DataFrame]:
    """Ringing before the answer, the talk, and the work after it."""
    talks = segments.filter(
        pl.col("agent_id").is_not_null(),
        pl.col("kind").is_in(("Conversation", "Conversation in Progress", "Corrupted Conversation Segment")),
    ).with_columns(
        answered=pl.col("started_at"),
        talk_ended=pl.col("started_at") + pl.duration(milliseconds=pl.col("talk_time_ms")),
        ringing_since=pl.col("started_at") - pl.duration(milliseconds=pl.col("ring_time_ms")),
    )
    broken = pl.col("kind") == "Corrupted Conversation Segment"
    talk_kind = pl.when(broken & pl.col("talk_time_ms").is_null()).then(pl.lit("incomplete")).otherwise(pl.lit("talk"))
    lane = {"lane": pl.col("agent_name").fill_null(pl.col("agent_id")), "is_queue": pl.lit(False)}
    ends = pl.coalesce("talk_ended", "ended_at")
    return [
        talks.select(**lane, kind=pl.lit("ring"), started_at="ringing_since", ended_at="answered").filter(
            pl.col("started_at").is_not_null()
        ),
        talks.select(**lane, kind=talk_kind, started_at="answered", ended_at=ends),
        talks.filter(pl.col("talk_ended").is_not_null(), pl.col("ended_at") > pl.col("talk_ended")).select(
            **lane, kind=pl.lit("wrap-up"), started_at="talk_ended", ended_at="ended_at"
        ),
    ]


def _declined(segments: pl.DataFrame) -> pl.DataFrame:
    kinds = {"Missed Conversation": "missed", "Rejected Conversation": "rejected"}
    return segments.filter(pl.col("kind").is_in(list(kinds))).select(
        pl.col("agent_name").fill_null(pl.col("agent_id")).alias("lane"),
        "started_at",
        "ended_at",
        kind=pl.col("kind").replace_strict(kinds),
        is_queue=pl.lit(False),
    )


def _abandons(segments: pl.DataFrame) -> pl.DataFrame:
    return segments.filter(pl.col("kind") == "Conversation", pl.col("agent_id").is_null()).select(
        pl.col("queue_name").alias("lane"),
        "started_at",
        ended_at="started_at",
        kind=pl.lit("abandoned"),
        is_queue=pl.lit(True),
    )


def _held(segments: pl.DataFrame, holds: pl.DataFrame) -> pl.DataFrame:
    """Each hold in the lane of the agent who was talking: of parallel talks the oldest."""
    talks = segments.filter(
        pl.col("agent_id").is_not_null(), pl.col("kind").is_in(("Conversation", "Conversation in Progress"))
    ).select(lane=pl.col("agent_name").fill_null(pl.col("agent_id")), since="started_at", until="ended_at")
    during = (pl.col("since") <= pl.col("started_at")) & (
        pl.col("until").is_null() | (pl.col("started_at") < pl.col("until"))
    )
    return (
        holds.with_row_index("hold")
        .join(talks, how="cross")
        .filter(during)
        .sort("hold", "since", "lane")
        .unique("hold", keep="first", maintain_order=True)
        .select("lane", "started_at", "ended_at", kind=pl.lit("hold"), is_queue=pl.lit(False))
    )


def _transfers(segments: pl.DataFrame, events: pl.DataFrame) -> pl.DataFrame:
    """Each transfer as a mark in the lane of the agent who began it."""
    began = events.filter(pl.col("event_type") == "task.transfer-initiated").select(
        "occurred_at", reservation_id="transfer_reservation_id"
    )
    agents = segments.filter(pl.col("agent_id").is_not_null(), pl.col("reservation_id").is_not_null()).select(
        "reservation_id", lane=pl.col("agent_name").fill_null(pl.col("agent_id"))
    )
    return began.join(agents.unique("reservation_id"), on="reservation_id").select(
        "lane",
        kind=pl.lit("transfer"),
        started_at="occurred_at",
        ended_at="occurred_at",
        is_queue=pl.lit(False),
    )
