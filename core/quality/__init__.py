"""Data quality: which laws hold in the data, what is found where they do not, and how far numbers can be believed."""

from core.quality.balance import queue_balance
from core.quality.check import FOUND, Check
from core.quality.checks import CHECKS
from core.quality.examine import examine
from core.quality.finding import CARE, DOUBT, SOUND, Finding, Quality
from core.quality.lateness import lateness

__all__ = [
    "CARE",
    "CHECKS",
    "DOUBT",
    "FOUND",
    "SOUND",
    "Check",
    "Finding",
    "Quality",
    "examine",
    "lateness",
    "queue_balance",
]
