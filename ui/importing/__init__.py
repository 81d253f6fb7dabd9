"""An analyst's own table: from the file to the Overview, with a look at everything before it is loaded."""

from ui.importing.draft import bring
from ui.importing.page import show

__all__ = ["bring", "show"]
