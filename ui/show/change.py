"""How a number changed: as people say it for its unit, and whether that is good news."""

from dataclasses import dataclass
from typing import Literal

from core.format import difference, growth

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
    is_grown = unit in ("count", "ratio")
    text = growth(now / before - 1, language) if is_grown else difference(now - before, unit, language)
    arrows: dict[str, Arrow] = {"+": "up", "-": "down"}
    return Change(text, arrows.get(text[0], "off"))
