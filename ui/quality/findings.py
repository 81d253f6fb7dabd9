"""The findings: one row each, the gravest first; the chosen one is shown below with all that is known of it."""

from datetime import timedelta

import polars as pl
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from core.format import NOTHING, number
from core.quality import Finding, Quality
from core.scope import Scope
from core.sheet import Sheet
from ui.answers import values_of
from ui.grid import choice, counts
from ui.labels import plain
from ui.quality import one, rows
from ui.quality.asked import FINDING, title, what
from ui.show.card import stamp
from ui.take.seen import seen_table
from ui.words import language, say

MOST_DAYS = 90
NAMED = ("platform", "queue_name", "agent_name", "file_name", "what")
MOSTLY = 0.5
"""A value is named where it has at least this share of the rows."""

SHOWN = ("severity", "title", "count", "share", "conversations", "days", "where")
RIGHT = ("count", "share", "conversations")
LEAST_SHARE = 0.001
"""As little as is told exactly."""


def show(view: Scope, found: Quality) -> None:
    """The list, and below it the finding that the address names."""
    st.subheader(say("quality.findings"), anchor=False)
    if not found.findings:
        st.success(
            say("quality.none", count=number(len(found.checks), "count", language())), icon=":material/check_circle:"
        )
        return
    chosen = _list(view, found)
    name = st.query_params.get(FINDING, "")
    if chosen is not None and found.findings[chosen].check.name != name:
        name = found.findings[chosen].check.name
        st.query_params[FINDING] = name
        st.query_params.pop(rows.PAGE, None)
    asked = next((finding for finding in found.findings if finding.check.name == name), None)
    if asked:
        one.show(view, asked)
    elif name:
        st.warning(say("quality.unknown_finding", name=plain(name)), icon=":material/filter_alt_off:")


def _list(view: Scope, found: Quality) -> int | None:
    days = _span(found)
    table = pl.DataFrame(
        {
            "severity": [say(f"quality.severity.{finding.severity}") for finding in found.findings],
            "title": [title(finding.check.name) for finding in found.findings],
            "count": [finding.count for finding in found.findings],
            "share": [_share(finding) for finding in found.findings],
            "conversations": [finding.conversations for finding in found.findings],
            "days": [_bars(finding, days) for finding in found.findings],
            "where": [_where(finding) for finding in found.findings],
        },
        schema_overrides={"days": pl.List(pl.Int64)},
    )
    columns: dict[str, ColumnConfig] = {
        name: st.column_config.Column(say(f"quality.column_{name}"), alignment="right" if name in RIGHT else None)
        for name in SHOWN
    }
    columns["days"] = st.column_config.BarChartColumn(say("quality.column_days"), y_min=0, color="blue")
    readers = {"count": counts(), "conversations": counts()}

    def sheet(called: str) -> Sheet:
        heads = {name: say(f"quality.column_{name}") for name in SHOWN if name != "days"}
        return seen_table(called, table, heads, readers, view.zone, language())

    return choice(
        table,
        columns,
        readers,
        key=f"findings-{stamp(view)}",
        alt=say("quality.findings"),
        called=("title", "severity"),
        label=say("quality.choose"),
        sheet=sheet,
    )


def _span(found: Quality) -> pl.DataFrame:
    """`day`: the last days up to the last one with any fault, which is what the small bars stand for."""
    every = pl.concat([finding.days["day"] for finding in found.findings]).drop_nulls().to_list()
    if not every:
        return pl.DataFrame(schema={"day": pl.Date})
    first = max(min(every), max(every) - timedelta(days=MOST_DAYS - 1))
    return pl.select(day=pl.date_range(first, max(every), "1d"))


def _bars(finding: Finding, days: pl.DataFrame) -> list[int]:
    return days.join(finding.days, on="day", how="left", maintain_order="left")["count"].fill_null(0).to_list()


def _share(finding: Finding) -> str:
    """The share in words; of what is little, that there is some."""
    told = number(max(finding.share, LEAST_SHARE), "%", language())
    little = "< " if finding.share < LEAST_SHARE else ""
    return f"{little}{told} {say(f'quality.unit.{finding.check.unit}')}"


def _where(finding: Finding) -> str:
    """The values in which most of the rows are, such as a queue or a file."""
    told = []
    # Where all is of one platform, its name tells nothing.
    for column in NAMED if len(values_of("platform") - {None}) > 1 else NAMED[1:]:
        top = finding.where.get(column, ())
        if top and top[0][1] >= MOSTLY * finding.rows.height:
            told.append(what(top[0][0]) if column == "what" else str(top[0][0]))
    return " · ".join(told) or NOTHING
