"""The numbering plan of the world as one sorted table: what is known of a number is one binary search away.

Digit strings of one length fall into intervals inside which `phonenumbers` says the same of every number.
`tools/build_numbers.py` compiles them, once for each version of `phonenumbers`; `built_from` tells which.
"""

from functools import cache
from typing import Final

import polars as pl

from core.geo.gazetteer import REFERENCE

INTERVALS: Final = REFERENCE / "phone_intervals.parquet"
FACTS: Final = REFERENCE / "phone_facts.parquet"

LONGEST: Final = 26
"""Digits of the longest text that can be a number: calling code, national prefix and seventeen digits, in Japan."""

SIGNIFICANT: Final = 17
"""Digits that a key holds beside the length; no interval of longer numbers begins behind them."""

NUMBER_TYPE: Final = pl.Enum(
    [
        *("fixed line", "mobile", "fixed line or mobile", "toll free", "premium rate", "shared cost"),
        *("voip", "personal number", "pager", "uan", "voicemail", "unknown"),
    ]
)
ACT: Final = pl.Enum(["plain", "strip", "unknown calling code", "error"])
"""What parsing "+" and the digits does: nothing; perhaps take digits away; finds no calling code; refuses them."""


def keys(e164: pl.Expr) -> pl.Expr:
    """The key under which `find` knows a number, as UInt64.

    Args:
        e164: text, "+" and nothing but the digits of calling code and national number.

    Returns:
        length * 10^17 + the first seventeen digits as a number, so that leading zeros count; null for a text that is
        not one plus sign and at most `LONGEST` digits.
    """
    length = e164.str.len_bytes().cast(pl.UInt64) - 1
    digits = e164.str.slice(0, SIGNIFICANT + 1).cast(pl.UInt64, strict=False)
    # What a key leaves out has to be digits as well; it is read with the digit before, because a cast allows one sign.
    rest = e164.str.slice(SIGNIFICANT).cast(pl.UInt64, strict=False)
    is_number = (length <= SIGNIFICANT) | ((length <= LONGEST) & rest.is_not_null())
    return pl.when(e164.str.starts_with("+") & is_number).then(length * 10**SIGNIFICANT + digits)


def find(keys: pl.Series) -> pl.Series:
    """Which row of `facts` holds each key, as UInt32; null for null. Every key of `keys` has a row."""
    first_keys, rows = _intervals()
    return rows.gather(first_keys.search_sorted(keys, side="right")).alias("facts")


@cache
def facts() -> pl.DataFrame:
    """One row a different set of facts; `find` tells which row a number has.

    Columns: `calling_code` (null when there is none); `region` (as `phonenumbers` has it, of invalid numbers too, "001"
    for numbers of no country); `number_type`; `is_valid`; `description_en` and `description_es` (null instead of '');
    `time_zones` (joined by one blank in the plan's order, null when unknown); `act` (see `ACT`), which is about the
    digits as they stand, while all others are about the number that has been parsed. A number of more than seventeen
    digits after its calling code cannot come out of parsing; there only `calling_code` and `act` say something.
    """
    rows = pl.read_parquet(FACTS)
    return rows.with_columns(
        pl.col("number_type").cast(NUMBER_TYPE),
        pl.col("act").cast(ACT),
        pl.col("description_en", "description_es").cast(pl.Categorical),
        *(rows[column].cast(pl.Enum(rows[column].drop_nulls().unique().sort())) for column in ("region", "time_zones")),
    )


def built_from() -> str:
    """The version of `phonenumbers` that the tables were compiled from."""
    return pl.read_parquet_metadata(INTERVALS)["phonenumbers"]


@cache
def _intervals() -> tuple[pl.Series, pl.Series]:
    """The first key of each interval, ascending; the row of `facts` by how many intervals begin up to a key."""
    intervals = pl.read_parquet(INTERVALS)
    before_all = pl.Series([None], dtype=pl.UInt32)
    return intervals["first_key"], pl.concat([before_all, intervals["facts"]])
