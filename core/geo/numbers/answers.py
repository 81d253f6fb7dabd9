"""What can be said of an address: the facts of the numbering plan, and one line a reason why there is no number."""

from functools import cache

import polars as pl

from core.geo.numbers.table import facts

REASON = pl.Enum(["anonymous", "not a phone", "invalid", "unknown country"])
AREA_CODE = pl.Enum([str(code) for code in range(200, 1000)])
COUNTRY = "^[A-Z]{2}$"
"""A region of the library that is a country; 001 is the whole world."""
NORTH_AMERICAN_PLAN = 1
ON_THE_GROUND = ("fixed line", "mobile", "fixed line or mobile")
"""Kinds of North American numbers that belong to a country; the others (800, 900, 500 …) belong to all of them."""


@cache
def answers() -> pl.DataFrame:
    """One row a different answer, in the order of `table.facts`, and after them one row a reason (see `refusal`).

    Columns: `country`, `number_type`, `is_valid`, `description_en`, `description_es`, `time_zones`, `calling_code` and
    `reason` as `read_numbers` says them; `has_area_code`; `is_final`: the digits after the plus sign are the number
    themselves, nothing has to be taken out of them.
    """
    told = facts()
    region, is_valid = pl.col("region").cast(pl.String), pl.col("is_valid")
    regions = told["region"].cast(pl.String).unique().sort()
    countries = pl.Enum(regions.filter(regions.str.contains(COUNTRY)))
    has_area_code = is_valid & (pl.col("calling_code") == NORTH_AMERICAN_PLAN)
    of_numbers = told.select(
        country=pl.when(is_valid & region.str.contains(COUNTRY)).then(region).cast(countries),
        number_type="number_type",
        is_valid="is_valid",
        description_en="description_en",
        description_es="description_es",
        time_zones="time_zones",
        calling_code="calling_code",
        reason=pl.when(~is_valid).then(pl.lit("invalid", REASON)),
        has_area_code=(has_area_code & pl.col("number_type").is_in(ON_THE_GROUND)).fill_null(value=False),
        is_final=pl.col("act") == "plain",
    )
    reasons = pl.DataFrame({"reason": REASON.categories}, schema={"reason": REASON})
    refusals = reasons.with_columns(is_valid=False, has_area_code=False, is_final=True)
    return pl.concat([of_numbers, refusals], how="diagonal").rechunk()


def refusal(reason: str) -> int:
    """The row of `answers` for an address in which there is no number."""
    return facts().height + REASON.categories.to_list().index(reason)


def area_codes(keys: pl.Expr) -> pl.Expr:
    """The three digits after the 1 in keys (see `table.keys`) of numbers of the North American plan."""
    return (keys // 10**7 % 1000 - 200).cast(pl.UInt16).cat.to(AREA_CODE)
