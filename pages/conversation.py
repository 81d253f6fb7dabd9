"""Conversation: what happened in it, step by step?"""

from ui.guard import guard

guard()
