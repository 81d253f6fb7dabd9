"""Queues: is every queue answering its customers in time?"""

import streamlit as st

from ui import show
from ui.guard import guard
from ui.scope import scope
from ui.words import say

guard()
view = scope()

WAITS = ("average_speed_of_answer", "median_speed_of_answer", "p90_speed_of_answer", "longest_speed_of_answer")
OFFERED, IN_TIME, GIVEN_UP = "conversations_offered", "service_level", "abandon_rate"
show.tiles(view, OFFERED, IN_TIME, WAITS[0], GIVEN_UP, "longest_queue_time", "queue_overflow_rate")
show.table(view, OFFERED, IN_TIME, *WAITS, GIVEN_UP, "median_abandon_time", "queue_overflows", by="queue_name")

grain = show.grain_choice(view)
left, right = st.columns(2)
with left:
    show.trend(view, IN_TIME, grain=grain)
    show.trend(view, "conversations_abandoned", grain=grain)
with right:
    show.courses(view, say("queues.answered"), *WAITS[:3], grain=grain)
    show.courses(view, say("queues.given_up"), "average_abandon_time", "median_abandon_time", grain=grain)

show.hours(view, show.metric_choice(IN_TIME, WAITS[0], GIVEN_UP, OFFERED, label=say("queues.heat")), by="queue_name")
