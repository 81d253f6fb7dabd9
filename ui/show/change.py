"""How a number changed: as people say it for its unit, and whether that is good news."""

from dataclasses import dataclass
from typing import Literal

from babel.numbers import format_decimal, format_percent

from core.format import number

Arrow = Literal["up", "down", "off"]


@dataclass(frozen=True)
class Change:
    """A change.

    Args:
        text: with its sign, in the terms of the unit.
        arrow: which way it went.
    """

    text: str
    arrow: Arrow

    def color(self, better: str) -> Literal["green", "red", "gray"]:
        """Green for good news, red for bad, grey where a change is neither.

        Args:
            better: `higher`, `lower` or `neither`, as the metric declares it.
        """
        if self.arrow == "off" or better == "neither":
            return "gray"
        return "green" if (self.arrow == "up") == (better == "higher") else "red"


def change(now: float | None, before: float | None, unit: str, language: str) -> Change | None:
    """From `before` to `now`; None when either is not known, or there was nothing to grow from.

    Counts change by per cent, shares by percentage points, times by time.
    """
    if now is None or before is None or (unit == "count" and before == 0):
        return None
    difference = now - before
    if unit == "%":
        points = format_decimal(difference * 100, format="+0.0;-0.0", locale=language)
        return Change(f"{points} {_POINTS[language]}", _arrow(round(difference, 3)))
    if unit == "ms":
        sign = "+" if difference > 0 else ""
        return Change(f"{sign}{number(difference, 'ms', language)}", _arrow(round(difference / 1000)))
    share = difference / before
    return Change(format_percent(share, format="+#,##0.0%;-#,##0.0%", locale=language), _arrow(round(share, 3)))


_POINTS = {"en": "pp", "es": "p. p."}


def _arrow(difference: float) -> Arrow:
    return "up" if difference > 0 else "down" if difference < 0 else "off"
