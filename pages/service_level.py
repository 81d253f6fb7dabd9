"""Service level: how would others count the same calls?"""

from ui.guard import guard
from ui.scope import scope
from ui.service_level import lab

guard()
lab(scope())
