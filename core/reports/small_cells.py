"""Small cells: places with few customers are merged, so that no number of a report tells of a handful of people."""

from collections import defaultdict
from dataclasses import dataclass, field, fields
from functools import cached_property

import polars as pl

from core.comparison import compare
from core.errors import QueryError
from core.figures import Figure, Ground
from core.figures.work import question
from core.labels import Labels
from core.query import Condition, Query

CUSTOMERS = "unique_customers"
MERGED = "(merged)"
"""The group that small places are merged into."""

LIES_IN = {
    "region": (), "time_zone": (), "country": ("region",), "sovereign": ("region",),
    "state": ("region", "country"), "area_code": ("region", "country"),
    "area": ("region", "country", "state"), "city": ("region", "country", "state"),
    "zip": ("region", "country", "state"),
}  # fmt: skip
"""What a place of each level lies in, outermost first: a total of that could be known from elsewhere in a report."""

FEWEST = 2
"""Places that are merged: one alone could be found by taking the others from the whole."""

Group = tuple[object, ...]


class MergedLabels(Labels):
    """The names, and one for what is merged."""

    def value(self, column: str, value: object) -> str:
        """As `Labels.value`."""
        return self.say("report.merged_group") if value == MERGED else super().value(column, value)


@dataclass(frozen=True, eq=False)
class SmallCells:
    """One figure, asked so that no group of places has fewer than so many different customers.

    Decided once for the figure, by its finest groups: a place is small when any of its cells is, now or in the earlier
    period that it is compared with. Small places are merged within what they lie in, with the next smallest until there
    are two of them with enough customers together; where even all of them are not enough, what they lie in is merged.

    Args:
        least: so many customers are enough.
    """

    figure: Figure
    ground: Ground
    least: int
    _known: dict[Query, pl.DataFrame] = field(default_factory=dict)

    @property
    def labels(self) -> Labels:
        """The names for what is asked here."""
        return MergedLabels(**{one.name: getattr(self.ground.labels, one.name) for one in fields(Labels)})

    @cached_property
    def places(self) -> tuple[str, ...]:
        """The figure's groups of places, outermost first."""
        return tuple(name for name in self.figure.groups if name in LIES_IN)

    @cached_property
    def within(self) -> tuple[str, ...]:
        """What the outermost of them lie in, as far as the figure does not say it."""
        return tuple(name for name in LIES_IN[self.places[0]] if name not in self.places) if self.places else ()

    @cached_property
    def others(self) -> tuple[str, ...]:
        """The figure's other groups."""
        return tuple(name for name in self.figure.groups if name not in self.places)

    @cached_property
    def merged(self) -> dict[Group, tuple[object, ...]]:
        """The shown places before what is merged (none for the outermost) → the places that are merged there.

        Raises:
            QueryError: all together have too few customers.
        """
        found: dict[Group, list[object]] = defaultdict(list)
        if self.places and self._merge((), found):
            self._refuse_small(())
            found = defaultdict(list, {(): list(self._children(len(self.within), None))})
        elif self.within and found.get(()):
            found[()] = self._closed(found[()])
        return {place: tuple(members) for place, members in found.items()}

    def notes(self) -> tuple[str, ...]:
        """How many places are merged, when any are."""
        if not self.places:
            if any(one.column in LIES_IN for one in question(self.figure, self.ground).where):
                self._refuse_small(())
            return ()
        count = sum(map(len, self.merged.values()))
        return (self.ground.labels.say("report.merged_here", count=count, least=self.least),) if count else ()

    def ask(self, query: Query) -> pl.DataFrame:
        """The answer, with one group in the place of all that are merged.

        Raises:
            QueryError: places that cannot be merged as they are split, or too few customers in all.
        """
        asked = query.with_(where=tuple(map(self._meant, query.where)))
        shown = tuple(name for name in query.by if name in self.places)
        if not shown or not self.merged:
            return self.ground.ask(asked)
        if shown != self.places[: len(shown)]:
            raise QueryError(self.ground.labels.say("report.merge_split", least=self.least))
        answers = self.ground.ask(asked)
        parts = [self._unmerged(answers, shown)]
        for place, members in self.merged.items():
            if len(place) < len(shown):
                parts.append(self._together(asked, shown, place, members).select(answers.columns).cast(answers.schema))
        return pl.concat(parts).sort(query.by, nulls_last=True)

    def _unmerged(self, answers: pl.DataFrame, shown: tuple[str, ...]) -> pl.DataFrame:
        for place, members in self.merged.items():
            if len(place) < len(shown):
                answers = answers.filter(~_all(*self._conditions(place, members)))
        return answers

    def _together(
        self, asked: Query, shown: tuple[str, ...], place: Group, members: tuple[object, ...]
    ) -> pl.DataFrame:
        """The same question of merged places, as one group."""
        inner = shown[len(place) :]
        by = tuple(name for name in asked.by if name not in inner)
        found = self.ground.ask(asked.with_(by=by, where=(*asked.where, *self._conditions(place, members))))
        if not by and not found.select(pl.any_horizontal(pl.all().fill_null(0) != 0)).item():
            found = found.clear()
        return found.with_columns(pl.lit(MERGED).alias(name) for name in inner)

    def _conditions(self, place: Group, members: tuple[object, ...]) -> list[Condition]:
        outer = [Condition(name, "in", (value,)) for name, value in zip(self.places, place, strict=False)]  # type: ignore[arg-type]
        return [*outer, Condition(self.places[len(place)], "in", members)]  # type: ignore[arg-type]

    def _meant(self, one: Condition) -> Condition:
        """A condition that names the merged group names its places."""
        if MERGED not in one.values or not self.places or one.column != self.places[0]:
            return one
        named = [value for value in one.values if value != MERGED]
        return Condition(one.column, one.op, (*named, *self.merged.get((), ())))  # type: ignore[arg-type]

    def _merge(self, path: Group, found: dict[Group, list[object]]) -> bool:
        """Merge what is small within a place; whether the place itself has to be merged with others."""
        depth = len(path)
        levels = self.within + self.places
        children = self._children(depth, path)
        small = [name for name, customers in children.items() if customers < self.least]
        if depth + 1 < len(levels):
            small += [name for name in children if name not in small and self._merge((*path, name), found)]
        if not small:
            return False
        rest = sorted((name for name in children if name not in small), key=lambda name: children[name])
        while not self._is_enough(path, small):
            if not rest:
                return True
            small.append(rest.pop(0))
        self._take(path, small, found)
        return False

    def _closed(self, hidden: list[object]) -> list[object]:
        """The same and more: a place of one name may lie in several others, and is hidden in all of them.

        What is hidden in each of them must be enough by itself, as its whole could be known from elsewhere.
        """
        pairs, name = self._counts[len(self.within)], self.places[0]
        is_settled = False
        while not is_settled:
            is_settled = True
            for depth in range(1, len(self.within) + 1):
                for path, inner in pairs.group_by(self.within[:depth], maintain_order=True):
                    sizes = dict(inner.sort("customers").select(name, "customers").iter_rows())
                    inside, outside = (
                        [one for one in sizes if one in hidden],
                        [one for one in sizes if one not in hidden],
                    )
                    if inside and outside and not self._is_enough(path, inside, name):
                        hidden.append(outside[0])
                        is_settled = False
        return hidden

    def _take(self, path: Group, small: list[object], found: dict[Group, list[object]]) -> None:
        """Note what is merged, by what is shown; what was merged within it has no place of its own any more."""
        outside = len(self.within)
        for name in small:
            inner = (*path, name)[outside:]
            for place in [one for one in found if inner and one[: len(inner)] == inner]:
                del found[place]
            members = [name] if len(path) >= outside else self._below((*path, name))
            shown = found[path[outside:]]
            shown += [member for member in members if member not in shown]

    def _below(self, path: Group) -> list[object]:
        """The outermost shown places that lie in one that is not shown."""
        rows = self._counts[len(self.within)].filter(
            _all(*(Condition(name, "in", (value,)) for name, value in zip(self.within, path, strict=False)))  # type: ignore[arg-type]
        )
        return rows[self.places[0]].unique(maintain_order=True).to_list()

    def _is_enough(self, path: Group, members: list[object], level: str = "") -> bool:
        """Whether there are several, who together have enough customers in each of their cells."""
        levels = self.within + self.places
        where = [Condition(name, "in", (value,)) for name, value in zip(levels, path, strict=False)]  # type: ignore[arg-type]
        where.append(Condition(level or levels[len(path)], "in", tuple(members)))  # type: ignore[arg-type]
        return len(members) >= FEWEST and self._fewest((), where) >= self.least

    def _refuse_small(self, where: tuple[Condition, ...]) -> None:
        if self._fewest((), list(where)) < self.least:
            raise QueryError(self.ground.labels.say("report.too_small", least=self.least))

    def _fewest(self, by: tuple[str, ...], where: list[Condition]) -> int:
        """The customers of the smallest cell."""
        rows = self._customers(by, tuple(where))
        return int(rows["customers"].min() or 0)  # type: ignore[arg-type]

    @cached_property
    def _counts(self) -> list[pl.DataFrame]:
        """Of each level of places, the customers of the smallest cell of each."""
        levels = self.within + self.places
        told = []
        for depth in range(len(levels)):
            by = levels[: depth + 1]
            cells = self._customers(by, ())
            told.append(cells.group_by(by).agg(pl.col("customers").min()).sort(by, nulls_last=True))
        return told

    def _children(self, depth: int, path: Group | None) -> dict[object, int]:
        """The places within one, by name, with the customers of their smallest cell; None for all of that level."""
        rows, levels = self._counts[depth], self.within + self.places
        if path is not None:
            where = [Condition(name, "in", (value,)) for name, value in zip(levels, path, strict=False)]  # type: ignore[arg-type]
            rows = rows.filter(_all(*where)) if where else rows
        told: dict[object, int] = {}
        for name, customers in rows.select(levels[depth], "customers").iter_rows():
            told[name] = min(told.get(name, customers), customers)
        return told

    def _customers(self, by: tuple[str, ...], where: tuple[Condition, ...]) -> pl.DataFrame:
        """The customers of each cell, now and in the earlier period; none in what has other rows alone."""
        query = question(self.figure, self.ground)
        asked = query.with_(
            metrics=tuple(dict.fromkeys((CUSTOMERS, *query.metrics))),
            by=(*by, *self.others),
            where=(*query.where, *where),
        )
        periods = [asked]
        if self.figure.compared:
            before = compare(asked, self.ground.scope.versus, self.ground.data, self.ground.rules).before
            periods += [before] if before else []
        told = []
        for one in periods:
            if one not in self._known:
                cells = self.ground.ask(one).select(*by, customers=pl.col(CUSTOMERS).fill_null(0).cast(pl.Int64))
                self._known[one] = cells
            told.append(self._known[one])
        return pl.concat(told)


def _all(*conditions: Condition) -> pl.Expr:
    return pl.all_horizontal(one.holds(pl.col(one.column), pl.String) for one in conditions)
