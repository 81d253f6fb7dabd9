"""The catalogue of metrics and of what they can be split by, as people read and search it; asks no data."""

from ui.definitions.book import show

__all__ = ["show"]
