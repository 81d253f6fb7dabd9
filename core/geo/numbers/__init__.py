"""Phone numbers: what the numbering plans of the world say of a number, for whole columns at a time."""

from core.geo.numbers.read import read_numbers

__all__ = ["read_numbers"]
