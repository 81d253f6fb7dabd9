"""Sent reports: what was sent, to whom, and which of its numbers have changed since?"""

from ui.guard import guard
from ui.published import page
from ui.scope import scope

guard()
page.show(scope())
