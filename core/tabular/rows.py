"""Some rows of a table as read from its file, and what was set aside among them."""

from dataclasses import dataclass, replace

import polars as pl

from core.sources.batch import RAW_LIMIT, TOTALS_LINE, Rejection
from core.sources.records import Records

TOTALS = (
    r"(?i)^\s*(?:(?:grand|gran|overall|suma)[ _-])?(?:sub[ _-]?)?(?:totals?|totales|average|promedio)"
    r"(?:[ _-](?:general|generales|parcial|parciales|overall))?\s*:?\s*[\d.,]*\s*$"
)
"""A line whose first filled cell says so is no record: counting it would count everything twice."""


@dataclass(frozen=True)
class Rows(Records):
    """Rows of a table file, in its order; see `Records` for `fields`, `positions` and `rejections`.

    Positions are rows as a spreadsheet shows them, from 1, the header and blank rows counted too; of a packed file
    with several members they run on from one to the next.

    Args:
        blank_rows: rows without any value, which are dropped.
        rows_read: rows of the file that these stand for: blank ones and the rejected included.
        bytes_read: how many bytes of the file on the disk had been read for it and the rows before it.
    """

    blank_rows: int = 0
    rows_read: int = 0
    bytes_read: int = 0


def without_blank(rows: Rows) -> Rows:
    """Rows that hold nothing but missing cells are dropped and counted."""
    if not rows.fields.width:
        return rows
    is_blank = rows.fields.select(pl.all_horizontal(pl.all().is_null())).to_series()
    if not is_blank.any():
        return rows
    kept = ~is_blank
    return replace(
        rows,
        fields=rows.fields.filter(kept),
        positions=rows.positions.filter(kept),
        blank_rows=rows.blank_rows + int(is_blank.sum()),
    )


def without_totals(rows: Rows) -> Rows:
    """Lines of totals become rejections."""
    first = rows.fields.select(pl.coalesce(pl.all()).str.contains(TOTALS).fill_null(False)).to_series()
    if not first.any():
        return rows
    totals = rows.fields.filter(first)
    set_aside = [
        Rejection(position, TOTALS_LINE, _said(row), _raw(row))
        for position, row in zip(rows.positions.filter(first), totals.iter_rows(), strict=True)
    ]
    return replace(
        rows,
        fields=rows.fields.filter(~first),
        positions=rows.positions.filter(~first),
        rejections=[*rows.rejections, *set_aside],
    )


def _said(row: tuple[str | None, ...]) -> str:
    return next((cell.strip() for cell in row if cell), "")


def _raw(row: tuple[str | None, ...]) -> str:
    return "\t".join(cell or "" for cell in row)[:RAW_LIMIT]
