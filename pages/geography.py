"""Geography: where do our customers contact us from, and how are they served?"""

import streamlit as st

from ui import show
from ui.guard import guard
from ui.scope import scope
from ui.words import say

guard()
view = scope()
METRICS = ("conversations_offered", "total_handling_time", "abandon_rate", "service_level")

offered, customers, unplaced = st.columns(3)
with offered:
    show.tile(view, "conversations_offered")
with customers:
    show.tile(view, "unique_customers")
with unplaced:
    show.tile(view.narrowed(country=None), "conversations_offered", name="unplaced", label=say("geography.unplaced"))

metric = show.metric_choice(*METRICS)
level = show.level_of(view)
show.places(view, metric)
show.table(view, *METRICS, by=level)
