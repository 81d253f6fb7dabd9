"""How a number changed: as people say it for its unit, and whether that is good news."""

from dataclasses import dataclass
from typing import Literal

from babel.numbers import format_decimal

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

    Counts and ratios change by per cent, shares by percentage points, times by time.
    """
    if now is None or before is None or (unit in ("count", "ratio") and before == 0):
        return None
    if unit == "%":
        points = round(100 * (now - before), 1)
        return _signed(points, f"{format_decimal(abs(points), format='0.0', locale=language)} {_POINTS[language]}")
    if unit == "ms":
        seconds = round((now - before) / 1000)
        return _signed(seconds, number(1000 * abs(seconds), "ms", language))
    share = round(now / before - 1, 3)
    return _signed(share, number(abs(share), "%", language))


_POINTS = {"en": "pp", "es": "p. p."}


def _signed(difference: float, size: str) -> Change:
    """The sign and the arrow follow the number as it is shown: what rounds to nothing has neither."""
    if difference == 0:
        return Change(size, "off")
    return Change(f"+{size}", "up") if difference > 0 else Change(f"-{size}", "down")
