"""The PDF: its numbers can be read back, every page says what it is, and no text is ever markup."""

import re
from dataclasses import replace
from io import BytesIO

import polars as pl
import pytest
from pypdf import PdfReader

from core.reports import Report
from core.reports.pdf import MOST_ROWS, write_pdf
from core.sheet import Heading, Sheet
from tests.core.reports.hostile import HOSTILE, hostile_report

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


def pages(report: Report) -> list[str]:
    """The text of each page, with every kind of blank as one."""
    read = PdfReader(BytesIO(write_pdf(report)))
    return [" ".join(page.extract_text().split()) for page in read.pages]


def test_numbers_facts_and_definitions_can_be_read_back(informe: Report) -> None:
    told = " ".join(pages(informe))
    assert "Total 1.652 81,1 % 1:19" in told
    assert "Período 1 sept 2026 – 30 sept 2026" in told
    assert "Qué significan las cifras" in told
    assert "answer_within_s = 60" in told


def test_every_page_has_its_number_title_and_state_of_the_data(report: Report) -> None:
    told = pages(report)
    for number, page in enumerate(told, start=1):
        assert f"Page {number} of {len(told)}" in page
        assert "Board" in page
        assert "Filters: none · Data as of: version 1" in page


def test_a_long_table_breaks_over_pages_and_repeats_its_head(report: Report) -> None:
    told = [page for page in pages(long_report(report, 150)) if "Name of the row" in page]
    assert len(told) > 2
    assert all("Count of it" in page for page in told)
    assert "row 149" in " ".join(told)


def test_a_table_that_is_too_long_for_paper_says_so(report: Report) -> None:
    told = " ".join(pages(long_report(report, MOST_ROWS + 5)))
    assert f"row {MOST_ROWS - 1} " in told
    assert f"row {MOST_ROWS} " not in told
    assert "The first 1,000 rows of 1,005" in told


def long_report(report: Report, count: int) -> Report:
    """A report of one table with so many rows."""
    rows = pl.DataFrame({"name": [f"row {place}" for place in range(count)], "count": range(count)})
    headings = (Heading("name", "Name of the row"), Heading("count", "Count of it", unit="count"))
    sheet = Sheet("Long", headings, rows, ("row",) * count)
    part = next(part for part in report.parts if part.cell.name == "by-sql")
    return replace(report, parts=(replace(part, sheet=sheet),))


def test_hostile_texts_are_set_as_they_are() -> None:
    told = re.sub(r"\s", "", " ".join(pages(hostile_report())))
    for text in HOSTILE[:5]:
        assert told.count(re.sub(r"\s", "", text)) >= 2, text


def test_other_scripts_are_told_of(report: Report) -> None:
    assert "Names in other scripts" in " ".join(pages(hostile_report()))
    assert "Names in other scripts" not in " ".join(pages(report))
