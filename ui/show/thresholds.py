"""Where a house rule divides durations, as a line in a picture of them."""

from core.metrics.targets import target_of
from core.scope import Scope
from ui.answers import settings
from ui.words import say


def short_abandon(view: Scope) -> tuple[tuple[str, float], ...]:
    """Up to where giving up is a short abandon: by the one queue or channel that is looked at, else by the house."""
    queue, channel = (_only(view, column) for column in ("queue_name", "channel"))
    seconds = target_of(settings(), "short_abandon_s", queue, channel)
    return ((say("abandonment.short"), 1_000.0 * seconds),)


def _only(view: Scope, column: str) -> str | None:
    values = view.values(column)
    return str(values[0]) if len(values) == 1 and values[0] is not None else None
