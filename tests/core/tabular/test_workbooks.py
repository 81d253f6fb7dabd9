"""Workbooks and Parquet: real files of each kind, with the traps of their cells."""

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl
import pytest
import xlsxwriter

from core.errors import SourceError
from core.tabular import Form
from core.tabular.values import read_durations, read_instants, read_numbers
from tests.core.tabular.old_excel import MOMENT, SPAN
from tests.core.tabular.old_excel import workbook as old_workbook
from tests.core.tabular.reading import cells, keys, refused, rows, table

Fill = Callable[[xlsxwriter.Workbook], object]


def workbook(fill: Fill, **options: object) -> bytes:
    """An .xlsx file."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, **options}) as book:
        fill(book)
    return content.getvalue()


def one_sheet(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet("Marzo")
    moment, span = book.add_format({"num_format": "dd/mm/yyyy hh:mm:ss"}), book.add_format({"num_format": "[h]:mm:ss"})
    sheet.write(0, 0, "Informe de llamadas")
    sheet.write_row(2, 0, ["Cola", "Inicio", "Duración", "Cliente", "Importe"])
    sheet.write(3, 0, "Atención")
    sheet.write_datetime(3, 1, datetime(2024, 3, 31, 1, 59, 59, 500_000), moment)
    sheet.write(3, 2, 143 / 86_400, span)
    sheet.write(3, 3, "0034911234567")
    sheet.write(3, 4, 0.1)
    sheet.write(5, 0, "Ventas")
    sheet.write_datetime(5, 1, datetime(2024, 3, 1), moment)
    sheet.write(5, 2, 1.5, span)
    sheet.write(5, 3, 34911234567)
    sheet.write(5, 4, 1234567.89)
    sheet.write_row(6, 0, ["Totales", None, None, None, 1234567.99])


def test_a_sheet_gives_instants_spans_and_exact_numbers_as_text(tmp_path: Path) -> None:
    found = table(tmp_path, workbook(one_sheet), "calls.xlsx")
    assert found.columns == ("Cola", "Inicio", "Duración", "Cliente", "Importe")
    assert cells(found) == [
        ("Atención", "2024-03-31 01:59:59.500", "0:02:23", "0034911234567", "0.1"),
        ("Ventas", "2024-03-01 00:00:00", "36:00:00", "34911234567", "1234567.89"),
    ]


def test_a_sheet_counts_rows_as_the_spreadsheet_shows_them(tmp_path: Path) -> None:
    found = table(tmp_path, workbook(one_sheet), "calls.xlsx")
    assert (found.form.header_row, rows(found).positions.to_list(), rows(found).blank_rows) == (3, [4, 6], 1)
    assert refused(found) == [(7, "line of totals")]


def test_the_values_of_a_sheet_mean_what_the_sheet_shows(tmp_path: Path) -> None:
    fields = rows(table(tmp_path, workbook(one_sheet), "calls.xlsx")).fields
    assert read_instants(fields["Inicio"], "ymd", "Europe/Madrid").at[0] == datetime(
        2024, 3, 31, 0, 59, 59, 500_000, tzinfo=UTC
    )
    assert read_durations(fields["Duración"], "h:m:s")[0].to_list() == [143_000, 129_600_000]
    assert read_numbers(fields["Importe"], "point")[0].to_list() == [0.1, 1234567.89]


def test_a_workbook_that_counts_from_1904_gives_the_same(tmp_path: Path) -> None:
    found = table(tmp_path, workbook(one_sheet, date_1904=True), "calls.xlsx")
    assert [row[1:3] for row in cells(found)] == [
        ("2024-03-31 01:59:59.500", "0:02:23"),
        ("2024-03-01 00:00:00", "36:00:00"),
    ]


def several_sheets(book: xlsxwriter.Workbook) -> None:
    for name, count in (("Portada", 1), ("Datos", 4), ("Oculta", 9)):
        sheet = book.add_worksheet(name)
        for row in range(count):
            sheet.write_row(row, 0, ["Cola", "Espera"] if row == 0 else [f"{name} {row}", row])
        if name == "Oculta":
            sheet.hide()


def test_the_longest_sheet_that_is_shown_is_chosen_and_the_others_are_named(tmp_path: Path) -> None:
    found = table(tmp_path, workbook(several_sheets), "calls.xlsx")
    assert (found.form.sheet, found.sheets) == ("Datos", (("Portada", 1), ("Datos", 4)))
    assert cells(found) == [("Datos 1", "1"), ("Datos 2", "2"), ("Datos 3", "3")]
    assert keys(found)[:2] == ["workbook", "sheet"]


def test_another_sheet_can_be_chosen_and_an_unknown_one_is_refused(tmp_path: Path) -> None:
    content = workbook(several_sheets)
    assert table(tmp_path, content, "calls.xlsx", Form(kind="xlsx", sheet="Portada")).columns == ("Cola", "Espera")
    with pytest.raises(SourceError, match=r"calls\.xlsx has no sheet 'Abril'; it has 'Portada', 'Datos'"):
        table(tmp_path, content, "calls.xlsx", Form(kind="xlsx", sheet="Abril"))


def test_an_empty_workbook_and_a_damaged_one_are_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"calls\.xlsx"):
        table(tmp_path, workbook(lambda book: book.add_worksheet("Vacía")), "calls.xlsx").sample()
    whole = workbook(one_sheet)
    with pytest.raises(SourceError, match=r"calls\.xlsx"):
        table(tmp_path, whole[:1_000] + b"\x00" * 2_000 + whole[3_000:], "calls.xlsx")
    with pytest.raises(SourceError, match=r"old\.xls cannot be read as a workbook"):
        table(tmp_path, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "old.xls")


def test_a_cell_in_the_last_corner_of_a_sheet_is_refused_before_room_is_made_for_all(tmp_path: Path) -> None:
    def far(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "Id")
        sheet.write(1_048_575, 16_383, 1)

    with pytest.raises(SourceError, match="reaches over 17,179,869,184 cells"):
        table(tmp_path, workbook(far))


def test_an_open_document_sheet_is_read(tmp_path: Path) -> None:
    found = table(tmp_path, open_document([["Cola", "Espera"], ["Atención", "12"], ["Ventas", "7"]]), "calls.ods")
    assert (found.form.kind, cells(found)) == ("ods", [("Atención", "12"), ("Ventas", "7")])


def open_document(lines: list[list[str]]) -> bytes:
    """A small .ods file of texts."""
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for short, name in (("office", "office"), ("table", "table"), ("text", "text"))
    )
    body = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in line
        )
        + "</table:table-row>"
        for line in lines
    )
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        kind = "application/vnd.oasis.opendocument.spreadsheet"
        archive.writestr("mimetype", kind)
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>',
        )
        archive.writestr(
            "content.xml",
            f'<?xml version="1.0"?><office:document-content {spaces}><office:body><office:spreadsheet>'
            f'<table:table table:name="Hoja1">{body}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return content.getvalue()


def test_parquet_of_any_types_is_read_as_text_that_means_the_same(tmp_path: Path) -> None:
    madrid = datetime(2024, 3, 1, 11, 0, 0, 250_000, tzinfo=ZoneInfo("Europe/Madrid"))
    written = pl.DataFrame(
        {
            "id": [1],
            "zoned": pl.Series([madrid], dtype=pl.Datetime("us", "Europe/Madrid")),
            "local": [datetime(2024, 3, 1, 11)],
            "day": [date(2024, 3, 1)],
            "wait": [timedelta(minutes=2, seconds=23)],
            "price": [Decimal("12.50")],
            "ratio": [0.1],
            "kept": [True],
            "queue": pl.Series(["Sales"], dtype=pl.Categorical),
            "skills": [["a", "b"]],
            "who": [{"name": "Ana"}],
            "nothing": pl.Series([None], dtype=pl.Null),
            " spaced ": [""],
        }
    )
    path = tmp_path / "calls.parquet"
    written.write_parquet(path)
    found = table(tmp_path, path.read_bytes(), "calls.parquet")
    assert found.columns[-1] == "spaced"
    (read,) = cells(found)
    assert read[:5] == ("1", "2024-03-01T10:00:00.250Z", "2024-03-01T11:00:00.000", "2024-03-01", "PT2M23S")
    assert read[5:8] == ("12.50", "0.1", "true")
    assert read[8:] == ("Sales", '["a","b"]', '{"name":"Ana"}', None, None)


def test_truncated_parquet_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "whole.parquet"
    pl.DataFrame({"a": range(100)}).write_parquet(path)
    with pytest.raises(SourceError, match=r"calls\.parquet is a damaged or truncated Parquet"):
        table(tmp_path, path.read_bytes()[:-20], "calls.parquet")


def test_a_workbook_of_excel_97_is_read(tmp_path: Path) -> None:
    lines = [
        ["Cola", "Inicio", "Duración"],
        ["Atención", (45_356.25, MOMENT), (143 / 86_400, SPAN)],
        ["Ventas €", (45_357.5, MOMENT), (1.5, SPAN)],
    ]
    found = table(tmp_path, old_workbook("Datos", lines), "calls.xls")
    assert (found.form.kind, found.form.sheet) == ("xls", "Datos")
    assert cells(found) == [
        ("Atención", "2024-03-05 06:00:00", "0:02:23"),
        ("Ventas €", "2024-03-06 12:00:00", "36:00:00"),
    ]
