"""Kinds: whether a row is a conversation, an event or an interval's counts, by what its columns hold."""

from collections.abc import Sequence

import polars as pl

from core.profiles import spoken
from core.profiles.features import FEW, Column, is_id
from core.profiles.targets import CONVERSATIONS, EVENTS, INTERVALS
from core.tabular.form import Note, note

REPEATED = 0.7
"""Of ids that name calls rather than rows, at most this share is different."""
ONCE = 0.9
"""Of pairs of call and event, at least this share is different."""
KNOWN = 0.6
SURELY = 0.8


def kind_of(columns: Sequence[Column]) -> tuple[str, tuple[Note, ...]]:
    """What one row is, and what tells it."""
    event = _event_column(columns)
    if event:
        name, group = event
        rows, calls = group.given.len(), len(group.distinct)
        return EVENTS, (note("rows_are_events", event=name.name, id=group.name, rows=rows, calls=calls),)
    counts = _counts(columns)
    if len(counts) > 1:
        return INTERVALS, (note("rows_are_intervals", counts=", ".join(counts)),)
    return CONVERSATIONS, (note("rows_are_conversations"),)


def _counts(columns: Sequence[Column]) -> list[str]:
    """Names of columns that count contacts; none where something names single contacts or their customers."""
    if any(_names_contacts(column) for column in columns):
        return []
    found = []
    for target in ("offered", "handled", "abandoned"):
        best = max(columns, key=lambda column: column.named(target)[0], default=None)
        if best and best.named(target)[0] >= SURELY and _counts_many(best):
            found.append(best.name)
    return found


def _names_contacts(column: Column) -> bool:
    is_own = column.is_unique and column.named("id")[0] == 1 and len(column.given) > 1
    return is_own or (column.phones > KNOWN and column.share(r"^\+?\d{9,}$") > KNOWN)


def _counts_many(column: Column) -> bool:
    """Whether it has whole numbers, of which some are more than one."""
    return column.share(r"^\d+$") > ONCE and column.share(r"^(?:[2-9]|\d{2,})$") > 0


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
