"""How far a sheet reaches: a small workbook with a cell far away is refused before room is made for every cell."""

import struct
import zipfile
from pathlib import Path

import pytest

from core.errors import SourceError
from core.tabular import read_table
from core.tabular.form import ODS, XLS
from core.tabular.reach import reach_of
from tests.core.tabular import old_excel
from tests.core.tabular.old_excel import workbook
from tests.core.tabular.test_workbooks import open_document

LINES: list[list[old_excel.Cell]] = [["Id", "Fecha", "Cola"], ["1", "2026-03-01", "Ventas"]]
CELL = '<table:table-cell{0} office:value-type="string"><text:p>x</text:p></table:table-cell>'
EMPTY = '<table:table-cell table:number-columns-repeated="16384"/>'


def written(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "book"
    path.write_bytes(content)
    return path


def sheet(tmp_path: Path, rows: str) -> Path:
    """An .ods file with these rows in the place of its own."""
    path = written(tmp_path, open_document([["x"]]))
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    before, _, rest = parts["content.xml"].partition("<table:table-row>")
    parts["content.xml"] = before + rows + rest.partition("</table:table-row>")[2]
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return path


def test_an_old_workbook_reaches_as_far_as_its_cells(tmp_path: Path) -> None:
    assert reach_of(written(tmp_path, workbook("S", LINES)), XLS) == 6


def test_an_old_workbook_with_a_cell_in_a_corner_that_no_sheet_has_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    far = struct.pack("<HHHHB", 65_535, 65_535, 0, 1, 1) + "z".encode("utf-16-le")
    cell = old_excel._cell
    record = old_excel._record(0x0204, far)
    monkeypatch.setattr(old_excel, "_cell", lambda row, at, one: record if one == "far" else cell(row, at, one))
    path = written(tmp_path, workbook("S", [*LINES, ["far"]]))
    with pytest.raises(SourceError, match="reaches over 4,294,967,296 cells"):
        read_table(path, "old.xls")


def test_an_old_workbook_that_announces_more_cells_than_there_can_be_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin = old_excel._begin
    announced = old_excel._record(0x0200, struct.pack("<IIHHH", 0, 0x7FFFFFFF, 0, 0xFFFF, 0))
    monkeypatch.setattr(old_excel, "_begin", lambda kind: begin(kind) + (announced if kind == 16 else b""))
    with pytest.raises(SourceError, match="delete what stands far"):
        read_table(written(tmp_path, workbook("S", LINES)), "old.xls")


@pytest.mark.parametrize(
    ("rows", "cells"),
    [
        (f"<table:table-row>{CELL.format('')}{EMPTY}</table:table-row>", 1),
        (
            f"<table:table-row>{CELL.format('')}</table:table-row>"
            f'<table:table-row table:number-rows-repeated="1048575">{EMPTY}</table:table-row>',
            1,
        ),
        (f"<table:table-row>{EMPTY}{CELL.format('')}</table:table-row>", 16_385),
        (
            f'<table:table-row table:number-rows-repeated="1000">{EMPTY}</table:table-row>'
            f"<table:table-row>{CELL.format('')}</table:table-row>",
            1_001,
        ),
        (
            '<table:table-row table:number-rows-repeated="1000">'
            + CELL.format(' table:number-columns-repeated="20"')
            + "</table:table-row>",
            20_000,
        ),
    ],
)
def test_an_open_document_reaches_as_far_as_cells_that_hold_something(tmp_path: Path, rows: str, cells: int) -> None:
    assert reach_of(sheet(tmp_path, rows), ODS) == cells


def test_an_open_document_that_writes_one_cell_for_all_is_refused(tmp_path: Path) -> None:
    every = CELL.format(' table:number-columns-repeated="16384"')
    path = sheet(tmp_path, f'<table:table-row table:number-rows-repeated="1048576">{every}</table:table-row>')
    with pytest.raises(SourceError, match="reaches over 17,179,869,184 cells"):
        read_table(path, "open.ods")


def test_what_is_damaged_is_left_to_the_reader_to_tell(tmp_path: Path) -> None:
    whole = workbook("S", LINES)
    for cut in (100, 600, 1_500, len(whole) - 700):
        assert reach_of(written(tmp_path, whole[:cut]), XLS) >= 0
