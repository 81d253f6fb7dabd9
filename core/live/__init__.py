"""Live: what comes into folders and to the collector is taken in by itself, and it is told how fresh data are."""

from core.live.beside import follow_beside
from core.live.heard import Heard, heard, heard_lately
from core.live.look import Look, Looker
from core.live.loop import Loop
from core.live.take import take_waiting
from core.live.told import Refresh, is_followed, last_refresh
from core.live.waits import Waits, waits

__all__ = [
    "Heard",
    "Look",
    "Looker",
    "Loop",
    "Refresh",
    "Waits",
    "follow_beside",
    "heard",
    "heard_lately",
    "is_followed",
    "last_refresh",
    "take_waiting",
    "waits",
]
