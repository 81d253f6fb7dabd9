"""Explore: build any figure, look at it in any way, and take its address along."""

from ui.explore.page import show

__all__ = ["show"]
