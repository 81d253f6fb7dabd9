"""A histogram: how long the rows behind a number lasted; a click opens the conversations of a bin."""

import polars as pl

from core.charts import histogram_rows, histogram_spec, ticks_of_bins
from core.distribution import bins, duration_of
from core.format import number
from core.query import Query
from core.scope import Scope
from core.settings import Settings
from core.store.snapshot import Snapshot
from core.words import known
from ui import empty
from ui.answers import ask, settings, snapshot
from ui.drawn import drawn
from ui.grid import counts
from ui.kept import kept
from ui.labels import column_label, metric_help
from ui.links import to_list
from ui.show.card import card, draw, ink, stamp
from ui.show.rows import as_table
from ui.words import language, say

KEPT = 500
Line = tuple[str, float | None]


def histogram(view: Scope, metric: str, *others: str, lines: tuple[Line, ...] = ()) -> None:
    """The rows behind a statistic of a duration, a bar a bin, with a line at each statistic.

    Args:
        metric: whose rows they are.
        others: statistics of the same rows.
        lines: further lines: what each is called, and where it stands in milliseconds.
    """
    rules = settings()
    column = duration_of(metric, rules)
    title = say("show.histogram", duration=column_label(column))
    with card(f"histogram-{column}", title, view, metric, help=metric_help(metric)):
        found = _bins(snapshot(), view.query(metric), metric, rules)
        if found.is_empty():
            empty.no_rows()
            return
        marked = (*_statistics(view, (metric, *others)), *lines)
        rows = _rows(found, marked)
        count = number(int(found["rows"].sum()), "count", language())
        told = say("show.alt_histogram", title=title, count=count, lines=_told(rows))
        picked = draw(f"histogram-{metric}", view, rows, _spec(found, column, marked), told)
        _table(view, metric, rows.filter(kind="bin"), column, title)
        if picked is not None and picked < found.height:
            since, until, _ = found.row(picked)
            to_list(view, metric, since, until)


@drawn
def _rows(found: pl.DataFrame, lines: tuple[Line, ...]) -> pl.DataFrame:
    return histogram_rows(found, lines, language())


def _statistics(view: Scope, metrics: tuple[str, ...]) -> list[Line]:
    values = ask(view.query(metrics)).row(0, named=True)
    return [(statistic_label(metric), values[metric]) for metric in metrics]


def statistic_label(metric: str) -> str:
    """What a statistic is called where the duration is known: `Median`, `p90`."""
    kind = metric.partition("_")[0]
    return say(f"statistic.{kind}") if known(f"statistic.{kind}") else kind


def _spec(found: pl.DataFrame, column: str, lines: tuple[Line, ...]) -> dict[str, object]:
    labels = (column_label(column), *(say(f"show.bin_{name}") for name in ("count", "share", "up_to")))
    is_open = found["until_ms"][-1] is None
    count = sum(at is not None for _, at in lines)
    return histogram_spec(language(), labels, ticks_of_bins(found), is_open, count, ink())


def _told(rows: pl.DataFrame) -> str:
    return ", ".join(rows.filter(pl.col("kind") != "bin")["span"])


def _table(view: Scope, metric: str, rows: pl.DataFrame, column: str, title: str) -> None:
    columns = {
        "span": column_label(column),
        "value": say("show.bin_count"),
        "share": say("show.bin_share"),
        "up_to": say("show.bin_up_to"),
    }
    as_table(f"histogram-{metric}-{stamp(view)}", rows, columns, {"value": counts()}, title)


@kept(KEPT)
def _bins(now: Snapshot, query: Query, metric: str, rules: Settings) -> pl.DataFrame:
    return bins(now, query, metric, rules)
