"""A choice of metric for one page, kept in the address like everything else that decides what is seen."""

import streamlit as st

from ui.labels import metric_label
from ui.words import say

PARAM = "show"


def metric_choice(*metrics: str) -> str:
    """Let the reader choose one of the metrics; the first is what an address without a choice shows."""
    asked = st.query_params.get(PARAM, "")
    st.session_state[PARAM] = asked if asked in metrics else metrics[0]
    chosen = st.segmented_control(
        say("geography.metric"), metrics, format_func=metric_label, key=PARAM, required=True, on_change=_keep
    )
    return str(chosen or metrics[0])


def _keep() -> None:
    st.query_params[PARAM] = st.session_state[PARAM]
