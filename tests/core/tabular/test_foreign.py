"""Files that are no tables are said to be what they are, whatever they are called; tables that look odd are read."""

import gzip
import io
import sqlite3
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from core.errors import SourceError
from core.tabular import Form, packed, read_table, web_page
from core.words.sentences import in_language
from tests.core.tabular.old_excel import compound
from tests.core.tabular.old_excel import workbook as old_workbook
from tests.core.tabular.reading import cells, keys, table


def zipped(**members: bytes) -> bytes:
    """A zip; `__` in a name stands for a slash, `_0` for a point."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "/").replace("_0", "."), text)
    return content.getvalue()


def database(path: Path) -> bytes:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE calls (id)")
    connection.close()
    return path.read_bytes()


LETTER = b"From: a@example.com\r\nSubject: Calls\r\nMIME-Version: 1.0\r\nReceived: from x\r\n by y\r\n\r\nHello,\r\n"
EXCEL_2003 = b'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook><Table/></Workbook>'
OPEN_TEXT = {"mimetype": b"application/vnd.oasis.opendocument.text", "content_0xml": b"<x/>"}
LOCKED_SHEET = {
    "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
    "content_0xml": b"\x93\x12",
    "META-INF__manifest_0xml": b"<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>",
}

FOREIGN = {
    "PDF": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "a PDF document"),
    "PNG": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0d", "a picture"),
    "JPEG": (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a picture"),
    "SVG": (b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>', "a picture"),
    "WebP": (b"RIFF\x24\x00\x00\x00WEBPVP8 ", "a picture"),
    "WAV": (b"RIFF\x24\x00\x00\x00WAVEfmt ", "a sound or video recording"),
    "MP3": (b"ID3\x04\x00\x00\x00\x00\x00\x23", "a sound or video recording"),
    "MP4": (b"\x00\x00\x00\x20ftypisom", "a sound or video recording"),
    "Windows": (b"MZ\x90\x00\x03\x00\x00\x00", "a program"),
    "Linux": (b"\x7fELF\x02\x01\x01\x00", "a program"),
    "Access": (b"\x00\x01\x00\x00Standard ACE DB\x00", "an Access database"),
    "Arrow": (b"ARROW1\x00\x00\xff", "an Arrow file"),
    "RTF": (rb"{\rtf1\ansi hello}", "a text document"),
    "docx": (zipped(word__document_0xml=b"<w/>", docProps__app_0xml=b"<a/>"), "a Word document"),
    "pptx": (zipped(ppt__presentation_0xml=b"<p/>"), "a presentation"),
    "odt": (zipped(**OPEN_TEXT), "a text document"),
    "Numbers": (zipped(Index__Document_0iwa=b"\x00"), "an Apple iWork document"),
    "doc": (compound(b"\xec\xa5", "WordDocument"), "a Word document"),
    "msg": (compound(b"\x00", "__properties_version1.0"), "an e-mail"),
    "eml": (LETTER, "an e-mail"),
    "mbox": (b"From x@example.com Mon Sep 1 10:00:00 2026\n" + LETTER, "an e-mail"),
    "events": (b'\xef\xbb\xbf{"events": [{"sid": "EV1"}]}', "JSON"),
    "lines": (b'{"a": 1}\n{"a": 2}\n', "JSON"),
    "array": (b'\n[\n  {"a": 1}\n]', "JSON"),
    "wide": ('{"a": 1}'.encode("utf-16"), "JSON"),
    "Excel 2003": (EXCEL_2003, "an XML workbook of Excel 2003"),
    "XML": (b"<calls>\n  <call/>\n</calls>", "XML"),
}
LOCKED = {
    "xlsx": compound(b"\x00", "EncryptedPackage"),
    "ods": zipped(**LOCKED_SHEET),
    "new ods": zipped(mimetype=LOCKED_SHEET["mimetype"], **{"encrypted-package": b"\x00"}),
    "xls": old_workbook("Calls", [["Id", "Wait"], ["1", (5.0, 0)]], has_password=True),
}


@pytest.mark.parametrize("kind", FOREIGN)
@pytest.mark.parametrize("name", ["calls.csv", "calls.xls"])
def test_a_file_that_is_no_table_is_said_to_be_what_it_is(tmp_path: Path, kind: str, name: str) -> None:
    content, what = FOREIGN[kind]
    with pytest.raises(SourceError, match=rf"^calls\.\w+ is {what}, no table; \w") as found:
        table(tmp_path, content, name)
    assert in_language("es", str(found.value)).startswith(f"{name} es un") or what in ("JSON", "XML")
    with pytest.raises(SourceError, match=f"{what}, no table"):
        table(tmp_path, gzip.compress(content), "calls.csv.gz") if content[:2] != b"PK" else packed.files_of(
            tmp_path / name, name, tmp_path
        )


def test_a_database_is_said_to_be_one(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"^calls\.xlsx is a SQLite database, no table; export its table as CSV\.$"):
        table(tmp_path, database(tmp_path / "a.sqlite"), "calls.xlsx")


@pytest.mark.parametrize("kind", LOCKED)
def test_a_workbook_with_a_password_is_told_with_the_way_out(tmp_path: Path, kind: str) -> None:
    with pytest.raises(
        SourceError, match=r"^calls\.xlsx opens only with its password; open it, take the password away"
    ):
        table(tmp_path, LOCKED[kind], "calls.xlsx")


def test_it_is_told_too_where_a_profile_says_the_form(tmp_path: Path) -> None:
    path = tmp_path / "calls.csv"
    path.write_bytes(FOREIGN["PDF"][0])
    with pytest.raises(SourceError, match="a PDF document"):
        read_table(path, "calls.csv", Form())


def test_of_a_zip_a_document_is_told_by_itself_and_the_tables_are_read(tmp_path: Path) -> None:
    path = tmp_path / "all.zip"
    path.write_bytes(zipped(one_0csv=b"A,B\n1,2\n3,4\n", letter_0docx=FOREIGN["docx"][0]))
    found = dict(map(reversed, packed.files_of(path, "all.zip", tmp_path)))  # type: ignore[call-overload]
    assert read_table(found["all.zip (one.csv)"], "one.csv").columns == ("A", "B")
    with pytest.raises(SourceError, match=r"^letter\.docx is a Word document"):
        read_table(found["all.zip (letter.docx)"], "letter.docx")


@pytest.mark.parametrize(
    ("content", "columns"),
    [
        (b"<DATE>,<TIME>\n2026-09-01,10:00\n2026-09-02,11:00\n", ("<DATE>", "<TIME>")),
        (b"ID3;MZ\n1;2\n3;4\n", ("ID3", "MZ")),
        (b"BMW,From: who,{id}\n1,2,3\n4,5,6\n", ("BMW", "From: who", "{id}")),
        (b"[Id],[Queue]\n1,Sales\n2,Help\n", ("[Id]", "[Queue]")),
        (b'Id,Payload\n1,"{""a"": 1}"\n2,<b>x</b>\n', ("Id", "Payload")),
    ],
)
def test_tables_that_begin_as_other_files_do_are_read(tmp_path: Path, content: bytes, columns: tuple[str, ...]) -> None:
    assert table(tmp_path, content, "calls.csv").columns == columns


PAGE = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><title>no</title><style>td {x: y}</style></head>
<body><table><tr><td><table><tr><td>Logo<td>Informe</table></td></tr></table>
<TABLE border=1><TR><TH>Cola</TH><TH>Inicio</TH><TH colspan="2">Espera&nbsp;(s)</TH></TR>
<tr><td rowspan=2>Atención</td><td>01/09/2026<br>10:00</td><td>12</td><td></td></tr>
<tr><td>2026-09-02 &amp; m&aacute;s</td><td>7</td><td>x</td></tr><tr></tr>
<tr><td>Ventas<td> <td>0<td>y</table></body></html>"""


def test_a_web_page_called_a_workbook_is_read_as_the_table_in_it(tmp_path: Path) -> None:
    found = table(tmp_path, PAGE.encode("latin-1"), "calls.xls")
    assert (found.form.kind, found.form.sheet, found.sheets) == ("html", "table 2", (("table 1", 1), ("table 2", 5)))
    assert found.columns == ("Cola", "Inicio", "Espera (s)", "column 4")
    assert cells(found) == [
        ("Atención", "01/09/2026 10:00", "12", None),
        ("Atención", "2026-09-02 & más", "7", "x"),
        ("Ventas", None, "0", "y"),
    ]
    assert keys(found)[:2] == ["web_page", "sheet"]
    assert cells(table(tmp_path, gzip.compress(PAGE.encode("utf-16")), "calls.xls.gz", found.form)) == cells(found)


def test_a_page_without_a_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"calls\.xls is a web page without a table"):
        table(tmp_path, b"<!DOCTYPE html><html><body><p>Please log in</p></body></html>", "calls.xls")


def test_a_page_of_cells_that_span_beyond_all_measure_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web_page, "CELLS_LIMIT", 20_000)
    with pytest.raises(SourceError, match=r"calls\.xls is a web page with more than 20,000 cells"):
        table(tmp_path, b"<table>" + b"<tr><td colspan=9999>x" * 21 + b"</table>", "calls.xls")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<td>&#" + b"9" * 5_000 + b";", "a damaged web page"),
        (b"<td><![ no name ]]>a", "a damaged web page"),
        (b"<td colspan=1000>" * 17, r"more than [\d,]+ cells, 16,384 columns"),
        (b"<td colspan=1000>" * 16 + b"<tr><td>a" * 1_500, r"more than [\d,]+ cells"),
        (b"<td><!--" + b" " * (web_page.UNREAD_LIMIT + 1), "a tag, comment or script that does not end"),
    ],
    ids=["entity", "mark", "columns", "rectangle", "comment"],
)
def test_a_hostile_page_is_refused_by_its_name(tmp_path: Path, content: bytes, said: str) -> None:
    with pytest.raises(SourceError, match=r"^calls\.xls is .*" + said):
        table(tmp_path, b"<table><tr>" + content, "calls.xls")


def test_a_page_that_ends_at_once_keeps_its_last_cell(tmp_path: Path) -> None:
    page = b"<table><tr><td>Id<td colspan=" + b"0" * 5_000 + b"1>Note<tr><td>1<td>Bread &amp"
    assert cells(table(tmp_path, page, "calls.xls")) == [("1", "Bread &")]


def test_tables_within_tables_are_read_in_one_go(tmp_path: Path) -> None:
    page = b"<table><tr><td>" * 20_000 + b"<table><tr><td>Id<td>Wait<tr><td>1<td>5"
    assert cells(table(tmp_path, page, "calls.xls")) == [("1", "5")]


@pytest.mark.parametrize("name", ["calls.xls", "calls.xlsx", "calls.ods", "calls.csv"])
def test_a_workbook_is_read_whatever_it_is_called(tmp_path: Path, name: str) -> None:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.protect("secret")
        book.read_only_recommended()
        sheet.write_row(0, 0, ["Id", "Wait"])
        sheet.write_row(1, 0, ["a", 5])
    assert cells(table(tmp_path, content.getvalue(), name)) == [("a", "5")]
    assert cells(table(tmp_path, old_workbook("Calls", [["Id", "Wait"], ["b", (5.0, 0)]]), name)) == [("b", "5")]
