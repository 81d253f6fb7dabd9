"""Addresses that are more than "+" and digits: the channel is taken off, the rest is parsed, and reasons are given."""

import polars as pl

from core.geo.address import ANONYMOUS_NUMBERS, number_text, why_no_number
from core.geo.numbers.answers import REASON, answers, refusal
from core.geo.numbers.parsed import parsed
from core.geo.numbers.table import find, keys
from core.geo.numbers.written import NO_COUNTRY, NO_NUMBER, is_plain

FIRST_OLD_MEXICAN, LAST_OLD_MEXICAN = 13 * 10**17 + 521 * 10**10, 13 * 10**17 + 522 * 10**10 - 1

READ = ("row", "e164", "key", "answer", "is_assumed", "why")


def read_odd(texts: pl.DataFrame, country: str) -> pl.DataFrame:
    """Read texts of every kind.

    Args:
        texts: `row` and `text`, without null; repeated texts are read again.
        country: the default country in capital letters, or empty.

    Returns:
        The same rows in another order: `row`; `e164` and its `key`, null when there is no number; `answer`, the row of
        `answers`; `is_assumed`; `why`, a reason that goes before the answer's.
    """
    rows = texts.with_columns(is_plain=is_plain(pl.col("text")))
    others = rows.filter(~pl.col("is_plain")).with_columns(text=number_text(pl.col("text")))
    others = others.with_columns(is_plain=is_plain(pl.col("text")), why=why_no_number(pl.col("text")).cast(REASON))
    is_refused = pl.col("why").is_not_null()
    numbers = parsed(pl.concat([rows.filter("is_plain"), others.filter(~is_refused).drop("why")]), country)
    is_anonymous = pl.col("digits").is_in([number.removeprefix("+") for number in ANONYMOUS_NUMBERS])
    numbers = numbers.with_columns(why=pl.when(is_anonymous).then(pl.lit("anonymous", REASON)).otherwise(_why()))
    is_number = pl.col("digits").is_not_null() & ~is_anonymous.fill_null(value=False)
    nothing = pl.concat(
        [others.filter(is_refused).select("row", "why"), numbers.filter(~is_number).select("row", "why")]
    )
    return pl.concat([_without_old_one(_found(numbers.filter(is_number))), _refused(nothing)])


def is_old_mexican(key: pl.Expr) -> pl.Expr:
    """Whether a key is of +52 1 and ten digits, as WhatsApp writes Mexican mobiles."""
    return key.is_between(FIRST_OLD_MEXICAN, LAST_OLD_MEXICAN)


def anonymous_keys() -> pl.Series:
    """The keys of the numbers that spell anonymous, restricted …"""
    return pl.DataFrame({"e164": ANONYMOUS_NUMBERS}).select(keys(pl.col("e164"))).to_series()


def _why() -> pl.Expr:
    """The reason of a text that has no valid number; null when the answer's own will do."""
    has_letters = pl.col("text").str.contains(r"\p{L}")
    error = pl.col("error")
    lacks_country = (error == NO_COUNTRY) & ~pl.col("text").str.contains("+", literal=True)
    return (
        pl.when(has_letters | (error == NO_NUMBER))
        .then(pl.lit("not a phone", REASON))
        .when(lacks_country)
        .then(pl.lit("unknown country", REASON))
        .when(error.is_not_null())
        .then(pl.lit("invalid", REASON))
    )


def _found(numbers: pl.DataFrame) -> pl.DataFrame:
    """The numbers with their keys and answers, as `READ`."""
    rows = numbers.with_columns(e164="+" + pl.col("digits")).with_columns(key=keys(pl.col("e164")))
    return rows.with_columns(answer=find(rows["key"])).select(READ)


def _without_old_one(numbers: pl.DataFrame) -> pl.DataFrame:
    """The numbers, those of Mexico without the 1 that the plan gave up where that makes them valid."""
    is_valid = answers()["is_valid"]
    old = numbers.filter(is_old_mexican(pl.col("key")), ~is_valid.gather(numbers["answer"]))
    new = _found(old.with_columns(digits=pl.concat_str(pl.lit("52"), pl.col("e164").str.slice(len("+521")))))
    new = new.filter(is_valid.gather(new["answer"]))
    return pl.concat([numbers.join(new, on="row", how="anti"), new])


def _refused(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows without a number, as `READ`; their `why` is told by the answer."""
    return rows.select(
        "row",
        e164=pl.lit(None, pl.String),
        key=pl.lit(None, pl.UInt64),
        answer=pl.col("why").to_physical() + pl.lit(refusal(REASON.categories[0]), pl.UInt32),
        is_assumed=pl.lit(value=False),
        why=pl.lit(None, REASON),
    )
