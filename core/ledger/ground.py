"""What an answer stands on: the rows and the settings that it was worked out of, so that what has not changed need
not be asked again.
"""

from hashlib import sha256

from core.answer import aggregate, tables_of
from core.attribution import attributed
from core.metrics import named
from core.plan import columns_of
from core.query import Query
from core.schema.table import Table
from core.schema.tables import AGENTS, ATTRIBUTES, CONVERSATIONS, TABLES
from core.settings import Settings
from core.store.parts import Part, parts_within
from core.store.snapshot import Snapshot
from core.watched import watched

LENDERS = (CONVERSATIONS, ATTRIBUTES, AGENTS)
"""The tables that rows borrow from."""

ALWAYS = frozenset({"exact_percentiles_up_to"})
"""Settings that decide where an answer is read from, not what it asks."""


def ground_mark(snapshot: Snapshot, query: Query, rules: Settings) -> str:
    """Names the files of all rows that the answer can depend on: the same name, the same rows.

    Of a table whose rows count where they began only the parts of the period matter. Where rows borrow, or their time
    is cut at the period's edges, or is worked out of several tables, all parts of these do.
    """
    parts: set[Part] = set()
    for table in tables_of(query, rules):
        parts.update(_parts(snapshot, table, query, rules))
    names = sorted(name for part in parts for name in part.files)
    return sha256("\n".join([snapshot.manifest.model, *names]).encode()).hexdigest()[:16]


def _parts(snapshot: Snapshot, table: Table, query: Query, rules: Settings) -> list[Part]:
    if table.made_of:
        return [part for other in TABLES.values() for part in snapshot.parts(other)]
    formulas = [attributed(named(name, rules).formula(rules), query) for name in query.metrics]
    measures = [one for formula in formulas for one in formula.measures() if one.table.name == table.name]
    is_moved = any(measure.attribution for measure in measures)
    own = snapshot.parts(table)
    parts = list(own) if is_moved else parts_within(own, query.since, query.until)
    if not set(columns_of(query, measures)) <= table.by_name.keys():
        parts += [part for lender in LENDERS for part in snapshot.parts(lender)]
    return parts


def settings_read(query: Query, rules: Settings) -> frozenset[str]:
    """The settings that the answer depends on: those that are looked at while the question is asked of no rows.

    Raises:
        AtalayaError: the question cannot be asked.
    """
    same, looked_at = watched(rules)
    aggregate({table: table.empty().lazy() for table in TABLES.values()}, query, same)
    return ALWAYS | looked_at
