"""Numbers as people write them: which digits were meant, and does a plus sign lead them?

This is the part of `phonenumbers.parse()` that needs no numbering plan, as column operations: where the number begins
and ends, second numbers, extensions, letters on a keypad, plus signs. Its steps and patterns are those of
`phonenumbers.phonenumberutil` 9.0.43, in the same order; a few odd texts are left to the library itself.
"""

import polars as pl

NO_NUMBER, NO_COUNTRY, BAD_LENGTH = KINDS_OF_ERROR = ("not a number", "no country", "bad length")
"""Why `phonenumbers.parse` refuses a text: NOT_A_NUMBER; INVALID_COUNTRY_CODE; any of TOO_SHORT… and TOO_LONG."""

ERROR = pl.Enum(KINDS_OF_ERROR)

LONGEST_TEXT = 250
MOST_DIGITS = 20
"""Of the longest calling code and national number; what has more (an access code perhaps) is left to the library."""

# Signs that may stand in a number and mean nothing, to be put inside a character class.
BLANKS = " \u00a0\u00ad\u200b\u2060\u3000"
BRACKETS = "()\uff08\uff09\uff3b\uff3d"
DASHES = "\u2010-\u2015\u2212\uff0d-\uff0f"
TILDES = "~\u2053\u223c\uff5e"
PUNCTUATION = rf"{BLANKS}{BRACKETS}{DASHES}./\[\]\-"

KNOWN = rf"^[ -~{BLANKS}{BRACKETS}{DASHES}{TILDES}]*$"
"""Texts without other alphabets' digits and letters and without control characters."""

PLAIN = rf"^[{PUNCTUATION}]*\+?(?:[{PUNCTUATION}]*[0-9]){{3,}}[{PUNCTUATION}]*$"
"""Digits in groups, perhaps after one plus sign: nothing in them has to be found, cut off or translated."""

START = r"([+0-9].*)$"
END = r"[^#0-9A-Za-z]+$"
SECOND_NUMBER = r"[\\/] *x.*$"
SUB_ADDRESS = r";isub=.*$"
CONTEXT = ";phone-context="

LABEL_END = r"[:.\u{ff0e}]?[ \u{a0},-]*"
EXTENSION = "|".join(
    (
        r";ext=[0-9]{1,20}",
        rf"[ \u{{a0}},]*(?:e?xt(?:ensio)?n?|anexo){LABEL_END}[0-9]{{1,20}}#?",
        rf"[ \u{{a0}},]*(?:[x#~\u{{ff5e}}]|int){LABEL_END}[0-9]{{1,9}}#?",
        r"[ -]+[0-9]{1,6}#",
        rf"[ \u{{a0}}]*(?:,,|;){LABEL_END}[0-9]{{1,15}}#?",
        rf"[ \u{{a0}}]*,+{LABEL_END}[0-9]{{1,9}}#?",
    )
)
EXTENSION_AT_END = rf"(?i:{EXTENSION})$"

SIGNS = rf"{PUNCTUATION}{TILDES}x*"
VIABLE = rf"^(?i:[0-9]{{2}}|\+*(?:[{SIGNS}]*[0-9]){{3,}}[{SIGNS}a-z0-9]*(?:{EXTENSION})?)$"

KEYPAD = dict(zip("abcdefghijklmnopqrstuvwxyz", "22233344455566677778889999", strict=True))
LETTERS_OF_A_WORD = 3
"""Fewer letters are no word to be dialled on the keypad, but slips."""


def is_plain(text: pl.Expr) -> pl.Expr:
    """Whether a text is digits in groups, of ordinary length."""
    return text.str.contains(PLAIN) & (text.str.len_bytes() <= LONGEST_TEXT)


def written(texts: pl.DataFrame) -> pl.DataFrame:
    """Read texts as far as that is possible without a country.

    Args:
        texts: one row a text, without null: `text` as `core.geo.address.number_text` leaves it and `is_plain`; other
            columns are kept.

    Returns:
        The same rows in another order, with `is_international` (a plus sign leads), `digits` (all of them, without
        extension: at least three, or two without a plus; null when there is an error), `error`, and `is_odd`: only
        `phonenumbers` itself can read the text, which has neither digits nor an error here.
    """
    plain = texts.filter("is_plain").with_columns(
        is_international=pl.col("text").str.contains("+", literal=True),
        digits=pl.col("text").str.replace_all("[^0-9]", ""),
        error=pl.lit(None, ERROR),
    )
    rows = pl.concat([plain, _searched(texts.filter(~pl.col("is_plain")))])
    is_read = pl.col("digits").str.len_bytes() <= MOST_DIGITS
    return rows.with_columns(
        digits=pl.when(is_read).then("digits"), is_odd=pl.col("error").is_null() & ~is_read.fill_null(value=False)
    )


def _searched(texts: pl.DataFrame) -> pl.DataFrame:
    """Texts in which the number has to be looked for. Odd ones have no digits and no error."""
    found = _found(pl.col("text"))
    number = pl.col("number")
    error = (
        pl.when(pl.col("text").str.len_chars() > LONGEST_TEXT)
        .then(pl.lit(BAD_LENGTH, ERROR))
        .when(pl.col("is_known") & ~number.str.contains(VIABLE))
        .then(pl.lit(NO_NUMBER, ERROR))
    )
    return (
        texts.with_columns(is_known=_is_known(pl.col("text")), number=found)
        .with_columns(error=error, number=_without_extension(number))
        .with_columns(
            is_international=number.str.starts_with("+"),
            digits=pl.when(pl.col("is_known") & pl.col("error").is_null()).then(_dialled(number)),
        )
        .select(*texts.columns, "is_international", "digits", "error")
    )


def _is_known(text: pl.Expr) -> pl.Expr:
    return text.str.contains(KNOWN) & ~text.str.contains(CONTEXT, literal=True)


def _found(text: pl.Expr) -> pl.Expr:
    """The part that may be a number; empty when there is none."""
    found = text.str.extract(START).fill_null("").str.replace(END, "")
    return found.str.replace(SECOND_NUMBER, "").str.replace(SUB_ADDRESS, "")


def _without_extension(number: pl.Expr) -> pl.Expr:
    before = number.str.replace(EXTENSION_AT_END, "")
    return pl.when(before.str.contains(VIABLE)).then(before).otherwise(number)


def _dialled(number: pl.Expr) -> pl.Expr:
    """The keys that are pressed: three letters or more are a word on the keypad."""
    is_word = number.str.count_matches("[A-Za-z]") >= LETTERS_OF_A_WORD
    word = number.str.to_lowercase().str.replace_many(KEYPAD)
    return pl.when(is_word).then(word).otherwise(number).str.replace_all("[^0-9]", "")
