"""One calling code as intervals of digit strings: inside each, every member has the same facts.

An answer of `phonenumbers` depends on which patterns of the code's regions a national number matches and, where a
number is tied to a place, on the prefixes of the geocoder and of the time zones. So the numbers of one length are cut
wherever one of these changes, and one member of each piece is asked.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from number_automaton import DIGITS, Automaton
from number_oracle import ERROR, PLAIN, STRIP, Facts, check_mobile_token, facts_of, number_of, parsed, unreadable
from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneMetadata, PhoneNumberDesc, is_number_geographical
from phonenumbers.geodata import GEOCODE_DATA
from phonenumbers.phonenumberutil import ValidationResult, _test_number_length, country_mobile_token
from phonenumbers.tzdata import TIMEZONE_DATA

from core.geo.numbers.table import LONGEST

LONGEST_NATIONAL = 17
"""Digits of the longest national number that `parse` returns."""

KINDS = (
    *("general_desc", "fixed_line", "mobile", "toll_free", "premium_rate", "shared_cost"),
    *("personal_number", "voip", "pager", "uan", "voicemail"),
)
VIABLE, LONG_ENOUGH_STRIPPED, VIABLE_STRIPPED = 1, 2, 4
FIRST_KIND = 8

Interval = tuple[int, int, Facts]
"""Total number of digits, first member as a whole number, facts."""


class Plan:
    """The numbering plan of one calling code."""

    def __init__(self, calling_code: int) -> None:
        """Read the patterns of all regions that share the code.

        Raises:
            ValueError: a pattern is more than a set of digit strings.
        """
        self.code = calling_code
        regions = COUNTRY_CODE_TO_REGION_CODE[calling_code]
        self.regions = [PhoneMetadata.metadata_for_region_or_calling_code(calling_code, region) for region in regions]
        self.main = self.regions[0]
        self.automaton = Automaton()
        self.lengths: dict[int, tuple[int, ...]] = {}
        self._places = cache(self._places_of)
        self._add_kinds()
        self._add_national_prefix()

    def intervals(self, digits: int) -> Iterator[Interval]:
        """Cut the numbers of one length, the calling code included."""
        national = digits - len(str(self.code))
        first = self.code * 10**national
        if national < 1:
            yield digits, first, unreadable(ERROR, self.code)
            return
        runs = [*self._runs(national), (10**national, 0)]
        for (begin, marks), (end, _) in pairwise(runs):
            for piece, stop in pairwise(self._cuts(national, begin, end)):
                member = f"{(piece + stop) // 2:0{national}}"
                yield digits, first + piece, self._facts(member, marks)

    def _add_kinds(self) -> None:
        mark = FIRST_KIND
        for region in self.regions:
            for kind in KINDS:
                described: PhoneNumberDesc | None = getattr(region, kind)
                if described is not None and described.national_number_pattern:
                    self.automaton.add(mark, described.national_number_pattern)
                    self.lengths[mark] = described.possible_length
                    mark <<= 1
            if region.leading_digits:
                self.automaton.add(mark, region.leading_digits, r"\d*")
                self.lengths[mark] = tuple(range(LONGEST))
                mark <<= 1

    def _add_national_prefix(self) -> None:
        """Mark what `parse` may take a national prefix from, in every way in which the prefix may match."""
        general, prefix = self.main.general_desc.national_number_pattern, self.main.national_prefix_for_parsing
        self.automaton.add(VIABLE, general)
        if not prefix:
            return
        if self.main.national_prefix_transform_rule:
            # What is put in the prefix's place may have any length: nothing is known of the outcome.
            self.automaton.add_after_some(LONG_ENOUGH_STRIPPED | VIABLE_STRIPPED, prefix, r"\d*")
            return
        refused = (ValidationResult.TOO_SHORT, ValidationResult.IS_POSSIBLE_LOCAL_ONLY, ValidationResult.INVALID_LENGTH)
        lengths = [n for n in range(1, LONGEST) if _test_number_length("1" * n, self.main) not in refused]
        long_enough = "|".join(rf"\d{{{length}}}" for length in lengths)
        self.automaton.add_after_some(LONG_ENOUGH_STRIPPED, prefix, f"(?:{long_enough})")
        self.automaton.add_after_some(VIABLE_STRIPPED, prefix, f"(?:{general})")

    def _runs(self, national: int) -> list[tuple[int, int]]:
        """First member and marks of each longest run of national numbers that match the same patterns."""
        relevant = VIABLE | LONG_ENOUGH_STRIPPED | VIABLE_STRIPPED
        relevant |= sum(mark for mark, lengths in self.lengths.items() if not lengths or national in lengths)

        @cache
        def runs(state: frozenset[int], rest: int) -> list[tuple[int, int]]:
            if rest == 0 or not state:
                return [(0, self.automaton.marks(state) & relevant)]
            found: list[tuple[int, int]] = []
            for digit in DIGITS:
                for begin, marks in runs(self.automaton.after(state, digit), rest - 1):
                    if not found or found[-1][1] != marks:
                        found.append((digit * 10 ** (rest - 1) + begin, marks))
            return found

        return runs(self.automaton.start, national)

    def _cuts(self, national: int, begin: int, end: int) -> list[int]:
        """Both ends of a run and, when its numbers are tied to places, the ends of all prefixes inside."""
        if not is_number_geographical(number_of(self.code, f"{begin:0{national}}")):
            return [begin, end]
        places = self._places(national)
        return [begin, *places[bisect_right(places, begin) : bisect_left(places, end)], end]

    def _places_of(self, national: int) -> list[int]:
        """Where prefixes of the geocoder (in English or Spanish) and of the time zones begin and end."""
        found = set()
        token = country_mobile_token(self.code)
        for prefix in _prefixes(self.code):
            for digits in {prefix, token + prefix}:
                room = 10 ** (national - len(digits)) if len(digits) <= national else 0
                if digits and room:
                    found.update((int(digits) * room, (int(digits) + 1) * room))
        return sorted(found)

    def _facts(self, member: str, marks: int) -> Facts:
        if len(member) > LONGEST_NATIONAL:
            return unreadable(self._act(member, marks), self.code)
        if is_number_geographical(number_of(self.code, member)):
            check_mobile_token(self.code, member)
        return facts_of(self.code, member, self._act(member, marks))

    def _act(self, member: str, marks: int) -> str:
        """What `parse` does, proved for the whole run: it only strips what is long enough and stays viable."""
        stays_viable = not marks & VIABLE or marks & VIABLE_STRIPPED
        if marks & LONG_ENOUGH_STRIPPED and stays_viable:
            return STRIP
        read, digits = parsed(f"{self.code}{member}"), f"{self.code}{member}"
        if read == ERROR:
            return ERROR
        if read != digits:
            raise ValueError(f"+{digits} was proved to stay as it is, but is read as {read}.")
        return PLAIN


def _prefixes(calling_code: int) -> set[str]:
    """The prefixes of the geocoder and of the time zones, without the calling code."""
    code = str(calling_code)
    languages = ("en", "es")
    named = (prefix for prefix, names in GEOCODE_DATA.items() if any(name[:2] in languages for name in names))
    return {prefix[len(code) :] for prefix in (*named, *TIMEZONE_DATA) if prefix.startswith(code)}
