"""Files for programs: whose numbers a column holds stands in its name, whatever the period."""

import csv
from dataclasses import replace
from io import BytesIO, StringIO

import polars as pl

from core.exports.csv import write_machine_csv
from core.exports.machine import machine_sheet
from core.exports.parquet import write_parquet
from core.sheet import ROW, Heading, Sheet
from tests.core.exports.test_xlsx import FACTS, book_of, cells_of


def across(*values: object) -> Sheet:
    """Queues down, these channels across, and all of them at the end."""
    keys = [*(f"conversations@{place}" for place in range(len(values))), "conversations"]
    at = [*((("channel", value),) for value in values), ()]
    headings = [
        Heading(key, "Conversations", "conversations", "count", at=one) for key, one in zip(keys, at, strict=True)
    ]
    rows = pl.DataFrame({"queue_name": ["A"], **{key: [1] for key in keys}})
    return Sheet("Pivot", (Heading("queue_name", "Queue", "queue_name"), *headings), rows, (ROW,))


def test_a_column_of_a_pivot_is_called_by_its_group_in_every_format() -> None:
    sheet, wanted = across("voice", None), ["queue_name", "conversations@voice", "conversations@", "conversations"]
    assert next(csv.reader(StringIO(write_machine_csv(sheet).decode()))) == wanted
    assert list(cells_of(book_of(sheet, is_machine=True))[0]) == wanted
    assert pl.read_parquet(BytesIO(write_parquet(sheet, FACTS))).columns == wanted


def test_groups_that_are_written_alike_keep_their_place() -> None:
    assert machine_sheet(across("", None)).rows.columns == [
        *("queue_name", "conversations@0", "conversations@1", "conversations"),
    ]


def test_no_value_is_lost() -> None:
    sheet = across("voice", "chat")
    renamed = replace(sheet, rows=machine_sheet(sheet).rows)
    assert renamed.rows.rows() == sheet.rows.rows()
