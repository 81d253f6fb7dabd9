"""Geography: where do our customers call from, and who waits longest?"""

from ui.guard import guard

guard()
