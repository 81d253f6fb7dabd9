"""How people and systems write one and the same number."""

from collections.abc import Callable
from random import Random
from typing import NamedTuple

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat


class Case(NamedTuple):
    """A number to be written, and for whom."""

    number: PhoneNumber
    default_country: str
    random: Random

    @property
    def e164(self) -> str:
        """+ and digits."""
        return phonenumbers.format_number(self.number, PhoneNumberFormat.E164)

    @property
    def international(self) -> str:
        """+ and groups of digits."""
        return phonenumbers.format_number(self.number, PhoneNumberFormat.INTERNATIONAL)

    @property
    def national(self) -> str:
        """Groups of digits as in its own country, often after a 0."""
        return phonenumbers.format_number(self.number, PhoneNumberFormat.NATIONAL)

    @property
    def significant(self) -> str:
        """The digits after the calling code."""
        return phonenumbers.national_significant_number(self.number)

    @property
    def code(self) -> str:
        """The calling code's digits."""
        return str(self.number.country_code)

    @property
    def prefix(self) -> str:
        """What is dialled before the number in the default country or else its own: 0, 1, 8, nothing."""
        region = self.default_country or phonenumbers.region_code_for_number(self.number)
        plan = phonenumbers.PhoneMetadata.metadata_for_region(region or "US", None)
        return (plan.national_prefix or "") if plan else ""


Writing = Callable[[Case], str]

NUMERALS = ("０１２３４５６７８９", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "०१२३४५६७८९")
"""Full-width, Arabic, Persian, Devanagari."""
KEYPAD = {"2": "ABC", "3": "DEF", "4": "GHI", "5": "JKL", "6": "MNO", "7": "PQRS", "8": "TUV", "9": "WXYZ"}
DASHES = "-‐‑‒–—―−－ー~∼～"
BLANKS = "\u00a0\u2009\u202f\u3000\u200b\u00ad\u2060\ufeff\t\n"
EXTENSIONS = (
    *(" x{}", "x{}", " ext. {}", " ext {}", ";ext={}", " #{}", "#{}", " extn {}", " Extension {}", ", {}#", ",,{}"),
    *(
        " доб. {}",
        " anexo {}",
        " int {}",
        " int. {}",
        "~{}",
        " ｅｘｔｎ{}",
        " extensión {}",
        ", ext {}",
        " - {}#",
        ";{}#",
    ),
)


def _grouped(case: Case, sign: str) -> str:
    return case.international.replace(" ", sign).replace("-", sign)


def _dialled_abroad(case: Case) -> str:
    return phonenumbers.format_out_of_country_calling_number(case.number, case.default_country or "US")


def _extension(case: Case) -> str:
    start = case.random.choice((case.e164, case.international, case.national, case.significant))
    return start + case.random.choice(EXTENSIONS).format(case.random.randint(0, 10 ** case.random.randint(1, 8)))


def _vanity(case: Case) -> str:
    kept = len(case.significant) - 7 if len(case.significant) > 8 else 3
    letters = "".join(case.random.choice(KEYPAD.get(digit, digit)) for digit in case.significant[kept:])
    start = case.random.choice((f"+{case.code} ", f"{case.prefix}-", "", f"{case.code}-"))
    return f"{start}{case.significant[:kept]}-{letters}"


def _numerals(case: Case) -> str:
    text = case.random.choice((case.e164, case.international, case.national, case.significant))
    return text.translate(str.maketrans("0123456789", case.random.choice(NUMERALS)))


def _sprinkled(case: Case) -> str:
    """A sign where none belongs."""
    text = list(case.random.choice((case.e164, case.national)))
    sign = case.random.choice("  -./()[]*#+,;:=&'\"<>_|\\~^%@" + DASHES + BLANKS)
    text.insert(case.random.randint(0, len(text)), sign)
    return "".join(text)


def _with_carrier(case: Case) -> str:
    return phonenumbers.format_national_number_with_carrier_code(case.number, str(case.random.randint(10, 99)))


def _context(case: Case) -> str:
    where = case.random.choice((f"+{case.code}", f"+{case.code}{case.significant[:2]}", "example.com", "+", "", "+1-a"))
    return f"tel:{case.significant};phone-context={where}{case.random.choice(('', ';isub=12', ';ext=3'))}"


def _second(case: Case) -> str:
    first = case.random.choice((case.international, case.national))
    sign = case.random.choice((" / ", "/ x", "\\ x", ", ", "; ", " or ", "/", " y ", "\n"))
    return f"{first}{sign}{_other_digits(case)}"


def _other_digits(case: Case) -> str:
    """A few digits that belong to somebody else."""
    return str(case.random.randint(1, 10 ** case.random.randint(1, 9)))


WRITINGS: dict[str, Writing] = {
    "e164": lambda case: case.e164,
    "digits": lambda case: case.e164[1:],
    "significant": lambda case: case.significant,
    "national": lambda case: case.national,
    "international": lambda case: case.international,
    "rfc3966": lambda case: phonenumbers.format_number(case.number, PhoneNumberFormat.RFC3966),
    "prefix and digits": lambda case: case.prefix + case.significant,
    "plus, prefix and digits": lambda case: f"+{case.prefix}{case.significant}",
    "00": lambda case: f"00{case.code}{case.significant}",
    "00 in groups": lambda case: f"00 {case.international[1:]}",
    "011": lambda case: f"011 {case.code} {case.significant}",
    "0011": lambda case: f"0011{case.code}{case.significant}",
    "810": lambda case: f"8~10{case.code}{case.significant}",
    "dialled from the default country": _dialled_abroad,
    "(0)": lambda case: f"+{case.code} (0) {case.significant}",
    "(0) glued": lambda case: f"+{case.code}(0){case.significant}",
    "prefix after the code": lambda case: f"+{case.code}{case.prefix or '0'}{case.significant}",
    "dots": lambda case: _grouped(case, "."),
    "slashes": lambda case: _grouped(case, "/"),
    "dashes": lambda case: _grouped(case, case.random.choice(DASHES)),
    "underscores": lambda case: _grouped(case, "_"),
    "odd blanks": lambda case: _grouped(case, case.random.choice(BLANKS)),
    "blanks around": lambda case: f" \t{case.international}  ",
    "parentheses": lambda case: f"({case.significant[:3]}) {case.significant[3:6]}-{case.significant[6:]}",
    "all in parentheses": lambda case: f"({case.e164})",
    "code in parentheses": lambda case: f"(+{case.code}) {case.significant}",
    "half a parenthesis": lambda case: f"{case.significant[:3]}) {case.significant[3:]}",
    "brackets": lambda case: f"[{case.significant[:2]}] {case.significant[2:]}",
    "plus apart": lambda case: f"+ {case.code} {case.significant}",
    "two pluses": lambda case: f"++{case.code}{case.significant}",
    "plus of full width": lambda case: f"＋{case.code}{case.significant}",
    "escaped plus": lambda case: f"%2B{case.code}{case.significant}",
    "extension": _extension,
    "vanity": _vanity,
    "other numerals": _numerals,
    "a stray sign": _sprinkled,
    "carrier": _with_carrier,
    "phone-context": _context,
    "two numbers": _second,
    "isub": lambda case: f"tel:{case.e164};isub={_other_digits(case)}",
    "sip": lambda case: f"sip:{case.e164}@pbx.example.com;transport=tls",
    "sip national": lambda case: f"sips:{case.prefix}{case.significant};phone-context=+{case.code}@10.0.0.1",
    "sip escaped": lambda case: f"SIP:%2b{case.code}{case.significant}@example.com:5061",
    "whatsapp": lambda case: f"whatsapp:{case.e164}",
    "whatsapp digits": lambda case: f"WhatsApp: {case.code}{case.significant}",
    "other channels": lambda case: f"{case.random.choice(('sms', 'mms', 'rcs', 'callto', 'Tel'))}:{case.international}",
    "channels without numbers": lambda case: (
        f"{case.random.choice(('client', 'messenger', 'line'))}:{case.significant}"
    ),
    "words around": lambda case: f"{case.random.choice(('Tel. ', 'T: ', 'call ', '☎ ', '*'))}{case.national} (home)",
    "words after": lambda case: case.e164 + case.random.choice((" mobile", " #", "...", " -", " <sip>", "\x00", "🙂")),
    "words before": lambda case: case.random.choice(("#", "*", "'", '"', "<", "✆", "№ ", "=")) + case.international,
    "star codes": lambda case: f"*{case.random.choice((67, 31, 82))}#{case.significant}",
    "a decimal number": lambda case: f"{case.code}{case.significant}.0",
    "a rounded number": lambda case: f"{int(case.code + case.significant):.5E}",
    "mobile of WhatsApp in Mexico": lambda case: f"+521{case.significant}",
}
"""At least once each for every default country, own and foreign numbers alike."""
