"""Passport: where does this number come from?"""

from ui import passport
from ui.guard import guard
from ui.scope import scope

guard()
passport.show(scope())
