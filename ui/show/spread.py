"""How a duration is spread in each group: boxes beside each other; a click narrows to a group."""

import polars as pl
import streamlit as st

from core.charts import box_rows, box_spec, ticks_of
from core.distribution import SHARES, duration_of
from core.distribution import spread as spread_of
from core.query import Query
from core.scope import Scope
from core.settings import Settings
from core.store.snapshot import Snapshot
from ui import empty
from ui.answers import settings, snapshot
from ui.grid import counts, durations
from ui.kept import kept
from ui.labels import column_label, metric_help, value_label
from ui.show.card import card, draw, ink, stamp
from ui.show.narrow import narrow_to
from ui.show.rows import as_table
from ui.words import language, say

KEPT = 500


def spread(view: Scope, metric: str, by: str, most: int = 12) -> None:
    """A box for each of the groups with the most rows behind a statistic of a duration.

    Args:
        by: a column of the metric's own rows.
    """
    rules = settings()
    heading, duration = column_label(by), column_label(duration_of(metric, rules))
    title = say("show.spread", duration=duration, group=heading.lower())
    with card(f"spread-{by}", title, view, metric, help=metric_help(metric)):
        all_groups = _spreads(snapshot(), view.query(metric), metric, by, rules)
        groups = all_groups.head(most)
        if groups.is_empty():
            empty.no_rows()
            return
        st.caption(say("show.how_to_read_box"))
        rows = box_rows(groups, [value_label(by, value) for value in groups[by]], language())
        labels = tuple(say(f"statistic.{name.removesuffix('_ms')}") for name in SHARES)
        spec = box_spec(language(), labels, heading, say("show.bin_count"), ticks_of(groups["p90_ms"]), ink())
        first = rows.row(0, named=True)
        told = say("show.alt_spread", title=title, name=first["name"], median=first["p50_ms_shown"])
        picked = draw(f"spread-{by}-{metric}", view, rows, spec, told)
        if all_groups.height > most:
            st.caption(say("show.largest_of", shown=most, count=all_groups.height))
        _table(view, metric, by, rows.with_columns(rows=groups["rows"]), labels)
        if picked is not None:
            narrow_to(view, groups.select(by).row(picked, named=True), metric)


def _table(view: Scope, metric: str, by: str, rows: pl.DataFrame, labels: tuple[str, ...]) -> None:
    columns = {"name": column_label(by), "rows": say("show.bin_count"), **dict(zip(SHARES, labels, strict=True))}
    readers = {"rows": counts(), **dict.fromkeys(SHARES, durations())}
    as_table(f"spread-{by}-{metric}-{stamp(view)}", rows, columns, readers, column_label(by))


@kept(KEPT)
def _spreads(now: Snapshot, query: Query, metric: str, by: str, rules: Settings) -> pl.DataFrame:
    return spread_of(now, query, metric, by, rules)
