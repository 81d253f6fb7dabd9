"""Corrections: what has been put right by hand, by whom, and which numbers does it change?"""

from ui import corrections
from ui.guard import guard
from ui.scope import scope

guard()
corrections.show(scope())
