"""Regular expressions over digits as one finite automaton: which of many patterns does a digit string match?

Only what describes a set of digit strings is understood. Look-around, back references and the like would make an
answer depend on more than the digits read so far; `add` refuses them, so that the build fails instead of being wrong.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as regex  # type: ignore[attr-defined]
from typing import Any

DIGITS = range(10)


@dataclass
class Node:
    """A state: where each digit leads, where nothing at all leads, and where the end of the number leads."""

    by_digit: list[tuple[frozenset[int], int]] = field(default_factory=list)
    by_nothing: list[int] = field(default_factory=list)
    at_end: list[int] = field(default_factory=list)
    mark: int = 0


class Automaton:
    """Patterns, each with a mark (a bit). A state is a set of nodes; `after` and `marks` are all that is asked."""

    def __init__(self) -> None:
        """Begin without patterns: only the empty state."""
        self.nodes = [Node()]
        self.after = cache(self._after)
        self.marks = cache(self._marks)

    @property
    def start(self) -> frozenset[int]:
        """The state before the first digit."""
        return self._closure([0])

    def add(self, mark: int, *patterns: str) -> None:
        """Set the bit `mark` for the strings that are a match of the first pattern, then one of the second, and so on.

        Raises:
            ValueError: a pattern is more than a set of digit strings.
        """
        self._add(mark, 0, patterns)

    def add_after_some(self, mark: int, first: str, *patterns: str) -> None:
        """The same, where the first pattern has to match at least one digit."""
        begin = self._new()
        end = self._sequence(regex.parse(first), begin)
        some = self._new()
        for node in self._closure([begin]):
            self.nodes[some].by_digit.extend(self.nodes[node].by_digit)
        self.nodes[0].by_nothing.append(some)
        self._add(mark, end, patterns)

    def _add(self, mark: int, node: int, patterns: Iterable[str]) -> None:
        for pattern in patterns:
            node = self._sequence(regex.parse(pattern), self._new_after(node))
        self.nodes[self._new_after(node)].mark = mark

    def _new(self) -> int:
        self.nodes.append(Node())
        return len(self.nodes) - 1

    def _new_after(self, node: int) -> int:
        new = self._new()
        self.nodes[node].by_nothing.append(new)
        return new

    def _sequence(self, items: Iterable[tuple[Any, Any]], node: int) -> int:
        for kind, value in items:
            node = self._item(kind, value, node)
        return node

    def _item(self, kind: Any, value: Any, node: int) -> int:
        """Append one item of a parsed expression to a node; the node that comes after it."""
        if kind is op.SUBPATTERN:
            return self._sequence(value[3], node)
        if kind is op.BRANCH:
            return self._branch(value[1], node)
        if kind in (op.MAX_REPEAT, op.MIN_REPEAT):
            return self._repeat(*value, node)
        end = self._new()
        if kind is op.AT and value is op.AT_END:
            self.nodes[node].at_end.append(end)
        elif kind is op.LITERAL:
            self.nodes[node].by_digit.append((_digits([(kind, value)]), end))
        elif kind is op.IN:
            self.nodes[node].by_digit.append((_digits(value), end))
        else:
            raise ValueError(f"A numbering pattern has {kind}, which is more than a set of digit strings.")
        return end

    def _branch(self, choices: Iterable[Any], node: int) -> int:
        ends = [self._sequence(choice, self._new_after(node)) for choice in choices]
        end = self._new()
        for each in ends:
            self.nodes[each].by_nothing.append(end)
        return end

    def _repeat(self, least: int, most: int, items: Any, node: int) -> int:
        for _ in range(least):
            node = self._sequence(items, self._new_after(node))
        if most is op.MAXREPEAT:
            loop = self._new_after(node)
            self.nodes[self._sequence(items, loop)].by_nothing.append(loop)
            return self._new_after(loop)
        exits = [node]
        for _ in range(most - least):
            exits.append(self._sequence(items, self._new_after(exits[-1])))
        end = self._new()
        for each in exits:
            self.nodes[each].by_nothing.append(end)
        return end

    def _closure(self, nodes: Iterable[int], *, is_at_end: bool = False) -> frozenset[int]:
        """The nodes reached without a further digit; only those that read a digit, end or are marked matter."""
        seen, waiting = set(), list(nodes)
        while waiting:
            number = waiting.pop()
            if number not in seen:
                seen.add(number)
                node = self.nodes[number]
                waiting.extend(node.by_nothing + node.at_end if is_at_end else node.by_nothing)
        return frozenset(number for number in seen if self._matters(self.nodes[number]))

    @staticmethod
    def _matters(node: Node) -> bool:
        return bool(node.by_digit or node.at_end or node.mark)

    def _after(self, state: frozenset[int], digit: int) -> frozenset[int]:
        """The state after one more digit."""
        edges = (edge for node in state for edge in self.nodes[node].by_digit)
        return self._closure([target for digits, target in edges if digit in digits])

    def _marks(self, state: frozenset[int]) -> int:
        """The marks of the patterns that match, when the number ends in this state."""
        found = 0
        for node in self._closure(state, is_at_end=True):
            found |= self.nodes[node].mark
        return found


def _digits(members: list[tuple[Any, Any]]) -> frozenset[int]:
    """The digits of a character class."""
    found: set[int] = set()
    for kind, value in members:
        if kind is op.LITERAL and chr(value).isdecimal():
            found.add(int(chr(value)))
        elif kind is op.RANGE and "0" <= chr(value[0]) <= chr(value[1]) <= "9":
            found.update(range(int(chr(value[0])), int(chr(value[1])) + 1))
        elif kind is op.CATEGORY and value is op.CATEGORY_DIGIT:
            found.update(DIGITS)
        else:
            raise ValueError(f"A numbering pattern has {kind} {value}, which is no digit.")
    return frozenset(found)
