"""What a question may ask: whether every metric in it can be split and filtered as it wants."""

import polars as pl

from core.errors import QueryError, UnknownName
from core.grains import CUSTOMER, CUSTOMER_ZONE, GRAINS, MOMENT, check_clock
from core.metrics import Metric, catalogue, named
from core.query import Query
from core.regions import region_of
from core.schema.table import Table
from core.schema.tables import CONVERSATIONS, TABLES
from core.settings import Settings

CONVERSATION_ID = "conversation_id"


def groups_of(metric: Metric) -> list[str]:
    """What a metric can be split by: time grains, then the columns that all of its tables have or borrow."""
    names = dict.fromkeys([*metric.tables[0].by_name, *CONVERSATIONS.by_name])
    return [*GRAINS, *(name for name in names if _has(metric, name) and _is_groupable_somewhere(name))]


def is_groupable(table: Table, name: str) -> bool:
    """Whether rows can be split by that column: dimensions, flags, and points on the map."""
    column = table.column(name)
    return column.groupable or column.unit == "deg"


def borrowed(table: Table, query: Query) -> list[str]:
    """The columns of a question that the table's rows do not have themselves: what is said of their conversation."""
    asked = dict.fromkeys([*query.by, *(condition.column for condition in query.where)])
    return [name for name in asked if name not in GRAINS and name not in table.by_name]


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
        return GRAINS[name].key(check_clock(query.zone or settings.time_zone))
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
    return any(is_groupable(table, name) for table in TABLES.values() if name in table.by_name)


def _has(metric: Metric, name: str) -> bool:
    """Whether all of the metric's tables have the column; every table that has a moment has every time grain.

    What is known of a conversation holds for each of its parts: they borrow the columns that they lack.
    """
    wanted = MOMENT if name in GRAINS else name
    return all(
        wanted in table.by_name or (CONVERSATION_ID in table.by_name and wanted in CONVERSATIONS.by_name)
        for table in metric.tables
    )


def _cannot(metric: Metric, name: str, asked: str, settings: Settings) -> QueryError:
    tables = " and ".join(table.name for table in metric.tables)
    able = [other.name for other in catalogue(settings).values() if _has(other, name)]
    way_out = f"metrics that can be: {', '.join(able)}" if able else "no metric can be"
    return QueryError(
        f"{metric.name} cannot be {asked} by {name}: it counts rows of {tables}, which have no {name}; {way_out}."
    )
