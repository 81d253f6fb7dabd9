"""Masking: personal data shown so that a person at work can tell two customers apart, and nobody can call one."""

import json
import re
from collections.abc import Iterable
from urllib.parse import quote_plus

import polars as pl

from core.geo.address import ANONYMOUS_WORDS

DOTS = "•••"

# Calling codes are prefix-free: what is not listed with one or two digits has three.
_CALLING_CODE = r"1|7|20|27|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|\d{3}"
_INTERNATIONAL = rf"^\+({_CALLING_CODE})(\d{{3}})\d{{2,}}(\d{{2}})$"
_NATIONAL = r"^(\d{3})\d{4,}(\d{2})$"
_ANY_DIGITS = r"^\+?\d*(\d{2})$"
_IS_PHONE = r"^\s*(?:[A-Za-z]+:)?\+?[\d\s().-]{6,}$"
_EMAIL = r"(?i)([a-z0-9])[a-z0-9._%+-]*(@|%40)([a-z0-9-]+(?:\.[a-z0-9-]+)+)"
# Runs of 10 and 13 digits that begin with 1 are instants (epoch seconds and milliseconds), not telephone numbers.
_PHONE_IN_TEXT = re.compile(
    r"(?:(?<![a-z])(?:whatsapp|sms|sip|tel)(?::|%3A))?(?:\+|%2B)\s?\d(?:[\s().-]?\d){5,16}(?!\w)"
    r"|(?<![\w+%.-])\(?\d{3}\)?[\s.-]\d{3}[\s.-]\d{4}(?![\w-])"
    r"|(?<![\w+%.-])(?!1\d{9}(?!\d))(?!1\d{12}(?!\d))\d{8,15}(?!\w|[.:-]\d)",
    re.IGNORECASE,
)

_QUOTE = r"(?:\\*\"|%22)"
_IS = r"(?:\s*:\s*|%3A(?:\+|%20)?)"
_NAME_IN_TEXT = (
    re.compile(rf"({_QUOTE}(?:customer|caller|first|last)_?name{_QUOTE}{_IS}{_QUOTE})(.+?)(?={_QUOTE})", re.IGNORECASE),
    # `name` alone may be an event's or a queue's; within the customer it is the customer's.
    re.compile(
        rf"({_QUOTE}customers{_QUOTE}{_IS}(?:\{{|%7B)(?:(?!\}}|%7D).)*?{_QUOTE}name{_QUOTE}{_IS}{_QUOTE})(.+?)(?={_QUOTE})",
        re.IGNORECASE,
    ),
)


def masked(name: str) -> pl.Expr:
    """A text column with personal data masked: `+1 415 ••• ••71`, `a•••@example.com`, `A••• L•••`; null stays null, and
    what a caller without a number is called (`anonymous`) names nobody.
    """
    value = pl.col(name).cast(pl.String)
    digits = value.str.replace_all(r"[^\d+]", "")
    phone = (
        digits.str.replace(_INTERNATIONAL, f"+$1 $2 {DOTS} ••$3")
        .str.replace(_NATIONAL, f"$1 {DOTS} ••$2")
        .str.replace(_ANY_DIGITS, f"{DOTS} ••$1")
    )
    words = value.str.replace_all(r"(\S)\S*", f"${{1}}{DOTS}")
    email = value.str.replace_all(_EMAIL, f"${{1}}{DOTS}${{2}}${{3}}")
    nobody = value.str.strip_chars().str.to_lowercase().is_in(ANONYMOUS_WORDS)
    return (
        pl.when(nobody)
        .then(value)
        .when(value.str.contains(_IS_PHONE))
        .then(phone)
        .when(value.str.contains("@", literal=True))
        .then(email)
        .otherwise(words)
        .alias(name)
    )


def mask_value(value: str | None) -> str | None:
    """The same for one value."""
    return pl.DataFrame({"value": [value]}, schema={"value": pl.String}).select(masked("value")).item()  # type: ignore[no-any-return]


def mask_text(text: str, known: Iterable[str | None] = ()) -> str:
    """Free text (attributes, a record as it arrived) without telephone numbers, e-mail addresses, customers' names
    where the text says that it is one, and known values.

    Args:
        known: personal values that no pattern finds, such as the customer's name; also found as JSON escapes them
            and as forms encode them.
    """
    for value in sorted({value for value in known if value and len(value) > 2}, key=len, reverse=True):
        for written in dict.fromkeys((value, json.dumps(value)[1:-1], quote_plus(value))):
            text = re.sub(rf"(?<!\w){re.escape(written)}(?!\w)", mask_value(value) or DOTS, text, flags=re.IGNORECASE)
    for named in _NAME_IN_TEXT:
        text = named.sub(lambda found: found[1] + (mask_value(found[2]) or DOTS), text)
    text = re.sub(_EMAIL, rf"\1{DOTS}\2\3", text)
    return _PHONE_IN_TEXT.sub(_masked_digits, text)


def _masked_digits(found: re.Match[str]) -> str:
    number = re.sub(r"(?i)%3A", ":", re.sub(r"(?i)%2B", "+", found[0])).rpartition(":")[2]
    return mask_value(number) or DOTS
