"""Conversations: which conversations are behind the number?"""

from ui import listing
from ui.guard import guard
from ui.scope import scope

guard()
view = scope()
listing.show(view, listing.controls(view))
