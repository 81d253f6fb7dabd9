"""A figure as a frozen value: what is asked, how it is split, and how it is looked at."""

from dataclasses import dataclass, fields, replace
from typing import Any

from core.condition import Condition
from core.condition_text import read_conditions, write_conditions
from core.errors import QueryError, UnknownName
from core.query import compared_as, dtype_of

LOOKS = (
    *("table", "pivot", "headline", "bar", "line", "area", "pie", "heat", "scatter", "histogram", "treemap"),
    *("map", "timeline"),
)
"""Ways to look at a figure; none chosen means the one that suits it."""

MOST_METRICS, MOST_GROUPS, MOST_TOP = 20, 6, 10_000
SHARES = ("", "total", "row", "column")
"""What numbers that add up are shown as parts of."""

TONES = ("good", "warning", "bad", "scale")
"""How a conditional format colours a cell: by one meaning, or along a scale of the column's values."""


@dataclass(frozen=True)
class Highlight:
    """A conditional format: cells of a metric within bounds get a tone.

    Args:
        metric: one of the figure's.
        tone: one of `TONES`.
        at_least, below: half-open bounds in the metric's unit; None for no bound.
    """

    metric: str
    tone: str
    at_least: float | None = None
    below: float | None = None

    def __post_init__(self) -> None:
        if self.tone not in TONES:
            raise UnknownName.among("tone of a highlight", self.tone, TONES)


@dataclass(frozen=True)
class Figure:
    """One result of a page, a notebook or a report.

    Args:
        metrics: what; 1 to 20 names of metrics.
        rows: how, downwards: groups and time grains, outermost first; none for one row.
        columns: how, across.
        look: one of `LOOKS`; empty for the one that suits.
        where: conditions beyond those of the scope that it is asked in.
        sort: a metric or one of `rows` to sort by; empty for time in its order and else the first metric, descending.
        ascending: from the lowest.
        top: at most this many groups of the first of `rows`, by `sort`; None for all.
        others: with `top`: one more row for all the other groups together, asked anew.
        totals: with rows and columns for the whole, asked anew and never added up.
        share: one of `SHARES`.
        running: each row tells the sum up to it.
        compared: each number stands beside that of the scope's earlier period.
        highlights: conditional formats.
        title: what it is called; empty for what it says of itself.
    """

    metrics: tuple[str, ...]
    rows: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    look: str = ""
    where: tuple[Condition, ...] = ()
    sort: str = ""
    ascending: bool = False
    top: int | None = None
    others: bool = False
    totals: bool = False
    share: str = ""
    running: bool = False
    compared: bool = False
    highlights: tuple[Highlight, ...] = ()
    title: str = ""

    def __post_init__(self) -> None:
        typed = {one.typed(compared_as(one)) for one in self.where}
        ordered = tuple(sorted(typed, key=lambda one: (one.column, one.op, repr(one.values))))
        object.__setattr__(self, "where", ordered)
        self._check()

    def _check(self) -> None:
        if not 1 <= len(self.metrics) <= MOST_METRICS:
            raise QueryError(f"A figure shows 1 to {MOST_METRICS} metrics; this one names {len(self.metrics)}.")
        if len(self.groups) > MOST_GROUPS:
            raise QueryError(f"A figure is split by {MOST_GROUPS} groups at most; this one by {len(self.groups)}.")
        for kind, names in (("metrics", self.metrics), ("rows and columns", self.groups)):
            twice = sorted({name for name in names if names.count(name) > 1})
            if twice:
                raise QueryError(f"{kind}: {', '.join(twice)} is there twice; name each once.")
        for name in self.groups:
            dtype_of(name)
        if self.look and self.look not in LOOKS:
            raise UnknownName.among("look", self.look, LOOKS)
        if self.share not in SHARES:
            raise UnknownName.among("share", self.share, SHARES[1:])
        if self.sort and self.sort not in (*self.metrics, *self.rows):
            raise UnknownName.among("metric or row group of this figure", self.sort, (*self.metrics, *self.rows))
        if self.top is not None and not 1 <= self.top <= MOST_TOP:
            raise QueryError(f"top is {self.top}; give 1 to {MOST_TOP:,}, or none for all groups.")
        for one in self.highlights:
            if one.metric not in self.metrics:
                raise UnknownName.among("metric of this figure", one.metric, self.metrics)

    @property
    def groups(self) -> tuple[str, ...]:
        """Rows, then columns."""
        return self.rows + self.columns

    def with_(self, **changes: Any) -> "Figure":
        """The same with other fields."""
        return replace(self, **changes)

    def to_dict(self) -> dict[str, Any]:
        """As TOML and JSON hold it; what has its default is left out."""
        told = {
            field.name: getattr(self, field.name)
            for field in fields(self)
            if getattr(self, field.name) != field.default
        }
        for name in ("metrics", "rows", "columns"):
            if name in told:
                told[name] = list(told[name])
        if self.where:
            told["where"] = write_conditions(self.where)
        if self.highlights:
            told["highlights"] = [_highlight_told(one) for one in self.highlights]
        return told

    @classmethod
    def from_dict(cls, told: dict[str, Any]) -> "Figure":
        """The figure that `to_dict` wrote, or that somebody wrote by hand.

        Raises:
            QueryError: a field that does not exist, or a value that cannot be one of it.
        """
        known = [field.name for field in fields(cls)]
        for name in told:
            if name not in known:
                raise UnknownName.among("field of a figure", name, known)
        given = {"metrics": (), **told}
        for name in ("metrics", "rows", "columns", "where"):
            if name in given:
                given[name] = _texts(name, given[name])
        if "where" in given:
            given["where"] = tuple(read_conditions(given["where"]))
        for name, kind in _KINDS.items():
            if name in given and type(given[name]) is not kind:
                raise QueryError(f"{name} is {given[name]!r}; give a value of type {kind.__name__}.")
        if "highlights" in given:
            given["highlights"] = _highlights(given["highlights"])
        return cls(**given)


_KINDS: dict[str, type] = {
    **dict.fromkeys(("look", "sort", "share", "title"), str),
    **dict.fromkeys(("ascending", "others", "totals", "running", "compared"), bool),
    "top": int,
}


def _texts(name: str, given: Any) -> tuple[str, ...]:
    values = [given] if isinstance(given, str) else given
    if not isinstance(values, list | tuple) or not all(isinstance(one, str) for one in values):
        raise QueryError(f"{name} is {given!r}; give a list of texts.")
    return tuple(values)


def _highlights(given: Any) -> tuple[Highlight, ...]:
    if not isinstance(given, list | tuple) or not all(isinstance(one, dict) for one in given):
        raise QueryError(f"highlights is {given!r}; give a list of tables with metric, tone, at_least and below.")
    return tuple(_highlight(one) for one in given)


def _highlight(told: dict[str, Any]) -> Highlight:
    known = [field.name for field in fields(Highlight)]
    for name in told:
        if name not in known:
            raise UnknownName.among("field of a highlight", name, known)
    for name, kind in (("metric", str), ("tone", str), ("at_least", int | float), ("below", int | float)):
        if name in told and (isinstance(told[name], bool) or not isinstance(told[name], kind)):
            raise QueryError(f"highlight: {name} is {told[name]!r}; give a {'text' if kind is str else 'number'}.")
    if not {"metric", "tone"} <= told.keys():
        raise QueryError(f"highlight {told!r} needs metric and tone.")
    return Highlight(**told)


def _highlight_told(one: Highlight) -> dict[str, Any]:
    return {field.name: value for field in fields(one) if (value := getattr(one, field.name)) is not None}
