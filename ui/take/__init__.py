"""Taking results along: what a page shows, as a file that shows the same."""

from ui.take.menu import about, take_chart, take_sheet, take_table
from ui.take.report import report_menu

__all__ = ["about", "report_menu", "take_chart", "take_sheet", "take_table"]
