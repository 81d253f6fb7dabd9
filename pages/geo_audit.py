"""Geo audit: how far can the map be trusted?"""

from ui import audit, show
from ui.guard import guard
from ui.scope import scope

guard()
view = scope()

show.tiles(view, "placed_rate", "conversations_unplaced", "place_conflicts")
audit.levels(view)
show.bars(view, "conversations_unplaced", by="place_reason")
audit.conflicts(view)
