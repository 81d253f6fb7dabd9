"""Conversations: which ones are behind a number?"""

from ui.guard import guard

guard()
