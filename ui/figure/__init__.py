"""Figures on a page: drawn in any look, and built by controls."""

from ui.figure.show import show

__all__ = ["show"]
