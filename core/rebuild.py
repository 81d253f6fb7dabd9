"""Rebuild: work the whole model out again from the events that are there."""

from core.corrections import to_apply
from core.pipeline.refresh import refresh
from core.progress import REBUILD_STEPS, Meter, OnProgress
from core.rollups import roll_up
from core.schema.tables import (
    AGENTS,
    ATTRIBUTES,
    CONVERSATIONS,
    CORRECTIONS,
    CUSTOMERS,
    EVENTS,
    EXCLUDED,
    SEGMENTS,
    TASKS,
)
from core.store.workspace import Workspace

MADE = (TASKS, SEGMENTS, CONVERSATIONS, ATTRIBUTES, AGENTS, CUSTOMERS, EXCLUDED, CORRECTIONS)
"""The tables whose rows are all made of events and corrections."""


def rebuild(workspace: Workspace, on_progress: OnProgress | None = None) -> int:
    """Take all events as if they were new; what they say becomes visible at once.

    Args:
        on_progress: called about every lot of conversations modelled.

    Returns:
        The version that shows it.

    Raises:
        StoreError: the workspace cannot be written; `Busy` when another process is writing.
        Cancelled: what `on_progress` raises to stop the work; nothing has changed then.
    """
    with workspace.write() as change:
        meter = Meter(on_progress or (lambda _: None), REBUILD_STEPS, rows=change.base.rows(EVENTS))
        meter.begin("modelling")
        corrections = to_apply(change.files, change.scan(CORRECTIONS))
        for table in MADE:
            change.clear(table.name)
        house = workspace.house
        refresh(change, change.scan(EVENTS), house.default_country, meter.modelled, house.memory_gb, corrections)
        meter.store()
        roll_up(change, house, meter.store)
        version = change.commit("rebuild", is_whole=True).version
    meter.end()
    return version
