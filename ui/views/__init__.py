"""Saved views on every page: open one, save this one, look after all of them."""

from ui.views.control import control
from ui.views.first import open_first
from ui.views.manage import manage

__all__ = ["control", "manage", "open_first"]
