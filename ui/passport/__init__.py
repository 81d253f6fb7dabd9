"""The passport of a number: what it is, what it is made of, under which rules, and the rows behind it."""

from ui.passport.page import show

__all__ = ["show"]
