"""Geo audit: how far can the map be trusted?"""

import streamlit as st

from ui import audit, show
from ui.guard import guard
from ui.scope import scope

guard()
view = scope()

placed, unplaced, contradicted = st.columns(3)
with placed:
    show.tile(view, "placed_rate")
with unplaced:
    show.tile(view, "conversations_unplaced")
with contradicted:
    show.tile(view, "place_conflicts")
audit.levels(view)
show.bars(view, "conversations_unplaced", by="place_reason")
audit.conflicts(view)
