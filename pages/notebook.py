"""Notebook: what does it show now, and what shall it show?"""

from ui.guard import guard
from ui.notebook import page
from ui.scope import scope

guard()
page.show(scope())
