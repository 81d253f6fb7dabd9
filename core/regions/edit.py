"""Changes to a region file as text: lines are put in, taken out, moved and renamed; comments stay where they are."""

from collections.abc import Collection, Iterable

from core.regions.overlaps import land_of, lands_around
from core.regions.rules import EMPTY, check
from core.regions.sheet import read_sheet
from core.settings import RegionRule

Place = tuple[str, str, str]


def assigned(text: str, rules: Collection[RegionRule]) -> str:
    """The text in which these places belong to these regions, whatever they belonged to before.

    A state or an area code is put before the first rule that would cover it, everything else at the end.
    """
    wanted = {_place(rule) for rule in rules}
    text = removed(text, [rule for rule in check(text).rules if _place(rule) in wanted])
    sheet = read_sheet(text)
    if not sheet.header:
        text = f"{text.rstrip()}\n{EMPTY}".lstrip()
        sheet = read_sheet(text)
    found, lines = check(text), list(sheet.lines)
    first: dict[tuple[str, str], int] = {}
    for rule, line in zip(found.rules, found.lines, strict=True):
        if land := land_of(rule):
            first.setdefault(land, line - 1)
    inserted: dict[int, list[str]] = {}
    for rule in rules:
        covered_at = min((first[land] for land in lands_around(rule) if land in first), default=len(lines))
        cells = {"country": rule.country, "state": rule.state, "area_code": rule.area_code, "region": rule.label}
        inserted.setdefault(covered_at, []).append(sheet.written(cells))
    return _text(line for at in range(len(lines) + 1) for line in (*inserted.get(at, ()), *lines[at : at + 1]))


def removed(text: str, rules: Iterable[RegionRule]) -> str:
    """The text without the lines of these rules."""
    found, gone = check(text), set(rules)
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


def _place(rule: RegionRule) -> Place:
    return rule.country, rule.state.lower(), rule.area_code


def _text(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)
