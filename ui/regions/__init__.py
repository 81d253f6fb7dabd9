"""The region designer: a draft of the house's own regions, drawn, ordered, written, tried out and saved."""

from ui.regions.designer import show

__all__ = ["show"]
