"""A figure as part of an address: short, readable, and read again without ever failing."""

from collections.abc import Callable, Iterable, Mapping
from math import isfinite

from core.address import read_values, write_values
from core.condition import Condition
from core.condition_text import column_named, read_conditions, write_conditions
from core.errors import QueryError
from core.figures.figure import LOOKS, MOST_GROUPS, MOST_METRICS, MOST_TOP, SHARES, TONES, Figure, Highlight
from core.metrics import named
from core.query import compared_as, dtype_of
from core.scope import Problem
from core.settings import Settings

FLAGS = ("ascending", "others", "totals", "running", "compared")
PARAMS = (*("metrics", "rows", "columns", "look", "where", "sort"), "top", *FLAGS, "share", "highlights", "title")
"""Names in the address; none of them is that of a filter or of anything else that a scope says."""

YES = "yes"
MOST_TITLE = 200
MOST_HIGHLIGHTS = 40
RANGE = ".."
"""Between the bounds of a highlight."""

Names = tuple[str, ...]


def write_params(figure: Figure) -> dict[str, str]:
    """The figure as an address has it; what is as by default is left out."""
    told = {
        "metrics": write_values(figure.metrics),
        "rows": write_values(figure.rows),
        "columns": write_values(figure.columns),
        "look": figure.look,
        "where": write_values(tuple(write_conditions(figure.where))),
        "sort": figure.sort,
        "top": "" if figure.top is None else str(figure.top),
        **{name: YES if getattr(figure, name) else "" for name in FLAGS},
        "share": figure.share,
        "highlights": write_values(tuple(map(_written, figure.highlights))),
        "title": figure.title,
    }
    return {name: value for name, value in told.items() if value}


def read_params(params: Mapping[str, str], rules: Settings) -> tuple[Figure | None, tuple[Problem, ...]]:
    """The figure that an address asks for, and what of it could not be used.

    Whether it can be asked so is not looked at: `check_figure` explains that.

    Returns:
        No figure when the address names no metric that there is; that is a problem only when it names anything.
    """
    reader = _Reader(params, rules, [])
    figure = reader.figure()
    if figure is None and any(params.get(name) for name in PARAMS):
        reader.problem("nothing", "metrics", params.get("metrics", ""))
    return figure, tuple(reader.problems)


class _Reader:
    """An address while it is read."""

    def __init__(self, params: Mapping[str, str], rules: Settings, problems: list[Problem]) -> None:
        self.params, self.rules, self.problems = params, rules, problems

    def problem(self, kind: str, name: str, value: str) -> None:
        """Something that is left out."""
        self.problems.append(Problem(f"figure.address.{kind}", name, value))

    def figure(self) -> Figure | None:
        """What can be used of it."""
        metrics = self.names("metrics", lambda name: bool(named(name, self.rules)), (), MOST_METRICS)
        rows = self.names("rows", _is_group, (), MOST_GROUPS)
        columns = self.names("columns", _is_group, rows, MOST_GROUPS - len(rows))
        if not metrics:
            return None
        return Figure(
            metrics,
            rows,
            columns,
            look=self.one_of("look", LOOKS),
            where=self.conditions(metrics[:1]),
            sort=self.one_of("sort", (*metrics, *rows)),
            top=self.top(),
            share=self.one_of("share", SHARES),
            highlights=self.highlights(metrics),
            title=" ".join(self.params.get("title", "").split())[:MOST_TITLE],
            **{name: self.one_of(name, (YES,)) == YES for name in FLAGS},
        )

    def names(self, name: str, is_known: Callable[[str], bool], taken: Names, most: int) -> Names:
        """Those names of a list that mean something, each once."""
        found: list[str] = []
        for value in _texts(self.params.get(name, ""), is_repeated=True):
            word = value if name == "metrics" else column_named(value)
            if not _holds(is_known, word):
                self.problem("metrics" if name == "metrics" else "groups", name, value)
            elif word in (*found, *taken):
                self.problem("twice", name, value)
            else:
                found.append(word)
        if len(found) > most:
            self.problem("many", name, "")
        return tuple(found[:most])

    def one_of(self, name: str, choices: Iterable[str]) -> str:
        """A value that is one of these; empty for any other."""
        value = self.params.get(name, "")
        word = column_named(value) if name == "sort" and value not in choices else value
        if value and word not in choices:
            self.problem("choice", name, value)
            return ""
        return word

    def top(self) -> int | None:
        """How many groups."""
        value = self.params.get("top", "")
        if not value:
            return None
        if not (
            value.isascii() and value.isdecimal() and len(value) <= len(str(MOST_TOP)) and 1 <= int(value) <= MOST_TOP
        ):
            self.problem("number", "top", value)
            return None
        return int(value)

    def conditions(self, metrics: Names) -> tuple[Condition, ...]:
        """Those conditions that are some."""
        usable = []
        for text in _texts(self.params.get("where", "")):
            try:
                Figure(metrics, where=tuple(read_conditions([text])))
            except QueryError:
                self.problem("where", "where", text)
            else:
                usable.append(text)
        return tuple(one.typed(compared_as(one)) for one in read_conditions(usable))

    def highlights(self, metrics: Names) -> tuple[Highlight, ...]:
        """Those conditional formats that are of one of the metrics."""
        found = []
        for text in _texts(self.params.get("highlights", ""))[:MOST_HIGHLIGHTS]:
            one = _highlight(text)
            if one is None or one.metric not in metrics:
                self.problem("highlights", "highlights", text)
            else:
                found.append(one)
        return tuple(found)


def _texts(text: str, *, is_repeated: bool = False) -> list[str]:
    return [value for value in read_values(text, is_repeated=is_repeated) if value is not None]


def _is_group(name: str) -> bool:
    return bool(dtype_of(name))


def _holds(is_known: Callable[[str], bool], name: str) -> bool:
    try:
        return is_known(name)
    except QueryError:
        return False


def _written(one: Highlight) -> str:
    """`service_level:bad:..0.8`: the bounds from (included) and to (not included)."""
    low, high = (
        "" if bound is None else f"{bound:g}" if float(f"{bound:g}") == bound else repr(bound)
        for bound in (one.at_least, one.below)
    )
    return f"{one.metric}:{one.tone}:{low}{RANGE}{high}"


def _highlight(text: str) -> Highlight | None:
    parts = text.rsplit(":", 2)
    if len(parts) != 3 or parts[1] not in TONES or RANGE not in parts[2]:
        return None
    low, _, high = parts[2].partition(RANGE)
    try:
        bounds = [float(bound) if bound else None for bound in (low, high)]
    except ValueError:
        return None
    if any(bound is not None and not isfinite(bound) for bound in bounds):
        return None
    return Highlight(parts[0], parts[1], bounds[0], bounds[1])
