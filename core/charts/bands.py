"""Activity bands: a line for each agent along one day, coloured by activity, with the conversations drawn on top."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

import altair as alt
import polars as pl

from core.bands import ACTIVITY
from core.charts.look import DATA, SPECS, finished, fitting_columns, picking, plain_axis
from core.format import moment, number

LANE_PIXELS = 22
TICK_HOURS = 2

COLOURS = {
    "light": ("#E0A050", "#C58AE0", "#D6D04A", "#E88A9E", "#7ADB95"),
    "dark": ("#8F6456", "#7F46B9", "#566C13", "#3346C8", "#56568F"),
}
"""Of activities that are neither available nor offline, the one with the most time first."""

AVAILABLE = {"light": "#9FD0D3", "dark": "#1F5C64"}
OFFLINE = {"light": "#EDF1F2", "dark": "#1C282D"}
OTHER = {"light": "#A69ABE", "dark": "#6E777B"}
"""Of all activities beyond those that can be told apart."""

TALKS = {"light": ("#1D4F91", "#00583A"), "dark": ("#9CC8FF", "#6BE3A8")}
"""Of talk and wrap-up, which lie on the activities."""


def band_rows(
    bands: pl.DataFrame, names: Mapping[str, str], kinds: Sequence[str], midnight: datetime, zone: str, language: str
) -> pl.DataFrame:
    """What is drawn, one row a stretch: `lane`, `kind`, `layer`, `start`, `end`, `begins`, `ends`, `lasts`, `row`.

    Args:
        bands: as `core.bands.Day` has them.
        names: what each agent's line is called, by `agent_id`.
        kinds: what each stretch is called.
        midnight: where the axis begins; `start` and `end` are milliseconds since then, so that a day of 23 or 25 hours
            has its own length.
    """
    lasted = (bands["ended_at"] - bands["started_at"]).dt.total_milliseconds()
    return bands.select(
        pl.col("agent_id").replace_strict(names, return_dtype=pl.String).alias("lane"),
        pl.Series("kind", kinds, dtype=pl.String),
        layer=pl.when(pl.col("kind") == ACTIVITY).then(pl.lit("band")).otherwise(pl.lit("talk")),
        start=(pl.col("started_at") - midnight).dt.total_milliseconds().cast(pl.Float64),
        end=(pl.col("ended_at") - midnight).dt.total_milliseconds().cast(pl.Float64),
        begins=pl.Series([moment(at, zone, language) for at in bands["started_at"]], dtype=pl.String),
        ends=pl.Series([moment(at, zone, language) for at in bands["ended_at"]], dtype=pl.String),
        lasts=pl.Series([number(time, "ms", language) for time in lasted], dtype=pl.String),
        row=pl.int_range(pl.len(), dtype=pl.Int32),
    )


def hour_ticks(since: datetime, until: datetime, zone: str) -> tuple[tuple[int, str], ...]:
    """Where the local clock shows an even hour: milliseconds since midnight, and what it shows.

    An hour that the clocks skip has no tick, one that they repeat has two.
    """
    steps = pl.select(at=pl.datetime_range(since, until, "15m", time_unit="ms", time_zone="UTC")).with_columns(
        local=pl.col("at").dt.convert_time_zone(zone)
    )
    is_even = (pl.col("local").dt.minute() == 0) & (pl.col("local").dt.hour() % TICK_HOURS == 0)
    shown = steps.filter(is_even).select(
        (pl.col("at") - since).dt.total_milliseconds().alias("after"), pl.col("local").dt.strftime("%H:%M")
    )
    return tuple(shown.iter_rows())


@lru_cache(maxsize=SPECS)
def band_spec(
    language: str,
    lanes: tuple[str, ...],
    kinds: tuple[tuple[str, str], ...],
    ticks: tuple[tuple[int, str], ...],
    length_ms: int,
    labels: tuple[str, str, str],
) -> dict[str, Any]:
    """The specification for `band_rows`.

    Args:
        lanes: from top to bottom.
        kinds: what each kind of stretch is called, with its colour; in the legend's order.
        ticks: as `hour_ticks` gives them.
        length_ms: of the day.
        labels: of beginning, end and length.
    """
    begins, ends, lasts = labels
    scale = alt.Scale(domain=[name for name, _ in kinds], range=[colour for _, colour in kinds])
    legend = alt.Legend(
        orient="top", title=None, symbolType="square", symbolStrokeWidth=0, symbolOpacity=1, columns=fitting_columns()
    )
    afters, clocks = [after for after, _ in ticks], [clock for _, clock in ticks]
    told = f"{clocks}[indexof({afters}, datum.value)]"
    hours = alt.Axis(title=None, values=afters, labelExpr=told, labelOverlap="greedy", orient="top", grid=True)
    base = alt.Chart(DATA, height=alt.Step(LANE_PIXELS)).encode(
        x=alt.X("start:Q", scale=alt.Scale(domain=[0, length_ms], nice=False), axis=hours),
        x2="end:Q",
        y=alt.Y("lane:N", scale=alt.Scale(domain=list(lanes)), axis=plain_axis(labelLimit=170)),
        color=alt.Color("kind:N", scale=scale, legend=legend),
        tooltip=[
            alt.Tooltip("lane:N", title=" "),
            alt.Tooltip("kind:N", title="  "),
            alt.Tooltip("begins:N", title=begins),
            alt.Tooltip("ends:N", title=ends),
            alt.Tooltip("lasts:N", title=lasts),
        ],
    )
    bands = base.transform_filter("datum.layer == 'band'").mark_bar(height={"band": 0.86}, cursor="pointer")
    # Seen through, so that two at once are darker than one; the outline keeps one of seconds visible in a day.
    talks = base.transform_filter("datum.layer == 'talk'").mark_bar(
        height={"band": 0.42}, cursor="pointer", opacity=0.8, minBandSize=1
    )
    over = talks.encode(stroke=alt.Stroke("kind:N", scale=scale, legend=legend), strokeWidth=alt.value(0.7))
    return finished(alt.layer(bands.add_params(picking()), over), language)
