"""A customer's address as it arrives: which channel wrote it, and is there a phone number in it?"""

import polars as pl

CHANNELS_OF_PHONES = ("whatsapp", "sms", "mms", "rcs", "tel", "callto")
"""Schemes before an ordinary phone number; any other scheme (client:, messenger: …) names no phone."""

ANONYMOUS_WORDS = ("anonymous", "restricted", "unavailable", "blocked", "unknown", "private", "withheld")
ANONYMOUS_NUMBERS = ("+266696687", "+7378742833", "+2562533", "+8656696", "+86282452253")
"""The same words typed on a keypad, as carriers send them: anonymous, restricted, blocked, unknown, unavailable. They
can be parsed like any number; `core.geo.numbers` knows them however they are written."""

PHONE_SCHEME = rf"^(?i:{'|'.join(CHANNELS_OF_PHONES)}):\s*"
SIP_SCHEME = r"^(?i:sips?):"
SIP_USER = rf"{SIP_SCHEME}\s*([^@;]*)"
"""What follows ; or @ is about the host, not the number."""

NAME = r"^\p{L}|@"
"""A leading letter is a user name, another scheme or an e-mail address; vanity numbers (1-800-FLOWERS) lead with a
digit."""


def number_text(address: pl.Expr) -> pl.Expr:
    """The part of an address that may be a phone number: channel, host and blanks taken away."""
    trimmed = address.str.strip_chars()
    # A sip user may escape its plus sign.
    user = trimmed.str.extract(SIP_USER).str.replace("(?i)^%2b", "+")
    is_sip = trimmed.str.contains(SIP_SCHEME)
    return pl.when(is_sip).then(user).otherwise(trimmed.str.replace(PHONE_SCHEME, ""))


def why_no_number(number: pl.Expr) -> pl.Expr:
    """Why a `number_text` cannot be a phone number: 'anonymous' or 'not a phone'; null when it may be one."""
    is_anonymous = number.str.to_lowercase().is_in(ANONYMOUS_WORDS)
    is_name = number.str.contains(NAME) | (number == "")
    return pl.when(is_anonymous).then(pl.lit("anonymous")).when(is_name).then(pl.lit("not a phone"))


def is_anonymous(address: pl.Expr) -> pl.Expr:
    """Whether an address hides who it is, by a word or by its digits; what it hides is as many people as contacts."""
    number = number_text(address)
    digits = number.str.replace_all(r"\D", "").str.strip_prefix("00")
    keyed = digits.is_in([typed.removeprefix("+") for typed in ANONYMOUS_NUMBERS])
    return number.str.to_lowercase().is_in(ANONYMOUS_WORDS) | keyed
