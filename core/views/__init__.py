"""Saved views: what somebody has looked at, by a name, for everybody of the house."""

from core.views.file import Saved, ViewsFile
from core.views.text import Mistake, Views, read_views
from core.views.view import View, read_address, write_address

__all__ = ["Mistake", "Saved", "View", "Views", "ViewsFile", "read_address", "read_views", "write_address"]
