"""What a spreadsheet would run is made harmless, in cells and in columns alike."""

import polars as pl
import pytest

from core.spreadsheet import harmless, harmless_text

CELLS = [
    ("=1+1", "'=1+1"),
    ("+34600", "'+34600"),
    ("-2", "'-2"),
    ("@A1", "'@A1"),
    ("\tx", "'\tx"),
    ("\r=1", "'\r=1"),
    ("a=b", "a=b"),
    ("x\n=1", "x\n=1"),
    ("", ""),
]


@pytest.mark.parametrize(("given", "kept"), CELLS)
def test_a_cell_and_a_column_are_made_harmless_alike(given: str, kept: str) -> None:
    assert harmless(given) == kept
    assert pl.select(harmless_text(pl.lit(given)))["literal"].to_list() == [kept]


def test_several_columns_are_made_harmless_each_by_itself() -> None:
    rows = pl.DataFrame({"a": ["=1", "x", None], "b": ["y", "+2", "z"], "n": [-1, 0, 1]})
    assert rows.with_columns(harmless_text(pl.col(pl.String))).rows() == [
        ("'=1", "y", -1),
        ("x", "'+2", 0),
        (None, "z", 1),
    ]


def test_what_is_no_text_stays_as_it_is() -> None:
    assert harmless(-3.7) == -3.7
