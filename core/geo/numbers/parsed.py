"""The answer of `phonenumbers.parse()` for texts of every kind, as column operations.

A number that is written with its calling code, or dialled from the default country with the way abroad, is one string
of digits; the numbering plan's table knows at once whether they are the number, whether a national prefix may have to
be taken out (then the calling code's own rules decide), or whether there is no such number.
"""

import polars as pl

from core.geo.numbers.dialling import (
    LONGEST,
    SHORTEST,
    Dialling,
    as_dialled,
    dialling_in,
    dialling_to,
    is_too_long,
    without_prefix,
)
from core.geo.numbers.library import ask_library
from core.geo.numbers.table import facts, find, keys
from core.geo.numbers.written import BAD_LENGTH, ERROR, NO_COUNTRY, written

UNKNOWN_CODE = "unknown calling code"


def parsed(texts: pl.DataFrame, default_country: str = "") -> pl.DataFrame:
    """Find the number in each text.

    Args:
        texts: one row a text, without null: `row`, `text` as `core.geo.address.number_text` leaves it and `is_plain`.
        default_country: capital letters; the country in which numbers without a calling code are dialled; empty when
            there is none.

    Returns:
        The same rows in another order: `row`, `text`, `digits` of calling code and national number, whether the
        calling code `is_assumed`, or else the `error` (one of `written.KINDS_OF_ERROR`).
    """
    rules = dialling_in(default_country) if default_country else None
    rows = written(texts)
    is_read, is_international = pl.col("digits").is_not_null(), pl.col("is_international")
    odd = rows.filter("is_odd").select("row", "text")
    return pl.concat(
        [
            _refused(rows.filter(pl.col("error").is_not_null()), pl.col("error")),
            odd.join(ask_library(odd["text"], default_country), on="text", how="left"),
            *_with_plus(rows.filter(is_read, is_international), rules),
            *_without_plus(rows.filter(is_read, ~is_international), rules),
        ]
    )


def _with_plus(rows: pl.DataFrame, rules: Dialling | None) -> list[pl.DataFrame]:
    acts = _with_act(rows)
    if rules is None:
        return _international(acts)
    # A plus sign before what is dialled inside the country, such as its way abroad, is forgiven.
    is_unknown = (pl.col("act") == UNKNOWN_CODE).fill_null(value=False)
    dialled = _dialled(acts.filter(is_unknown), rules)
    return [
        *_international(acts.filter(~is_unknown)),
        *_international(_with_act(dialled.filter("is_abroad"))),
        _refused(dialled.filter(~pl.col("is_abroad")), NO_COUNTRY),
    ]


def _without_plus(rows: pl.DataFrame, rules: Dialling | None) -> list[pl.DataFrame]:
    if rules is None:
        return [_refused(rows, NO_COUNTRY)]
    dialled = _dialled(rows, rules)
    at_home = _checked(dialled.filter(~pl.col("is_abroad")), rules, is_assumed=True)
    return [*_international(_with_act(dialled.filter("is_abroad"))), at_home]


def _dialled(rows: pl.DataFrame, rules: Dialling) -> pl.DataFrame:
    """What somebody in the country reaches with these digits.

    Returns:
        The rows with `digits` that begin with a calling code. Where `is_abroad` it was dialled: after the way abroad,
        or it is the country's own; else it is assumed and what follows is dialled inside the country.
    """
    number, code = pl.col("digits"), rules.calling_code
    abroad, national = pl.col("abroad"), pl.col("national")
    becomes_national = ~number.str.contains(rules.national) & national.str.contains(rules.national)
    has_code = number.str.starts_with(code) & (becomes_national | is_too_long(number, rules))
    goes_abroad = (abroad != number) & ~abroad.str.starts_with("0")
    at_home = pl.when("has_code").then(national).otherwise("at_home")
    return (
        rows.lazy()  # lazily, because then what several expressions share is computed once
        .with_columns(
            abroad=number.str.replace(rules.way_abroad, ""),
            national=without_prefix(number.str.strip_prefix(code), rules),
            at_home=as_dialled(number, rules),
        )
        .with_columns(goes_abroad=goes_abroad, has_code=has_code)
        .select(
            "row",
            "text",
            digits=pl.when("goes_abroad").then(abroad).otherwise(pl.concat_str(pl.lit(code), at_home)),
            is_abroad=pl.col("goes_abroad") | pl.col("has_code"),
        )
        .collect()
    )


def _with_act(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with what the plan does to their `digits` after a plus sign, as `table.ACT`, and `calling_code`."""
    found = find(rows.select(keys("+" + pl.col("digits"))).to_series())
    return rows.with_columns(facts().select("act", "calling_code")[found])


def _international(rows: pl.DataFrame) -> list[pl.DataFrame]:
    """The numbers of digits with a calling code, by what the plan does to them; more than it knows are too many."""
    act = pl.col("act").fill_null("error")
    groups = rows.filter(act == "strip").partition_by("calling_code")
    return [
        rows.filter(act == "plain").select(
            "row", "text", "digits", is_assumed=pl.lit(value=False), error=pl.lit(None, ERROR)
        ),
        *(_nationally(group, dialling_to(group.item(0, "calling_code"))) for group in groups),
        _refused(rows.filter(act == UNKNOWN_CODE), NO_COUNTRY),
        _refused(rows.filter(act == "error"), BAD_LENGTH),
    ]


def _nationally(rows: pl.DataFrame, rules: Dialling) -> pl.DataFrame:
    """Numbers after one calling code, without the national prefix."""
    national = as_dialled(pl.col("digits").str.strip_prefix(rules.calling_code), rules)
    with_code = rows.lazy().with_columns(digits=pl.concat_str(pl.lit(rules.calling_code), national))
    return _checked(with_code.collect(), rules, is_assumed=False)


def _checked(rows: pl.DataFrame, rules: Dialling, *, is_assumed: bool) -> pl.DataFrame:
    national = pl.col("digits").str.len_bytes().cast(pl.Int32) - len(rules.calling_code)
    is_number = national.is_between(SHORTEST, LONGEST)
    return rows.select(
        "row",
        "text",
        digits=pl.when(is_number).then("digits"),
        is_assumed=is_number & is_assumed,
        error=pl.when(~is_number).then(pl.lit(BAD_LENGTH, ERROR)),
    )


def _refused(rows: pl.DataFrame, error: str | pl.Expr) -> pl.DataFrame:
    why = pl.lit(error, ERROR) if isinstance(error, str) else error
    return rows.select("row", "text", digits=pl.lit(None, pl.String), is_assumed=pl.lit(value=False), error=why)
