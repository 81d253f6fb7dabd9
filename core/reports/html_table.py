"""A sheet as an HTML table: headings that say what they are over, rows that are named, numbers as on the screen."""

from collections.abc import Mapping
from html import escape
from itertools import groupby

from core.exports.cells import told_cells
from core.figures.tones import Tone, tones
from core.labels import Labels
from core.reports.report import Part
from core.sheet import ROW, Heading, Sheet

MARKS = {"good": "▲", "warning": "●", "bad": "▼"}
"""Beside a colour, for those who do not see it."""

PALEST, DEEPEST = 0.05, 0.45


def table_of(part: Part, labels: Labels, zone: str) -> str:
    """The numbers of a part; it can be scrolled, by keys too, where it is wider than the page."""
    sheet = part.sheet
    if sheet is None:
        return ""
    coloured = tones(sheet, part.worked.figure) if part.worked else {}
    rows = told_cells(sheet, labels, zone).rows()
    body = "".join(_row(sheet, place, cells, coloured) for place, cells in enumerate(rows))
    name = escape(sheet.title)
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{name}"><table>'
        f"<thead>{_head(sheet.headings)}</thead><tbody>{body}</tbody></table></div>"
    )


def _head(headings: tuple[Heading, ...]) -> str:
    """A line a level of what stands above, and the line of the columns themselves."""
    levels = max((len(one.under) for one in headings), default=0)
    lines = []
    for level in range(levels):
        cells = []
        for above, several in groupby(headings, key=lambda one: one.under[: level + 1]):
            count = len(list(several))
            text = above[level] if len(above) > level else ""
            scope = ' scope="colgroup"' if text else ""
            cells.append(f'<th class="over" colspan="{count}"{scope}>{escape(text)}</th>')
        lines.append(f"<tr>{''.join(cells)}</tr>")
    columns = [f'<th scope="col"{_kind(one)}>{escape(one.label)}</th>' for one in headings]
    return "".join((*lines, f"<tr>{''.join(columns)}</tr>"))


def _row(sheet: Sheet, place: int, cells: tuple[str, ...], coloured: Mapping[tuple[int, str], Tone]) -> str:
    kind = sheet.kinds[place]
    told = []
    for number, (heading, text) in enumerate(zip(sheet.headings, cells, strict=True)):
        if heading.is_group and number == 0:
            told.append(f'<th scope="row">{escape(text)}</th>')
        else:
            told.append(_cell(heading, text, coloured.get((place, heading.key))))
    of_kind = f' class="{kind}"' if kind != ROW else ""
    return f"<tr{of_kind}>{''.join(told)}</tr>"


def _cell(heading: Heading, text: str, tone: Tone | None) -> str:
    if isinstance(tone, str):
        return f'<td class="number {tone}">{MARKS[tone]} {escape(text)}</td>'
    depth = (
        f' style="background: rgba(var(--scale), {PALEST + (DEEPEST - PALEST) * tone:.3f})"' if tone is not None else ""
    )
    return f"<td{_kind(heading)}{depth}>{escape(text)}</td>"


def _kind(heading: Heading) -> str:
    return "" if heading.is_group else ' class="number"'
