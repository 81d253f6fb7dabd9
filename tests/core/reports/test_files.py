"""The files of a report: each format holds the same numbers, and all of them appear, or none."""

import csv
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from core.errors import StoreError, UnknownName
from core.exports.cells import told_cells
from core.reports import Report
from core.reports.files import FORMATS, report_files, write_files


def test_each_format_has_its_files(report: Report) -> None:
    files = report_files(report, FORMATS)
    stem = "board_2026-09-01_2026-09-30"
    tables = [f"{stem}.{name}.csv" for name in ("numbers", "queues", "across", "days", "countries", "by-sql", "about")]
    charts = [f"{stem}.{name}.png" for name in ("days", "countries")]
    assert list(files) == [f"{stem}.html", f"{stem}.pdf", f"{stem}.xlsx", *tables, *charts]
    assert files[f"{stem}.pdf"].startswith(b"%PDF-")
    assert all(files[name].startswith(b"\x89PNG") for name in charts)


def test_csv_and_xlsx_hold_what_the_screen_shows(informe: Report) -> None:
    part = next(part for part in informe.parts if part.cell.name == "queues")
    texts = told_cells(part.sheet, informe.labels, informe.zone).rows()
    files = report_files(informe, ("csv", "xlsx"))
    written = files[f"{informe.stem}.queues.csv"].decode("utf-8-sig")
    assert [tuple(row) for row in csv.reader(StringIO(written), delimiter=";")][1:] == texts
    book = load_workbook(BytesIO(files[f"{informe.stem}.xlsx"]))
    page = book["Colas"]
    assert [row[0] for row in page.iter_rows(min_row=2, values_only=True)] == [row[0] for row in texts]
    assert [row[1] for row in page.iter_rows(min_row=2, values_only=True)] == part.sheet.rows[
        "conversations_offered"
    ].to_list()
    assert book.sheetnames[-1] == "Acerca de estas cifras"


def test_for_programs_numbers_are_plain(informe: Report) -> None:
    files = report_files(informe, ("csv",), is_machine=True)
    head, first, *_ = csv.reader(StringIO(files[f"{informe.stem}.queues.csv"].decode()))
    assert head == ["row_kind", "queue_name", "conversations_offered", "service_level", "average_speed_of_answer"]
    assert float(first[3]) < 1


def test_a_format_that_does_not_exist_is_named(report: Report) -> None:
    with pytest.raises(UnknownName, match="did you mean html"):
        report_files(report, ("htm",))


def test_all_files_appear_or_none(tmp_path: Path) -> None:
    (tmp_path / "out" / "b.html").mkdir(parents=True)
    with pytest.raises(StoreError, match="choose another folder"):
        write_files({"a.html": b"a", "b.html": b"b"}, tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["b.html"]


def test_what_was_there_is_replaced(tmp_path: Path) -> None:
    for content in (b"old", b"new"):
        (written,) = write_files({"a.html": content}, tmp_path / "deep" / "folder")
    assert written.read_bytes() == b"new"


def test_a_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="cannot be written there"):
        write_files({"a.html": b"a"}, tmp_path / "file")
