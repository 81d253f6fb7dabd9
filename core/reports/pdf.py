"""A report as PDF: set by a library that brings its own fonts, from data alone; nothing is fetched."""

import json
from itertools import groupby
from pathlib import Path
from typing import Any

from core.errors import StoreError
from core.exports.cells import told_cells
from core.exports.facts import program
from core.figures.tones import tones
from core.format import number
from core.reports.html import tiles_of
from core.reports.html_table import MARKS
from core.reports.prose import as_blocks
from core.reports.report import Part, Report
from core.sheet import Sheet

FONTS = ("Liberation Sans", "DejaVu Sans", "Noto Sans", "Arial", "Libertinus Serif")
"""The first that there is; the last one comes with the library. Of other scripts, whatever the computer has."""

MOST_ROWS = 1_000
"""Of a table on paper; whoever needs more needs a file to count with."""

LATIN_END = 0x0250
OTHER_KNOWN = ((0x2000, 0x2BFF), (0x0370, 0x0530))
"""Signs, Greek and Cyrillic: what the library's own fonts have beside Latin."""


def write_pdf(report: Report) -> bytes:
    """The whole report, with page numbers, and its period and state of the data on every page.

    Raises:
        StoreError: it could not be set.
    """
    import typst

    told = json.dumps(_told(report), ensure_ascii=False)
    template = (Path(__file__).parent / "paper.typ").read_bytes()
    try:
        written = typst.compile(template, format="pdf", sys_inputs={"report": told})
    except typst.TypstError as problem:
        raise StoreError(f"{report.title}: cannot be written as PDF ({problem}); choose HTML instead.") from problem
    if not isinstance(written, bytes):
        raise StoreError(f"{report.title}: the PDF came out in several parts.")
    return written


def _told(report: Report) -> dict[str, Any]:
    """All that the page says."""
    say, facts = report.labels.say, report.facts
    parts = [_part(report, part) for part in report.parts]
    lines = [list(line) for line in facts.lines]
    if _is_of_other_scripts(json.dumps(parts, ensure_ascii=False) + report.title):
        lines.append([say("export.fact_notes"), say("report.scripts")])
    if report.is_empty:
        lines.append([say("export.fact_notes"), say("report.empty")])
    by_label, footed = dict(facts.lines), (say("export.fact_filters"), say("export.fact_data"))
    return {
        "title": report.title,
        "description": report.description,
        "language": report.labels.language,
        "fonts": list(FONTS),
        "period": by_label.get(say("export.fact_period"), ""),
        "footer": " · ".join(f"{label}: {by_label[label]}" for label in footed if label in by_label),
        "page-of": say("report.page_of", page="{page}", pages="{pages}"),
        "facts": lines,
        "parts": parts,
        "about": say("export.definitions"),
        "definitions": [
            {"label": one.label, "meaning": f"{one.meaning} {one.rules}".strip(), "formula": one.formula}
            for one in facts.definitions
        ],
        "settings": facts.settings,
        "settings-label": say("export.settings"),
        "program": program(),
    }


def _part(report: Report, part: Part) -> dict[str, Any]:
    say = report.labels.say
    problem = say("report.problem", problem=part.problem) if part.problem else ""
    is_headline = part.look == "headline"
    has_numbers = part.sheet is not None and not part.sheet.rows.is_empty()
    chart = part.drawing.svg if part.drawing and has_numbers else ""
    nothing = [say("report.nothing")] if part.sheet is not None and not has_numbers else []
    sheet, shortened = None, []
    if part.sheet is not None and has_numbers and not is_headline:
        sheet = _sheet(report, part, part.sheet)
        shortened = _shortened(report, part.sheet)
    tiles = tiles_of(report, part) if is_headline and has_numbers else []
    return {
        "kind": part.cell.kind,
        "title": part.title,
        "prose": [vars(block) for block in as_blocks(part.text)],
        "problem": problem,
        "tiles": [{"label": label, "value": value, "beside": beside} for label, value, beside in tiles],
        "chart": chart,
        "alt": part.drawing.alt if part.drawing else "",
        "sheet": sheet,
        "notes": [*nothing, *part.all_notes, *shortened],
    }


def _sheet(report: Report, part: Part, sheet: Sheet) -> dict[str, Any]:
    """A table as texts."""
    coloured = tones(sheet, part.worked.figure) if part.worked else {}
    shown = _shown(sheet)
    texts = told_cells(sheet, report.labels, report.zone).rows()
    rows = []
    for place in shown:
        cells = []
        for heading, text in zip(sheet.headings, texts[place], strict=True):
            tone = coloured.get((place, heading.key))
            cells.append({"text": f"{MARKS[tone]} {text}", "tone": tone} if isinstance(tone, str) else {"text": text})
        rows.append({"kind": sheet.kinds[place], "cells": cells})
    levels = max((len(one.under) for one in sheet.headings), default=0)
    over = []
    for level in range(levels):
        spans = []
        for above, several in groupby(sheet.headings, key=lambda one: one.under[: level + 1]):
            spans.append({"text": above[level] if len(above) > level else "", "span": len(list(several))})
        over.append(spans)
    columns = [{"label": one.label, "number": not one.is_group} for one in sheet.headings]
    return {"columns": columns, "over": over, "rows": rows}


def _shown(sheet: Sheet) -> list[int]:
    """The first rows, and those that are no groups."""
    aside = [place for place, kind in enumerate(sheet.kinds) if kind != "row"]
    groups = [place for place, kind in enumerate(sheet.kinds) if kind == "row"]
    return groups[:MOST_ROWS] + aside


def _shortened(report: Report, sheet: Sheet) -> list[str]:
    groups = sheet.kinds.count("row")
    if groups <= MOST_ROWS:
        return []
    shown, count = (number(value, "count", report.labels.language) for value in (MOST_ROWS, groups))
    return [report.labels.say("report.shortened", shown=shown, count=count)]


def _is_of_other_scripts(text: str) -> bool:
    """Whether there are letters that the library's own fonts may lack."""
    beyond = {ord(letter) for letter in set(text) if ord(letter) >= LATIN_END}
    return any(not any(low <= letter <= high for low, high in OTHER_KNOWN) for letter in beyond)
