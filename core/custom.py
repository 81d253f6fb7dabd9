"""Custom columns: what a house's integrations say under keys of their own, named as they write them."""

import re

import polars as pl

_CUSTOM = re.compile(r"(?:conversations|customers)\..+", re.DOTALL)


def is_custom(name: str) -> bool:
    """Whether a name is that of a custom column: `conversations.KEY` or `customers.KEY`."""
    return _CUSTOM.fullmatch(name) is not None


def as_number(value: pl.Expr) -> pl.Expr:
    """The number that a text is; null when it is none, or none that can be added up."""
    number = value.cast(pl.Float64, strict=False)
    return pl.when(number.is_finite()).then(number)


STATISTICS = ("average", "total", "median", "p90", "count")
"""What can be asked of a custom column as a number: `average.conversations.KEY` and so on."""

_MEASURE = re.compile(rf"({'|'.join(STATISTICS)})\.({_CUSTOM.pattern})", re.DOTALL)


def measured(name: str) -> tuple[str, str] | None:
    """The statistic and the custom column that the name of a custom measure is made of; None for any other name."""
    found = _MEASURE.fullmatch(name)
    return (found[1], found[2]) if found else None
