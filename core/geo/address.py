"""A customer's address as it arrives: which channel wrote it, and is there a phone number in it?"""

import polars as pl

CHANNELS_OF_PHONES = ("whatsapp", "sms", "mms", "rcs", "tel", "callto")
"""Schemes before an ordinary phone number; any other scheme (client:, messenger: …) names no phone."""

ANONYMOUS_WORDS = ("anonymous", "restricted", "unavailable", "blocked", "unknown", "private", "withheld")
ANONYMOUS_NUMBERS = ("+266696687", "+7378742833", "+2562533", "+8656696", "+86282452253")
"""The same words typed on a keypad, as carriers send them: anonymous, restricted, blocked, unknown, unavailable."""

SCHEME = r"^([A-Za-z][A-Za-z0-9+._-]*):"


def number_text(address: pl.Expr) -> pl.Expr:
    """The part of an address that may be a phone number: channel, host and blanks taken away."""
    trimmed = address.str.strip_chars()
    scheme = _scheme(trimmed)
    rest = trimmed.str.replace(SCHEME, "").str.strip_chars()
    # A sip user may escape its plus sign; what follows ; or @ is about the host, not the number.
    user = rest.str.replace(r"[@;].*$", "").str.replace("(?i)^%2b", "+")
    return (
        pl.when(scheme.is_in(CHANNELS_OF_PHONES))
        .then(rest)
        .when(scheme.is_in(("sip", "sips")))
        .then(user)
        .otherwise(trimmed)
    )


def why_no_number(number: pl.Expr) -> pl.Expr:
    """Why a `number_text` cannot be a phone number: 'anonymous' or 'not a phone'; null when it may be one."""
    word = number.str.to_lowercase()
    is_anonymous = word.is_in(ANONYMOUS_WORDS) | number.str.replace_all(r"[ ().-]", "").is_in(ANONYMOUS_NUMBERS)
    # A leading letter is a user name, a scheme or an e-mail address; vanity numbers (1-800-FLOWERS) lead with a digit.
    is_name = number.str.contains(r"^\p{L}|@") | (number == "")
    return pl.when(is_anonymous).then(pl.lit("anonymous")).when(is_name).then(pl.lit("not a phone"))


def _scheme(address: pl.Expr) -> pl.Expr:
    return address.str.extract(SCHEME).str.to_lowercase()
