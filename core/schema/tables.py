"""Every table, by name."""

from hashlib import sha256

from core.errors import UnknownName
from core.schema.arrivals import EVENTS, LOADS, REJECTED, TASKS
from core.schema.corrected import CORRECTIONS, EXCLUDED
from core.schema.derived import WORKLOAD
from core.schema.intervals import INTERVALS
from core.schema.model import AGENTS, ATTRIBUTES, CONVERSATIONS, CUSTOMERS, SEGMENTS
from core.schema.table import Table

__all__ = [
    "AGENTS",
    "ATTRIBUTES",
    "CONVERSATIONS",
    "CORRECTIONS",
    "CUSTOMERS",
    "EVENTS",
    "EXCLUDED",
    "INTERVALS",
    "LOADS",
    "MODEL",
    "REJECTED",
    "SEGMENTS",
    "TABLES",
    "TASKS",
    "WORKLOAD",
    "table",
]

_DECLARED = (
    EVENTS,
    SEGMENTS,
    WORKLOAD,
    CONVERSATIONS,
    ATTRIBUTES,
    AGENTS,
    CUSTOMERS,
    INTERVALS,
    TASKS,
    LOADS,
    REJECTED,
    CORRECTIONS,
    EXCLUDED,
)
TABLES = {table.name: table for table in _DECLARED}

_STORED = {name: list(table.by_name) for name, table in TABLES.items() if not table.made_of}

MODEL = sha256(repr(_STORED).encode()).hexdigest()[:12]
"""Names what is stored: another one for other tables or columns, so that tables which lack some of it are known."""


def table(name: str) -> Table:
    """The declared table of that name, in either case.

    Raises:
        UnknownName: when there is none.
    """
    if name.upper() not in TABLES:
        raise UnknownName.among("table", name, [known.lower() for known in TABLES])
    return TABLES[name.upper()]
