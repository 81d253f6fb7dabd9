"""Conditional formats: the list of them, and a line that adds one."""

import streamlit as st

from core.figures import Highlight
from core.figures.figure import TONES
from core.format import number
from ui.answers import declared
from ui.figure.state import name_of, read, write
from ui.labels import metric_label, plain
from ui.words import language, say

TYPED = {"ms": ("_ms", 1_000), "%": ("_share", 0.01)}
"""By unit, what people type, and what one of that is in the unit of the metric: seconds, and per cent."""


def highlights(key: str, metrics: list[str]) -> None:
    """What is coloured already, each with a way to remove it; below, another one.

    Args:
        metrics: those of the figure.
    """
    for place, one in enumerate(read(key, "highlights")):
        st.button(
            plain(told(one)),
            icon=":material/close:",
            icon_position="right",
            key=f"{key}-uncolour-{place}",
            help=say("build.remove"),
            on_click=_remove,
            args=(key, place),
        )
    _another(key, metrics)


def told(one: Highlight) -> str:
    """A conditional format in words."""
    unit = declared(one.metric).unit
    parts = [metric_label(one.metric)]
    parts += [f"≥ {number(one.at_least, unit, language())}"] if one.at_least is not None else []
    parts += [f"< {number(one.below, unit, language())}"] if one.below is not None else []
    return f"{' '.join(parts)}: {say(f'tone.{one.tone}')}"


def _another(key: str, metrics: list[str]) -> None:
    names = {name: metric_label(name) for name in metrics}
    tones = {tone: say(f"tone.{tone}") for tone in TONES}
    metric = st.selectbox(
        say("build.metric"), metrics, format_func=names.__getitem__, key=name_of(key, "colour-metric")
    )
    tone = st.selectbox(say("build.tone"), TONES, format_func=tones.__getitem__, key=name_of(key, "colour-tone"))
    suffix, scale = TYPED.get(declared(metric).unit, ("", 1))
    if tone != "scale":
        with st.container(horizontal=True, gap="small"):
            for part in ("least", "below"):
                st.number_input(
                    say(f"build.{part}{suffix}"),
                    value=None,
                    key=name_of(key, f"colour-{part}"),
                    width=140,
                )
    st.button(
        say("build.add"),
        key=f"{key}-colour",
        icon=":material/add:",
        on_click=_add,
        args=(key, scale),
    )


def _add(key: str, scale: float) -> None:
    tone = read(key, "colour-tone")
    bounds = [st.session_state.get(name_of(key, f"colour-{part}")) for part in ("least", "below")]
    least, below = (None if bound is None or tone == "scale" else bound * scale for bound in bounds)
    write(key, "highlights", (*read(key, "highlights"), Highlight(read(key, "colour-metric"), tone, least, below)))


def _remove(key: str, place: int) -> None:
    kept = read(key, "highlights")
    write(key, "highlights", kept[:place] + kept[place + 1 :])
