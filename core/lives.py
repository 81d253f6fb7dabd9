"""Lives: when the conversations began that have a segment in a period, so that no others have to be looked through."""

from datetime import datetime, timedelta
from functools import lru_cache

import polars as pl

from core.fingerprint import fingerprint
from core.lending import CONVERSATION_ID, Scan
from core.schema.table import Table
from core.schema.tables import ATTRIBUTES, CONVERSATIONS, SEGMENTS
from core.store.snapshot import Snapshot

STEP = timedelta(milliseconds=1)
"""Instants are whole milliseconds: so much after the last one is the first that no row has."""

FIRST_MARGIN, WIDER = timedelta(days=1), 4
"""How far around the period conversations are looked for first, and how many times as far when some are missing."""

FARTHEST = timedelta(days=10_000)
KEPT = 64


def lenders_of(snapshot: Snapshot, table: Table, since: datetime | None, until: datetime | None) -> Scan:
    """Where the rows of a table that are dated in a period find what they borrow: CONVERSATIONS and ATTRIBUTES only of
    the time in which their conversations began, anything else as it is.
    """
    if table.name in (CONVERSATIONS.name, ATTRIBUTES.name):
        # They are dated when their conversation began.
        return lambda lender: snapshot.scan(lender, since, until)
    if table.name != SEGMENTS.name:
        return snapshot.scan
    return lambda lender: snapshot.scan(lender, *began_within(snapshot, since, until))


@lru_cache(maxsize=KEPT)
def began_within(
    snapshot: Snapshot, since: datetime | None, until: datetime | None
) -> tuple[datetime | None, datetime | None]:
    """From when until before when the conversations began that have a segment dated in the period; None is no bound.

    A conversation may have begun long before the period, and by what clocks round even after its first segment. So it
    is looked for, not guessed; what was found is kept while the data stay the same.
    """
    if since is None or until is None:
        return None, None
    mark = fingerprint(pl.col(CONVERSATION_ID))
    theirs = snapshot.scan(SEGMENTS, since, until).filter(pl.col(CONVERSATION_ID).is_not_null())
    sought = theirs.select(mark).unique().collect()
    every, margin = snapshot.rows(CONVERSATIONS), FIRST_MARGIN
    began_at = pl.col("started_at")
    while sought.height:
        around = snapshot.scan(CONVERSATIONS, since - margin, until + margin).with_columns(mark)
        met = around.join(sought.lazy(), on=CONVERSATION_ID, how="semi")
        looked_at, found = pl.collect_all(
            [around.select(pl.len()), met.select(pl.len(), began_at.min().alias("first"), began_at.max().alias("last"))]
        )
        count, first, last = found.row(0)
        if count == sought.height:
            return first, last + STEP
        if looked_at.item() == every or margin > FARTHEST:
            return None, None
        margin *= WIDER
    return since, since
