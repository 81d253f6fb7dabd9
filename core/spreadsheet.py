"""Text that a spreadsheet would run as a formula, made harmless."""

import re
from typing import Any

import polars as pl

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def harmless_text(text: pl.Expr) -> pl.Expr:
    """The text, or each of several columns of text, with an apostrophe before what a spreadsheet would run."""
    return text.str.replace(rf"\A([{re.escape(''.join(_STARTS_A_FORMULA))}])", "'${1}")


def harmless(value: Any) -> Any:
    """One cell, made harmless in the same way; what is no text stays as it is."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_STARTS_A_FORMULA) else value
