"""Which conversations have to be modelled again because other corrections hold now."""

from collections.abc import Sequence

import polars as pl

from core.corrections import END_STATUS, Correction
from core.pipeline.among import among
from core.pipeline.chosen import ID, chosen
from core.pipeline.touched import known_tasks
from core.schema.tables import ATTRIBUTES, CONVERSATIONS, EXCLUDED, SEGMENTS, TASKS
from core.store.snapshot import Snapshot
from core.store.transaction import Transaction


def recorrected_tasks(change: Transaction, applied: Sequence[Correction], now: Sequence[Correction]) -> pl.DataFrame:
    """The tasks of all conversations that the change of corrections may concern; of those of no use it costs only time.

    Concerned is what a correction that is gone has changed, and what a new one would change of the tables as they are.
    Where corrections came between others, or in another order, all that any correction has changed is looked at again:
    those after them may have another effect.

    Args:
        change: the open transaction, with the tables as `applied` made them.
        applied, now: the corrections before and now, in their order; those of agents' statuses touch no conversation.

    Returns:
        As `named_tasks`.
    """
    before, after = (
        {one.id: (one.kind, one.what) for one in some if one.kind != END_STATUS} for some in (applied, now)
    )
    gone = [name for name, what in before.items() if after.get(name) != what]
    new = [one for one in now if one.id in after and before.get(one.id) != after[one.id]]
    kept = [name for name in before if name not in gone]
    is_appended = list(after)[: len(kept)] == kept
    found = [_changed(change, gone if is_appended else list(before))] if before else []
    found += [would_change(change, one) for one in new]
    ids = pl.concat([pl.Series(ID, [], dtype=pl.String), *found]).unique()
    return known_tasks(among(change.scan(TASKS), ID, ids))


def _changed(change: Transaction, ids: Sequence[str]) -> pl.Series:
    """The conversations that corrections of these ids have changed or excluded."""
    names = pl.col("corrections").str.split(" ")
    by_them = names.list.eval(pl.element().is_in(ids)).list.any()
    found = [
        change.scan(table).filter(pl.col("corrections").is_not_null()).filter(by_them).select(ID)
        for table in (CONVERSATIONS, EXCLUDED)
    ]
    return pl.concat(found).collect()[ID]


def would_change(tables: Transaction | Snapshot, one: Correction) -> pl.Series:
    """The conversations that a correction would change, were it laid over the tables as they are."""
    tasks = tables.scan(TASKS).select("task_id", ID)
    named = [
        among(tasks, name, pl.Series(name, one.conversations, dtype=pl.String)).select(ID) for name in (ID, "task_id")
    ]
    conversations = tables.scan(CONVERSATIONS, one.since, one.until)
    ids = chosen(one, conversations, tables.scan(SEGMENTS), tables.scan(ATTRIBUTES), pl.concat(named))
    return ids.collect(engine="streaming")[ID]
