"""Sent reports: what was sent, to whom, and which of its numbers have changed since?"""

from ui import published
from ui.guard import guard
from ui.scope import scope

guard()
published.show(scope())
