"""Addresses that are more than "+" and digits: the channel is taken off, the rest is parsed, and reasons are given."""

import polars as pl

from core.geo.address import ANONYMOUS_NUMBERS, number_text, why_no_number
from core.geo.numbers.answers import REASON, answers, refusal
from core.geo.numbers.parsed import parsed
from core.geo.numbers.table import find, keys
from core.geo.numbers.written import NO_COUNTRY, NO_NUMBER, is_plain

FIRST_OLD_MEXICAN, LAST_OLD_MEXICAN = 13 * 10**17 + 521 * 10**10, 13 * 10**17 + 522 * 10**10 - 1
"""Keys of +52 1 and ten digits, as WhatsApp writes Mexican mobiles."""

READ = ("row", "e164", "key", "answer", "is_assumed", "why")


def keyed(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with the `key` of their `e164` and its `answer`; null, and not a phone, for any other text."""
    rows = rows.with_columns(key=keys(pl.col("e164")))
    return rows.with_columns(answer=find(rows["key"]).fill_null(refusal("not a phone")))


def is_settled(rows: pl.DataFrame) -> pl.Series:
    """Whether the text of each of these `keyed` rows is its own number: nothing in it has to be changed."""
    key = pl.col("key")
    anonymous = pl.DataFrame({"e164": ANONYMOUS_NUMBERS}).select(keys(pl.col("e164"))).to_series()
    is_changed = key.is_null() | key.is_in(anonymous.implode()) | _is_old_mexican()
    return rows.select(~is_changed & answers()["is_final"].gather(rows["answer"])).to_series()


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
    cleaned = rows.filter(~pl.col("is_plain")).select("row", text=number_text(pl.col("text")))
    cleaned = cleaned.with_columns(why=why_no_number(pl.col("text")).cast(REASON))
    refused = cleaned.filter(pl.col("why").is_not_null())
    numbers = keyed(cleaned.filter(pl.col("why").is_null()).select("row", e164="text"))
    settled = is_settled(numbers)
    unsettled = numbers.filter(~settled).select("row", text="e164", is_plain=is_plain(pl.col("e164")))
    read = [_settled(numbers.filter(settled)), *_parsed(pl.concat([rows.filter("is_plain"), unsettled]), country)]
    return pl.concat([*read, _refused(refused)])


def _parsed(texts: pl.DataFrame, country: str) -> list[pl.DataFrame]:
    rows = parsed(texts, country)
    is_anonymous = pl.col("digits").is_in([number.removeprefix("+") for number in ANONYMOUS_NUMBERS])
    rows = rows.with_columns(why=pl.when(is_anonymous).then(pl.lit("anonymous", REASON)).otherwise(_why()))
    is_number = pl.col("digits").is_not_null() & (pl.col("why") != "anonymous").fill_null(value=True)
    numbers = rows.filter(is_number).with_columns(e164=pl.concat_str(pl.lit("+"), "digits"))
    return [_without_old_one(keyed(numbers).select(READ)), _refused(rows.filter(~is_number))]


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


def _without_old_one(numbers: pl.DataFrame) -> pl.DataFrame:
    """The numbers, those of Mexico without the 1 that the plan gave up where that makes them valid."""
    is_valid = answers()["is_valid"]
    old = numbers.filter(_is_old_mexican(), ~is_valid.gather(numbers["answer"]))
    new = keyed(old.with_columns(e164=pl.concat_str(pl.lit("+52"), pl.col("e164").str.slice(len("+521")))))
    new = new.filter(is_valid.gather(new["answer"]))
    return pl.concat([numbers.join(new, on="row", how="anti"), new])


def _is_old_mexican() -> pl.Expr:
    return pl.col("key").is_between(FIRST_OLD_MEXICAN, LAST_OLD_MEXICAN)


def _settled(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows whose text is the number, as `READ`."""
    return rows.with_columns(is_assumed=pl.lit(value=False), why=pl.lit(None, REASON)).select(READ)


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
