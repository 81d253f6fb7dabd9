"""XLSX: typed cells that read as the screen does, a sheet of facts, and nothing that runs."""

from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from core.errors import QueryError
from core.exports import xlsx
from core.exports.facts import Definition, Facts
from core.exports.xlsx import MOST_LETTERS, sheet_names, write_xlsx
from core.format import NOTHING, difference, number
from core.sheet import Heading, Sheet, plain_sheet
from tests.core.exports.tables import MADRID, labels, moments, pivot, queues

FACTS = Facts(
    "Week =1+1",
    "en",
    MADRID,
    (("Period", "Mar 2, 2026"), ("Filters", "=cmd|' /C calc'!A0")),
    'time_zone = "Europe/Madrid"',
    (Definition("service_level", "Service level", "Share answered in time", "rows ÷ rows", "within 60 s"),),
)


def book_of(*sheets: Sheet, language: str = "en", **more: Any) -> Workbook:
    """What openpyxl reads of a workbook that was written."""
    return load_workbook(BytesIO(write_xlsx(sheets, FACTS, labels(language), **more)))


def cells_of(book: Workbook) -> list[tuple[Any, ...]]:
    """The values of the first sheet."""
    return list(book.worksheets[0].iter_rows(values_only=True))


@pytest.mark.parametrize("language", ["en", "es"])
def test_numbers_are_numbers_and_read_as_on_the_screen(language: str) -> None:
    sheet = queues()
    page = book_of(sheet, language=language).worksheets[0]
    _, *rows = page.iter_rows(values_only=True)
    for row, told in zip(rows, sheet.rows.iter_rows(), strict=True):
        assert number(row[1], "count", language) == number(told[1], "count", language)
        assert difference(row[2], "count", language) == difference(told[2], "count", language)
        time = row[3] / timedelta(milliseconds=1) if row[3] is not None else None
        assert number(time, "ms", language) == number(told[3], "ms", language)
        assert number(row[4], "%", language) == number(told[4], "%", language)
    assert [page.cell(2, column).number_format for column in (2, 4, 5)] == ["#,##0", "[h]:mm:ss", "0.0%"]
    assert [rows[place][0] for place in (0, 2, 3, 4)] == [
        "Support",
        labels(language).say("value.nothing"),
        labels(language).say("export.others"),
        "Total",
    ]


def test_totals_are_bold_heads_stay_and_groups_can_be_filtered() -> None:
    page = book_of(queues()).worksheets[0]
    assert page.cell(6, 1).font.bold
    assert not page.cell(2, 1).font.bold
    assert (page.freeze_panes, page.auto_filter.ref) == ("B2", "A1:E4")


def test_dates_are_dates_on_the_clock_of_the_zone_and_the_repeated_hour_says_which_it_is() -> None:
    _, first, second = cells_of(book_of(moments()))
    assert first[:3] == ("Oct 25, 2026, 02:00 CEST", datetime(2026, 10, 25), datetime(2026, 10, 1))
    assert first[3:] == ("Q4 2026", "Monday", datetime(2026, 3, 2, 0, 30, 5))
    assert second[0] == "Oct 25, 2026, 02:00 CET"


def test_what_stands_above_several_headings_is_merged_over_them() -> None:
    page = book_of(pivot()).worksheets[0]
    assert {str(one) for one in page.merged_cells.ranges} == {"B1:C1", "D1:E1"}
    assert [page.cell(1, 2).value, page.cell(2, 2).value, page.cell(3, 2).value] == ["Voice", "conversations", 1]


def test_for_programs_there_are_ids_milliseconds_and_instants() -> None:
    head, first, *_, others, total = cells_of(book_of(queues(), is_machine=True))
    assert head == ("row_kind", *(one.key for one in queues().headings))
    assert first == ("row", "Support", 1234, -1, 4500, 0.813)
    assert (others[:2], total[:2]) == (("others", None), ("total", None))
    assert cells_of(book_of(moments(), is_machine=True))[1][0] == "2026-10-25T02:00:00+02:00"


def test_the_last_sheet_tells_the_facts_and_definitions_as_text() -> None:
    book = book_of(queues())
    told = {cell.value for row in book.worksheets[-1].iter_rows() for cell in row if cell.value}
    assert {FACTS.title, "Filters", "=cmd|' /C calc'!A0", "Service level", "rows ÷ rows", FACTS.settings} <= told
    assert all(cell.data_type != "f" for row in book.worksheets[-1].iter_rows() for cell in row)


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])), min_size=1, max_size=8))
@settings(deadline=None, max_examples=40)
def test_any_text_comes_back_as_text(texts: list[str]) -> None:
    sheet = plain_sheet("Names", [Heading("name", "Name", "customer_name")], pl.DataFrame({"name": texts}))
    page = book_of(sheet).worksheets[0]
    found = [page.cell(row + 2, 1) for row in range(len(texts))]
    assert [cell.value or "" for cell in found] == texts
    assert all(cell.data_type in ("s", "n") and cell.hyperlink is None for cell in found)


@pytest.mark.parametrize(
    "text", ["=1+1", "@SUM(1)", "http://example.com", "mailto:a@b.c", "123", "{=1}", "-2+3", "_x0041_"]
)
def test_texts_that_look_like_something_else_stay_texts(text: str) -> None:
    sheet = plain_sheet("Names", [Heading("name", "Name", "customer_name")], pl.DataFrame({"name": [text]}))
    cell = book_of(sheet).worksheets[0].cell(2, 1)
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_texts_that_no_cell_can_hold_are_shortened_and_that_is_told() -> None:
    sheet = plain_sheet(
        "Long", [Heading("text", "Text")], pl.DataFrame({"text": ["\N{GRINNING FACE}" * MOST_LETTERS, "short"]})
    )
    book = book_of(sheet)
    text = book.worksheets[0].cell(2, 1).value
    assert text.endswith("…")
    assert len(text.encode("utf-16-le")) // 2 <= MOST_LETTERS
    told = [cell.value for row in book.worksheets[-1].iter_rows() for cell in row]
    assert "Shortened" in told


def test_more_rows_than_a_sheet_holds_are_refused_with_a_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MOST_ROWS", 3)
    with pytest.raises(QueryError, match="Take CSV or Parquet"):
        write_xlsx([queues()], FACTS, labels())


def test_names_of_sheets_are_short_allowed_and_different() -> None:
    names = sheet_names(["a/b:c", "", "'quoted'", "History", "x" * 40, "X" * 40, "a b c"])
    assert names == ["a b c", "Sheet", "quoted", "History 1", "x" * 31, f"{'X' * 27} (2)", "a b c (2)"]


def test_nothing_is_written_where_there_is_no_number() -> None:
    others = cells_of(book_of(queues()))[4]
    assert others[3] is None
    assert number(others[3], "ms", "en") == NOTHING
