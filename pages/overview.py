"""Overview: how are we doing?"""

import streamlit as st

from ui import show
from ui.guard import guard
from ui.scope import scope

guard()
view = scope()

show.tiles(
    view,
    "conversations_offered",
    "conversations",
    "abandon_rate",
    "service_level",
    "average_speed_of_answer",
    "average_handling_time",
)
when, how = st.columns((3, 2))
with when:
    show.trend(view, "conversations_offered")
    show.heat(view, "conversations_offered")
with how:
    show.donut(view, "conversations_offered", by="channel")
    show.bars(view, "conversations_offered", by="direction")
show.table(
    view,
    "conversations_offered",
    "abandon_rate",
    "service_level",
    "average_speed_of_answer",
    "average_handling_time",
    by="queue_name",
)
