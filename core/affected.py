"""Affected: how much of what a question is about was corrected or is left out, so that its numbers can say so."""

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from core import slices
from core.attribution import ENDED, STARTED
from core.corrections import END_STATUS, RELABEL, Correction, applied_in
from core.custom import is_custom
from core.grains import GRAINS, MOMENT
from core.lending import has, lent
from core.metrics import named
from core.pipeline.packed import unpacked
from core.plan import columns_of, held, narrowed
from core.query import Query
from core.schema.table import Table
from core.schema.tables import CONVERSATIONS, CORRECTIONS, EXCLUDED, WORKLOAD
from core.settings import Settings
from core.status_ends import FREED_FROM, FREED_UNTIL, OF, freed_time
from core.store.snapshot import Snapshot

BY = "corrections"
COUNTED = "conversations_offered"
"""Any metric of conversations: a question has to name one."""

OF_STATUSES = frozenset({"activity", "activity_time_ms", "ended_by"})
"""Columns by which rows of SEGMENTS are counted that are agents' statuses."""


@dataclass(frozen=True)
class Affected:
    """What corrections have to do with a question.

    Args:
        corrected: conversations within the question that a correction has changed.
        excluded: conversations that would be within it and are left out.
        moved: conversations of its period that were relabelled from a value it asks for to one that it does not.
        ids: of the corrections that all these were touched by, in the order in which they apply.
        ended: statuses that a correction has ended, by which the agents' time within the question is another one.
    """

    corrected: int = 0
    excluded: int = 0
    moved: int = 0
    ids: tuple[str, ...] = ()
    ended: int = 0

    def __bool__(self) -> bool:
        return bool(self.ids)


NOTHING = Affected()


def affected(snapshot: Snapshot, query: Query, settings: Settings, *, of_agents: bool = True) -> Affected:
    """Count them; metrics and groups of the question are not looked at. Costs nothing while there is no correction.

    The conditions are those of the question, of excluded conversations too: what is known of them was kept with them.
    Agents' time is asked under those conditions alone that can be asked of it, as on every page.

    Args:
        of_agents: whether agents' time is shown at all: otherwise no status is counted.

    Raises:
        UnknownName: no table has a column that the question asks for.
    """
    if not snapshot.parts(CORRECTIONS):
        return NOTHING
    corrections = applied_in(snapshot.scan(CORRECTIONS))
    asked = query.with_(metrics=(COUNTED,), by=(), sort=None, limit=None)
    changed = _touched(snapshot, CONVERSATIONS, asked, settings)
    out = _touched(snapshot, EXCLUDED, asked, settings) if snapshot.parts(EXCLUDED) else changed.clear()
    moved = _moved(snapshot, asked, corrections, settings)
    touching = {name for rows in (changed, out, moved) for told in rows[BY] for name in told.split(" ")}
    ended = _ended(snapshot, asked, settings) if of_agents and _has_status(corrections) else set()
    ids = tuple(one.id for one in corrections if one.id in touching | ended)
    return Affected(changed.height, out.height, moved.height, ids, len(ended))


def counts_agents_time(metrics: Iterable[str], settings: Settings) -> bool:
    """Whether any of these metrics counts agents' time, be it beside conversations or one status a row."""
    measures = (one for name in metrics for one in named(name, settings).formula(settings).measures())
    return any(one.table.name == WORKLOAD.name or one.columns & OF_STATUSES for one in measures)


def _has_status(corrections: Iterable[Correction]) -> bool:
    return any(one.kind == END_STATUS for one in corrections)


def _ended(snapshot: Snapshot, query: Query, settings: Settings) -> set[str]:
    """The corrections of statuses by which the question has other stretches of agents' time than without them.

    A stretch counts where time is: what of it was taken away, or freed, has to lie in the period and to meet the
    conditions. Where stretches count as they start or end, whole ones are looked at.
    """
    rows = freed_time(snapshot).lazy()
    conditions = tuple(one for one in query.where if one.column in GRAINS or has(WORKLOAD, one.column))
    asked = query.with_(where=conditions)
    whole = lent(rows, WORKLOAD, columns_of(asked, []), snapshot.scan)
    begin, end = pl.col(MOMENT), pl.col("ended_at")
    if query.attribution in (STARTED, ENDED):
        at = begin if query.attribution == STARTED else end
        pieces = whole.with_columns(at.alias(slices.STARTED_AT), at.alias(slices.ENDED_AT))
        since = [at >= query.since] if query.since else []
        until = [at < query.until] if query.until else []
        dated = pieces.filter(*since, *until) if since or until else pieces
    else:
        cut = slices.sliced if any(one.column in GRAINS for one in conditions) else slices.clipped
        freed = pl.max_horizontal(begin, FREED_FROM), pl.min_horizontal(end, FREED_UNTIL)
        dated = cut(whole, *freed, query.since, query.until).filter(pl.col(slices.LENGTH) > 0)
    met = narrowed(dated.with_columns(pl.col(slices.STARTED_AT).alias(MOMENT)), conditions, asked, settings)
    return set(met.select(OF).unique().collect()[OF])


def _touched(snapshot: Snapshot, table: Table, query: Query, settings: Settings) -> pl.DataFrame:
    """`conversation_id` and `corrections` of the corrected rows that meet the question."""
    conditions = tuple(one for one in query.where if one.column in GRAINS or has(table, one.column))
    asked = query.with_(where=conditions)
    rows = snapshot.scan(table, query.since, query.until).filter(pl.col(BY).is_not_null())
    names = columns_of(asked, [])
    if table.name == EXCLUDED.name:
        rows = rows.with_columns(unpacked(name) for name in names if is_custom(name))
    whole = lent(rows, table, names, snapshot.scan, held=held(table, asked, settings))
    return narrowed(whole, conditions, asked, settings).select("conversation_id", BY).collect()


def _moved(snapshot: Snapshot, query: Query, corrections: tuple[Correction, ...], settings: Settings) -> pl.DataFrame:
    """Those that a relabelling has taken out of the question: of its period, with the new value elsewhere."""
    found = [CONVERSATIONS.empty().select("conversation_id", BY)]
    for one in corrections:
        asking = [each for each in query.where if one.kind == RELABEL and each.column == one.column and one.was]
        if any(each.op == "in" and one.was in each.values and one.to not in each.values for each in asking):
            others = query.with_(where=tuple(each for each in query.where if each.column != one.column))
            rows = _touched(snapshot, CONVERSATIONS, others, settings)
            found.append(rows.filter(pl.col(BY).str.split(" ").list.contains(one.id)))
    return pl.concat(found).unique("conversation_id")
