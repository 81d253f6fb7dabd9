"""Data: what came in, and what could not be used?"""

from ui import feeds, loads, upload
from ui.guard import guard
from ui.scope import scope

guard()
view = scope()
loads.amounts(view)
upload.show(view)
feeds.show(view)
loads.show(view)
