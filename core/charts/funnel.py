"""Funnel plot: each group's rate against its volume, between the limits within which chance keeps it."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import altair as alt
import polars as pl

from core.charts.look import DATA, SPECS, axis, finished, fitting_columns, picking
from core.format import number
from core.funnel import LIMITS, Funnel

HEIGHT = 340
MOST_NAMED = 12
"""Names beside points at most: those furthest out."""

NARROW = 420
"""Pixels below which names would lie on each other; the page tells them beside the chart too."""

AS_CHANCE, BETTER, WORSE, HIGHER, LOWER = "as chance", "better", "worse", "higher", "lower"
"""Where a group stands, as good news, bad news, or neither."""


def funnel_rows(found: Funnel, names: Sequence[str], better: str, language: str) -> pl.DataFrame:
    """The points and the curves.

    Args:
        names: what each of `found.groups` is called.
        better: `higher`, `lower` or `neither`, as the metric declares it.

    Returns:
        `part` (`group`, `limit` or `all`); of a group: `row`, `name`, `caption` (its name where it is marked, else
        null), `trials`, `rate`, `news` (one of the five), `level` (0, 1 or 2), `shown`, `volume`, `within` (the
        95 % limits in words), `told`; of a limit: `trials`, `rate`, `line` (one of `LIMITS`); of all: `rate`.
    """
    news = _news(better)
    groups = found.groups.select(
        "trials",
        "rate",
        part=pl.lit("group"),
        row=pl.int_range(pl.len(), dtype=pl.Int32),
        name=pl.Series(names, dtype=pl.String),
        level=pl.col("standing").abs(),
        news=pl.col("standing").sign().replace_strict(news, return_dtype=pl.String),
        far=(pl.col("rate") - (found.overall or 0)).abs() * pl.col("trials").sqrt(),
        shown=pl.Series([number(rate, "%", language) for rate in found.groups["rate"]], dtype=pl.String),
        volume=pl.Series(
            [_of(row, language) for row in found.groups.select("events", "trials").iter_rows()], dtype=pl.String
        ),
        within=pl.Series(
            [_within(row, language) for row in found.groups.select("low_95", "high_95").iter_rows()], dtype=pl.String
        ),
    )
    furthest = groups.filter(pl.col("level") == 2).sort("far", "row", descending=[True, False]).head(MOST_NAMED)
    captions = furthest.select("row", caption="name")
    named = groups.drop("far").join(captions, on="row", how="left", maintain_order="left")
    told = named.with_columns(told=pl.concat_str("name", pl.lit(": "), "shown", pl.lit(" ("), "volume", pl.lit(")")))
    curve = found.curve.unpivot(LIMITS, index="trials", variable_name="line", value_name="rate").drop_nulls()
    limits = curve.select(pl.lit("limit").alias("part"), "trials", "rate", "line").sort("line", "trials")
    everybody = pl.DataFrame({"part": ["all"], "rate": [found.overall]}, schema={"part": pl.String, "rate": pl.Float64})
    return pl.concat([told, limits, everybody], how="diagonal")


def reach_of(found: Funnel) -> tuple[int, float]:
    """Where the axes of volumes and of rates end: the one leaves room for a name beside the largest group, the other
    shows every group and most of the limits, which grow to all rates for the smallest.
    """
    ends = found.groups.select(
        volume=pl.col("trials").max(), rate=pl.max_horizontal(pl.col("rate").max(), pl.col("high_998").median())
    ).row(0, named=True)
    return int(1.25 * (ends["volume"] or 0)) + 1, min(1.0, 1.1 * (ends["rate"] or 1.0))


@lru_cache(maxsize=SPECS)
def funnel_spec(
    language: str,
    labels: tuple[str, str, str, str, str],
    news: tuple[tuple[str, str, str], ...],
    reach: tuple[int, float],
    ink: str,
) -> dict[str, Any]:
    """The specification for `funnel_rows`.

    Args:
        labels: headings of the group, the rate, its two parts and the limits, and of the axis of volumes.
        news: where groups stand: its name in the rows, as it is to be read, and its colour; in the legend's order.
        reach: where the axes of volumes and of rates end; see `reach_of`.
        ink: colour of lines and names.
    """
    largest, top = reach
    base = alt.Chart(DATA, height=HEIGHT).encode(
        x=alt.X(
            "trials:Q",
            scale=alt.Scale(type="sqrt", domain=[0, largest], nice=False),
            axis=alt.Axis(title=labels[-1], format=",.0f", grid=False, tickCount=6, tickMinStep=1, labelOverlap=True),
        ),
        y=alt.Y("rate:Q", scale=alt.Scale(domain=[0, top], nice=False), axis=axis("%")),
    )
    lines = base.transform_filter("datum.part == 'limit'").mark_line(
        clip=True, color=ink, opacity=0.55, strokeWidth=1.2
    )
    limits = lines.encode(
        detail="line:N",
        strokeDash=alt.when("slice(datum.line, -2) == '95'").then(alt.value([1, 0])).otherwise(alt.value([5, 4])),
    )
    everybody = base.transform_filter("datum.part == 'all'").mark_rule(color=ink, strokeWidth=1.2)
    flat = everybody.encode(x=alt.value(0), x2=alt.value("width"))
    points = base.transform_filter("datum.part == 'group'")
    names = points.transform_filter("datum.caption != null").mark_text(
        align="left", dx=9, color=ink, limit=150, cursor="pointer", opacity={"expr": f"width < {NARROW} ? 0 : 1"}
    )
    named = names.encode(text="caption:N", tooltip=alt.value(None))
    return finished(alt.layer(limits, flat, _marks(points, news, labels[:-1]), named), language)


def _marks(points: alt.Chart, news: tuple[tuple[str, str, str], ...], labels: tuple[str, ...]) -> alt.Chart:
    """The groups: where one stands is told by shape and colour, how far out by size."""
    domain, colours = [name for name, _, _ in news], [colour for _, _, colour in news]
    words = " : ".join(f"datum.label == '{name}' ? {_quoted(word)}" for name, word, _ in news)
    legend = alt.Legend(
        title=None, orient="top", columns=fitting_columns(150), labelLimit=320, labelExpr=f"{words} : datum.label"
    )
    shapes = alt.Scale(domain=domain, range=["circle", *(_SHAPES[name] for name in domain[1:])])
    told = zip(("name", "shown", "volume", "within"), labels, strict=True)
    marks: alt.Chart = points.mark_point(filled=True, opacity=0.9, cursor="pointer", strokeWidth=1)
    drawn: alt.Chart = marks.encode(
        color=alt.Color("news:N", scale=alt.Scale(domain=domain, range=colours), legend=legend),
        shape=alt.Shape("news:N", scale=shapes, legend=legend),
        size=alt.Size("level:O", scale=alt.Scale(domain=[0, 1, 2], range=[45, 80, 150]), legend=None),
        description="told:N",
        tooltip=[alt.Tooltip(f"{name}:N", title=label) for name, label in told],
    )
    return drawn.add_params(picking())


_SHAPES = {BETTER: "triangle-up", WORSE: "triangle-down", HIGHER: "triangle-up", LOWER: "triangle-down"}


def _news(better: str) -> dict[int, str]:
    """What standing above or below the limits is called."""
    if better == "neither":
        return {-1: LOWER, 0: AS_CHANCE, 1: HIGHER}
    above, below = (BETTER, WORSE) if better == "higher" else (WORSE, BETTER)
    return {-1: below, 0: AS_CHANCE, 1: above}


def _of(row: tuple[int, int], language: str) -> str:
    return " / ".join(number(part, "count", language) for part in row)


def _within(row: tuple[float | None, float | None], language: str) -> str:
    low, high = row
    ends = (low if low is not None else 0.0, high if high is not None else 1.0)
    return " – ".join(number(end, "%", language) for end in ends)


def _quoted(word: str) -> str:
    return "'" + word.replace("\\", "\\\\").replace("'", "\\'") + "'"
