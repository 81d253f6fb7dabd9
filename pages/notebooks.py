"""Notebooks: which views do we keep?"""

from ui.guard import guard
from ui.notebook import shelf_page
from ui.scope import scope

guard()
shelf_page.show(scope())
