"""The page: what is to be done with the draft, the ways to change it, and what it would do."""

import streamlit as st

from core.scope import Scope
from ui.labels import plain
from ui.regions.draft import Draft, draft, give_up, keep_mine, save, told
from ui.regions.effect import place_sizes, show_effect
from ui.regions.map import click_places
from ui.regions.order import order_rules, shadowed
from ui.regions.pick import drawn_region, pick_places
from ui.regions.text import earlier_versions, mistakes, write_text
from ui.words import say

LISTS, MAP = 2, 3
"""Columns that each takes; on a narrow screen the map goes below the lists."""
COLUMN_PIXELS = 110


def show(view: Scope) -> None:
    """The whole designer.

    Args:
        view: its period is the one that the draft is tried out on; filters do not count.
    """
    now = draft()
    _bar(now)
    # Always there: otherwise a first mistake would make new tabs of those below, and the first of them would open.
    with st.container():
        if not now.loaded.is_utf_8:
            st.warning(say("regions.not_utf_8"), icon=":material/translate:")
        mistakes(now)
    sizes = place_sizes(view.unfiltered())
    draw, order, text, versions = st.tabs(
        [say(f"regions.tab_{name}") for name in ("draw", "order", "text", "versions")]
    )
    with draw:
        side_by_side = st.grid(LISTS + MAP, min_column_width=COLUMN_PIXELS, gap="large")
        with side_by_side.cell(column_span=LISTS):
            label = drawn_region(now)
            pick_places(now, label, sizes)
        with side_by_side.cell(column_span=MAP), st.container(key="regions-map"):
            click_places(now, label, sizes)
    with order:
        order_rules(now)
    with text:
        write_text(now)
    with versions:
        earlier_versions(view.zone)
    shadowed(now)
    show_effect(view, now, sizes)


def _bar(now: Draft) -> None:
    """Whether there is anything to save, and the way to do it."""
    with st.container(border=True, key="regions-bar"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small", wrap=False):
            state = "changed" if now.is_changed else "saved" if now.loaded.text.strip() else "none"
            st.markdown(say(f"regions.state_{state}"), width="stretch")
            is_off = not now.is_changed or bool(now.reading.mistakes) or now.is_overtaken
            st.button(say("regions.give_up"), key="regions-give-up", disabled=not now.is_changed, on_click=give_up)
            st.button(say("regions.save"), key="regions-save", type="primary", disabled=is_off, on_click=save)
        if now.is_overtaken:
            _overtaken(now)
        outcome = told()
        if outcome:
            st.error(say("frame.problem", problem=plain(outcome, most=1_000)), icon=":material/error:")
        elif outcome == "" and not now.is_changed:
            st.success(say("regions.is_saved"), icon=":material/check_circle:")


def _overtaken(now: Draft) -> None:
    st.warning(say("regions.overtaken"), icon=":material/group:")
    with st.expander(say("regions.theirs")):
        st.code(now.now.text, language=None)
    with st.container(horizontal=True, gap="small"):
        st.button(say("regions.take_theirs"), key="regions-take-theirs", on_click=give_up)
        st.button(say("regions.keep_mine"), key="regions-keep-mine", on_click=keep_mine)
