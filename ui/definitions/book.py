"""The page of definitions: a search over all of them, the one that the address names, then what is found."""

import streamlit as st

from core.scope import Scope
from ui.answers import declared, metrics
from ui.definitions import entry, groups, own
from ui.definitions.find import clear, field, is_found
from ui.definitions.subjects import by_subject, subject_label
from ui.labels import metric_label, metric_meaning, plain
from ui.show.choice import choice
from ui.words import say

OF = "of"
"""In the address: whether metrics are listed, or what they can be split by."""

KINDS = ("metrics", "groups")
LONGEST_TEXT = 2_000


def show(view: Scope) -> None:
    """Search and choice, the metric that the address names, then all that is found."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        wanted = field()
        kind = choice(OF, KINDS, lambda name: say(f"definitions.of_{name}"), label=say("definitions.of"))
    own.mistakes()
    if metric := entry.chosen():
        entry.card(view, metric)
    metrics, splits = found_metrics(wanted), groups.found(wanted)
    st.caption(say("definitions.count", metrics=len(metrics), groups=len(splits)))
    if kind == "metrics" and metrics:
        _list(view, metrics)
    elif kind == "groups" and splits:
        groups.show(splits)
    else:
        _nothing(wanted, elsewhere=len(metrics) + len(splits))


def found_metrics(wanted: str) -> list[str]:
    """The metrics that a search finds by name, label or meaning, in the order of the catalogue."""
    return [name for name in metrics() if is_found(wanted, (name, metric_label(name), metric_meaning(name)))]


def _list(view: Scope, metrics: list[str]) -> None:
    for subject, names in by_subject(metrics).items():
        st.subheader(subject_label(subject), anchor=False)
        with st.container(gap="xsmall", key=f"subject-{subject}"):
            for name in names:
                _line(view, name)


@st.fragment
def _line(view: Scope, name: str) -> None:
    """A metric with its meaning, which opens to all the rest; what is closed is not even worked out.

    A fragment, because to open one of a hundred lines should not draw the others again.
    """
    label = f"**{plain(metric_label(name))}** · {plain(metric_meaning(name), LONGEST_TEXT)}"
    line = st.expander(label, key=f"definition-{name}", on_change="rerun")
    if line.open:
        with line:
            entry.explain(view, declared(name), within="line")


def _nothing(wanted: str, elsewhere: int) -> None:
    """What to do when nothing is found."""
    words = "definitions.found_elsewhere" if elsewhere else "definitions.nothing_found"
    st.info(say(words, wanted=plain(wanted), count=elsewhere), icon=":material/search_off:")
    st.button(say("definitions.clear"), key="clear", icon=":material/close:", on_click=clear)
