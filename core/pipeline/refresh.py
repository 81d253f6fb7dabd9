"""Refresh: take new events into the model, computing again only the conversations and agents that they touch."""

from collections.abc import Callable
from pathlib import Path

import polars as pl

from core.pipeline.agents import describe_agents
from core.pipeline.gathered import Gathered
from core.pipeline.model import build_model
from core.pipeline.renewed import Renewed
from core.pipeline.restated import restate
from core.pipeline.touched import kin_tasks, named_tasks
from core.schema.tables import AGENTS, ATTRIBUTES, SEGMENTS, TASKS
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
) -> None:
    """Bring the model up to date with events that were just added to EVENTS in the same transaction.

    The result is the same as if all events had arrived at once, in any order; and however few of them are modelled at
    once.

    Args:
        change: the open transaction; `news` are already part of its EVENTS.
        news: the new rows of EVENTS.
        default_country: ISO code assumed for numbers written in national form.
        on_progress: called as conversations are modelled.
        memory_gb: about how much may be held, which says how many events are modelled at once.

    Raises:
        Cancelled: what `on_progress` raises to stop the work.
    """
    tell = on_progress or (lambda _done, _total: None)
    named = named_tasks(change, news)
    if named.height:
        with change.scratch() as folder:
            at_once = _tasks_at_once(named, int(memory_gb * EVENTS_PER_GB))
            _refresh_conversations(change, named, default_country, folder, at_once, tell)
    restate(change, news)
    heard = news.select("agent_id").drop_nulls().unique()
    agents = describe_agents(news, change.scan(AGENTS).join(heard, on="agent_id", how="semi")).collect()
    change.replace(AGENTS, "agent_id", agents["agent_id"], agents)


def _tasks_at_once(named: pl.DataFrame, events_at_once: int) -> int:
    """How many tasks have so many events, if the others have about as many as those with new ones."""
    events_per_task = max(1.0, named["size"].sum() / named.height)
    return max(1, int(events_at_once / events_per_task))


def _refresh_conversations(
    change: Transaction,
    named: pl.DataFrame,
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
    kin = kin_tasks(change, gathered.bonds).join(named, on="task_id", how="anti")
    total += 2 * kin.height
    gathered.add(kin)
    renewed = Renewed(change, folder, at_once)
    for chunk in gathered.chunks():
        model = build_model(chunk.events, default_country, chunk.tasks)
        change.replace(TASKS, "task_id", chunk.known, model.tasks)
        change.replace(SEGMENTS, "conversation_id", chunk.before, model.segments)
        change.replace(ATTRIBUTES, "conversation_id", chunk.before, model.attributes)
        renewed.add(model.conversations.collect(), chunk.before)
        advance(chunk.tasks.height)
    renewed.store()
