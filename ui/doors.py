"""Doors: what a click on any mark opens. It narrows the page at once; then a line below the title offers the ways on.

For whoever draws something that can be clicked: `follow(view, group, metrics)`. The line itself (`ui/offer.py`) stands
in the frame of every page.
"""

from collections.abc import Mapping, Sequence

from core.scope import Scope
from ui.show.narrow import narrow_to


def follow(view: Scope, group: Mapping[str, object], metrics: Sequence[str] = ()) -> None:
    """Narrow to the group that a mark stands for, put that and the way back into the address, and show the page again.

    Never to be called in a callback: it begins another run of the script.

    Args:
        view: what the mark was drawn of, which may be less than the page shows, such as with a figure's own conditions.
        group: grains and columns with the group's values, as an answer has them; of a moment exactly the half-open
            interval that the mark shows is left. Whatever else is in it is left alone.
        metrics: what the mark shows, the most important one first; the ways on are offered for that one.
    """
    narrow_to(view, group, metrics[0] if metrics else "")
