"""A column of customers' addresses as a contact centre of the United States with customers abroad sees them."""

from collections.abc import Iterator
from random import Random

import phonenumbers
import polars as pl
from phonenumbers import PhoneMetadata

SHARES = {"US": 56, "GB": 8, "CA": 6, "MX": 6, "DE": 5, "BR": 5, "IN": 5, "ES": 3.5}
"""Per cent of the numbers; what is left is shared by `ELSEWHERE`."""
ELSEWHERE = (
    *("FR", "IT", "AU", "JP", "NL", "AR", "CL", "CO", "PE", "PT", "BE", "CH", "SE", "PL", "ZA", "NG", "KE", "EG", "TR"),
    *("SA", "AE", "IL", "CN", "KR", "SG", "MY", "PH", "ID", "TH", "VN", "NZ", "IE", "DK", "NO", "AT", "CZ", "GR", "UA"),
)
STEMS = 400
"""Beginnings of numbers drawn for each per cent; the last four digits are drawn for each row."""
TAIL = 4
HOME = "US"
"""The default country of the mixed addresses."""


def clean(rows: int, seed: int = 1) -> pl.Series:
    """E.164, nearly all valid and nearly all distinct."""
    return _numbers(rows, seed).select(_e164()).to_series().alias("address")


def mixed(rows: int, seed: int = 1) -> pl.Series:
    """One in five is written otherwise: national, in groups, after 00 or 011, by channel, with extension, or not."""
    draw = pl.Series("draw", range(100)).sample(rows, with_replacement=True, seed=seed + 2)
    shown = pl.lit(None, pl.String)
    for number, form in enumerate(_forms()):
        shown = pl.when(pl.col("draw") == number).then(form).otherwise(shown)
    others = len(_forms())
    return (
        _numbers(rows, seed)
        .with_columns(draw)
        .select(address=pl.when(pl.col("draw") < others).then(shown).otherwise(_e164()))
        .to_series()
    )


def _numbers(rows: int, seed: int) -> pl.DataFrame:
    """Calling code, national digits and whether the number is one of home, in no order."""
    left = (100 - sum(SHARES.values())) / len(ELSEWHERE)
    shares = SHARES | dict.fromkeys(ELSEWHERE, left)
    counts = {country: round(rows * share / 100) for country, share in shares.items()}
    counts[HOME] += rows - sum(counts.values())
    parts = [_of_country(country, count, round(shares[country] * STEMS), seed) for country, count in counts.items()]
    tails = pl.Series("tail", range(10**TAIL)).sample(rows, with_replacement=True, seed=seed)
    return (
        pl.concat(parts)
        .sample(fraction=1, shuffle=True, seed=seed + 1)
        .with_columns(tails)
        .with_columns(digits=pl.col("stem") + pl.col("tail").cast(pl.String).str.zfill(TAIL))
        .select("code", "digits", is_home=pl.col("country") == HOME)
    )


def _of_country(country: str, rows: int, stems: int, seed: int) -> pl.DataFrame:
    drawn = pl.Series("stem", list(_stems(country, stems, Random(f"{seed} {country}"))))
    code = str(phonenumbers.country_code_for_region(country))
    return (
        drawn.sample(rows, with_replacement=True, seed=seed)
        .to_frame()
        .with_columns(code=pl.lit(code), country=pl.lit(country))
    )


def _stems(country: str, count: int, random: Random) -> Iterator[str]:
    """Beginnings of valid numbers of the country: of telephones on desks and in pockets."""
    plan = PhoneMetadata.metadata_for_region(country)
    lengths = [len(kind.example_number) for kind in (plan.fixed_line, plan.mobile)]
    found = 0
    while found < count:
        digits = "".join(random.choices("0123456789", k=random.choice(lengths)))
        number = phonenumbers.parse(f"+{plan.country_code}{digits}")
        if phonenumbers.national_significant_number(number) == digits and phonenumbers.is_valid_number(number):
            found += 1
            yield digits[:-TAIL]


def _e164() -> pl.Expr:
    return pl.concat_str(pl.lit("+"), "code", "digits")


def _forms() -> tuple[pl.Expr, ...]:
    """The other forms, each for one row in a hundred."""
    code, digits, at_home = pl.col("code"), pl.col("digits"), pl.col("is_home")
    first, second, last = digits.str.slice(0, 3), digits.str.slice(3, 3), digits.str.slice(6)
    abroad = pl.lit("011 ") + code + " " + digits
    national = pl.lit("(") + first + ") " + second + "-" + last
    international = pl.lit("+") + code + " " + first + " " + second + " " + last
    return (
        pl.when(at_home).then(national).otherwise(abroad),
        pl.when(at_home).then(national).otherwise(international),
        pl.when(at_home).then(first + "-" + second + "-" + last).otherwise(pl.lit("00") + code + digits),
        pl.when(at_home).then(digits).otherwise(pl.lit("011") + code + digits),
        pl.when(at_home).then(pl.lit("1") + digits).otherwise(code + digits),
        pl.when(at_home).then(first + "." + second + "." + last).otherwise(international),
        international,
        international.str.replace_all(" ", "-"),
        international.str.replace_all(" ", "."),
        pl.lit("+") + code + " (" + first + ") " + second + "-" + last,
        pl.lit(" ") + international + " ",
        pl.lit("tel:") + international.str.replace_all(" ", "-"),
        pl.lit("whatsapp:") + _e164(),
        pl.lit("whatsapp:") + _e164(),
        pl.lit("sms:") + _e164(),
        pl.lit("sip:") + _e164() + "@pbx.example.com;transport=tls",
        _e164() + pl.lit(" x") + digits.str.slice(-3),
        international + pl.lit(" ext. ") + digits.str.slice(-2),
        pl.lit("anonymous"),
        pl.lit("client:") + digits.str.slice(-5),
    )
