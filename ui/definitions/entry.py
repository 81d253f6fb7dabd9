"""One metric explained: its formula with the house rules in force, and everything else that is declared of it."""

import streamlit as st

from core.metrics import METRICS, Metric, describe, related
from core.metrics.words import NAMED_ROWS, condition
from core.plan import CONVERSATION_ID
from ui.answers import workspace
from ui.definitions.find import PARAM as FIND
from ui.labels import metric_label, plain
from ui.links import to_conversations
from ui.scope import Scope
from ui.sitemap import place
from ui.words import known, language, say

METRIC = "metric"
"""In the address: the metric that is explained above all others."""

LONGEST_TEXT = 2_000


def chosen() -> Metric | None:
    """The metric that the address names; one that does not exist is told."""
    asked = st.query_params.get(METRIC, "")
    if asked and asked not in METRICS:
        st.warning(say("definitions.unknown_metric", name=plain(asked)), icon=":material/search_off:")
    return METRICS.get(asked)


def card(view: Scope, metric: Metric) -> None:
    """A metric in a frame of its own, with the way back to all of them."""
    with st.container(border=True, key="chosen"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small", wrap=False):
            st.subheader(metric_label(metric.name), anchor=False, width="stretch")
            st.button(say("definitions.close"), key="close", icon=":material/close:", on_click=_close)
        st.markdown(plain(getattr(metric.meaning, language()), LONGEST_TEXT))
        explain(view, metric)


def explain(view: Scope, metric: Metric) -> None:
    """All that is declared of a metric besides its label and meaning, and where to go from it."""
    formula = describe(metric, workspace().house, language())
    st.markdown(f"**{say('definitions.formula')}**")
    st.code(formula, language=None, wrap_lines=True)
    for name, spelt in _named_in(formula):
        st.caption(f"{plain(name)}: `{spelt}`")
    st.markdown("  \n".join(_facts(metric)))
    if metric.notes:
        st.markdown(f"**{say('definitions.notes')}** {plain(metric.notes, LONGEST_TEXT)}")
    _ways(view, metric)


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
    return [f"**{say(f'definitions.fact.{name}')}** {text}" for name, text in told.items()]


def _ways(view: Scope, metric: Metric) -> None:
    """Links: metrics to read it with, its conversations, and the address of this very definition."""
    if others := related(metric.name):
        st.markdown(f"**{say('definitions.related')}**")
        with st.container(horizontal=True, gap="small"):
            for other in others:
                to_definition(view, other)
    with st.container(horizontal=True, gap="medium"):
        if all(CONVERSATION_ID in table.by_name for table in metric.tables):
            to_conversations(view, metric.name, say("definitions.conversations"))
        if st.query_params.get(METRIC) != metric.name:
            to_definition(view, metric.name, say("definitions.link"))


def to_definition(view: Scope, metric: str, label: str = "") -> None:
    """A link to the definition of a metric, within the same scope and search."""
    st.page_link(
        place("definitions").page(),
        label=label or metric_label(metric),
        icon=":material/link:" if label else None,
        query_params=view.params(**{METRIC: metric, FIND: st.session_state.get(FIND, "")}),
    )


def table_label(table: str) -> str:
    """What the rows of a table are; its own name where the catalogues have none."""
    return say(f"definitions.table.{table}") if known(f"definitions.table.{table}") else table.capitalize()


def _named_in(formula: str) -> list[tuple[str, str]]:
    """The names of conditions that a formula uses, and those that they use, each with what it stands for."""
    tongue, told, rest = language(), [], formula
    spelt = {getattr(name, tongue): condition(where, tongue) for name, where in NAMED_ROWS}
    while names := [name for name in spelt if name in rest]:
        told += [(name, spelt.pop(name)) for name in names]
        rest = " ".join(text for _, text in told)
    return told


def _close() -> None:
    st.query_params.pop(METRIC, None)
