"""Bars: groups beside each other, longest first, each with its number."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import altair as alt
import polars as pl

from core.charts.look import DATA, SPECS, finished, picking, plain_axis, shown

BAR_PIXELS = 30
ROOM_FOR_NUMBERS: list[Any] = [0, {"expr": "max(40, width - 64)"}]


def bar_rows(answers: pl.DataFrame, metric: str, names: Sequence[str], unit: str, language: str) -> pl.DataFrame:
    """One row a bar, in the order given: `name`, `value`, `shown`, `row`.

    Args:
        answers: one row a group.
        names: what each group is called.
    """
    return answers.select(
        pl.Series("name", names, dtype=pl.String),
        pl.col(metric).cast(pl.Float64).alias("value"),
        shown(answers[metric], unit, language),
        pl.int_range(pl.len(), dtype=pl.Int32).alias("row"),
    )


@lru_cache(maxsize=SPECS)
def bar_spec(language: str, label: str, group_label: str, ink: str = "#16282D") -> dict[str, Any]:
    """The specification for `bar_rows`: the numbers stand at the bars' ends, so there is no axis to read them from.

    Args:
        label: the metric's.
        group_label: the column's.
        ink: colour of the numbers, which no theme colours.
    """
    base = alt.Chart(DATA, height=alt.Step(BAR_PIXELS)).encode(
        y=alt.Y("name:N", sort=None, axis=plain_axis(labelLimit=190)),
        x=alt.X("value:Q", axis=None, scale=alt.Scale(zero=True, range=ROOM_FOR_NUMBERS)),
        tooltip=[alt.Tooltip("name:N", title=group_label), alt.Tooltip("shown:N", title=label)],
    )
    bars = base.mark_bar(cornerRadiusEnd=3, height={"band": 0.68}, cursor="pointer").add_params(picking())
    numbers = base.mark_text(align="left", dx=6, color=ink).encode(text="shown:N", tooltip=alt.value(None))
    return finished(alt.layer(bars, numbers), language)
