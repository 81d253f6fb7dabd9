"""Data: what came in, and what could not be used?"""

from ui.guard import guard

guard()
