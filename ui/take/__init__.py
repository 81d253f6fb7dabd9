"""Taking results along: what a page shows, as a file that shows the same."""

from ui.take.menu import ICON_ALONE, Taken, about, take_chart, take_later, take_sheet, take_table
from ui.take.report import figure_notebook, report_menu

__all__ = [
    "ICON_ALONE",
    "Taken",
    "about",
    "figure_notebook",
    "report_menu",
    "take_chart",
    "take_later",
    "take_sheet",
    "take_table",
]
