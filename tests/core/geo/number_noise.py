"""Numbers with a mistake in them, and texts that are no numbers at all."""

from collections.abc import Callable
from random import Random
from uuid import UUID

from tests.core.geo.number_patterns import digits
from tests.core.geo.number_writings import BLANKS, DASHES, NUMERALS, Case

SCHEMES = ("whatsapp", "sms", "tel", "sip", "sips", "client", "messenger", "facebook", "Line", "rcs", "callto", "x-y.z")
EMOJI = ("🙂", "☎️", "📞 415", "👩‍👩‍👧", "🇪🇸", "1️⃣2️⃣3️⃣", "+🙂", "１🙂")
NOTHING = (
    *(None, "", " ", "\t", "\n", "\x00", "+", "-", "0", "00", "++", "()", "x"),
    *("N/A", "null", "None", "nan", "\ufeff"),
)
SERVICES = ("911", "112", "999", "08", "1-1-2", "0800", "611", "*86", "#31#", "72975", "+72975", "72-975", "114")

SIGNS = "+ 00 011 0 (0) 1 44 415 555 2671 7 8 9 21 ( ) [ ] . : * ' = % @ / /x ; , ,, ~ # - -- – − （ ） ［ ． ＋ ５ ٥"
WORDS = (
    "ext ext. x X ;ext= int anexo x12 ;isub= ;phone-context=+1 ;phone-context= tel: sip: whatsapp: FLOWERS Call a ab"
)
PIECES = (
    *(*SIGNS.split(), *WORDS.split(), *BLANKS, "ABC", "ß", "ñ", "🙂", "ⅷ", "²"),
    *("20 7946 0018", " extn ", " доб", "ext 3#", "- 4#", "\\ x", " / ", " ", "  ", "\n", "\t", "\x00"),
)
"""What numbers are written with; also in an order in which nobody writes them."""


def _inserted(case: Case) -> str:
    at = case.random.randint(1, len(case.e164))
    return case.e164[:at] + digits(1, case.random) + case.e164[at:]


def _deleted(case: Case) -> str:
    at = case.random.randrange(len(case.e164))
    return case.e164[:at] + case.e164[at + 1 :]


def _replaced(case: Case) -> str:
    at = case.random.randrange(1, len(case.e164))
    return case.e164[:at] + digits(1, case.random) + case.e164[at + 1 :]


def _strewn(case: Case) -> str:
    """A number with a few pieces of others in it."""
    signs = list(case.random.choice((case.e164, case.national, case.international)))
    for _ in range(case.random.randint(1, 3)):
        signs.insert(case.random.randint(0, len(signs)), case.random.choice(PIECES))
    return "".join(signs)


CHANGES: tuple[Callable[[Case], str], ...] = (
    _inserted,
    _deleted,
    _replaced,
    _replaced,
    _strewn,
    _strewn,
    lambda case: _replaced(case)[1:],
    lambda case: f"{case.e164}{digits(case.random.randint(1, 6), case.random)}",
    lambda case: case.e164[: case.random.randint(2, len(case.e164))],
    lambda case: f"+{case.code}0{case.significant}",
    lambda case: f"+{case.code}00{case.significant}",
    lambda case: f"+{case.code}{case.prefix}{case.significant}",
    lambda case: f"+{case.code}{case.code}{case.significant}",
    lambda case: f"+0{case.code}{case.significant}",
    lambda case: f"{case.prefix}{case.prefix}{case.significant}",
    lambda case: f"+{case.code}{case.significant[::-1]}",
)

NOISES: tuple[Callable[[Random], str], ...] = (
    lambda random: "".join(random.choices(PIECES, k=random.randint(2, 9))),
    lambda random: random.choice(("+1 ", "", "0", "+44")) + "".join(random.choices(PIECES, k=random.randint(4, 14))),
    lambda random: "".join(random.choices("0123456789 +-().x/#*;:,ext@", k=random.randint(1, 24))),
    lambda random: "".join(map(chr, random.choices(range(32, 127), k=random.randint(1, 20)))),
    lambda random: "".join(
        map(chr, random.choices([*range(0xD7FF), *range(0x1F300, 0x1F700)], k=random.randint(1, 9)))
    ),
    lambda random: "".join(random.choices("0123456789" + "".join(NUMERALS) + DASHES + BLANKS + "+＋", k=14)),
    lambda random: "".join(random.choices("0123456789ABCDEFabcdef-", k=random.randint(3, 16))),
    lambda random: "+" + "".join(random.choices("0123456789ABCDEFGHIJ .-", k=random.randint(6, 18))),
    lambda random: str(UUID(int=random.getrandbits(128))),
    lambda random: (
        f"{random.choice(('ana', 'j.o-e', '415', '+1415'))}{random.randint(0, 9999)}@{random.choice('abc')}.com"
    ),
    lambda random: (
        f"{random.choice(SCHEMES)}:{digits(random.randint(0, 14), random)}{random.choice(('', '@a.b', ';x'))}"
    ),
    lambda random: f"{random.choice(SCHEMES)}:{random.choice(('', ' ', '+', '//'))}{digits(11, random)}",
    lambda random: digits(random.randint(3, 6), random),
    lambda random: f"+{digits(random.randint(1, 6), random)}",
    lambda random: f"{random.choice(EMOJI)}{digits(random.randint(0, 11), random)}{random.choice(('', '🙂'))}",
    lambda random: f"{digits(random.randint(5, 12), random)}{random.choice(EMOJI)}",
)
