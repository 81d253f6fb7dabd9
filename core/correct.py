"""Correct: lay the corrections of the house over the model, as they are now; only what they touch is modelled again."""

from core.corrections import applied_in, to_apply
from core.pipeline.refresh import refresh
from core.progress import REBUILD_STEPS, Meter, OnProgress
from core.rollups import roll_up
from core.schema.tables import CORRECTIONS, EVENTS
from core.store.workspace import Workspace

NOTE = "corrections"
"""What a version says of itself that differs from the one before by its corrections alone."""


def correct(workspace: Workspace, on_progress: OnProgress | None = None) -> int:
    """Model again what corrections touch that were added, changed or undone; all of it becomes visible at once.

    Loads and rebuilds do the same on their way: whatever came first, the tables are the same.

    Args:
        on_progress: called about every lot of conversations modelled.

    Returns:
        The version that shows it; the present one when nothing has to change.

    Raises:
        StoreError: the workspace cannot be written; `Busy` when another process is writing.
        Cancelled: what `on_progress` raises to stop the work; the tables have not changed then, and the corrections
            still wait.
    """
    with workspace.write() as change:
        corrections = to_apply(change.files, change.scan(CORRECTIONS))
        if corrections == applied_in(change.scan(CORRECTIONS)):
            return change.base.version
        meter = Meter(on_progress or (lambda _: None), REBUILD_STEPS)
        meter.begin("modelling")
        house = workspace.house
        none = EVENTS.empty().lazy()
        refresh(change, none, house.default_country, meter.modelled, house.memory_gb, corrections)
        meter.store()
        roll_up(change, house, meter.store)
        version = change.commit(NOTE).version
    meter.end()
    return version


def is_waiting(workspace: Workspace) -> bool:
    """Whether corrections were saved that the newest version was not made with.

    Raises:
        StoreError: the workspace cannot be read.
    """
    rows = workspace.snapshot().scan(CORRECTIONS)
    return to_apply(workspace.files, rows) != applied_in(rows)
