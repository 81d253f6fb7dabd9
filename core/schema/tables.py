"""Every table, by name."""

from core.errors import UnknownName
from core.schema.arrivals import EVENTS, LOADS, REJECTED, TASKS
from core.schema.derived import WORKLOAD
from core.schema.model import AGENTS, ATTRIBUTES, CONVERSATIONS, CUSTOMERS, SEGMENTS
from core.schema.table import Table

__all__ = [
    "AGENTS",
    "ATTRIBUTES",
    "CONVERSATIONS",
    "CUSTOMERS",
    "EVENTS",
    "LOADS",
    "REJECTED",
    "SEGMENTS",
    "TABLES",
    "TASKS",
    "WORKLOAD",
    "table",
]

TABLES = {
    table.name: table
    for table in (EVENTS, SEGMENTS, WORKLOAD, CONVERSATIONS, ATTRIBUTES, AGENTS, CUSTOMERS, TASKS, LOADS, REJECTED)
}


def table(name: str) -> Table:
    """The declared table of that name, in either case.

    Raises:
        UnknownName: when there is none.
    """
    if name.upper() not in TABLES:
        raise UnknownName.among("table", name, [known.lower() for known in TABLES])
    return TABLES[name.upper()]
