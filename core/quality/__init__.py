"""Data quality: which laws hold in the data, what is found where they do not, and how far numbers can be believed."""

from core.quality.balance import BALANCE_GRAINS, OUT, queue_balance
from core.quality.check import FOUND, HIGH, NARROWING, Check
from core.quality.checks import CHECKS, LAWS, check_named
from core.quality.compared import COUNTED, agreement
from core.quality.examine import examine
from core.quality.finding import CARE, DOUBT, NOTHING, SOUND, Finding, Quality
from core.quality.lateness import lateness

__all__ = [
    "BALANCE_GRAINS",
    "CARE",
    "CHECKS",
    "COUNTED",
    "DOUBT",
    "FOUND",
    "HIGH",
    "LAWS",
    "NARROWING",
    "NOTHING",
    "OUT",
    "SOUND",
    "Check",
    "Finding",
    "Quality",
    "agreement",
    "check_named",
    "examine",
    "lateness",
    "queue_balance",
]
