"""Which measures are added up beforehand, and by what name each is kept."""

from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256

from core.metrics import METRICS, Measure
from core.metrics.own import read_own
from core.rollups.cube import CUBES
from core.schema.table import Table
from core.settings import Settings

ADDITIVE = ("rows", "known", "sum", "max")
CONVERSATION_ID = "conversation_id"


def is_additive(measure: Measure) -> bool:
    """Whether the number of a whole follows from those of its parts."""
    return measure.kind in ADDITIVE


def is_distinct(measure: Measure) -> bool:
    """Whether it counts conversations among their segments: rows, less those that repeat one."""
    return measure.kind == "distinct" and measure.column == CONVERSATION_ID


def can_be_kept(measure: Measure) -> bool:
    """Whether it follows from what is stored of the table's own rows, once for all."""
    knows_all = measure.columns <= measure.table.by_name.keys()
    is_kept = is_additive(measure) or is_distinct(measure)
    return measure.table.name in CUBES and knows_all and not measure.attribution and is_kept


@lru_cache(maxsize=16)
def kept_measures(table: Table, rules: Settings) -> tuple[Measure, ...]:
    """The measures of all metrics under these rules that are kept for a table, each once."""
    measures = (one for one in _declared(rules) if one.table.name == table.name and can_be_kept(one))
    return tuple({measure.identity: measure for measure in measures}.values())


def _declared(rules: Settings) -> Iterator[Measure]:
    for metric in (*METRICS.values(), *read_own(rules.metrics).metrics.values()):
        yield from metric.formula(rules).measures()


def column_of(measure: Measure, minutes: int) -> str:
    """The column in which a measure is kept for slots of so many minutes.

    Of a distinct count these are the rows that it counts.
    """
    return sha256(f"{minutes}.{measure.identity}".encode()).hexdigest()[:16]
