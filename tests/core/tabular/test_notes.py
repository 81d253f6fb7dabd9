"""Every fact by which something was told can be said, in both languages."""

import ast
from pathlib import Path

import polars as pl
import pytest

from core.tabular.form import Note
from core.tabular.values import guess_booleans, guess_durations, guess_instants, guess_missing, guess_numbers
from core.words import LANGUAGES, known
from tests.core.tabular.reading import table

CODE = Path(__file__).parents[3] / "core" / "tabular"

COLUMNS = [
    ("31/01/24", "01/02/24"),
    ("01/31/2024 1:05 PM",),
    ("31/01/2024", "01/31/2024"),
    ("3.3.2024", "4.4.2024"),
    ("24-03-05", "24-03-25"),
    ("2024-03-05T10:00:00Z", "2024-03-05T10:00:00"),
    ("1709633730",),
    ("1709633730250",),
    ("1709633730250000",),
    ("45356.5",),
    ("5 de marzo de 2024",),
    ("02/03/2024", "03/03/2024", "04/03/2024"),
    ("2:23", "0:10"),
    ("2:23", "59:10"),
    ("2:23.5",),
    ("0:02:23",),
    ("2m 23s",),
    ("PT2M",),
    ("143000", "61500"),
    ("143000", "61000"),
    ("0.0016550926",),
    ("1,5",),
    ("1.5%",),
    ("1,234",),
    ("1,234,567",),
    ("yes", "NULL"),
    ("0", "-"),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column[0])
def test_what_tells_a_style_is_said_with_all_its_values(column: tuple[str, ...], language: str) -> None:
    values = pl.Series("values", column, dtype=pl.String)
    guesses = [*guess_instants(values), *guess_durations(values), *guess_durations(values, name="wait_s")]
    guesses += [*guess_numbers(values), *guess_missing(values, "ids"), *guess_booleans(values)]
    assert guesses
    assert_said([note for guess in guesses for note in guess.evidence], language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "content",
    [
        "Report;;\nCola;Espera;Día\n-;s;-\nAtención;1;2024-03-01\nVentas;2;2024-03-01\n".encode("cp1252"),
        "Cola,Agente\nAtención,Ana\n".encode("utf-16"),
        "Cola,Agente\nAtención,Ana\n".encode("utf-16-le"),
        "Cola,Agente\nAtención,Ana\n".encode(),
        b"sep=;\nQueue;Agent\nSales;Ana\n",
        b"Queue\tAgent\n",
        b"1\n2\n",
    ],
)
def test_what_tells_a_form_is_said_with_all_its_values(tmp_path: Path, content: bytes, language: str) -> None:
    assert_said(list(table(tmp_path, content).notes), language)


def assert_said(notes: list[Note], language: str) -> None:
    for note in notes:
        said = note.said(language)
        assert all(str(value) in said for _, value in note.params if note.key != "no_header")


def test_every_key_that_the_code_names_is_in_the_catalogues() -> None:
    calls = [
        node.args[0].value
        for file in CODE.glob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "note"
        if isinstance(node.args[0], ast.Constant)
    ]
    assert len(calls) > 40
    assert [key for key in calls if not known(f"tabular.{key}")] == []
