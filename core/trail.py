"""The trail: the clicks that led into a view, each with what the address said before, so that each can be undone."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.address import read_values, write_values

MOST = 12
"""Steps that an address keeps; of more, the first are forgotten."""

START = "/"
"""Begins a step in the address; no name of a parameter does."""


@dataclass(frozen=True)
class Step:
    """One click.

    Args:
        metric: what the mark showed that was clicked; empty when nobody said.
        before: parameters of the address that the click changed → their text before it; empty for those that were not
            there.
    """

    metric: str
    before: tuple[tuple[str, str], ...]


Trail = tuple[Step, ...]


def write_trail(trail: Sequence[Step]) -> str:
    """As the address has it: `/abandon_rate,queue:,/abandon_rate,period:30d`."""
    parts = [
        part
        for step in trail
        for part in (START + step.metric, *(f"{_escaped(name)}:{text}" for name, text in step.before))
    ]
    return write_values(tuple(parts))


def read_trail(text: str) -> Trail | None:
    """What `write_trail` wrote; None when it is something else."""
    steps: list[Step] = []
    for part in read_values(text, is_repeated=True):
        if part is not None and part.startswith(START):
            steps.append(Step(part.removeprefix(START), ()))
            continue
        found = re.fullmatch(r"((?:\\.|[^:\\])+):(.*)", part or "", re.DOTALL)
        if found is None or not steps:
            return None
        pair = (re.sub(r"\\(.)", r"\1", found[1]), found[2])
        steps[-1] = Step(steps[-1].metric, (*steps[-1].before, pair))
    return tuple(step for step in steps if step.before)[-MOST:]


def advanced(trail: Trail, metric: str, before: Mapping[str, str], after: Mapping[str, str]) -> Trail:
    """The trail with one more click; without those of which nothing is left, such as a filter that was lifted by hand.

    Args:
        before, after: the parameters of the address on either side of the click.
    """
    names = sorted(name for name in {*before, *after} if before.get(name, "") != after.get(name, ""))
    if not names:
        return trail
    step = Step(metric, tuple((name, before.get(name, "")) for name in names))
    return felt((*trail, step), after)[-MOST:]


def felt(trail: Trail, params: Mapping[str, str]) -> Trail:
    """The clicks that have changed anything that is still so."""
    return tuple(one for number, one in enumerate(trail) if _is_felt(trail, number, params))


def undone(trail: Trail, kept: int, params: Mapping[str, str]) -> dict[str, str]:
    """The parameters as they were when only the first steps had been taken.

    Args:
        kept: how many steps are left.
        params: what the address says now, the trail not among it.
    """
    earlier = dict(params)
    for step in reversed(trail[kept:]):
        earlier.update(step.before)
    return {name: text for name, text in earlier.items() if text}


def _is_felt(trail: Trail, number: int, params: Mapping[str, str]) -> bool:
    """Whether a step has changed anything that is still so."""
    after = undone(trail, number + 1, params)
    return any(after.get(name, "") != text for name, text in trail[number].before)


def _escaped(name: str) -> str:
    return re.sub(r"([\\:])", r"\\\1", name)
