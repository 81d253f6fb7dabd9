"""A table: a row a group, a column a metric, sorted by value and read in the reader's language."""

import polars as pl
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from core.comparison import Comparison, differences, is_compared
from core.format import difference, number
from core.query import Query
from core.schema.tables import CONVERSATIONS
from core.scope import Scope, is_filter
from ui import empty
from ui.answers import ask, compared, declared, settings
from ui.grid import Reader, choice
from ui.labels import column_label, metric_help, metric_label, value_label
from ui.links import open_passport
from ui.show.card import card, stamp
from ui.show.narrow import narrow_to, narrowed_to
from ui.versus import briefly
from ui.words import language, say

DIFFERENCE = ".difference"
"""Ends the name of the column that tells how much a metric differs."""

FIRSTS = ("queue_name", "agent_name", "handling_team_name", "handling_department_name")
"""What a conversation as a whole has of these is the first one that it had."""

MEASURED, LETTER_PIXELS, WIDEST_PIXELS = 10, 8, 320
"""A table makes a column wide enough for its first rows; the others are measured here."""

DIFFERENCES, SHOWN = "differences", "shown"
"""In the address: whether tables tell how much each number differs from the earlier period."""


def table(view: Scope, *metrics: str, by: str, most: int = 100) -> None:
    """The groups with the most of the first metric.

    Choosing a row, or clicking its name, narrows to its group; clicking a number opens the passport of it.
    """
    title = say("show.by", group=column_label(by).lower())
    with card(f"table-{by}", title, view, metrics[0]):
        all_groups = ask(view.query(metrics, by=by, sort=metrics[0], descending=True))
        answers = all_groups.head(most)
        if answers.is_empty():
            empty.no_rows()
            return
        one = compared(view.query(metrics, by=by), view.versus)
        before = one.before if is_compared(one.now) and _wanted(by, one) else None
        shown = answers if before is None else _with_differences(answers, before)

        def open_cell(row: int, column: str) -> None:
            group = answers.select(by).row(row, named=True)
            if column == by:
                narrow_to(view, group, metrics[0])
            else:
                open_passport(narrowed_to(view, group), column.removesuffix(DIFFERENCE))

        picked = choice(
            shown.with_columns(_names(by, answers[by].to_list())),
            _group_column(by, answers) | _columns(view, one, metrics, before),
            {name: read for metric in metrics for name, read in _readers(metric).items()},
            key=f"table-{by}-{stamp(view, str(before is None))}",
            alt=title,
            called=(by,),
            label=say("show.choose", group=column_label(by).lower()),
            on_cell=open_cell if is_filter(by) else None,
        )
        if (of_first := _of_first(metrics)) and by in FIRSTS and len(of_first) < len(metrics):
            st.caption(say("show.of_first", metrics=", ".join(map(metric_label, of_first))))
        if all_groups.height > most:
            st.caption(say("show.largest_of", shown=most, count=all_groups.height))
        if picked is not None:
            narrow_to(view, answers.select(by).row(picked, named=True), metrics[0])


def _names(by: str, values: list[object]) -> pl.Series:
    return pl.Series(by, [value_label(by, value) for value in values], dtype=pl.String)


def _group_column(by: str, answers: pl.DataFrame) -> dict[str, ColumnConfig]:
    """The column of the names, wide enough for all of them."""
    label = column_label(by)
    letters = _names(by, answers[by].to_list()).str.len_chars().to_list()
    longest = max(letters)
    is_seen = longest <= max(len(label), *letters[:MEASURED])
    width = None if is_seen else min(WIDEST_PIXELS, (longest + 2) * LETTER_PIXELS)
    return {by: st.column_config.TextColumn(label, pinned=True, width=width)}


def _of_first(metrics: tuple[str, ...]) -> list[str]:
    """The metrics that count whole conversations, and so each for the first queue, agent or team that it had."""
    return [metric for metric in metrics if CONVERSATIONS in declared(metric).tables]


def _wanted(by: str, one: Comparison) -> bool:
    """Let the reader add the differences, where there is something to compare with; the address keeps the choice."""
    if one.before is None:
        return False
    key = f"differences-{by}"
    st.session_state[key] = st.query_params.get(DIFFERENCES) == SHOWN
    return st.toggle(say("show.differences"), key=key, on_change=_turn, args=(key,))


def _turn(key: str) -> None:
    st.query_params.pop(DIFFERENCES, None)
    if st.session_state[key]:
        st.query_params[DIFFERENCES] = SHOWN


def _with_differences(answers: pl.DataFrame, before: Query) -> pl.DataFrame:
    """The same groups in the same order, each metric with its difference to the earlier period."""
    sides = differences(answers, ask(before), before, settings())
    return answers.join(
        sides.select(*before.by, *(f"{metric}{DIFFERENCE}" for metric in before.metrics)),
        on=list(before.by),
        how="left",
        nulls_equal=True,
        maintain_order="left",
    )


def _columns(view: Scope, one: Comparison, metrics: tuple[str, ...], before: Query | None) -> dict[str, ColumnConfig]:
    """The columns of the metrics, each with the one of its differences when there are any."""
    columns: dict[str, ColumnConfig] = {}
    for metric in metrics:
        label = metric_label(metric)
        columns[metric] = st.column_config.Column(label, help=metric_help(metric), alignment="right")
        if before is not None:
            told = f"{label}: {briefly(view, one)}"
            columns[metric + DIFFERENCE] = st.column_config.Column("±", help=told, alignment="right")
    return columns


def _readers(metric: str) -> dict[str, Reader]:
    unit, spoken = declared(metric).unit, language()
    return {
        metric: lambda value: number(value, unit, spoken),
        metric + DIFFERENCE: lambda value: difference(value, unit, spoken),
    }
