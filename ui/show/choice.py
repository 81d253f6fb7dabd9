"""Choices for one page, kept in the address like everything else that decides what is seen."""

from collections.abc import Callable, Collection, Sequence

import streamlit as st

from ui.labels import metric_label
from ui.stale import tell_stale
from ui.words import say

PARAM = "show"
MOST_ABREAST = 5
"""With more options the buttons would wrap on a laptop."""
LIST_PIXELS = 290


def metric_choice(*metrics: str, label: str = "") -> str:
    """Let the reader choose one of the metrics; the first is what an address without a choice shows."""
    return choice(PARAM, metrics, metric_label, label=label or say("geography.metric"))


def choice(
    param: str, options: Sequence[str], named: Callable[[str], str], *, label: str, elsewhere: Collection[str] = ()
) -> str:
    """Let the reader choose one of the options, side by side or, when there are many, out of a list.

    What the address asks for and is no option is told, and the first option stands instead.

    Args:
        param: name in the address.
        options: as the address writes them; the first is what an address without a choice shows.
        named: what an option is called.
        label: what is chosen.
        elsewhere: what is an option in other scopes: here the first one stands for it without a word.
    """
    names = {option: named(option) for option in options}
    asked = st.query_params.get(param, "")
    if asked and asked not in names and asked not in elsewhere:
        tell_stale(label, asked)
    st.session_state[param] = asked if asked in names else options[0]
    if len(options) > MOST_ABREAST:
        return str(
            st.selectbox(
                label,
                options,
                format_func=names.__getitem__,
                key=param,
                on_change=_keep,
                args=(param,),
                filter_mode=None,
                width=LIST_PIXELS,
            )
        )
    chosen = st.segmented_control(
        label, options, format_func=names.__getitem__, key=param, required=True, on_change=_keep, args=(param,)
    )
    return str(chosen or options[0])


def _keep(param: str) -> None:
    st.query_params[param] = st.session_state[param]
