"""Definitions: what does each number mean?"""

from ui import definitions
from ui.guard import guard
from ui.scope import scope

guard()
definitions.show(scope())
