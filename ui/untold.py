"""What platforms do not tell of the numbers of a page: said above them, once the page has asked them."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.errors import AtalayaError
from core.query import Query
from core.scope import Scope
from core.settings import Settings
from core.store.snapshot import Snapshot
from core.untold import Untold, untold, untold_in_words
from ui.answers import asked, settings, snapshot
from ui.held import held
from ui.kept import kept
from ui.labels import metric_label, plain
from ui.words import language, say

KEPT = 200
LONGEST = 1_000


def reserve() -> None:
    """Keep the place of the note, above the numbers of which only the page knows which they are, from here on."""
    asked().clear()
    _spot()


def note(view: Scope) -> None:
    """A line with what the platforms of the selection leave out of the numbers asked so far; nothing where all is told.

    It stands where `reserve` was called in this run.
    """
    metrics = tuple(sorted(asked()))
    if not metrics or view.period is None:
        return
    try:
        found = _untold(snapshot(), view.query(metrics), settings())
    except AtalayaError:
        # What is wrong with the question is said where the page asks it.
        return
    if not found:
        return
    lines = [plain(untold_in_words(one, language()), LONGEST) for one in found]
    names = dict.fromkeys(metric_label(name) for one in found for name in one.metrics)
    rests = plain(say("untold.rests", metrics=", ".join(names)), LONGEST)
    with _spot().container(key="untold-note"):
        st.caption(f":material/visibility_off: {' '.join(lines)}", help=rests)


@held
def _spot() -> DeltaGenerator:
    return st.empty()


@kept(KEPT)
def _untold(now: Snapshot, query: Query, rules: Settings) -> tuple[Untold, ...]:
    return untold(now, query, rules)
