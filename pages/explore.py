"""Explore: what do you want to know?"""

from ui import explore
from ui.guard import guard
from ui.scope import scope

guard()
explore.show(scope())
