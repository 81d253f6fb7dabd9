"""Kinds: whether a row is a conversation, an event or an interval's counts, by what its columns hold."""

from collections.abc import Sequence

import polars as pl

from core.profiles import spoken
from core.profiles.features import FEW, Column, is_id
from core.profiles.targets import CONVERSATIONS, EVENTS
from core.tabular.form import Note, note

REPEATED = 0.7
"""Of ids that name calls rather than rows, at most this share is different."""
ONCE = 0.9
"""Of pairs of call and event, at least this share is different."""
KNOWN = 0.6


def kind_of(columns: Sequence[Column]) -> tuple[str, tuple[Note, ...]]:
    """What one row is, and what tells it."""
    event = _event_column(columns)
    if event:
        name, group = event
        rows, calls = group.given.len(), len(group.distinct)
        return EVENTS, (note("rows_are_events", event=name.name, id=group.name, rows=rows, calls=calls),)
    return CONVERSATIONS, (note("rows_are_conversations"),)


def _event_column(columns: Sequence[Column]) -> tuple[Column, Column] | None:
    """A column of what happened, and one of the calls to which several things happened, each about once."""
    told = [column for column in columns if _tells_events(column)]
    groups = [column for column in columns if _names_calls(column)]
    for event in sorted(told, key=lambda column: -column.named("event")[0]):
        for group in groups:
            pairs = pl.DataFrame({"event": event.values, "id": group.values}).drop_nulls()
            if pairs.height and pairs.n_unique() >= ONCE * pairs.height:
                return event, group
    return None


def _tells_events(column: Column) -> bool:
    known = column.known(spoken.EVENTS)
    return 2 <= len(column.distinct) <= FEW and len(known) >= KNOWN * len(column.distinct)


def _names_calls(column: Column) -> bool:
    is_repeated = bool(column.given.len()) and len(column.distinct) <= REPEATED * column.given.len()
    is_named = max(column.named("id")[0], column.named("conversation_id")[0]) >= KNOWN
    return is_id(column) and is_repeated and is_named and len(column.distinct) > 1
