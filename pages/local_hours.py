"""Local hours: when do customers call, in their own day?"""

import streamlit as st

from ui import show
from ui.guard import guard
from ui.labels import column_label
from ui.scope import scope
from ui.words import say

guard()
view = scope()

with show.abreast():
    show.tile(view, "outside_hours_rate")
    show.tile(view, "outside_hours_awake_rate")
    show.unclocked(view)
show.hours_in_force()

with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
    on_clock = show.clock_choice(view)
    metric = show.metric_choice(
        "conversations_offered", "total_handling_time", "abandon_rate", "service_level", label=say("hours.metric")
    )
    show.attribution_choice(view, metric)
show.heat(on_clock, metric)
show.demand(view)

by = show.choice("by", ("time_zone", "country"), column_label, label=say("hours.by"))
OUTSIDE = ("outside_hours_rate", "outside_hours_awake", "outside_hours_awake_rate")
show.table(view, "conversations_offered", *OUTSIDE, by=by)
