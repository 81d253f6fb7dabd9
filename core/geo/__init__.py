"""Geography: which customer is where, how we know, and how precisely."""

from core.geo.locate import locate

__all__ = ["locate"]
