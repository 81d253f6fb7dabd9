"""What a question may ask: whether every metric in it can be split and filtered as it wants."""

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import and_

import polars as pl

from core.custom import as_number, is_custom
from core.errors import QueryError, UnknownName, listed
from core.grains import CUSTOMER, CUSTOMER_ZONE, GRAINS, MOMENT, check_clock
from core.lending import has
from core.metrics import Measure, Metric, catalogue, named
from core.query import Condition, Query, compared_as
from core.regions import region_of
from core.regions.fit import LOOKED_AT
from core.schema.lent import AGENT_NOW
from core.schema.table import Table
from core.schema.tables import CONVERSATIONS, TABLES
from core.settings import Settings


def groups_of(metric: Metric) -> list[str]:
    """What a metric can be split by: time grains, then the columns that all of its tables have or borrow.

    Custom columns are not among them: which there are, the data tell (`core.keys`).
    """
    names = dict.fromkeys([*metric.tables[0].by_name, *CONVERSATIONS.by_name, *AGENT_NOW])
    return [*GRAINS, *(name for name in names if _has(metric, name) and _is_groupable_somewhere(name))]


def is_groupable(table: Table, name: str) -> bool:
    """Whether rows can be split by that column: dimensions, flags, and points on the map."""
    column = table.column(name)
    return column.groupable or column.unit == "deg"


def borrowed(table: Table, query: Query) -> list[str]:
    """The columns of a question that the table's rows do not have themselves: what is said of their conversation, its
    attributes and its agent.
    """
    asked = dict.fromkeys([*query.by, *(condition.column for condition in query.where)])
    return [name for name in asked if name not in GRAINS and name not in table.by_name]


def columns_of(query: Query, measures: Iterable[Measure]) -> list[str]:
    """The columns that groups, conditions and measures read of the rows, each once."""
    asked = [*query.by, *(condition.column for condition in query.where)]
    read = [name for name in asked if name not in GRAINS]
    if query.zone == CUSTOMER and len(read) < len(asked):
        read.append(CUSTOMER_ZONE)
    if "region" in read:
        read.extend(LOOKED_AT)
    return list(dict.fromkeys([*read, *(name for measure in measures for name in sorted(measure.columns))]))


def holds(condition: Condition, query: Query, settings: Settings) -> pl.Expr:
    """True for the rows that meet a condition of the question, never null."""
    key = expression_of(condition.column, query, settings)
    wanted = compared_as(condition)
    return condition.holds(as_number(key) if is_custom(condition.column) and wanted == pl.Float64 else key, wanted)


def held(table: Table, query: Query, settings: Settings) -> dict[str, pl.Expr]:
    """By borrowed column what the conditions ask of it, of those conditions that no null meets.

    A region of the house's own is none: it is worked out of several columns.
    """
    asked: dict[str, pl.Expr] = {}
    for name in borrowed(table, query):
        conditions = [one for one in query.where if one.column == name and not _is_met_by_null(one)]
        if conditions and name != "region":
            asked[name] = reduce(and_, (holds(one, query, settings) for one in conditions))
    return asked


def _is_met_by_null(condition: Condition) -> bool:
    is_listed = None in condition.values
    return {"in": is_listed, "not in": not is_listed, "is null": True}.get(condition.op, False)


def narrowed(rows: pl.LazyFrame, conditions: Iterable[Condition], query: Query, settings: Settings) -> pl.LazyFrame:
    """The rows that meet all of these conditions of the question."""
    met = [holds(one, query, settings) for one in conditions]
    return rows.filter(*met) if met else rows


def group_keys(query: Query, settings: Settings) -> list[pl.Expr]:
    """What the question groups by, each named as it is asked."""
    return [expression_of(name, query, settings).alias(name) for name in query.by]


def grouped(rows: pl.LazyFrame, columns: Sequence[pl.Expr], query: Query, settings: Settings) -> pl.LazyFrame:
    """Aggregations of the rows, one row a group of the question; without groups one row of all."""
    return rows.group_by(group_keys(query, settings)).agg(columns) if query.by else rows.select(columns)


def check(query: Query, settings: Settings) -> None:
    """Nothing, when the question can be answered.

    Raises:
        UnknownName: no metric of that name, or no table has such a column.
        QueryError: a metric's rows do not have that column, or no customer's zone to tell time by; the message names
            metrics that can be asked so.
    """
    for metric in (named(name, settings) for name in query.metrics):
        for name in query.by:
            _check_group(metric, name, settings)
            _check_clock(metric, name, query, settings)
        for condition in query.where:
            if not _has(metric, condition.column):
                raise _cannot(metric, condition.column, "filtered", settings)
            _check_clock(metric, condition.column, query, settings)


def expression_of(name: str, query: Query, settings: Settings) -> pl.Expr:
    """The column of that name, or the group of a time grain on the question's clock, else the house's.

    Regions are the house's own, whatever the tables were made with.
    """
    if name in GRAINS:
        return GRAINS[name].key(check_clock(query.zone or settings.time_zone), settings.week_start)
    return region_of(settings.regions) if name == "region" else pl.col(name)


def _check_group(metric: Metric, name: str, settings: Settings) -> None:
    if name not in GRAINS and not _is_groupable_somewhere(name):
        known = {column for other in catalogue(settings).values() for column in groups_of(other)}
        raise UnknownName.among("group", name, known)
    if not _has(metric, name):
        raise _cannot(metric, name, "split", settings)


def _check_clock(metric: Metric, name: str, query: Query, settings: Settings) -> None:
    """The customer's own clock needs the customer's zone."""
    if query.zone == CUSTOMER and name in GRAINS and not _has(metric, CUSTOMER_ZONE):
        raise _cannot(metric, CUSTOMER_ZONE, f"asked by {name} on the customer's clock, that is", settings)


def _is_groupable_somewhere(name: str) -> bool:
    tables = [table for table in TABLES.values() if name in table.by_name]
    return is_custom(name) or name in AGENT_NOW or any(is_groupable(table, name) for table in tables)


def _has(metric: Metric, name: str) -> bool:
    """Whether all of the metric's tables have or borrow the column; every table that has a moment has every grain."""
    has_all = all(has(table, MOMENT if name in GRAINS else name) for table in metric.tables)
    return has_all and (name in GRAINS or _means_one_thing(metric.tables, name))


def _means_one_thing(tables: tuple[Table, ...], name: str) -> bool:
    """Whether agents' stretches and rows counted beside them mean the same: a segment's activity is a status's only."""
    meanings = {table.by_name[name].meaning for table in tables if name in table.by_name}
    return len(meanings) <= 1 or not any(table.made_of for table in tables)


def _cannot(metric: Metric, name: str, asked: str, settings: Settings) -> QueryError:
    tables = " and ".join(table.name for table in metric.tables)
    able = [other.name for other in catalogue(settings).values() if _has(other, name)]
    way_out = f"metrics that can be: {listed(able)}" if able else "no metric can be"
    none = f"no {name} in common" if len(metric.tables) > 1 else f"no {name}"
    return QueryError(
        f"{metric.name} cannot be {asked} by {name}: it counts rows of {tables}, which have {none}; {way_out}."
    )
