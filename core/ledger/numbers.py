"""The numbers of a report as they were sent: of every figure its questions and their answers, as text."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC
from typing import Any

import polars as pl

from core.errors import AtalayaError, StoreError
from core.query import Query
from core.store.files import Files

FOLDER = "sent/numbers"
FORMAT = 1

_WHOLE = {pl.Int8, pl.Int16, pl.Int32, pl.Int64, pl.UInt8, pl.UInt16, pl.UInt32, pl.UInt64}
_TYPES: dict[str, pl.DataType] = {
    "text": pl.String(),
    "whole": pl.Int64(),
    "number": pl.Float64(),
    "truth": pl.Boolean(),
    "day": pl.Date(),
    "instant": pl.Datetime("ms", "UTC"),
}


@dataclass(frozen=True, eq=False)
class Asked:
    """One question of a figure, with what was answered when it was published.

    Args:
        figure: what the figure is called, unique within the report.
        query: the question.
        answer: one row a group, the groups first, then a column a metric.
        is_whole: whether the answer has all groups; else those that are not in it were not published.
        ground: names the rows that it was answered from, as `core.ledger.ground` tells.
    """

    figure: str
    query: Query
    answer: pl.DataFrame
    is_whole: bool = True
    ground: str = ""


def keep_numbers(files: Files, run: str, asked: Iterable[Asked]) -> None:
    """Keep the numbers of a run; those that are kept already stay as they are."""
    told = {"format": FORMAT, "asked": [_told(one) for one in asked]}
    files.put_if_absent(f"{FOLDER}/{run}.json", json.dumps(told, ensure_ascii=False).encode())


def kept_numbers(files: Files, run: str) -> list[Asked]:
    """The numbers of a run.

    Raises:
        StoreError: they are gone or damaged, or a newer program wrote them.
    """
    name = f"{FOLDER}/{run}.json"
    try:
        told = json.loads(files.read(name))
        if told["format"] > FORMAT:
            raise StoreError(f"{files.path(name)} is of format {told['format']}; update Atalaya.")
        return [_read(one) for one in told["asked"]]
    except (ValueError, KeyError, TypeError, AttributeError, pl.exceptions.PolarsError, AtalayaError) as problem:
        raise StoreError(f"{files.path(name)} cannot be read ({problem}).") from problem


def _told(asked: Asked) -> dict[str, Any]:
    return {
        "figure": asked.figure,
        "query": asked.query.to_dict(),
        "is_whole": asked.is_whole,
        "ground": asked.ground,
        "columns": [_column(series) for series in asked.answer.get_columns()],
    }


def _read(told: dict[str, Any]) -> Asked:
    columns = [_series(column) for column in told["columns"]]
    answer = pl.DataFrame(columns)
    return Asked(told["figure"], Query.from_dict(told["query"]), answer, told["is_whole"], told["ground"])


def _column(series: pl.Series) -> dict[str, Any]:
    kind = _kind(series.dtype)
    plain = series.cast(_TYPES[kind])
    # Moments as text, exact to the millisecond; numbers as JSON writes them, which reads back exactly.
    if kind == "instant":
        plain = plain.dt.strftime("%Y-%m-%dT%H:%M:%S%.3fZ")
    elif kind == "day":
        plain = plain.dt.strftime("%Y-%m-%d")
    return {"name": series.name, "type": kind, "values": plain.to_list()}


def _series(told: dict[str, Any]) -> pl.Series:
    name, kind = told["name"], told["type"]
    if kind == "instant":
        texts = pl.Series(name, told["values"], pl.String)
        return texts.str.to_datetime("%Y-%m-%dT%H:%M:%S%.3fZ", time_unit="ms", time_zone=str(UTC))
    if kind == "day":
        return pl.Series(name, told["values"], pl.String).str.to_date("%Y-%m-%d")
    return pl.Series(name, told["values"], _TYPES[kind])


def _kind(dtype: pl.DataType) -> str:
    if dtype in _WHOLE:
        return "whole"
    if dtype.is_float():
        return "number"
    if isinstance(dtype, pl.Datetime):
        return "instant"
    return {pl.Boolean: "truth", pl.Date: "day"}.get(dtype.base_type(), "text")
