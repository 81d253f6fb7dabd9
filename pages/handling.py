"""Handling: where does handling time go?"""

import streamlit as st

from ui import show
from ui.guard import guard
from ui.labels import column_label
from ui.scope import scope
from ui.words import say

guard()
view = scope()

AVERAGES = ("average_handling_time", "average_talk_time", "average_hold_time", "average_wrap_up_time")
show.tiles(view, *AVERAGES, "hold_rate", "total_handling_time")

TIMES = ("handling_time", "talk_time", "hold_time", "wrap_up_time", "ring_time")
GROUPS = ("queue_name", "handling_team_name", "agent_name", "channel")
with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
    time = show.choice("duration", TIMES, lambda name: say(f"handling.{name}"), label=say("handling.duration"))
    by = show.choice("by", GROUPS, column_label, label=say("handling.by"))

with show.pairs():
    show.histogram(view, f"median_{time}", f"p90_{time}")
    show.spread(view, f"median_{time}", by=by)
    show.efforts_over_time(view)
    show.effort_shares(view, by=by)

show.table(view, "conversations", *AVERAGES, "p90_handling_time", "conversations_with_hold", "hold_rate", by=by)
