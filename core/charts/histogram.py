"""Histogram: how many rows last how long, a bar a bin, with the lines that a reader looks for."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import altair as alt
import polars as pl

from core.charts.look import CLOCK, DATA, LINE_PIXELS, SPECS, axis, finished, named_line, picking, shown
from core.format import number

HEIGHT = 360
MOST_TICKS = 7


def histogram_rows(bins: pl.DataFrame, lines: Sequence[tuple[str, float | None]], language: str) -> pl.DataFrame:
    """One row a bin, then one a line: `kind`, `at`, `until`, `value`, `is_open`, `span`, the numbers as text, `row`.

    Args:
        bins: as `core.distribution.bins` gives them; not empty. Only the last one can be open, and never is alone.
        lines: what each is called, and where it stands in milliseconds; one without a place is left out.
    """
    width = int(bins["until_ms"][0])
    opens_at = int(bins["since_ms"][-1]) if bins["until_ms"][-1] is None else None
    drawn = [_bins(bins, width, language), _lines(lines, opens_at, width, language)]
    return pl.concat(drawn, how="diagonal").with_columns(row=pl.int_range(pl.len(), dtype=pl.Int32))


def span(since_ms: int, until_ms: int | None, language: str) -> str:
    """A bin in words: `1:00 – 1:30`, the open one `≥ 5:00`."""
    begin = number(since_ms, "ms", language)
    return f"≥ {begin}" if until_ms is None else f"{begin} – {number(until_ms, 'ms', language)}"


def ticks_of_bins(bins: pl.DataFrame) -> tuple[int, ...]:
    """Where the axis is labelled: every so many edges, the one at which the open bin begins among them."""
    edges = bins["since_ms"].to_list()
    if bins["until_ms"][-1] is not None:
        edges.append(bins["until_ms"][-1])
    every = next(step for step in (1, 2, 5, 10, 20) if len(edges) <= step * MOST_TICKS)
    if bins["until_ms"][-1] is not None:
        return tuple(edges[::every])
    kept = edges[:-1:every]
    # The label of the open bin is the one that must be read: a neighbour that would run into it goes.
    return (*(edge for edge in kept if len(edges) - 1 - edges.index(edge) >= every), edges[-1])


def _bins(bins: pl.DataFrame, width: int, language: str) -> pl.DataFrame:
    """An open bin is drawn as wide as the others."""
    total = bins["rows"].sum()
    return bins.select(
        kind=pl.lit("bin"),
        at=pl.col("since_ms").cast(pl.Float64),
        until=pl.coalesce("until_ms", pl.col("since_ms") + width).cast(pl.Float64),
        value=pl.col("rows").cast(pl.Float64),
        is_open=pl.col("until_ms").is_null(),
        span=pl.Series(
            [span(since, until, language) for since, until in bins.select("since_ms", "until_ms").iter_rows()]
        ),
        shown=shown(bins["rows"], "count", language),
        share=shown(bins["rows"] / total, "%", language),
        up_to=shown(bins["rows"].cum_sum() / total, "%", language),
    )


def _lines(lines: Sequence[tuple[str, float | None]], opens_at: int | None, width: int, language: str) -> pl.DataFrame:
    """A line beyond the beginning of the open bin stands in the middle of it.

    The line furthest to the left is the highest, so that its name has nothing but room to its right.
    """
    placed = [
        (
            f"line {place}",
            at if opens_at is None or at < opens_at else opens_at + width / 2,
            f"{name} {number(at, 'ms', language)}",
        )
        for place, (at, name) in enumerate(sorted((at, name) for name, at in lines if at is not None))
    ]
    return pl.DataFrame(placed, schema={"kind": pl.String, "at": pl.Float64, "span": pl.String}, orient="row")


@lru_cache(maxsize=SPECS)
def histogram_spec(
    language: str, labels: tuple[str, str, str, str], ticks: tuple[int, ...], is_open: bool, lines: int, ink: str
) -> dict[str, Any]:
    """The specification for `histogram_rows`.

    Args:
        labels: of the duration, of the count, of its share of all rows, and of the share up to the bin's end.
        ticks: as `ticks_of_bins` gives them.
        is_open: whether the last tick begins an open bin.
        lines: how many lines there are.
        ink: colour of the lines and their names, which no theme colours.
    """
    duration, count, share, up_to = labels
    opened = f"(datum.value >= {ticks[-1]} ? '≥ ' : '') + " if is_open else ""
    times = alt.Axis(
        title=duration, titleFontWeight="normal", values=list(ticks), labelExpr=f"{opened}({CLOCK})",
        grid=False, labelOverlap=False, labelFlush=False,
    )  # fmt: skip
    base = alt.Chart(DATA, height=HEIGHT).encode(x=alt.X("at:Q", axis=times, scale=alt.Scale(nice=False)))
    room: list[Any] = [{"expr": "height"}, LINE_PIXELS * lines + 6]
    bars = (
        base.transform_filter("datum.kind == 'bin'")
        .mark_bar(cursor="pointer", cornerRadiusTopLeft=2, cornerRadiusTopRight=2, xOffset=1, x2Offset=0)
        .encode(
            x2="until:Q",
            y2=alt.value("height"),
            y=alt.Y("value:Q", axis=axis("count"), scale=alt.Scale(zero=True, range=room)),
            opacity=alt.condition("datum.is_open", alt.value(0.55), alt.value(1)),
            tooltip=[
                alt.Tooltip("span:N", title=duration),
                alt.Tooltip("shown:N", title=count),
                alt.Tooltip("share:N", title=share),
                alt.Tooltip("up_to:N", title=up_to),
            ],
        )
        .add_params(picking())
    )
    marks = [mark for place in range(lines) for mark in named_line(base, "line", "span:N", place, ink)]
    return finished(alt.layer(bars, *marks), language)
