"""Data quality: can I believe these numbers?"""

from ui.guard import guard
from ui.quality import page
from ui.scope import scope

guard()
page.show(scope())
