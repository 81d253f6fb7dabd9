"""Blocks: the columns of numbers of one column group, over all rows of a sheet."""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from core.figures.adding import adds_up, has_shares
from core.figures.ground import Ground
from core.figures.work import PLACE, TOLD, Worked, filled
from core.metrics import named

SHARE, RUNNING = "share", "running"


@dataclass(frozen=True, eq=False)
class Block:
    """One column group of a sheet, or all of them together.

    Args:
        under: what its groups are called, outermost first; empty where there are no columns.
        at: the values of its groups, by their names; empty of all together.
        columns: of each column of numbers its key, the metric, and what it tells of it.
        numbers: those columns, one row a row of the sheet.
    """

    under: tuple[str, ...]
    at: tuple[tuple[str, object], ...]
    columns: tuple[tuple[str, str, str], ...]
    numbers: pl.DataFrame


def blocks(worked: Worked, ground: Ground) -> list[Block]:
    """The blocks of a sheet from the left."""
    maker = _Maker(worked, ground)
    if not worked.figure.columns:
        return [maker.block(maker.whole_of_flat(), worked.grand, (), ())]
    return list(maker.across())


@dataclass(frozen=True, eq=False)
class _Maker:
    worked: Worked
    ground: Ground

    def across(self) -> Iterator[Block]:
        """A block a column group, then that of all."""
        worked, labels = self.worked, self.ground.labels
        names = worked.figure.columns
        everywhere = self.whole_of_pivot()
        groups = worked.column_groups.drop(PLACE)
        for place, group in enumerate(groups.iter_rows()):
            at = tuple(zip(names, group, strict=True))
            under = tuple(labels.value(name, value) for name, value in at)
            here = groups[place]
            total = None if worked.by_columns is None else self._within(worked.by_columns, here)
            numbers = self._part(here)
            yield self.block(numbers, total, under, at, f"@{place}", everywhere)
        if worked.figure.totals:
            yield self.block(everywhere, worked.grand, (labels.say("figure.total"),), (), "", everywhere)

    def whole_of_flat(self) -> pl.DataFrame:
        """The numbers of a sheet without columns."""
        worked = self.worked
        return self._stacked(worked.body, worked.others, worked.grand, worked.figure.rows)

    def whole_of_pivot(self) -> pl.DataFrame:
        """The numbers of each row of a sheet over all columns."""
        worked = self.worked
        return self._stacked(worked.by_rows, worked.others_by_rows, worked.grand, worked.figure.rows)

    def _part(self, here: pl.DataFrame) -> pl.DataFrame:
        """The numbers of one column group."""
        worked = self.worked
        body = self._within(worked.body, here)
        others = None if worked.others is None else self._within(worked.others, here)
        total = None if worked.by_columns is None else self._within(worked.by_columns, here)
        return self._stacked(body, others, total, worked.figure.rows)

    def _within(self, found: pl.DataFrame, here: pl.DataFrame) -> pl.DataFrame:
        return found.join(here, on=here.columns, how="semi", nulls_equal=True)

    def _stacked(
        self,
        found: pl.DataFrame | None,
        others: pl.DataFrame | None,
        total: pl.DataFrame | None,
        rows: tuple[str, ...],
    ) -> pl.DataFrame:
        """The numbers of all rows of the sheet: the groups, the others, the total."""
        worked = self.worked
        parts = [self._aligned(worked.row_groups, found, rows)]
        if worked.other_groups is not None:
            parts.append(self._aligned(worked.other_groups, others, rows[1:]))
        if worked.figure.totals and rows:
            parts.append(self._aligned(pl.DataFrame({PLACE: [0]}), total, ()))
        return pl.concat(parts, how="vertical_relaxed")

    def _aligned(self, groups: pl.DataFrame, found: pl.DataFrame | None, names: tuple[str, ...]) -> pl.DataFrame:
        """The numbers of these groups in their order; what is missing is counted as nothing."""
        numbers = self.worked.numbers
        if found is None:
            raise ValueError("A block without numbers is not laid out.")
        if names:
            told = groups.join(found, on=names, how="left", nulls_equal=True, maintain_order="left")
        else:
            told = groups.join(found.select(numbers).head(1).with_columns(pl.lit(0).alias(PLACE)), on=PLACE, how="left")
        return filled(told.select(numbers), self.worked.figure, self.ground)

    def block(
        self,
        numbers: pl.DataFrame,
        total: pl.DataFrame | None,
        under: tuple[str, ...],
        at: tuple[tuple[str, object], ...],
        suffix: str = "",
        everywhere: pl.DataFrame | None = None,
    ) -> Block:
        """A block with all that is told of each metric."""
        figure = self.worked.figure
        columns: list[tuple[str, str, str]] = []
        series: list[pl.Series] = []
        for name in figure.metrics:
            told = {"": numbers[name]}
            if self.worked.earlier:
                told |= {one: numbers[f"{name}.{one}"] for one in self._compared(name)}
            told |= self._parts(name, numbers, total, everywhere)
            for one, values in told.items():
                key = f"{name}{'.' if one else ''}{one}{suffix}"
                columns.append((key, name, one))
                series.append(values.alias(key))
        return Block(under, at, tuple(columns), pl.DataFrame(series))

    def _compared(self, name: str) -> tuple[str, ...]:
        """What a comparison tells of a metric: a share changes by points, so that it has no change in parts of 1."""
        is_share = named(name, self.ground.rules).unit == "%"
        return tuple(one for one in TOLD if not (is_share and one == "change"))

    def _parts(
        self, name: str, numbers: pl.DataFrame, total: pl.DataFrame | None, everywhere: pl.DataFrame | None
    ) -> dict[str, pl.Series]:
        """A metric as parts of a whole and as sums so far, as far as they are asked for and mean something."""
        figure, rules, found = self.worked.figure, self.ground.rules, {}
        if figure.share and has_shares(name, rules):
            found[SHARE] = numbers.select(_divided(pl.col(name), self._whole(name, total, everywhere))).to_series()
        if figure.running and adds_up(name, rules):
            found[RUNNING] = self._so_far(numbers[name])
        return found

    def _whole(self, name: str, total: pl.DataFrame | None, everywhere: pl.DataFrame | None) -> pl.Expr | pl.Series:
        """What a number is a part of: all, its row, or its column."""
        share, grand = self.worked.figure.share, self.worked.grand
        if share == "row" and everywhere is not None:
            return everywhere[name]
        whole = total if share == "column" and total is not None else grand
        value = None if whole is None or whole.is_empty() else whole[name][0]
        return pl.lit(value, dtype=pl.Float64)

    def _so_far(self, values: pl.Series) -> pl.Series:
        """Sums of the rows so far, anew in each of the outer groups; a total has none.

        The others follow the groups of a single level; where there are inner levels they are an outer group themselves.
        """
        worked, outer = self.worked, self.worked.figure.rows[:-1]
        runs = [_runs(worked.row_groups, outer)]
        if worked.other_groups is not None:
            runs.append(_runs(worked.other_groups, outer[1:]) - (1 + worked.other_groups.height) * bool(outer))
        run = pl.concat(runs)
        rows = pl.DataFrame({"value": values.head(run.len()), "run": run})
        is_known = pl.col("value").is_not_null().cum_sum().over("run") > 0
        sums = rows.select(pl.when(is_known).then(pl.col("value").fill_null(0).cum_sum().over("run"))).to_series()
        return sums.extend_constant(None, values.len() - run.len())


def _runs(groups: pl.DataFrame, outer: tuple[str, ...]) -> pl.Series:
    """For each group the first place of those with the same outer groups."""
    first = pl.col(PLACE).min().over(outer) if outer else pl.lit(0)
    return groups.with_columns(first.cast(pl.Int64).alias("run"))["run"]


def _divided(number: pl.Expr, whole: pl.Expr | pl.Series) -> pl.Expr:
    under = pl.lit(whole) if isinstance(whole, pl.Series) else whole
    return pl.when(under != 0).then(number / under)
