"""JSON written column by column: far faster than row by row, and fields that are null are left out."""

import polars as pl

Fields = dict[str, pl.Expr]


def text(value: pl.Expr) -> pl.Expr:
    """A string that needs no escaping, in quotes."""
    return pl.concat_str(pl.lit('"'), value, pl.lit('"'))


def quoted(value: pl.Expr) -> pl.Expr:
    """JSON text as a string within JSON."""
    return text(value.str.replace_all('"', '\\"', literal=True))


def number(value: pl.Expr) -> pl.Expr:
    """A number or a boolean, bare."""
    return value.cast(pl.String)


def record(fields: Fields) -> pl.Expr:
    """One JSON object a row, of values that are JSON already; a field whose value is null is left out."""
    pieces = [pl.concat_str(pl.lit(f',"{name}":'), value) for name, value in fields.items()]
    return pl.concat_str(pl.lit("{"), pl.concat_str(pieces, ignore_nulls=True).str.slice(1), pl.lit("}"))


def instant(milliseconds: pl.Expr, digits: int = 3) -> pl.Expr:
    """Epoch milliseconds as ISO 8601 in UTC, with milliseconds or whole seconds."""
    pattern = "%Y-%m-%dT%H:%M:%S%.3fZ" if digits else "%Y-%m-%dT%H:%M:%SZ"
    return pl.from_epoch(milliseconds, time_unit="ms").dt.strftime(pattern)
