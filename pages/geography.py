"""Geography: where do our customers contact us from, and how are they served?"""

import streamlit as st

from ui import atlas, show
from ui.guard import guard
from ui.scope import scope

guard()
view = scope()

with show.abreast():
    show.tile(view, "conversations_offered")
    show.tile(view, "unique_customers")
    atlas.unplaced(view)
atlas.reasons(view)

with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
    level = atlas.level_choice(view)
    metric = show.metric_choice(*atlas.METRICS)
atlas.views(view, level, metric)
