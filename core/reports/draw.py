"""What of a figure is drawn in a report: a chart, a map, or nothing but its table."""

from core.figures import Ground, Worked
from core.figures.suggest import suggest
from core.reports.report import Drawing
from core.sheet import Sheet


def drawing_of(worked: Worked, ground: Ground, sheet: Sheet) -> tuple[str, Drawing | None]:
    """The look of a figure, and its picture in light colours; None for what is told in numbers alone."""
    # What draws is loaded only when something is drawn: commands start fast.
    from core.figures.picture import picture

    look = worked.figure.look or suggest(worked.figure, ground.rules)
    found = None if worked.body.is_empty() else picture(worked, ground, "light", sheet)
    return look, Drawing(dict(found.spec), found.rows, found.alt, found.notes) if found else None
