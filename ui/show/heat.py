"""When in the week: hour by weekday; a click goes to that hour of that weekday."""

from typing import Any

import polars as pl

from core.charts import heat_rows, heat_spec, ticks_of
from core.scope import Scope
from ui import empty
from ui.answers import ask, declared, house
from ui.drawn import drawn
from ui.labels import metric_help, metric_label
from ui.show.card import card, draw
from ui.show.narrow import narrow_to
from ui.words import language, say

GROUPS = ("weekday", "hour_of_day")


def heat(view: Scope, metric: str) -> None:
    """A metric for each hour of the week, on the scope's clock."""
    title = say("show.heat", metric=metric_label(metric))
    with card(f"heat-{metric}", title, view, metric, help=metric_help(metric)):
        empty.unknown_clock(view, ask(view.query(metric, by=GROUPS)), metric)
        rows, spec = _picture(view, metric)
        picked = draw(f"heat-{metric}", view, rows, spec, title)
        if picked is not None:
            cell = rows.row(picked, named=True)
            narrow_to(view, {name: cell[name] for name in GROUPS}, metric)


@drawn
def _picture(view: Scope, metric: str) -> tuple[pl.DataFrame, dict[str, Any]]:
    unit = declared(metric).unit
    rows = heat_rows(ask(view.query(metric, by=GROUPS)), metric, unit, language())
    ticks = ticks_of(rows["value"]) if unit == "ms" else ()
    return rows, heat_spec(unit, language(), metric_label(metric), ticks, week_start=house().week_start)
