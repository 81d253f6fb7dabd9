"""How to ask for the same number again: the address, the command line, and the numbers to read it with."""

from dataclasses import replace
from urllib.parse import urlencode

import streamlit as st

from core.metrics import related
from core.passport import Passport, command
from core.scope import Scope
from ui.answers import house, settings
from ui.labels import metric_label, plain
from ui.links import METRIC, PART, to_conversations
from ui.sitemap import place
from ui.words import say


def show(view: Scope, one: Passport) -> None:
    """A card with the link, the command, and where to go from here."""
    st.subheader(say("passport.again"), anchor=False)
    st.markdown(f"**{say('passport.link')}**")
    st.code(link(view, one.metric.name), language=None, wrap_lines=True)
    st.markdown(f"**{say('passport.command')}**")
    st.code(command(one.query, view.versus, house()), language="bash", wrap_lines=True)
    if others := related(one.metric.name, settings()):
        st.markdown(f"**{say('definitions.related')}**")
        with st.container(horizontal=True, gap="small", key="related"):
            for other in others:
                # A link from a page to itself would leave the address as it is.
                st.button(plain(metric_label(other)), key=f"to-{other}", on_click=turn_to, args=(other,))
    to_conversations(view, one.metric.name)


def turn_to(metric: str) -> None:
    """Put another number into the address; for callbacks."""
    for name in (PART, "page"):
        st.query_params.pop(name, None)
    st.query_params[METRIC] = metric


def link(view: Scope, metric: str) -> str:
    """The address of this passport whose number does not move: days instead of a preset, a zone by its name."""
    fixed = view.without_trail()
    if fixed.period:
        fixed = fixed.during(fixed.period.fixed(view.zone))
    if view.zone_name in ("", "browser"):
        fixed = fixed.in_zone(view.zone)
    there = place("passport").page().url_path
    root = (st.context.url or "").rstrip("/").removesuffix(f"/{there}")
    return f"{root}/{there}?{urlencode(replace(fixed, language='').params(**{METRIC: metric}))}"
