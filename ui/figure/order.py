"""The order of a figure's metrics: each can be moved before the one above it."""

import streamlit as st

from ui.figure.state import read, write
from ui.labels import metric_label, plain
from ui.words import say


def order(key: str, metrics: list[str]) -> None:
    """A line for each metric with a button that moves it up; nothing for a single one."""
    if len(metrics) < 2:
        return
    st.caption(say("build.order"))
    with st.container(gap="xxsmall"):
        for place, name in enumerate(metrics):
            st.button(
                plain(metric_label(name)),
                icon=":material/arrow_upward:",
                key=f"{key}-up-{name}",
                type="tertiary",
                disabled=place == 0,
                help=say("build.move_up", name=plain(metric_label(name))),
                on_click=_move_up,
                args=(key, place),
            )


def _move_up(key: str, place: int) -> None:
    names = [*read(key, "metrics")]
    names[place - 1], names[place] = names[place], names[place - 1]
    write(key, "metrics", names)
