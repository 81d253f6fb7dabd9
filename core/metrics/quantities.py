"""Quantities: what a platform's records may tell or leave out, and which metrics rest on each.

A metric rests on a quantity when its formula reads the column or asks the condition that stands for it, as found in the
very expressions that are computed: of a metric of the house's own too.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import polars as pl

from core.metrics import rows
from core.metrics.catalogue import named
from core.metrics.measure import Measure, Ratio
from core.metrics.words import tree
from core.schema.table import Table
from core.schema.tables import SEGMENTS
from core.settings import Settings

WHOLLY, PARTLY = "wholly", "partly"
STATUSES = "statuses"
PARTS = {"handling_time_ms": ("wrap_up_time_ms",)}
"""Columns that add others up: without those they are shorter than what was worked."""


@dataclass(frozen=True, eq=False)
class Quantity:
    """Something that records tell or do not.

    Args:
        columns: that hold it, in whatever table; null or 0 where it is not told.
        conditions: each true of the rows that have it.
    """

    columns: tuple[str, ...] = ()
    conditions: tuple[pl.Expr, ...] = ()


QUANTITIES: Mapping[str, Quantity] = MappingProxyType(
    {
        "waits": Quantity(("queue_time_ms", "speed_of_answer_ms")),
        "ringing": Quantity(("ring_time_ms",)),
        "holds": Quantity(("hold_time_ms",)),
        "wrap_up": Quantity(("wrap_up_time_ms",)),
        "responses": Quantity(("first_response_time_ms", "average_response_time_ms")),
        "focus": Quantity(("focus_time_ms",)),
        "missed_offers": Quantity(conditions=(rows.MISSED,)),
        "rejected_offers": Quantity(conditions=(rows.REJECTED,)),
        "overflows": Quantity(conditions=(rows.FOLLOWED_BY == "Overflow", pl.col("preceded_by") == "Overflow")),
        "cold_transfers": Quantity(conditions=(rows.FOLLOWED_BY == "Cold Transfer",)),
        "warm_transfers": Quantity(conditions=(rows.FOLLOWED_BY == "Warm Transfer",)),
        "transfer_targets": Quantity(("transferred_to",)),
        "failed_transfers": Quantity(("failed_transfer_count",)),
        "voicemails": Quantity(conditions=(pl.col("abandoned_phase") == "Voicemail",)),
        "callbacks": Quantity(conditions=(pl.col("abandoned_phase") == "Callback Request",)),
        STATUSES: Quantity(("activity", "activity_time_ms")),
    }
)
"""What sources declare by these names as `untold`."""


@dataclass(frozen=True)
class Kind:
    """The rows that a platform has where a metric is about something of it, whether they count or not.

    Args:
        table: whose rows the metric counts; of a ratio those above the line.
        is_of_days: of SEGMENTS agents' statuses, else parts of conversations.
    """

    table: Table
    is_of_days: bool

    @property
    def holds(self) -> pl.Expr:
        """True for the rows of the table that are of the kind."""
        if self.table.name != SEGMENTS.name:
            return rows.EVERY
        return rows.STATUS if self.is_of_days else ~rows.STATUS


def kind_of(metric: str, settings: Settings) -> Kind:
    """The kind of rows on which a metric rests.

    Raises:
        UnknownName: no such metric.
    """
    formula = named(metric, settings).formula(settings)
    above = formula.numerator if isinstance(formula, Ratio) else formula
    return Kind(above.table, rests_on(metric, settings).get(STATUSES) == WHOLLY)


@lru_cache(maxsize=2_048)
def rests_on(metric: str, settings: Settings) -> Mapping[str, str]:
    """The quantities on which a metric rests, each `WHOLLY` or `PARTLY`.

    Wholly: where the quantity is not told, there is no number. Partly: the number is made of other things too, or is
    divided by them.

    Raises:
        UnknownName: no such metric.
    """
    formula = named(metric, settings).formula(settings)
    above = formula.numerator if isinstance(formula, Ratio) else formula
    found: dict[str, str] = {}
    for name, quantity in QUANTITIES.items():
        how = [_rests(measure, quantity) for measure in formula.measures()]
        if any(how):
            found[name] = WHOLLY if _rests(above, quantity) == WHOLLY else PARTLY
    return MappingProxyType(found)


def _rests(measure: Measure, quantity: Quantity) -> str:
    """How one sum rests on a quantity; empty when it does not."""
    parts = {part for column in measure.columns for part in PARTS.get(column, ())}
    where = tree(measure.where)
    asked = [tree(condition) for condition in quantity.conditions]
    if measure.columns & set(quantity.columns) or any(node in asked for node in _joined(where)):
        return WHOLLY
    return PARTLY if parts & set(quantity.columns) or any(node in asked for node in _nodes(where)) else ""


def _joined(node: Any) -> Iterator[Any]:
    """The conditions of which all have to hold."""
    inside = node.get("BinaryExpr", {})
    if inside.get("op") == "And":
        yield from _joined(inside["left"])
        yield from _joined(inside["right"])
    else:
        yield node


def _nodes(node: Any) -> Iterator[Any]:
    """Everything of which a condition is made, itself first."""
    if isinstance(node, dict):
        yield node
    inside = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    for each in inside:
        yield from _nodes(each)
