"""Who passes customers on to whom: the picture of it, and every single time behind the picture."""

from ui.transfers.behind import behind
from ui.transfers.flow import flow

__all__ = ["behind", "flow"]
