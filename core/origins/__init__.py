"""Origins: which events gave each field of a conversation and of its segments, and where in these events it stands."""

from core.origins.origins import WHOLE, origins

__all__ = ["WHOLE", "origins"]
