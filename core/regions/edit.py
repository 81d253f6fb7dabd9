"""Changes to a region file as text: lines are added, taken out, moved and renamed; comments stay where they are."""

from collections.abc import Iterable, Sequence

from core.regions.rules import EMPTY, check
from core.regions.sheet import read_sheet
from core.settings import RegionRule


def added(text: str, rules: Iterable[RegionRule]) -> str:
    """The text with these rules as its last lines."""
    sheet = read_sheet(text)
    base = text if sheet.header else f"{text.rstrip()}\n{EMPTY}".lstrip()
    cells = (
        {"country": rule.country, "state": rule.state, "area_code": rule.area_code, "region": rule.label}
        for rule in rules
    )
    return "\n".join([base.rstrip("\n"), *map(sheet.written, cells)]) + "\n"


def removed(text: str, rules: Iterable[RegionRule]) -> str:
    """The text without the lines of these rules."""
    found = check(text)
    gone = set(rules)
    lines = {line for rule, line in zip(found.rules, found.lines, strict=True) if rule in gone}
    return _text(line for number, line in enumerate(read_sheet(text).lines, start=1) if number not in lines)


def moved(text: str, position: int, steps: int) -> str:
    """The text with one rule in another place of the order: negative steps towards the front, at most to the end.

    Args:
        position: of the rule among the rules, from 0.
    """
    found, lines = check(text), list(read_sheet(text).lines)
    target = min(max(position + steps, 0), len(found.rules) - 1)
    places = [number - 1 for number in found.lines]
    order = [lines[place] for place in places]
    order.insert(target, order.pop(position))
    for place, line in zip(places, order, strict=True):
        lines[place] = line
    return _text(lines)


def renamed(text: str, old: str, new: str) -> str:
    """The text with another name for a region, in all of its rules."""
    found, sheet = check(text), read_sheet(text)
    lines = list(sheet.lines)
    written = {row["line"]: row for row in sheet.cells.iter_rows(named=True)}
    for rule, number in zip(found.rules, found.lines, strict=True):
        if rule.label == old:
            lines[number - 1] = sheet.written({**written[number], "region": new})
    return _text(lines)


def _text(lines: Iterable[str] | Sequence[str]) -> str:
    return "".join(f"{line}\n" for line in lines)
