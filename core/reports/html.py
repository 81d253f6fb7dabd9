"""A report as one HTML file: it asks for nothing, runs nothing, and prints well."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from html import escape
from pathlib import Path

from core.charts.inks import INKS
from core.exports.cells import reader_of
from core.exports.facts import Definition, program
from core.maps.colours import DARK, LIGHT
from core.reports.html_table import table_of
from core.reports.prose import as_html
from core.reports.report import Part, Report
from core.reports.shades import dark_shades

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"


def write_html(report: Report) -> bytes:
    """The whole report; whatever comes out of data or of the notebook is text in it."""
    say, language = report.labels.say, report.labels.language
    body = [
        _header(report),
        *(_part(report, part, place) for place, part in enumerate(report.parts)),
        _about(report),
        f"<footer>{escape(_program(report))}</footer>",
    ]
    head = (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{escape(report.title)}</title>\n<style>\n{_style()}{_shades(body)}</style>\n</head>\n"
    )
    empty = f'<section><p class="problem">{escape(say("report.empty"))}</p></section>' if report.is_empty else ""
    body.insert(1, empty)
    return f"{head}<body>\n<main>\n{chr(10).join(filter(None, body))}\n</main>\n</body>\n</html>\n".encode()


def _header(report: Report) -> str:
    facts = "".join(f"<dt>{escape(label)}</dt><dd>{escape(text)}</dd>" for label, text in report.facts.lines)
    told = f"<p>{escape(report.description)}</p>" if report.description else ""
    return f'<header class="report"><h1>{escape(report.title)}</h1>{told}<dl class="facts">{facts}</dl></header>'


def _program(report: Report) -> str:
    return f"{report.title} · {program()}"


def _part(report: Report, part: Part, place: int) -> str:
    kind = part.cell.kind
    if kind == "divider":
        return '<section class="divider"><hr></section>'
    prose = as_html(part.text) if part.text else ""
    title = f'<h2 id="part-{place}">{escape(part.title)}</h2>' if part.title else ""
    if kind == "text":
        return f'<section class="prose">{title}{prose}</section>'
    inner = _content(report, part, place)
    notes = "".join(f"<li>{escape(note)}</li>" for note in part.all_notes)
    told = f'<ul class="notes">{notes}</ul>' if notes else ""
    named = f' aria-labelledby="part-{place}"' if title else ""
    return f'<section class="{kind}"{named}>{title}{prose}{inner}{told}</section>'


def _content(report: Report, part: Part, place: int) -> str:
    say = report.labels.say
    if part.problem:
        return f'<p class="problem">{escape(say("report.problem", problem=part.problem))}</p>'
    if part.sheet is None or part.sheet.rows.is_empty():
        return f'<p class="note">{escape(say("report.nothing"))}</p>'
    if part.look == "headline":
        return _tiles(report, part)
    table = table_of(part, report.labels, report.zone)
    if part.drawing is None:
        return table
    folded = f"<details><summary>{escape(say('report.as_table'))}</summary>{table}</details>"
    return f'<div class="chart">{inline(part.drawing.svg, part.drawing.alt, f"p{place}-")}</div>{folded}'


def inline(svg: str, alt: str, prefix: str) -> str:
    """An SVG within a page: with a name for those who do not see it, and with ids of its own."""
    named = re.sub(r'(\bid="|url\(#|href="#)', rf"\1{prefix}", svg)
    start = f'<svg role="img" aria-label="{escape(alt)}" '
    return named.replace("<svg ", start, 1)


def _tiles(report: Report, part: Part) -> str:
    """Each number with what is told beside it."""
    tiles = []
    for label, value, beside in tiles_of(report, part):
        told = "".join(f'<span class="beside">{escape(one)}</span>' for one in beside)
        tiles.append(
            f'<li><span class="label">{escape(label)}</span><span class="value">{escape(value)}</span>{told}</li>'
        )
    return f'<ul class="tiles">{"".join(tiles)}</ul>'


def tiles_of(report: Report, part: Part) -> list[tuple[str, str, list[str]]]:
    """Of each number its label, how it reads, and what is told beside it."""
    sheet = part.sheet
    if sheet is None:
        return []
    tiles: list[tuple[str, str, list[str]]] = []
    for heading in sheet.headings:
        read = reader_of(heading, report.labels, report.zone)(sheet.rows[heading.key][0])
        if heading.told and tiles:
            # The tile is named already, and a sign says that a number is a change.
            is_signed = heading.told in ("difference", "change")
            tiles[-1][2].append(read if is_signed else f"{report.labels.say(f'drawn.told.{heading.told}')}: {read}")
        else:
            tiles.append((heading.label, read, []))
    return tiles


def _about(report: Report) -> str:
    say, facts = report.labels.say, report.facts
    parts = [f"<h2>{escape(say('report.about'))}</h2>"]
    if facts.definitions:
        parts.append(f"<h3>{escape(say('export.definitions'))}</h3>{_definitions(facts.definitions)}")
    if facts.settings:
        parts.append(f"<h3>{escape(say('export.settings'))}</h3><pre>{escape(facts.settings)}</pre>")
    return f'<section class="about">{"".join(parts)}</section>'


def _definitions(definitions: Sequence[Definition]) -> str:
    told = [
        f"<dt>{escape(one.label)}</dt><dd>{escape(one.meaning)}"
        + (f" {escape(one.rules)}" if one.rules else "")
        + f'<div class="formula">{escape(one.formula)}</div></dd>'
        for one in definitions
    ]
    return f'<dl class="definitions">{"".join(told)}</dl>'


@cache
def _style() -> str:
    """The style sheet, with what turns colours dark, in the page and in its charts."""
    own = (Path(__file__).parent / "style.css").read_text(encoding="utf-8")
    light, dark = INKS["light"], INKS["dark"]
    page = f"--paper: {dark.paper};--ground: #19252A;--text: {dark.text};--quiet: {dark.quiet};--line: {dark.line};"
    page += "--accent: #6CC7CC; --good: #5FD09A; --bad: #F58D80; --warning: #F2A65A;"
    page += "--good-back: #16382a; --bad-back: #43211d; --warning-back: #3d2c14; --scale: 108, 199, 204;"
    pairs = {getattr(light, name): getattr(dark, name) for name in ("paper", "text", "quiet", "line", "grey")}
    pairs |= dict(zip((*light.series, *light.scale), (*dark.series, *dark.scale), strict=True))
    pairs |= dict(zip(LIGHT.steps, DARK.steps, strict=True)) | {LIGHT.no_data: DARK.no_data}
    return f"{own}{_in_the_dark(f':root {{{page}}}', pairs)}"


def _shades(body: Sequence[str]) -> str:
    """What turns the colours between those of a scale dark, of all charts of this report."""
    found = dark_shades("".join(body))
    return _in_the_dark("", found) if found else ""


def _in_the_dark(page: str, pairs: Mapping[str, str]) -> str:
    marks = "".join(
        f'.chart svg [{way}="{old}" i]{{{way}:{new}}}'
        for old, new in pairs.items()
        for way in ("fill", "stroke", "stop-color")
    )
    return f"@media screen and (prefers-color-scheme: dark) {{\n{page}\n{marks}\n}}\n"
