"""What of a figure is drawn in a report: a chart, a map, or nothing but its table."""

from core.figures import Ground, Worked
from core.figures.suggest import suggest
from core.reports.report import Drawing
from core.sheet import Sheet

TABULAR = ("table", "pivot", "headline")


def drawing_of(worked: Worked, ground: Ground, sheet: Sheet) -> tuple[str, Drawing | None]:
    """The look of a figure, and its picture; None for what is told in numbers alone."""
    look = worked.figure.look or suggest(worked.figure, ground.rules)
    if look in TABULAR or worked.body.is_empty():
        return look, None
    if look == "map":
        from core.reports.map import map_of

        return look, map_of(worked, ground, sheet.title)
    from core.figures.picture import picture

    found = picture(worked, ground, "light", sheet)
    return look, Drawing(dict(found.spec), found.rows, found.alt) if found else None
