"""Notebook: what does this view show now?"""

from ui.guard import guard
from ui.notebook import page
from ui.scope import scope

guard()
page.show(scope())
