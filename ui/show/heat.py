"""When in the week: hour by weekday; a click goes to that hour of that weekday."""

from core.charts import heat_rows, heat_spec, ticks_of
from ui import empty
from ui.answers import ask, declared, house
from ui.labels import metric_help, metric_label
from ui.scope import Scope
from ui.show.card import card, draw
from ui.show.narrow import narrow_to
from ui.words import language, say


def heat(view: Scope, metric: str) -> None:
    """A metric for each hour of the week, on the scope's clock."""
    unit, label = declared(metric).unit, metric_label(metric)
    title = say("show.heat", metric=label)
    with card(f"heat-{metric}", title, view, metric, help=metric_help(metric)):
        answers = ask(view.query(metric, by=("weekday", "hour_of_day")))
        empty.unknown_clock(view, answers, metric)
        rows = heat_rows(answers, metric, unit, language())
        ticks = ticks_of(rows["value"]) if unit == "ms" else ()
        spec = heat_spec(unit, language(), label, ticks, week_start=house().week_start)
        picked = draw(f"heat-{metric}", view, rows, spec, title)
        if picked is not None:
            cell = rows.row(picked, named=True)
            narrow_to(view, {name: cell[name] for name in ("weekday", "hour_of_day")})
