"""Seeded addresses in batches: everything that a column of customers' addresses may hold, and what it never should.

A batch is what is asked in one go: its addresses share the country that is assumed for numbers in national form.
"""

from collections.abc import Callable, Iterator
from functools import cache
from random import Random
from typing import NamedTuple

import phonenumbers
import polars as pl
from phonenumbers import NumberParseException, PhoneMetadata, PhoneNumber
from phonenumbers.geodata import GEOCODE_DATA
from phonenumbers.tzdata import TIMEZONE_DATA

from core.geo.address import ANONYMOUS_NUMBERS, ANONYMOUS_WORDS
from core.geo.numbers.table import INTERVALS, SIGNIFICANT
from tests.core.geo.number_noise import CHANGES, EMOJI, NOISES, NOTHING, SCHEMES, SERVICES
from tests.core.geo.number_patterns import REGIONS, completed, digits, examples, patterns, plans, sampler
from tests.core.geo.number_writings import WRITINGS, Case

Addresses = Iterator[str | None]
Kind = Callable[[Random, int, str], Addresses]
"""So many cases (about) for a default country; an empty one for none."""

TRICKY = ("US", "GB", "DE", "IT", "AR", "MX", "BR", "RU", "AU", "CN", "HU", "SG", "CI", "SM", "FR", "IN")
"""Countries with a difficulty each: carriers, a 9 for mobiles, zeros that stay, an 8, ways abroad, no prefix …"""


class Batch(NamedTuple):
    """Addresses that are asked together, those of all kinds in no order."""

    default_country: str
    addresses: list[str | None]


def quick_batches(seed: int) -> Iterator[Batch]:
    """A sample of everything, more than 50,000 addresses; the tricky countries as default."""
    for country in TRICKY:
        yield _batch(seed, country, WITH_DEFAULT)
    yield _batch(seed, "", {kind: count // 36 for kind, count in WITHOUT_DEFAULT.items()})


def full_batches(seed: int) -> Iterator[Batch]:
    """More than a million: every prefix that has a text, every edge of the table, every region as default."""
    for country in REGIONS:
        yield _batch(seed, country, WITH_DEFAULT)
    yield _batch(seed, "", WITHOUT_DEFAULT)


def _batch(seed: int, country: str, counts: dict[str, int]) -> Batch:
    random = Random(f"{seed} {country}")
    addresses = [case for kind, count in counts.items() for case in KINDS[kind](random, count, country)]
    random.shuffle(addresses)
    return Batch(country, addresses)


def example_numbers(random: Random, count: int, country: str) -> Addresses:
    """Every example of every plan, and its digits alone; the count does not matter."""
    for plan in plans():
        for number in examples(plan):
            yield number
            yield number[1:]


def pattern_samples(random: Random, count: int, country: str) -> Addresses:
    """Numbers that the plans' patterns allow, in national form for a default country's own plan."""
    drawn = [(plan, sampler(pattern)) for plan in plans() for pattern in patterns(plan)]
    for _ in range(-(-count // len(drawn))):
        yield from (f"+{plan.country_code}{sample(random)}" for plan, sample in drawn)


def national_samples(random: Random, count: int, country: str) -> Addresses:
    """What the default country's own patterns allow, with and without its prefix, and the first few digits alone."""
    plan = PhoneMetadata.metadata_for_region(country)
    drawn = [sampler(pattern) for pattern in patterns(plan)]
    starts = ("", "", plan.national_prefix or "", plan.national_prefix or "0", str(plan.country_code), "00", "+")
    for number in range(count):
        text = drawn[number % len(drawn)](random)
        yield random.choice(starts) + (text if number % 8 else text[: random.randint(1, len(text))])


def under_places(random: Random, count: int, country: str) -> Addresses:
    """Numbers under the prefixes that have a place's name; Argentina's as mobiles too."""
    prefixes = sorted(GEOCODE_DATA)
    for prefix in random.sample(prefixes, min(count, len(prefixes))):
        yield completed(prefix, random)
        if prefix.startswith("54"):
            yield completed(f"549{prefix[2:]}", random)


def under_time_zones(random: Random, count: int, country: str) -> Addresses:
    """Numbers under the prefixes that have a time zone."""
    for prefix in random.choices(sorted(TIMEZONE_DATA), k=count):
        yield completed(prefix, random)


def table_edges(random: Random, count: int, country: str) -> Addresses:
    """The first number of the table's intervals, and the last before it: where an error of the table would show."""
    keys = pl.read_parquet(INTERVALS)["first_key"].to_list()
    for key in random.sample(keys, min(count, len(keys))):
        length, first = divmod(key, 10**SIGNIFICANT)
        width, rest = min(length, SIGNIFICANT), max(0, length - SIGNIFICANT)
        yield f"+{first:0{width}}{'0' * rest}"
        if first:
            yield f"+{first - 1:0{width}}{'9' * rest}"


def bare_digits(random: Random, count: int, country: str) -> Addresses:
    """1 to 20 random digits, with + and without."""
    for _ in range(count):
        text = digits(random.randint(1, 20), random)
        yield random.choice(("+", "+", "", "00", "0", "+0")) + text if random.random() < 0.8 else f"+{text[0]}1{text}"


def changed_numbers(random: Random, count: int, country: str) -> Addresses:
    """Numbers with a digit more, a digit less, another digit, a 0 or a prefix too many."""
    for _ in range(count):
        number = _number(random, country)
        yield random.choice(CHANGES)(Case(number, country, random))


def written_numbers(random: Random, count: int, country: str) -> Addresses:
    """Every way of writing in turn; half of the numbers are the default country's own."""
    writings = list(WRITINGS.values())
    for number in range(count):
        yield writings[number % len(writings)](Case(_number(random, country), country, random))


def placeholders(random: Random, count: int, country: str) -> Addresses:
    """What stands for a caller who does not show the number, in words and on a keypad."""
    known = (*ANONYMOUS_WORDS, *ANONYMOUS_NUMBERS, *(number[1:] for number in ANONYMOUS_NUMBERS))
    written: tuple[Callable[[str], str], ...] = (
        str.upper,
        str.title,
        " {} ".format,
        "sip:{}@anonymous.invalid".format,
        lambda text: f"{random.choice(SCHEMES)}:{text}",
        lambda text: f"{text[:4]} {text[4:]}",
        lambda text: f"{text}{random.randint(0, 99)}",
        lambda text: f"00{text.removeprefix('+')}",
    )
    yield from known
    yield from (random.choice(written)(random.choice(known)) for _ in range(count))


def garbage(random: Random, count: int, country: str) -> Addresses:
    """Nothing, names, e-mail addresses, codes, pictures, signs of every alphabet, and texts that never end."""
    fixed = (*NOTHING, *EMOJI, *SERVICES, "9" * 251, "+" + "1" * 400, "( " * 200, "ana@example.com", "日本", "Ñandú")
    yield from fixed
    yield from (random.choice(NOISES)(random) for _ in range(count))


def _number(random: Random, country: str) -> PhoneNumber:
    """A number that can be read, of the country every other time; most are valid."""
    while True:
        plan = PhoneMetadata.metadata_for_region(country) if country and random.random() < 0.5 else None
        plan = plan or random.choice(_plans())
        text = f"+{plan.country_code}{sampler(random.choice(patterns(plan)))(random)}"
        try:
            return phonenumbers.parse(text)
        except NumberParseException:
            continue


@cache
def _plans() -> tuple[PhoneMetadata, ...]:
    return tuple(plans())


KINDS: dict[str, Kind] = {
    kind.__name__: kind
    for kind in (
        *(example_numbers, pattern_samples, national_samples, under_places, under_time_zones, table_edges),
        *(bare_digits, changed_numbers, written_numbers, placeholders, garbage),
    )
}
WITHOUT_DEFAULT = {
    "example_numbers": 0,
    "pattern_samples": 220_000,
    "under_places": len(GEOCODE_DATA),
    "under_time_zones": 40_000,
    "table_edges": 400_000,
    "bare_digits": 80_000,
    "changed_numbers": 80_000,
    "written_numbers": 60_000,
    "placeholders": 2_000,
    "garbage": 40_000,
}
WITH_DEFAULT = {
    "national_samples": 300,
    "bare_digits": 200,
    "changed_numbers": 150,
    "written_numbers": 600,
    "placeholders": 20,
    "garbage": 60,
}
"""How many cases (about) the full form has: in all, and for each default country."""
