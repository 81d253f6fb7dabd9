"""A picture of a figure: what a chart draws of it, and which group each mark stands for."""

from collections.abc import Callable, Mapping

from core.charts.inks import INKS, Ink
from core.figures.draw import Drawing, Picture
from core.figures.draw_counts import histogram
from core.figures.draw_grid import heat, timeline
from core.figures.draw_parts import pie, treemap
from core.figures.draw_places import place_map
from core.figures.draw_points import scatter
from core.figures.draw_split import area, bar, line
from core.figures.ground import Ground
from core.figures.lay import lay
from core.figures.suggest import suggest
from core.figures.work import Worked
from core.sheet import Sheet

__all__ = ["INKS", "Ink", "Picture", "picture"]

DRAWN: Mapping[str, Callable[[Drawing], Picture | None]] = {
    "bar": bar,
    "line": line,
    "area": area,
    "pie": pie,
    "heat": heat,
    "scatter": scatter,
    "histogram": histogram,
    "treemap": treemap,
    "map": place_map,
    "timeline": timeline,
}
"""The looks that are pictures; tables, pivots and headlines are none."""


def picture(worked: Worked, ground: Ground, ink: Ink | str = "light", sheet: Sheet | None = None) -> Picture | None:
    """The picture of a figure; None where there is nothing to draw, or its look is a table or a headline.

    The numbers that are drawn are those of its sheet. A figure without a look has the one that suits it.

    Args:
        ink: the colours, or the theme that has them, `light` or `dark`.
        sheet: of the same answers, when it is known already.
    """
    look = worked.figure.look or suggest(worked.figure, ground.rules)
    if look not in DRAWN:
        return None
    colours = INKS[ink] if isinstance(ink, str) else ink
    return DRAWN[look](Drawing(worked, ground, colours, sheet or lay(worked, ground), look))
