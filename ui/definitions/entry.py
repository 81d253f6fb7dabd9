"""One metric explained: its formula with the house rules in force, and everything else that is declared of it."""

from typing import Literal

import streamlit as st

from core.attribution import dating
from core.errors import UnknownName
from core.lending import CONVERSATION_ID
from core.metrics import Metric, describe, related
from core.metrics.words import NAMED_ROWS, condition
from core.scope import Scope
from core.words import known
from ui.answers import declared, house
from ui.labels import metric_label, metric_rules, plain
from ui.links import to_conversations
from ui.words import language, say

METRIC = "metric"
"""In the address: the metric that is explained above all others."""

LONGEST_TEXT = 2_000


def chosen() -> Metric | None:
    """The metric that the address names; one that does not exist is told."""
    asked = st.query_params.get(METRIC, "")
    try:
        return declared(asked) if asked else None
    except UnknownName:
        st.warning(say("definitions.unknown_metric", name=plain(asked)), icon=":material/search_off:")
        return None


def card(view: Scope, metric: Metric) -> None:
    """A metric in a frame of its own, with the way back to all of them."""
    with st.container(border=True, key="chosen"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small", wrap=False):
            st.subheader(metric_label(metric.name), anchor=False, width="stretch")
            st.button(say("definitions.close"), key="close", icon=":material/close:", on_click=_close)
        st.markdown(plain(getattr(metric.meaning, language()), LONGEST_TEXT))
        explain(view, metric, within="chosen")


def explain(view: Scope, metric: Metric, *, within: str) -> None:
    """All that is declared of a metric besides its label and meaning, and where to go from it.

    Args:
        within: what it stands in; the same metric may be explained twice on the page.
    """
    formula = describe(metric, house(), language())
    st.markdown(f"**{say('definitions.formula')}**")
    st.code(formula, language=None, wrap_lines=True)
    if named := named_in(formula):
        st.markdown("  \n".join(f"*{plain(name)}:* `{spelt}`" for name, spelt in named))
    st.markdown("  \n".join(_facts(metric)))
    if notes := getattr(metric.notes, language()):
        st.markdown(f"**{say('definitions.notes')}** {plain(notes, LONGEST_TEXT)}")
    _ways(view, metric, within)


def _facts(metric: Metric) -> list[str]:
    """One line a fact, each with its name in bold."""
    told = {
        "name": f"`{metric.name}`",
        "unit": say(f"definitions.unit.{metric.unit}"),
        "better": say(f"definitions.better.{metric.better}"),
        "rows": "; ".join(table_label(table.name) for table in metric.tables),
        "null": plain(getattr(metric.null_rule, language()), LONGEST_TEXT),
        "source": plain(metric.source, LONGEST_TEXT),
    }
    if dated := dating(metric.formula(house())):
        told["time"] = plain(getattr(dated, language()), LONGEST_TEXT)
    if rules := metric_rules(metric.name):
        told["rules"] = rules
    return [f"**{say(f'definitions.fact.{name}')}** {text}" for name, text in told.items()]


def _ways(view: Scope, metric: Metric, within: str) -> None:
    """The metrics to read it with, its conversations, and the address of this very definition."""
    if others := related(metric.name, house()):
        st.markdown(f"**{say('definitions.related')}**")
        with st.container(horizontal=True, gap="small"):
            for other in others:
                _way(other, plain(metric_label(other)), key=f"{within}-{metric.name}-{other}", kind="secondary")
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        if all(CONVERSATION_ID in table.by_name for table in metric.tables):
            to_conversations(view, metric.name, say("definitions.conversations"))
        if st.query_params.get(METRIC) != metric.name:
            _way(metric.name, say("definitions.link"), key=f"{within}-{metric.name}", icon=":material/link:")


def _way(
    metric: str, label: str, *, key: str, kind: Literal["secondary", "tertiary"] = "tertiary", icon: str | None = None
) -> None:
    """A button that puts a metric into the address: a link from a page to itself leaves the address as it is."""
    if st.button(label, key=f"way-{key}", type=kind, icon=icon):
        st.query_params[METRIC] = metric
        st.rerun()


def table_label(table: str) -> str:
    """What the rows of a table are; its own name where the catalogues have none."""
    return say(f"definitions.table.{table}") if known(f"definitions.table.{table}") else table.capitalize()


def named_in(formula: str) -> list[tuple[str, str]]:
    """The names of conditions that a formula uses, and those that they use, each with what it stands for."""
    tongue, told, rest = language(), [], formula
    spelt = {getattr(name, tongue): condition(where, tongue) for name, where in NAMED_ROWS}
    while names := [name for name in spelt if name in rest]:
        told += [(name, spelt.pop(name)) for name in names]
        rest = " ".join(text for _, text in told)
    return told


def _close() -> None:
    st.query_params.pop(METRIC, None)
