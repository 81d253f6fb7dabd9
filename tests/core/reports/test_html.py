"""The HTML report: one file that asks for nothing, runs nothing, and says what the screen says."""

import re
from html.parser import HTMLParser

import pytest

from core.exports.cells import told_cells
from core.notebooks import read_notebook
from core.reports import Report, work_report
from core.reports.html import POLICY, inline, tiles_of, write_html
from core.settings import Settings
from core.store.snapshot import Snapshot
from tests.core.reports.hostile import HOSTILE, hostile_report

ACTIVE = {"script", "iframe", "object", "embed", "link", "form", "input", "base", "img", "video", "audio"}


class Page(HTMLParser):
    """The elements, attributes and texts of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.texts: list[str] = []
        self.tables: list[list[list[str]]] = []
        self.is_cell = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag == "table":
            self.tables.append([])
        if tag == "tr":
            self.tables[-1].append([])
        if tag in ("td", "th"):
            self.tables[-1][-1].append("")
            self.is_cell = True

    def handle_endtag(self, tag: str) -> None:
        self.is_cell = self.is_cell and tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        self.texts.append(data)
        if self.is_cell:
            self.tables[-1][-1][-1] += data


@pytest.fixture(scope="module", params=["report", "informe"])
def told(request: pytest.FixtureRequest) -> tuple[Report, Page]:
    """A report and its page."""
    report = request.getfixturevalue(request.param)
    return report, Page(write_html(report).decode())


def test_every_table_reads_as_on_the_screen(told: tuple[Report, Page]) -> None:
    report, page = told
    wanted = [part for part in report.numbered if part.look != "headline"]
    assert len(page.tables) == len(wanted)
    for part, table in zip(wanted, page.tables, strict=True):
        texts = told_cells(part.sheet, report.labels, report.zone).rows()
        body = table[-len(texts) :]
        assert [tuple(re.sub("^[▲●▼] ", "", cell).strip() for cell in row) for row in body] == [
            tuple(cell.strip() for cell in row) for row in texts
        ]


def test_headings_say_what_they_are_over(told: tuple[Report, Page]) -> None:
    _, page = told
    assert {"col", "row", "colgroup"} <= {value for name, value in page.attributes if name == "scope"}


def test_the_page_is_in_its_language_and_tells_period_filters_and_definitions(told: tuple[Report, Page]) -> None:
    report, page = told
    assert ("lang", report.labels.language) in page.attributes
    for text in (report.title, *(text for line in report.facts.lines for text in line)):
        assert text in page.texts
    assert all(one.meaning in " ".join(page.texts) for one in report.facts.definitions)


def test_charts_and_maps_are_in_the_page_with_a_name(told: tuple[Report, Page]) -> None:
    report, page = told
    assert page.tags.count("svg") == len([part for part in report.parts if part.drawing]) == 2
    names = [value for name, value in page.attributes if name == "aria-label"]
    assert all(part.drawing.alt in names for part in report.parts if part.drawing)


def test_nothing_is_asked_for_and_nothing_runs(told: tuple[Report, Page]) -> None:
    _, page = told
    assert not ACTIVE & set(page.tags)
    assert ("content", POLICY) in page.attributes
    asking = [(name, value) for name, value in page.attributes if name in ("src", "href", "xlink:href", "srcset")]
    assert asking == []
    assert not [name for name, _ in page.attributes if name.startswith("on")]


def test_hostile_texts_are_texts() -> None:
    page = Page(write_html(hostile_report()).decode())
    assert not ACTIVE & set(page.tags)
    assert not [name for name, _ in page.attributes if name.startswith("on")]
    links = [value for name, value in page.attributes if name == "href"]
    assert all(link.startswith(("http://", "https://", "mailto:")) for link in links)
    shown = " ".join(page.texts)
    for text in HOSTILE[:3]:
        assert text in shown
    assert [row[0] for row in page.tables[0][2:]] == list(HOSTILE)


def test_marks_within_a_chart_have_ids_of_their_own() -> None:
    drawn = inline('<svg a="1"><clipPath id="c"/><g clip-path="url(#c)"/><use href="#c"/></svg>', 'a "name"', "p3-")
    assert drawn == (
        '<svg role="img" aria-label="a &quot;name&quot;" a="1"><clipPath id="p3-c"/><g clip-path="url(#p3-c)"/>'
        '<use href="#p3-c"/></svg>'
    )


def test_every_chart_keeps_its_own_clips(told: tuple[Report, Page]) -> None:
    _, page = told
    ids = [value for name, value in page.attributes if name == "id"]
    assert len(ids) == len(set(ids))


def test_beside_a_large_number_its_name_is_not_said_again(sample: Snapshot) -> None:
    tiles = """
title = "Tiles"
parameters = ["period"]

[scope]
period = "2026-10-01..2026-10-07"

[[cell]]
kind = "tiles"
name = "numbers"
metrics = ["conversations_offered", "service_level"]
compared = true
"""
    report = work_report(read_notebook(tiles, "tiles"), sample, Settings(), {}, "en")
    (offered, _, beside), (level, _, points) = tiles_of(report, report.parts[0])
    assert (offered, level) == ("Conversations offered", "Service level")
    assert beside[0].startswith("Before: ")
    assert points[0].startswith("Before: ")
    assert re.fullmatch(r"[+-][\d,]+ [+-][\d.]+%", " ".join(beside[1:]))
    assert re.fullmatch(r"[+-][\d.]+ pp", " ".join(points[1:]))
