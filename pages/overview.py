"""Overview: how are we doing?"""

from ui.guard import guard

guard()
