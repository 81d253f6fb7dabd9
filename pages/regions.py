"""Regions: how does our house divide the world?"""

from ui import regions
from ui.guard import guard
from ui.scope import scope

guard()
regions.show(scope())
