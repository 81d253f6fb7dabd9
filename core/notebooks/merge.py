"""Merging what two people made of one notebook, cell by cell; nothing that either of them did is lost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Any

from core.notebooks.cell import Cell
from core.notebooks.notebook import Notebook
from core.notebooks.schema import unnamed
from core.store.kept_folder import free_name

MINE, THEIRS, BOTH = "mine", "theirs", "both"
CHOICES = (MINE, THEIRS, BOTH)
"""What can be taken where both changed the same; both only of cells."""

CELL, SCOPE, PARAMETERS = "cell", "scope", "parameters"
TOLD = ("title", "description", PARAMETERS)


@dataclass(frozen=True)
class Clash:
    """Something that both changed, each otherwise.

    Args:
        what: `cell`, `scope`, or the part of the notebook.
        name: of the cell, or the word of the scope; empty otherwise.
        mine, theirs: what each made of it; None where it was taken out.
    """

    what: str
    name: str
    mine: Any
    theirs: Any

    @property
    def key(self) -> str:
        """Names it among the clashes of one merge."""
        return f"{self.what}:{self.name}"


@dataclass(frozen=True)
class Merged:
    """What a merge gave.

    Args:
        notebook: with the changes of both.
        clashes: where both changed the same; in the notebook it is as was chosen.
    """

    notebook: Notebook
    clashes: tuple[Clash, ...]


def merge(base: Notebook, mine: Notebook, theirs: Notebook, choices: Mapping[str, str] | None = None) -> Merged:
    """The notebook with what both have changed since the base.

    A cell that one took out and the other changed stays, and clashes.

    Args:
        choices: key of a clash → one of `CHOICES`. Without one, mine is taken where there is room for one only, and of
            cells both are kept, mine first.
    """
    chosen = choices or {}
    theirs = aligned(base, theirs)
    clashes: list[Clash] = []
    parts: dict[str, Any] = {}
    for what in TOLD:
        versions = [getattr(one, what) for one in (base, mine, theirs)]
        parts[what] = _one(versions, Clash(what, "", *versions[1:]), chosen, clashes)
    parts[SCOPE] = _scope(base, mine, theirs, chosen, clashes)
    parts["cells"] = _cells(base, mine, theirs, chosen, clashes)
    return Merged(mine.with_(**parts), tuple(clashes))


def aligned(base: Notebook, other: Notebook) -> Notebook:
    """The notebook with cells that have no names of their own called as in the base, by what they say.

    Who adds a cell by hand moves those below it to other places, and so gives them other names.
    """
    given = [cell.name == unnamed(place) for place, cell in enumerate(other.cells, start=1)]
    if not any(given):
        return other
    before, after = ([_content(cell) for cell in one.cells] for one in (base, other))
    names = ["" if is_given else cell.name for cell, is_given in zip(other.cells, given, strict=True)]
    taken = set(names)
    for how, start, end, at, until in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if how == "equal" or (how == "replace" and end - start == until - at):
            for old, place in zip(base.cells[start:end], range(at, until), strict=True):
                if not names[place] and old.name not in taken:
                    names[place] = old.name
                    taken.add(old.name)
    taken |= {cell.name for cell in base.cells}
    for place, name in enumerate(names):
        names[place] = name or free_name(taken, unnamed(place + 1))
        taken.add(names[place])
    return other.with_(cells=tuple(cell.named(name) for cell, name in zip(other.cells, names, strict=True)))


def _content(cell: Cell) -> str:
    return repr(replace(cell, name="x"))


def _one(versions: Sequence[Any], clash: Clash, chosen: Mapping[str, str], clashes: list[Clash]) -> Any:
    """Of the base's, my and their version the one that counts."""
    base, mine, theirs = versions
    if mine == theirs or theirs == base:
        return mine
    if mine == base:
        return theirs
    clashes.append(clash)
    return theirs if chosen.get(clash.key) == THEIRS else mine


def _scope(
    base: Notebook, mine: Notebook, theirs: Notebook, chosen: Mapping[str, str], clashes: list[Clash]
) -> dict[str, str]:
    merged = {}
    for word in dict.fromkeys((*mine.scope, *theirs.scope)):
        versions = [one.scope.get(word) for one in (base, mine, theirs)]
        value = _one(versions, Clash(SCOPE, word, *versions[1:]), chosen, clashes)
        if value is not None:
            merged[word] = value
    return merged


def _cells(
    base: Notebook, mine: Notebook, theirs: Notebook, chosen: Mapping[str, str], clashes: list[Clash]
) -> tuple[Cell, ...]:
    by_name = [{cell.name: cell for cell in one.cells} for one in (base, mine, theirs)]
    order = _order(*([cell.name for cell in one.cells] for one in (base, mine, theirs)))
    taken, cells = set(order), []
    for name in order:
        versions = [one.get(name) for one in by_name]
        clash = Clash(CELL, name, *versions[1:])
        before = len(clashes)
        kept = [_one(versions, clash, chosen, clashes)]
        if len(clashes) > before and chosen.get(clash.key, BOTH) == BOTH:
            other = free_name(taken, name)
            taken.add(other)
            kept = [clash.mine, clash.theirs and (clash.theirs.named(other) if clash.mine else clash.theirs)]
        cells += [cell for cell in kept if cell is not None]
    return tuple(cells)


def _order(base: list[str], mine: list[str], theirs: list[str]) -> list[str]:
    """All names, in the order of whoever has moved cells, mine when both have; new ones where they stood."""
    common = set(base) & set(mine) & set(theirs)
    before, here = ([name for name in one if name in common] for one in (base, mine))
    first, second = (theirs, mine) if before == here else (mine, theirs)
    order = list(first)
    for place, name in enumerate(second):
        if name not in order:
            left = next((order.index(other) for other in reversed(second[:place]) if other in order), -1)
            order.insert(left + 1, name)
    return order
