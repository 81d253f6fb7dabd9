"""Expressions over text fields: read instants and numbers, choose among several names, keep the rest as JSON."""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

import polars as pl

from core.schema.column import INSTANT

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
LATEST = datetime(2100, 1, 1, tzinfo=UTC)
SECONDS_BELOW = 100_000_000_000
"""An epoch below this counts seconds (until the year 5138), from it on milliseconds (since 1973)."""
FARTHEST_MS = 10**15
NEEDS_ESCAPE = r'["\\\x00-\x1f]'

WITH_ZONE = ("%+", "%Y-%m-%dT%H:%M%#z", "%Y-%m-%d %H:%M:%S%.f %Z", "%a, %d %b %Y %H:%M:%S %z")
WITHOUT_ZONE = ("%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f")


def filled(name: str) -> pl.Expr:
    """The field's text without surrounding space; empty counts as not given."""
    stripped = pl.col(name).str.strip_chars()
    return pl.when(stripped != "").then(stripped)


def instants(texts: pl.DataFrame) -> pl.DataFrame:
    """Every column of text read as instants: epoch seconds or milliseconds, or ISO 8601.

    Without a zone ISO times are UTC, as the vendor writes them. Null: not given or not readable.
    """
    return texts.select(_instants(column) for column in texts)


def _instants(column: pl.Series) -> pl.Series:
    number = column.cast(pl.Float64, strict=False)
    number = number.set(~number.is_finite(), None).clip(-FARTHEST_MS, FARTHEST_MS)
    epoch = pl.select(pl.when(number.abs() < SECONDS_BELOW).then(number * 1000).otherwise(number)).to_series()
    instant = epoch.round().cast(pl.Int64).cast(INSTANT)
    written = column.is_not_null() & number.is_null()
    if written.any():
        instant = instant.zip_with(~written, _written_instants(column))
    return instant.alias(column.name)


def sane(instant: pl.Expr) -> pl.Expr:
    """The instant when it is one in which a contact centre of ours can have worked, else null."""
    return pl.when(instant.is_between(EARLIEST, LATEST, closed="left")).then(instant)


def _written_instants(column: pl.Series) -> pl.Series:
    text = pl.col("text").str
    zoned = [text.to_datetime(form, time_unit="ms", time_zone="UTC", strict=False) for form in WITH_ZONE]
    bare = [text.to_datetime(form, time_unit="ms", strict=False) for form in WITHOUT_ZONE]
    readings = [*zoned, *(reading.dt.replace_time_zone("UTC") for reading in bare)]
    return column.alias("text").to_frame().select(pl.coalesce(readings)).to_series()


def whole_number(text: pl.Expr) -> pl.Expr:
    """Text as a whole number; null when it is none."""
    number = text.cast(pl.Float64, strict=False)
    return pl.when(number.is_finite() & (number.abs() < 2**53)).then(number).round().cast(pl.Int64, strict=False)


def as_json(fields: pl.DataFrame, opened: Iterable[str]) -> pl.Series:
    """One JSON object text a row from text fields, nested as they arrived; null when all are null.

    Args:
        fields: text columns; null where a record lacks the field. Keys come in alphabetical order, objects last.
        opened: paths of objects that were spread over columns.
    """
    if not fields.columns:
        return pl.Series([None], dtype=pl.String)
    return _object(fields, sorted(fields.columns), frozenset(opened), "")


def _object(fields: pl.DataFrame, names: Sequence[str], opened: frozenset[str], prefix: str) -> pl.Series:
    columns: list[pl.Series] = []
    members: list[pl.Expr] = []
    below: dict[str, list[str]] = {}
    for name in names:
        parent = prefix + name[len(prefix) :].partition(".")[0]
        if parent in opened and len(name) > len(parent):
            below.setdefault(parent, []).append(name)
            continue
        columns.append(fields[name])
        members.append(_member(fields[name], name[len(prefix) :], str(len(columns))))
    for path, inside in below.items():
        columns.append(_object(fields, inside, opened, f"{path}."))
        members.append(pl.concat_str(pl.lit(_key(path[len(prefix) :])), pl.col(str(len(columns)))))
    text = pl.concat_str(pl.lit("{"), pl.concat_str(members, separator=",", ignore_nulls=True), pl.lit("}"))
    # Numbered names, because Polars would take a field called ^.*$ or * for a pattern.
    numbered = pl.DataFrame({str(number): column for number, column in enumerate(columns, start=1)})
    json_text = numbered.select(text).to_series()
    return json_text.set(json_text == "{}", None)


def _member(values: pl.Series, key: str, column: str) -> pl.Expr:
    """`"key":"value"` a row, null where there is no value."""
    value = pl.col(column)
    if not values.str.contains(NEEDS_ESCAPE).any():
        return pl.concat_str(pl.lit(f'{_key(key)}"'), value, pl.lit('"'))
    written = pl.struct(value.alias("v")).struct.json_encode().str.slice(5).str.head(-1)
    return pl.when(value.is_not_null()).then(pl.concat_str(pl.lit(_key(key)), written))


def _key(name: str) -> str:
    """`"key":` with whatever escapes the name needs."""
    return f"{json.dumps(name, ensure_ascii=False)}:"
