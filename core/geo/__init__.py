"""Geography: which customer is where, how we know, and how precisely."""

from core.geo.locate import locate
from core.geo.place import place

__all__ = ["locate", "place"]
