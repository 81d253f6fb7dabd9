"""What was written in any dialect is read back equal; what is damaged ends in rows, rejections or one clear error."""

import csv
import io
import random
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import SourceError
from core.tabular import Form, read_table
from core.tabular.form import ENCODINGS
from core.tabular.instants import STYLES as INSTANT_STYLES
from core.tabular.values import (
    guess_booleans,
    guess_durations,
    guess_instants,
    guess_missing,
    guess_numbers,
    read_durations,
    read_instants,
    read_numbers,
)
from tests.core.tabular.reading import rows, table

in_a_folder = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
any_text = settings(deadline=None, max_examples=80)

WESTERN = st.characters(codec="cp1252", exclude_categories=["Cc", "Cs"])
CELL = st.text(st.one_of(WESTERN, st.sampled_from(list(";,|\t\"'\n "))), min_size=1, max_size=12)
ROW = st.lists(CELL.filter(lambda cell: cell.strip("\r")), min_size=3, max_size=3)


@in_a_folder
@given(
    lines=st.lists(ROW, min_size=1, max_size=8),
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
    end=st.sampled_from(["\n", "\r\n"]),
    encoding=st.sampled_from([name for name in ENCODINGS if name.startswith(("utf", "windows"))]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_a_table_in_any_dialect_is_read_back_equal(
    tmp_path: Path, lines: list[list[str]], delimiter: str, end: str, encoding: str, quoting: int
) -> None:
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=delimiter, lineterminator=end, quoting=quoting)
    writer.writerows([["Queue", "Agent", "Note"], *lines])
    form = Form(encoding=encoding, delimiter=delimiter, totals=False)
    found = rows(table(tmp_path, written.getvalue().encode("cp1252" if encoding[0] == "w" else encoding), form=form))
    assert found.fields.rows() == [tuple(line) for line in lines]
    assert found.rejections == []


@in_a_folder
@given(
    waits=st.lists(st.integers(0, 9_999), min_size=2, max_size=20),
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    codec=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252", "mac_roman", "utf-16-be"]),
    titles=st.integers(0, 3),
    blank=st.integers(0, 2),
)
def test_an_export_in_any_dialect_is_recognised(
    tmp_path: Path, waits: list[int], delimiter: str, end: str, codec: str, titles: int, blank: int
) -> None:
    lines = [["Teléfono de atención", "", ""]] * titles + [["Cola", "Inicio", "Espera"]]
    lines += [["Atención señalada", f"2024-03-{1 + at % 28:02} 10:00:00", str(wait)] for at, wait in enumerate(waits)]
    lines += [["", "", ""]] * blank
    content = end.join(delimiter.join(line) for line in lines) + end
    found = table(tmp_path, content.encode(codec))
    assert found.columns == ("Cola", "Inicio", "Espera")
    assert [int(wait) for _, _, wait in rows(found).fields.rows()] == waits
    assert rows(found).positions.to_list() == [titles + 2 + at for at in range(len(waits))]


@in_a_folder
@given(values=st.lists(st.tuples(st.floats(-1e12, 1e12), st.integers(0, 2**50)), min_size=1, max_size=10))
def test_numbers_of_a_workbook_are_exact(tmp_path: Path, values: list[tuple[float, int]]) -> None:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Data")
        for row, line in enumerate([("amount", "id"), *values]):
            sheet.write_row(row, 0, line)
    found = rows(table(tmp_path, content.getvalue(), "data.xlsx")).fields
    # The writer keeps 16 digits of a number, a cell 53 bits.
    assert [float(cell) for cell in found["amount"]] == [float(f"{amount:.16G}") for amount, _ in values]
    assert [int(float(cell)) for cell in found["id"]] == [number for _, number in values]


INSTANTS = st.datetimes(datetime(2001, 1, 1), datetime(2098, 12, 31))


@any_text
@given(instants=st.lists(INSTANTS, min_size=1, max_size=20))
@pytest.mark.parametrize(
    ("pattern", "style", "unit"),
    [
        ("%Y-%m-%dT%H:%M:%S.%f", "ymd", "ms"),
        ("%d/%m/%Y %H:%M:%S", "dmy", "s"),
        ("%m/%d/%y %I:%M:%S %p", "mdy", "s"),
        ("%d-%b-%Y %H:%M", "dmy", "m"),
        ("%A, %d de %B de %Y a las %H:%M", "dmy", "m"),
        ("%Y%m%d%H%M%S", "ymd", "s"),
    ],
)
def test_instants_in_any_style_are_read_back_equal(
    instants: list[datetime], pattern: str, style: str, unit: str
) -> None:
    read = read_instants(pl.Series([each.strftime(pattern) for each in instants]), style, "UTC")
    wanted = pl.Series(instants, dtype=pl.Datetime("us")).dt.cast_time_unit("ms").dt.truncate(f"1{unit}")
    assert read.at.dt.replace_time_zone(None).to_list() == wanted.to_list()


@any_text
@given(lengths=st.lists(st.integers(0, 10**9), min_size=1, max_size=20))
def test_durations_are_read_back_equal(lengths: list[int]) -> None:
    clocks = [f"{ms // 3_600_000}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02}.{ms % 1000:03}" for ms in lengths]
    assert read_durations(pl.Series(clocks), "h:m:s")[0].to_list() == lengths
    words = [f"{ms // 60_000}m {ms // 1000 % 60}s {ms % 1000}ms" for ms in lengths]
    assert read_durations(pl.Series(words), "words")[0].to_list() == lengths
    assert read_durations(pl.Series([f"{ms / 1000:.3f}" for ms in lengths]), "seconds")[0].to_list() == lengths


@any_text
@given(numbers=st.lists(st.decimals(-(10**9), 10**9, places=2), min_size=1, max_size=20))
def test_numbers_are_read_back_equal_with_either_sign_and_parted_thousands(numbers: list[object]) -> None:
    point = [f"{number:,.2f}" for number in numbers]
    comma = [each.translate(str.maketrans(",.", ".,")) for each in point]
    wanted = pytest.approx([float(str(number)) for number in numbers])
    assert read_numbers(pl.Series(point), "point")[0].to_list() == wanted
    assert read_numbers(pl.Series(comma), "comma")[0].to_list() == wanted


ODD = st.one_of(st.none(), st.text(max_size=30), st.from_regex(r"[\d:/., TZ+\-apm%€()hms~!]{0,25}", fullmatch=True))


@any_text
@given(values=st.lists(ODD, max_size=12))
def test_no_value_makes_a_guess_or_a_reader_fail(values: list[str | None]) -> None:
    series = pl.Series("values", values, dtype=pl.String)
    for style in INSTANT_STYLES:
        read = read_instants(series, style, "Europe/Madrid", times=series)
        assert read.at.len() == read.is_bad.len() == len(values)
        read_instants(series, style, "America/Santiago")
    for guess in guess_durations(series):
        length, is_bad = read_durations(series, guess.style)
        assert (length.is_null() | ~is_bad).all()
    for guesses in (
        guess_instants(series),
        guess_numbers(series),
        guess_booleans(series),
        guess_missing(series, "ids"),
    ):
        assert all(0 <= guess.confidence <= 1 and 0 <= guess.readable <= 1 for guess in guesses)


def read_through(folder: Path, content: bytes, name: str) -> None:
    """Every row is a row, rejected or blank; a file that cannot be read is an error with its name."""
    path = folder / name
    path.write_bytes(content)
    try:
        found = read_table(path, name)
        batches = list(found.batches())
    except SourceError as problem:
        refusal = str(problem)
    else:
        refusal = name
        assert all(batch.fields.columns == list(found.columns) for batch in batches)
        assert all(batch.fields.height == batch.positions.len() for batch in batches)
        assert all(batch.count + batch.blank_rows == batch.rows_read for batch in batches)
    assert name in refusal


@in_a_folder
@given(content=st.one_of(st.binary(min_size=1, max_size=400), st.text(max_size=200).map(str.encode)))
def test_random_bytes_are_a_table_or_a_clear_error(tmp_path: Path, content: bytes) -> None:
    read_through(tmp_path, content, "random.csv")


@pytest.mark.parametrize("kind", ["csv", "xlsx", "parquet", "ods"])
def test_damaged_files_are_a_table_or_a_clear_error(tmp_path: Path, kind: str) -> None:
    whole = whole_file(tmp_path, kind)
    for seed in range(60):
        chance = random.Random(seed)
        content = bytearray(whole)
        for _ in range(chance.randint(1, 6)):
            start = chance.randrange(len(content))
            piece = chance.choice([b"", b'"', b"\n", b"\r", b"\x00", b"\xff", b";", chance.randbytes(9)])
            content[start : start + chance.choice([0, 1, 5, 50])] = piece
        read_through(
            tmp_path, bytes(content[: chance.choice([len(content), chance.randrange(1, len(content))])]), f"x.{kind}"
        )


def whole_file(folder: Path, kind: str) -> bytes:
    """A sound file of a kind."""
    calls = pl.DataFrame({"Queue": ["Sales", 'Help "me"'] * 20, "Wait": range(40), "Note": ["a\nb", "c,d"] * 20})
    if kind == "ods":
        from tests.core.tabular.test_workbooks import open_document

        return open_document([["Queue", "Wait"], ["Sales", "1"], ["Help", "2"]])
    content = io.BytesIO()
    {"csv": calls.write_csv, "xlsx": calls.write_excel, "parquet": calls.write_parquet}[kind](content)
    return content.getvalue()


@pytest.mark.slow
def test_a_large_file_is_read_in_bounded_memory(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    line = b'Sales;2024-03-01 10:00:00;"first\nsecond";143,5;Ana Ruiz;+34911234567;;\n'
    with path.open("wb") as file:
        file.write(b"Cola;Inicio;Nota;Espera;Agente;Cliente;;\n")
        for _ in range(60):
            file.write(line * 100_000)
    program = (
        "import resource, sys; from pathlib import Path; from core.tabular import read_table\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "read = sum(b.fields.height for b in read_table(Path(sys.argv[1]), 'large.csv').batches())\n"
        "print(read, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)"
    )
    done = subprocess.run([sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True)
    count, megabytes = map(int, done.stdout.split())
    assert count == 6_000_000
    assert megabytes < 250 < path.stat().st_size / 1_048_576
