"""Dated: the order of day and month, told by all instants of a file together and by rows beyond the sample."""

from collections.abc import Mapping
from datetime import UTC, datetime

from core.profiles.contrary import dates_of
from core.profiles.profile import Mapped
from core.profiles.widen import MOST_ROWS
from core.tabular import Note, Table
from core.tabular.orders import OTHER, Parts, closer, decided, parts_of, sooner

UNSURE = frozenset({"order_ambiguous", "order_close", "order_future", "order_sorted", "order_dots"})
"""What a sample tells of the order of its dates that more rows may tell better."""


def settled_order(
    table: Table, mapped: Mapping[str, Mapped], told: Mapping[str, tuple[Note, ...]]
) -> tuple[str, tuple[Note, ...]] | None:
    """The order that all dates of a file tell, where those of the sample leave doubt; None where they tell no more.

    Args:
        table: the whole file.
        mapped: where its instants come from, by target.
        told: what told the order of each in the sample.
    """
    asked = {target: each for target, each in mapped.items() if each.style in OTHER and each.columns}
    doubts = {note.key for target in asked for note in told[target]} & UNSURE
    if not doubts:
        return None
    whole: Parts | None = None
    read = 0
    for rows in table.batches():
        read += rows.count
        for each in asked.values():
            parts = parts_of(dates_of(rows.fields, each))
            whole = whole.with_(parts) if whole else parts
        if read >= MOST_ROWS:
            break
    if whole is None:
        return None
    sure = decided(whole)
    if sure:
        return sure[0], (sure[1],)
    if "order_ambiguous" not in doubts:
        return None
    near, past = closer(whole), sooner(whole, datetime.now(UTC).date())
    found = [each for each in (near, past) if each]
    if len({order for order, _ in found}) != 1:
        return None
    return found[0][0], tuple(note for _, note in found)
