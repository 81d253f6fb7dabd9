"""Where in time a sum of durations counts: over the intervals that it lasted, where it started, or where it ended."""

import streamlit as st

from core.attribution import ENDED, SPLIT, STARTED, is_attributable
from core.scope import Scope
from ui.answers import declared, house
from ui.scope import go
from ui.words import say

PARAM = "time"


def attribution_choice(view: Scope, *metrics: str, usual: str = SPLIT) -> None:
    """Let the reader choose, where one of the metrics can be counted elsewhere; nothing otherwise.

    The choice is in the address and in the scope that is read from it: whatever is shown of the scope follows it.

    Args:
        usual: what the page's numbers are without a choice: `split` on pictures of hours, else `started`.
    """
    rules = house()
    if not any(is_attributable(declared(metric).formula(rules)) for metric in metrics):
        return
    st.session_state[PARAM] = view.attribution or usual
    names = {how: say(f"attribution.{how}") for how in (SPLIT, STARTED, ENDED)}
    st.segmented_control(
        say("attribution.label"),
        list(names),
        format_func=names.__getitem__,
        key=PARAM,
        required=True,
        on_change=lambda: _turn_to(view, st.session_state[PARAM], usual),
        help=say("attribution.help"),
    )


def _turn_to(view: Scope, how: str, usual: str) -> None:
    go(view.attributed("" if how == usual else how))
