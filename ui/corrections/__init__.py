"""Corrections on screen: the note beside numbers, the page, and what was put right of one conversation."""

from ui.corrections.note import note
from ui.corrections.one import of_conversation
from ui.corrections.page import show

__all__ = ["note", "of_conversation", "show"]
