"""Expressions over text fields: read instants and numbers, choose among several names, keep the rest as JSON."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

import polars as pl

from core.schema.column import INSTANT

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
LATEST = datetime(2100, 1, 1, tzinfo=UTC)
SECONDS_BELOW = 100_000_000_000
"""An epoch below this counts seconds (until the year 5138), from it on milliseconds (since 1973)."""
FARTHEST_MS = 10**15

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
    readings = [
        *(pl.col("text").str.to_datetime(form, time_unit="ms", time_zone="UTC", strict=False) for form in WITH_ZONE),
        *(
            pl.col("text").str.to_datetime(form, time_unit="ms", strict=False).dt.replace_time_zone("UTC")
            for form in WITHOUT_ZONE
        ),
    ]
    return column.alias("text").to_frame().select(pl.coalesce(readings)).to_series()


def whole_number(text: pl.Expr) -> pl.Expr:
    """Text as a whole number; null when it is none."""
    number = text.cast(pl.Float64, strict=False)
    return pl.when(number.is_finite() & (number.abs() < 2**53)).then(number).round().cast(pl.Int64, strict=False)


def as_json(kept: Mapping[str, pl.Expr | None], opened: Iterable[str]) -> pl.Expr:
    """One JSON object text a row from text fields, nested as they arrived; null when all are null.

    Args:
        kept: column names, each with a condition under which it is kept (None: whenever it is not null).
        opened: paths of objects that were spread over columns.
    """
    return _braced(_members(sorted(kept), kept, sorted(opened), ""))


def _braced(inner: pl.Expr) -> pl.Expr:
    return pl.when(inner != "").then(pl.concat_str(pl.lit("{"), inner, pl.lit("}")))


def _members(names: Sequence[str], kept: Mapping[str, pl.Expr | None], opened: Sequence[str], prefix: str) -> pl.Expr:
    members: list[pl.Expr] = []
    below: dict[str, list[str]] = {}
    for name in names:
        parent = next((path for path in opened if _is_child(path, prefix) and name.startswith(f"{path}.")), None)
        if parent is None:
            members.append(_member(name, name[len(prefix) :], kept[name]))
        else:
            below.setdefault(parent, []).append(name)
    for path, inside in below.items():
        key = pl.DataFrame({path[len(prefix) :]: [""]}).select(pl.struct(pl.all()).struct.json_encode()).item()
        value = _braced(_members(inside, kept, opened, f"{path}."))
        members.append(pl.concat_str(pl.lit(key[1:-3]), value))
    return pl.concat_str(members, separator=",", ignore_nulls=True) if members else pl.lit("")


def _is_child(path: str, prefix: str) -> bool:
    return path.startswith(prefix) and "." not in path[len(prefix) :]


def _member(name: str, key: str, condition: pl.Expr | None) -> pl.Expr:
    present = pl.col(name).is_not_null()
    if condition is not None:
        present &= condition
    written = pl.struct(pl.col(name).alias(key)).struct.json_encode()
    return pl.when(present).then(written.str.slice(1).str.head(-1))
