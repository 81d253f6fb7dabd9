"""What is printed with a report, as a table: for formats that hold nothing but tables."""

import polars as pl

from core.reports.report import Report
from core.sheet import Heading, Sheet, plain_sheet


def facts_sheet(report: Report) -> Sheet:
    """Label and text of each fact, then the definitions and the house rules."""
    say, facts = report.labels.say, report.facts
    lines = [*facts.lines, *((one.label, f"{one.meaning} {one.rules}".strip()) for one in facts.definitions)]
    lines += [(name, say("report.problem", problem=problem)) for name, problem in report.problems]
    lines += [(say("export.settings"), facts.settings)] if facts.settings else []
    rows = pl.DataFrame(lines, schema={"fact": pl.String, "text": pl.String}, orient="row")
    headings = [Heading("fact", report.title), Heading("text", say("report.about"))]
    return plain_sheet(report.title, headings, rows)
