"""CSV: what is read back is what the screen shows, and nothing in it runs."""

import csv
from io import StringIO

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.exports.cells import told_cells
from core.exports.csv import write_csv, write_machine_csv
from core.sheet import Heading, plain_sheet
from core.spreadsheet import harmless
from tests.core.exports.tables import MADRID, labels, moments, pivot, queues


def lines_of(written: bytes, separator: str) -> list[list[str]]:
    """The cells of a file, as a program reads them."""
    return list(csv.reader(StringIO(written.decode("utf-8-sig"), newline=""), delimiter=separator))


@pytest.mark.parametrize(("language", "separator"), [("en", ","), ("es", ";")])
@pytest.mark.parametrize("sheet", [queues(), moments(), pivot()], ids=["queues", "moments", "pivot"])
def test_a_file_for_people_holds_the_texts_of_the_screen(language: str, separator: str, sheet: object) -> None:
    _, *lines = lines_of(write_csv(sheet, labels(language), MADRID), separator)
    assert [tuple(line) for line in lines] == told_cells(sheet, labels(language), MADRID).rows()


def test_spanish_numbers_have_a_decimal_comma_and_others_and_totals_are_named() -> None:
    _, first, *_, others, total = lines_of(write_csv(queues(), labels("es"), MADRID), ";")
    assert first == ["Support", "1.234", "-1", "0:05", "81,3\xa0%"]
    assert (others[0], total) == ("Todos los demás", ["Total", "2.500", "+12", "1:02:03", "50,0\xa0%"])


def test_what_stands_above_a_heading_is_told_with_it() -> None:
    head, *_ = lines_of(write_csv(pivot(), labels(), MADRID), ",")
    assert head[1:3] == ["Voice · conversations", "Voice · service_level"]


def test_a_file_for_programs_has_ids_milliseconds_and_instants() -> None:
    head, *_, total = lines_of(write_machine_csv(queues()), ",")
    assert head == ["row_kind", *(one.key for one in queues().headings)]
    assert total == ["total", "", "2500", "12", "3723000.0", "0.5"]
    first = lines_of(write_machine_csv(moments()), ",")[1]
    assert first == [
        "2026-10-25T02:00:00+02:00",
        "2026-10-25",
        "2026-10-01",
        "2026-10-01",
        "1",
        "2026-03-01T23:30:05+00:00",
    ]


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\x00")), min_size=1))
def test_any_text_comes_back_whole_and_harmless(texts: list[str]) -> None:
    rows = pl.DataFrame({"name": texts})
    sheet = plain_sheet("Names", [Heading("name", "Name", "customer_name")], rows)
    wanted = [[str(harmless(text))] for text in texts]
    for written, separator in ((write_csv(sheet, labels("es"), MADRID), ";"), (write_machine_csv(sheet), ",")):
        read = [line or [""] for line in lines_of(written, separator)[1:]]
        assert read == wanted
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for line in read for cell in line)
