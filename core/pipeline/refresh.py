"""Refresh: take new events into the model, computing again only the conversations and agents that they touch."""

from collections.abc import Callable, Sequence
from pathlib import Path

import polars as pl

from core.corrections import Correction, applied_in, as_rows
from core.pipeline.agents import renew_agents
from core.pipeline.ended import otherwise_ended
from core.pipeline.gathered import Gathered
from core.pipeline.model import build_model
from core.pipeline.recorrected import recorrected_tasks
from core.pipeline.renewed import Renewed
from core.pipeline.restated import restate
from core.pipeline.touched import kin_tasks, named_tasks
from core.pipeline.unique import TOUCHING
from core.schema.tables import ATTRIBUTES, CORRECTIONS, EVENTS, EXCLUDED, SEGMENTS, TASKS
from core.store.transaction import Transaction

OnModelled = Callable[[int, int], None]
"""Told how many conversations are modelled, of how many; may raise `Cancelled` to stop the work."""

EVENTS_PER_GB = 250_000
"""Events that are modelled at once for each GB of memory that may be held."""

MEMORY_GB = 6.0


def refresh(
    change: Transaction,
    news: pl.LazyFrame,
    default_country: str = "",
    on_progress: OnModelled | None = None,
    memory_gb: float = MEMORY_GB,
    corrections: Sequence[Correction] | None = None,
    gone: pl.LazyFrame | None = None,
) -> None:
    """Bring the model up to date with events that were just added to EVENTS in the same transaction.

    The result is the same as if all events had arrived at once, in any order; however few of them are modelled at
    once; and whether corrections were made before or after they came.

    Args:
        change: the open transaction; `news` are already part of its EVENTS.
        news: the new rows of EVENTS.
        default_country: ISO code assumed for numbers written in national form.
        on_progress: called as conversations are modelled.
        memory_gb: about how much may be held, which says how many events are modelled at once.
        corrections: those that hold now; what others than the tables were made with change is modelled again. None for
            the same.
        gone: what those events told of `TOUCHING` in whose place some of the news came.

    Raises:
        Cancelled: what `on_progress` raises to stop the work.
    """
    tell = on_progress or (lambda _done, _total: None)
    applied = applied_in(change.scan(CORRECTIONS))
    left = EVENTS.empty().lazy().select(TOUCHING) if gone is None else gone
    touching = pl.concat([news.select(TOUCHING), left])
    named, holding = _named(change, touching, corrections, applied)
    if named.height:
        with change.scratch() as folder:
            at_once = _tasks_at_once(named, int(memory_gb * EVENTS_PER_GB))
            _refresh_conversations(change, named, holding, default_country, folder, at_once, tell)
    restate(change, touching, holding, otherwise_ended(applied, holding))
    renew_agents(change, news, left)


def _named(
    change: Transaction,
    news: pl.LazyFrame,
    corrections: Sequence[Correction] | None,
    applied: Sequence[Correction],
) -> tuple[pl.DataFrame, Sequence[Correction]]:
    """The tasks that events which came or went, and other corrections, are about; and the corrections that hold, which
    CORRECTIONS has from now on.
    """
    named = named_tasks(change, news)
    if corrections is None or tuple(corrections) == tuple(applied):
        return named, applied
    again = recorrected_tasks(change, applied, corrections)
    usual = change.base.rows(EVENTS) // max(1, change.base.rows(TASKS))
    again = again.with_columns(pl.lit(max(1, usual), pl.Int64).alias("size"))
    known = change.scan(CORRECTIONS).select("correction_id").collect()["correction_id"]
    change.replace(CORRECTIONS, "correction_id", known, as_rows(corrections))
    return pl.concat([named, again.join(named, on="task_id", how="anti")]), corrections


def _tasks_at_once(named: pl.DataFrame, events_at_once: int) -> int:
    """How many tasks have so many events, if the others have about as many as those with new ones."""
    events_per_task = max(1.0, named["size"].sum() / named.height)
    return max(1, int(events_at_once / events_per_task))


def _refresh_conversations(
    change: Transaction,
    named: pl.DataFrame,
    corrections: Sequence[Correction],
    default_country: str,
    folder: Path,
    at_once: int,
    tell: OnModelled,
) -> None:
    """Replace whole conversations: all tasks that belong together with a touched one are computed again.

    With them the customers' conversations before and after, when their neighbour is another one now. To describe the
    tasks is about half of the work, to model them the other half.
    """
    done, total = 0, 2 * named.height

    def advance(tasks: int) -> None:
        nonlocal done
        done += tasks
        tell(done // 2, total // 2)

    advance(0)
    gathered = Gathered(change, folder, at_once, advance)
    gathered.add(named)
    kin = kin_tasks(change, gathered.bonds, named["conversation_id"]).join(named, on="task_id", how="anti")
    total += 2 * kin.height
    gathered.add(kin)
    renewed = Renewed(change, folder, at_once)
    for chunk in gathered.chunks():
        model = build_model(chunk.events, default_country, chunk.tasks, corrections)
        change.replace(TASKS, "task_id", chunk.known, model.tasks)
        change.replace(SEGMENTS, "conversation_id", chunk.before, model.segments)
        change.replace(ATTRIBUTES, "conversation_id", chunk.before, model.attributes)
        change.replace(EXCLUDED, "conversation_id", chunk.before, model.excluded)
        renewed.add(model.conversations.collect(), chunk.before)
        advance(chunk.tasks.height)
    renewed.store()
