"""Packed: workbooks and several tables within a zip are files of their own; traps are refused."""

import gzip
import io
from pathlib import Path

import pytest
import xlsxwriter

from core.errors import SourceError
from core.tabular import packed, read_table
from core.tabular.packed import files_of
from tests.core.sources.writing import zipped

TEXT = b"Id;Fecha\n1;2026-03-01\n2;2026-03-02\n"


def book() -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as made:
        page = made.add_worksheet("Marzo")
        for at, cells in enumerate((("Id", "Fecha"), ("1", "2026-03-01"), ("2", "2026-03-02"))):
            page.write_row(at, 0, cells)
    return content.getvalue()


def written(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "packed"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("pack", [lambda one: zipped(march=one), gzip.compress])
def test_a_workbook_within_an_archive_is_read(tmp_path: Path, pack: object) -> None:
    table = read_table(written(tmp_path, pack(book())), "march.zip")  # type: ignore[operator]
    assert (table.form.kind, table.form.sheet) == ("xlsx", "Marzo")
    assert table.sample().fields.rows() == [("1", "2026-03-01"), ("2", "2026-03-02")]


def test_each_file_of_a_zip_is_a_file_of_its_own(tmp_path: Path) -> None:
    path = written(tmp_path, zipped(march=TEXT, april=book(), empty=b""))
    found = files_of(path, "year.zip", tmp_path)
    assert [name for _, name in found] == ["year.zip (march)", "year.zip (april)"]
    assert [read_table(each, name).columns for each, name in found] == [("Id", "Fecha")] * 2


def test_a_zip_of_one_file_stays_what_it_is(tmp_path: Path) -> None:
    path = written(tmp_path, zipped(march=TEXT))
    assert files_of(path, "march.zip", tmp_path) == [(path, "march.zip")]


@pytest.mark.parametrize("inside", [zipped(a=TEXT), gzip.compress(TEXT)])
def test_an_archive_within_an_archive_is_refused(tmp_path: Path, inside: bytes) -> None:
    path = written(tmp_path, zipped(march=TEXT, more=inside))
    with pytest.raises(SourceError, match="holds another archive"):
        files_of(path, "year.zip", tmp_path)
    with pytest.raises(SourceError, match="holds another archive"):
        read_table(written(tmp_path, zipped(more=inside)), "year.zip")


def test_what_would_fill_the_disk_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "UNPACKED_LIMIT_BYTES", 2 * len(TEXT) - 1)
    with pytest.raises(SourceError, match="unpack it"):
        files_of(written(tmp_path, zipped(march=TEXT, april=TEXT)), "year.zip", tmp_path)


def test_a_workbook_beside_other_files_is_not_read_as_if_it_were_alone(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="with other files"):
        read_table(written(tmp_path, zipped(march=book(), april=TEXT)), "year.zip")


def test_a_file_that_is_packed_by_a_way_upwards_is_not_left_out_nor_written_there(tmp_path: Path) -> None:
    path = tmp_path / "all.zip"
    path.write_bytes(zipped(**{"../march.csv": TEXT, "april\x1b[2J.csv": TEXT, ".hidden.csv": TEXT}))
    folder = tmp_path / "in" / "here"
    folder.mkdir(parents=True)
    found = files_of(path, "all.zip", folder)
    assert [name for _, name in found] == ["all.zip (../march.csv)", "all.zip (april�[2J.csv)"]
    assert [file.parent for file, _ in found] == [folder, folder]
    assert not list(folder.parent.glob("*.csv"))
