"""Rollups: what large tables add up to in each hour, kept beside them, so that most questions read no row of them."""

from core.rollups.serve import Serving, serving
from core.rollups.upkeep import ROLL_FROM_ROWS, roll_up

__all__ = ["ROLL_FROM_ROWS", "Serving", "roll_up", "serving"]
