"""CSV as people have it: every trap that an export sets, as a small real file."""

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from core.errors import SourceError
from core.tabular import Form, recognise
from tests.core.tabular.reading import cells, keys, refused, rows, table

PLAIN = "Queue,Started,Wait\nSales,2024-03-01 10:00:00,12\nHelp,2024-03-01 10:05:00,7\n"
READ = [("Sales", "2024-03-01 10:00:00", "12"), ("Help", "2024-03-01 10:05:00", "7")]


@pytest.mark.parametrize(("delimiter", "shown"), [(",", ","), (";", ";"), ("\t", "⇥"), ("|", "|")])
def test_the_delimiter_is_recognised(tmp_path: Path, delimiter: str, shown: str) -> None:
    found = table(tmp_path, PLAIN.replace(",", delimiter))
    assert (found.form.delimiter, cells(found)) == (delimiter, READ)
    assert next(note for note in found.notes if note.key == "delimiter").params[0] == ("delimiter", shown)


def test_a_decimal_comma_is_no_delimiter_beside_semicolons(tmp_path: Path) -> None:
    found = table(tmp_path, "a;b;c\n1,5;2,5;3,5\n4,5;5,5;6,5\n")
    assert cells(found) == [("1,5", "2,5", "3,5"), ("4,5", "5,5", "6,5")]


def test_a_decimal_comma_is_no_delimiter_without_a_header_either(tmp_path: Path) -> None:
    assert cells(table(tmp_path, "1,5;2\n4,5;5\n")) == [("1,5", "2"), ("4,5", "5")]


def test_a_first_line_that_declares_the_delimiter_is_obeyed_and_skipped(tmp_path: Path) -> None:
    found = table(tmp_path, "sep=;\r\nQueue;Wait\r\nSales;1\r\n")
    assert (found.columns, cells(found), found.form.header_row) == (("Queue", "Wait"), [("Sales", "1")], 2)
    assert "delimiter_declared" in keys(found)


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("Cola,País\nAtención,España €\n".encode("utf-8-sig"), "utf-8"),
        ("Cola,País\nAtención,España €\n".encode(), "utf-8"),
        ("Cola,País\nAtención,España €\n".encode("utf-16"), "utf-16-le"),
        ("Cola,País\nAtención,España €\n".encode("utf-16-le"), "utf-16-le"),
        ("Cola,País\nAtención,España €\n".encode("utf-16-be"), "utf-16-be"),
        ("Cola,País\nAtención,España €\n".encode("utf-32"), "utf-32-le"),
        ("Cola,País\nAtención,España €\n".encode("cp1252"), "windows-1252"),
        ("Cola,País\nAtención,España €\n".encode("iso8859-15"), "iso-8859-15"),
        ("Cola,País\nAtención,España €\n".encode("mac_roman"), "mac-roman"),
    ],
)
def test_accents_and_the_euro_sign_survive_in_every_encoding(tmp_path: Path, content: bytes, encoding: str) -> None:
    found = table(tmp_path, content)
    assert found.form.encoding == encoding
    assert (found.columns, cells(found)) == (("Cola", "País"), [("Atención", "España €")])


@pytest.mark.parametrize("encoding", ["windows-1252", "mac-roman"])
def test_no_reading_with_capitals_within_words_is_taken(tmp_path: Path, encoding: str) -> None:
    content = "Id,Teléfono\nConversación,Ana Ñíguez\n".encode(encoding)
    assert table(tmp_path, content).form.encoding == encoding


def test_latin_1_without_any_sign_of_windows_reads_as_windows_1252_which_holds_it(tmp_path: Path) -> None:
    found = table(tmp_path, "Cola,País\nAtención,Perú\n".encode("latin-1"))
    assert (found.form.encoding, cells(found)) == ("windows-1252", [("Atención", "Perú")])


def test_a_byte_that_is_no_utf8_far_into_the_file_is_found(tmp_path: Path) -> None:
    content = b"Queue,Wait\n" + b"Sales,1\n" * 900_000 + "Atención,2\n".encode("cp1252")
    found = table(tmp_path, content)
    assert (found.form.encoding, cells(found)[-1]) == ("windows-1252", ("Atención", "2"))


def test_single_damaged_bytes_in_a_utf8_file_refuse_their_rows_alone(tmp_path: Path) -> None:
    found = table(tmp_path, "Cola,País\nAtención,España\nCobró,México\n".encode() + b"Sales,M\xe9xico\n")
    assert (found.form.encoding, len(cells(found)), refused(found)) == ("utf-8", 2, [(4, "wrong encoding")])


@pytest.mark.parametrize(("end", "name"), [("\n", "LF"), ("\r\n", "CRLF"), ("\r", "CR")])
def test_every_line_end_ends_a_line_outside_quotes_and_stays_within(tmp_path: Path, end: str, name: str) -> None:
    found = table(tmp_path, end.join(["Queue,Note,Wait", f'Sales,"first{end}second, ""so""",1', "Help,x,2", ""]))
    assert found.form.line_end == name
    assert cells(found) == [("Sales", 'first\nsecond, "so"', "1"), ("Help", "x", "2")]


def test_an_old_mac_file_that_is_cut_between_two_reads_keeps_its_lines(tmp_path: Path) -> None:
    content = "Queue,Wait\r" + "Sales,1\r" * 1_000_000
    assert rows(table(tmp_path, content)).fields.height == 1_000_000


def test_apostrophes_quote_where_they_do_so_throughout(tmp_path: Path) -> None:
    found = table(tmp_path, "'Queue','Wait'\n'Sales, north','1'\n'Help','2'\n")
    assert (found.form.quote, cells(found)) == ("'", [("Sales, north", "1"), ("Help", "2")])


def test_title_lines_above_the_header_are_skipped_and_told(tmp_path: Path) -> None:
    found = table(
        tmp_path, "Call report,,\nFrom 1 March,,\n,,\nQueue,Started,Wait\nSales,2024-03-01,12\nHelp,2024-03-02,7\n"
    )
    assert (found.columns, found.form.header_row, found.form.first_row) == (("Queue", "Started", "Wait"), 4, 5)
    assert "title_lines" in keys(found)
    assert rows(found).positions.to_list() == [5, 6]


def test_pairs_above_a_header_are_no_header_even_where_many_values_are_missing(tmp_path: Path) -> None:
    lines = [
        "Report:,Calls",
        "From:,2024-03-01",
        "Id,Queue,Agent,Note,Result,Wait",
        "1,,,,,5",
        "2,Sales,,,,7",
        "3,,,,,9",
    ]
    found = table(tmp_path, "\n".join(lines) + "\n")
    assert (found.columns[0], found.form.header_row, len(cells(found))) == ("Id", 3, 3)


def test_without_header_no_row_is_taken_for_a_title_because_its_values_are_missing(tmp_path: Path) -> None:
    found = table(tmp_path, "1,,,,,5\n2,Sales,Ana,,x,7\n3,,,,,9\n4,,,,,9\n")
    assert (found.form.header_row, len(cells(found))) == (0, 4)


def test_a_number_among_the_names_of_a_header_is_a_name(tmp_path: Path) -> None:
    found = table(tmp_path, "Day,Calls,Answered,20\n2024-03-01,3,2,1\n2024-03-02,5,5,4\n")
    assert found.columns == ("Day", "Calls", "Answered", "20")


def test_a_line_of_units_below_the_header_is_kept_apart(tmp_path: Path) -> None:
    found = table(tmp_path, "Cola,Espera,Charla\n-,s,min\nVentas,12,3\nSoporte,7,4\n")
    assert found.units == (("Cola", "-"), ("Espera", "s"), ("Charla", "min"))
    assert cells(found) == [("Ventas", "12", "3"), ("Soporte", "7", "4")]


@pytest.mark.parametrize(
    "word", ["Total", "TOTAL", "Totales", "Grand total", "Total general", "Totals:", "Subtotal", "Promedio"]
)
def test_a_line_of_totals_is_set_aside_with_its_reason(tmp_path: Path, word: str) -> None:
    found = table(tmp_path, f"Queue,Calls\nSales,12\nHelp,7\n{word},19\n")
    assert (cells(found), refused(found)) == ([("Sales", "12"), ("Help", "7")], [(4, "line of totals")])


def test_a_queue_whose_name_begins_like_totals_is_none(tmp_path: Path) -> None:
    assert len(cells(table(tmp_path, "Queue,Calls\nTotal Energy,12\nTotality,7\n"))) == 2


def test_totals_stay_when_the_form_says_so(tmp_path: Path) -> None:
    found = table(tmp_path, "Queue,Calls\nSales,12\nTotal,12\n", form=Form(totals=False))
    assert cells(found) == [("Sales", "12"), ("Total", "12")]


def test_a_file_without_header_has_numbered_columns(tmp_path: Path) -> None:
    found = table(tmp_path, "1001,2024-03-01 10:00,12\n1002,2024-03-01 10:05,7\n")
    assert (found.columns, found.form.header_row) == (("column 1", "column 2", "column 3"), 0)
    assert rows(found).positions.to_list() == [1, 2]


def test_a_header_above_words_alone_is_told_by_its_distinct_names(tmp_path: Path) -> None:
    found = table(tmp_path, "Queue,Agent\nSales,Ana\nHelp,Luis\nSales,Ana\n")
    assert (found.columns, "header_distinct" in keys(found)) == (("Queue", "Agent"), True)


def test_words_that_come_again_below_are_no_header(tmp_path: Path) -> None:
    assert table(tmp_path, "Sales,Ana\nHelp,Luis\nSales,Ana\n").form.header_row == 0


def test_a_header_alone_is_a_table_without_rows(tmp_path: Path) -> None:
    found = table(tmp_path, "Queue,Started,Wait\n")
    assert (found.columns, list(found.batches())) == (("Queue", "Started", "Wait"), [])
    with pytest.raises(SourceError, match=r"export\.csv holds no rows of values"):
        found.sample()


def test_names_are_trimmed_and_unique(tmp_path: Path) -> None:
    found = table(tmp_path, ' Queue , Time,"Time",,Time (2)\nSales,1,2,3,4\nHelp,5,6,7,8\n')
    assert found.columns == ("Queue", "Time", "Time (3)", "column 4", "Time (2)")


def test_trailing_empty_columns_and_blank_rows_are_dropped_and_counted(tmp_path: Path) -> None:
    found = table(tmp_path, "Queue,Wait,,\nSales,1,,\n,,,\nHelp,2,,\n\n,,,\n")
    read = rows(found)
    assert (found.columns, read.fields.rows()) == (("Queue", "Wait"), [("Sales", "1"), ("Help", "2")])
    assert (read.positions.to_list(), read.blank_rows, read.rows_read) == ([2, 4], 3, 5)


def test_rows_of_another_width_are_set_aside_and_the_others_keep_their_place(tmp_path: Path) -> None:
    found = table(tmp_path, "Queue,Wait,Talk\nSales,1,2\nHelp,3\nHelp,3,4,5\nSales,5,6\n")
    assert (cells(found), rows(found).positions.to_list()) == ([("Sales", "1", "2"), ("Sales", "5", "6")], [2, 5])
    assert refused(found) == [(3, "wrong number of fields"), (4, "wrong number of fields")]


def test_a_quote_that_is_not_closed_swallows_no_row_after_it(tmp_path: Path) -> None:
    found = table(tmp_path, 'Queue,Note\nSales,a\nHelp,"open\n' + "Sales,b\n" * 5)
    assert (len(cells(found)), refused(found)) == (6, [(3, "broken record")])


def test_a_quote_that_is_closed_by_the_next_one_far_below_swallows_no_row(tmp_path: Path) -> None:
    found = table(
        tmp_path, 'Queue,Note,Wait\nSales,a,1\nSales,a,2\nHelp,"open,1\n' + "Sales,b,2\n" * 5 + 'Sales,"c, d",3\n'
    )
    assert (len(cells(found)), refused(found)) == (8, [(4, "broken record")])


def test_a_stray_quote_within_a_field_opens_nothing(tmp_path: Path) -> None:
    assert cells(table(tmp_path, 'Item,Wait\n5" screen,1\nmouse,2\n')) == [('5" screen', "1"), ("mouse", "2")]


def test_packed_with_gzip_it_is_the_same_table(tmp_path: Path) -> None:
    assert cells(table(tmp_path, gzip.compress(PLAIN.encode()), "export.csv.gz")) == READ


def test_the_members_of_a_zip_are_read_one_after_the_other_each_with_its_header(tmp_path: Path) -> None:
    found = table(tmp_path, _zipped(march=PLAIN, april=PLAIN), "year.zip")
    assert (cells(found), rows(found).positions.to_list()) == (READ * 2, [2, 3, 5, 6])


def test_a_zip_of_different_tables_is_refused_by_name(tmp_path: Path) -> None:
    found = table(tmp_path, _zipped(march=PLAIN, other="Agent,Day,Calls\nAna,2024-03-01,3\n"), "year.zip")
    with pytest.raises(SourceError, match=r"year\.zip \(other\.csv\) has other columns"):
        cells(found)


def test_a_form_that_was_kept_reads_the_file_the_same_way(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_bytes("Informe\rCola;Espera\rAtención;1,5\rVentas;2\r".encode("mac_roman"))
    form = recognise(path, "export.csv").form
    again = table(tmp_path, path.read_bytes(), form=Form.from_dict(form.to_dict()))
    assert (again.form, cells(again)) == (form, [("Atención", "1,5"), ("Ventas", "2")])


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        ({"kind": "pdf"}, "kind must be one of"),
        ({"delimiter": ";;"}, "delimiter must be one ASCII character"),
        ({"delimiter": '"'}, "must differ"),
        ({"header_row": "1"}, "header_row must be int"),
        ({"header_row": 3, "first_row": 2}, "header_row 3 must be before first_row 2"),
        ({"encoding": "klingon"}, "encoding must be one of"),
        ({"colour": "red"}, "'colour' is unknown"),
    ],
)
def test_a_form_that_cannot_be_is_refused_by_field(said: dict[str, object], complaint: str) -> None:
    with pytest.raises(SourceError, match=complaint):
        Form.from_dict(said)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "is empty"),
        (b"\n\n  \n", "blank"),
        (b"\x00\x07 nobody knows\x00", "is binary"),
        (b"\xfd7zXZ\x00rest", "xz file"),
    ],
)
def test_what_is_no_table_is_refused_with_the_name(tmp_path: Path, content: bytes, complaint: str) -> None:
    with pytest.raises(SourceError, match=complaint) as refusal:
        table(tmp_path, content, "odd.bin")
    assert "odd.bin" in str(refusal.value)


def test_a_form_of_another_kind_than_the_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="is no xlsx file"):
        table(tmp_path, PLAIN, form=Form(kind="xlsx"))


def _zipped(**members: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in members.items():
            archive.writestr(f"{name}.csv", content)
    return packed.getvalue()
