"""An answer as a sheet: the one form in which tables are shown, drawn and taken away."""

from core.labels import Labels
from core.sheet import Heading, Sheet, plain_sheet
from core.sql.question import Answer


def as_sheet(answer: Answer, labels: Labels, title: str = "") -> Sheet:
    """The answer's rows under the names that the statement gave its columns; what was left out is noted."""
    headings = [Heading(name, name, unit=unit) for name, unit in zip(answer.rows.columns, answer.units, strict=True)]
    notes = [labels.say("sql.cut", rows=answer.rows.height)] if answer.is_cut else []
    return plain_sheet(title or labels.say("sql.title"), headings, answer.rows, notes)
