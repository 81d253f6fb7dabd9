"""What could be asked: figures to begin with, each a link that says what it answers."""

import streamlit as st

from core.figures import Figure, Highlight
from core.figures.params import write_params
from core.intervals.there import has_only_intervals
from core.schema.tables import INTERVALS
from core.scope import Scope
from ui.answers import snapshot
from ui.figure.build import ICONS
from ui.sitemap import place
from ui.words import say

FIRST = Figure(("conversations_offered",), ("day",), ("channel",))
"""What stands there before anything is asked of conversations."""

EXAMPLES = {
    "queues": Figure(
        ("conversations_offered", "service_level", "average_speed_of_answer", "abandon_rate"),
        ("queue_name",),
        look="table",
        totals=True,
        highlights=(
            Highlight("service_level", "good", at_least=0.8),
            Highlight("service_level", "bad", below=0.7),
            Highlight("abandon_rate", "scale"),
        ),
    ),
    "rush": Figure(("conversations_offered",), ("weekday",), ("hour_of_day",), look="heat"),
    "growth": Figure(("conversations_offered",), ("queue_name",), look="table", compared=True, totals=True),
    "places": Figure(("conversations_offered",), ("country",), look="map"),
    "agents": Figure(("segments", "average_handling_time"), ("agent_name",), look="scatter"),
    "parts": Figure(("total_handling_time",), ("queue_name", "channel"), look="treemap"),
    "shares": Figure(
        ("segments",),
        ("queue_name",),
        ("channel",),
        look="pivot",
        share="row",
        totals=True,
        top=8,
        others=True,
    ),
    "waits": Figure(("average_speed_of_answer",), look="histogram"),
}
"""By the name of its question in the catalogues."""


OF_COUNTS = {
    "reported": Figure(
        (
            *("reported_offered", "reported_abandon_rate", "reported_service_level"),
            *("reported_average_speed_of_answer", "reported_average_handling_time"),
        ),
        ("queue_name",),
        look="table",
        totals=True,
    ),
    "reported_days": Figure(("reported_offered",), ("day",), ("queue_name",), look="line"),
}
"""What files of counts can be asked, where there are any."""


def first() -> Figure:
    """What stands there before anything is asked, of what there is."""
    return OF_COUNTS["reported_days"] if has_only_intervals(snapshot()) else FIRST


def examples(view: Scope) -> None:
    """A link for each."""
    asked = {} if has_only_intervals(snapshot()) else dict(EXAMPLES)
    asked |= OF_COUNTS if snapshot().rows(INTERVALS) else {}
    with st.container(border=True, key="examples", gap="xsmall"):
        st.markdown(f"**{say('explore.examples')}**")
        with st.container(horizontal=True, gap="small"):
            for name, figure in asked.items():
                st.page_link(
                    place("explore").page(),
                    label=say(f"explore.example.{name}"),
                    icon=f":material/{ICONS[figure.look]}:",
                    query_params=view.params(**write_params(figure)),
                    width="content",
                )
