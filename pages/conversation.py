"""Conversation: what happened, from its first event to its last?"""

from ui import dossier
from ui.guard import guard
from ui.scope import scope

guard()
dossier.show(scope())
