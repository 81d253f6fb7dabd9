"""Addresses as they arrive, read as phone numbers: what `phonenumbers` says of each, for whole columns at a time.

Most addresses are "+" and digits, and these are their own number: one search in the numbering plan's table answers.
The others are parsed first (`parsed`), as column operations too; only texts that no pattern of ours covers are asked of
`phonenumbers` itself, each once.

What differs from `phonenumbers` on purpose:

* The channel is taken off first (`core.geo.address.number_text`): `whatsapp:`, `sms:`, `tel:` …; of a sip address the
  user is left, in which %2B is a plus sign.
* A text that then begins with a letter or holds an @ is a name, an e-mail address or another channel's address
  (`client:` …): "not a phone", although `phonenumbers` would skip the words before a number.
* The numbers that spell anonymous, restricted, … on a keypad are "anonymous", as the words are.
* +52 1 and ten digits, as WhatsApp writes Mexican mobiles, loses the 1 when that makes it valid.
* The country is null for numbers that are not valid, and for those of no country (+800 …).
"""

import polars as pl

from core.errors import QueryError
from core.geo.numbers.answers import REASON, answers, area_codes
from core.geo.numbers.dialling import dialling_in
from core.geo.numbers.odd import is_settled, keyed, read_odd

CHUNK = 500_000
"""Addresses that are read at a time: what is in between is many times as large as the answer."""

COLUMNS = (
    *("e164", "country", "number_type", "is_valid", "description_en", "description_es", "time_zones"),
    *("calling_code", "area_code", "is_assumed", "reason"),
)


def read_numbers(addresses: pl.Series, default_country: str = "") -> pl.DataFrame:
    """Say of each address which phone number it is, and what the numbering plan tells of that number.

    Args:
        addresses: as they arrived, from any channel; text, or whole numbers (then digits without a plus sign); null
            and repeated ones have their row as well.
        default_country: code of the country assumed for numbers written without a calling code, in either case; empty
            for none: then those numbers are "unknown country".

    Returns:
        One row an address, in the same order: `e164` ("+" and digits, whenever it can be parsed, valid or not);
        `country` (ISO 3166-1 alpha-2; of valid numbers only); `number_type`; `is_valid`; `description_en`,
        `description_es`; `time_zones` (joined by one blank); `calling_code`; `area_code` (of valid numbers of the North
        American plan that belong to a place); `is_assumed` (the calling code is the default country's); `reason` why
        there is no valid number: anonymous, not a phone, invalid, unknown country. Null where nothing is known.

    Raises:
        UnknownName: the default country has no numbering plan.
        QueryError: the addresses are neither text nor whole numbers.
    """
    if default_country:
        dialling_in(default_country)
    texts = _as_text(addresses)
    starts = range(0, max(len(texts), 1), CHUNK)
    return pl.concat([_read(texts.slice(start, CHUNK), default_country.upper()) for start in starts])


def _as_text(addresses: pl.Series) -> pl.Series:
    dtype = addresses.dtype
    if not (dtype in (pl.String, pl.Null, pl.Categorical, pl.Enum) or dtype.is_integer()):
        raise QueryError(f"Addresses have to be text, not {dtype}; convert the column to String first.")
    return addresses.cast(pl.String).alias("e164")


def _read(texts: pl.Series, country: str) -> pl.DataFrame:
    """One chunk: most texts are their own number, the others are read apart and put back in their places."""
    rows = keyed(texts.to_frame())
    is_odd = ~is_settled(rows) & texts.is_not_null()
    rows = rows.with_columns(is_assumed=pl.lit(value=False), why=pl.lit(None, REASON))
    odd = texts.to_frame("text").with_row_index("row").filter(is_odd)
    return _told(_replaced(rows, read_odd(odd, country)) if len(odd) else rows)


def _replaced(rows: pl.DataFrame, odd: pl.DataFrame) -> pl.DataFrame:
    """The rows in their order, those that were odd as they have been read."""
    count = len(rows)
    at = pl.int_range(count, dtype=pl.UInt32, eager=True)
    at = at.scatter(odd["row"], pl.int_range(count, count + len(odd), dtype=pl.UInt32, eager=True))
    return pl.concat([rows, odd.select(rows.columns)])[at]


def _told(rows: pl.DataFrame) -> pl.DataFrame:
    """All columns of the answer, for rows with `e164`, `key`, `answer`, `is_assumed`, `why`."""
    told = answers().select(pl.all().gather(rows["answer"]))
    area_code = pl.when("has_area_code").then(area_codes(pl.col("key")))
    reason = pl.when(~pl.col("is_valid")).then(pl.coalesce("why", "reason"))
    return pl.concat([rows, told], how="horizontal").with_columns(area_code=area_code, reason=reason).select(COLUMNS)
