"""Notebooks: which views do we keep, and who made a new one?"""

from ui.guard import guard
from ui.notebook import shelf_page
from ui.scope import scope

guard()
shelf_page.show(scope())
