"""The corrections of the house, and how much they touch; kept as long as the data stay the same."""

from collections.abc import Mapping
from datetime import datetime

import polars as pl

from core.affected import Affected, affected
from core.correct import is_waiting
from core.corrections import Correction, Corrections, CorrectionsFile, applied_in
from core.corrections.correction import MOST_IDS
from core.listing import Listing, listed
from core.metrics.rows import STATUS
from core.query import Query
from core.schema.tables import AGENTS, CONVERSATIONS, CORRECTIONS, EXCLUDED, SEGMENTS
from core.scope import Scope
from core.settings import Settings
from core.status_ends import StatusEnd, applied_ends, longest_statuses, status_ends
from core.store.snapshot import Snapshot
from ui.answers import settings, snapshot, workspace
from ui.held import held
from ui.kept import kept

KEPT = 500
IDS_KEPT = 2
LISTED = 50
"""Excluded conversations that are listed one by one; all are in the table EXCLUDED."""

OF = "corrections"
"""In the address of the list of conversations: only those that this correction has changed."""


def corrections_file() -> CorrectionsFile:
    """The file of the workspace."""
    return CorrectionsFile(workspace().files)


@held
def saved() -> Corrections:
    """What it says now."""
    return corrections_file().load()


@held
def waiting() -> bool:
    """Whether corrections were saved that the newest version does not have yet."""
    return is_waiting(workspace())


def applied() -> Mapping[str, Correction]:
    """The corrections that the numbers on screen were made with, by id."""
    return {one.id: one for one in applied_in(snapshot().scan(CORRECTIONS))}


def ids_here(view: Scope) -> tuple[str, ...]:
    """The conversations of a scope, as the list of conversations has them; one more than a correction can name at most.

    They are those of now: the list is asked for again with every version.
    """
    return _ids(snapshot(), view.query("conversations_offered"), settings())


def affected_here(view: Scope) -> Affected:
    """What corrections have to do with what a page is about."""
    return _affected(snapshot(), view.query("conversations_offered"), settings())


def touched() -> Mapping[str, int]:
    """How many conversations each correction has changed or left out, by its id."""
    return _touched(snapshot())


def excluded_by(correction_id: str) -> list[str]:
    """The first conversations that a correction leaves out, in the order in which they began."""
    return _excluded_by(snapshot(), correction_id)


def agents_by_id() -> Mapping[str, str]:
    """What agents with a status are called, by their ids and in the order of their names; of one name by ids too."""
    return _agents(snapshot())


def statuses_of(agent_id: str, also: datetime | None) -> pl.DataFrame:
    """The statuses of an agent that last longest, and the one that began then."""
    return _statuses(snapshot(), agent_id, also)


def ends_applied() -> Mapping[str, StatusEnd]:
    """What became of the corrections of statuses with which the numbers on screen were made, by id."""
    return applied_ends(snapshot())


def unknown_here() -> Mapping[str, StatusEnd]:
    """Of the file's corrections in force those that name a status which the data do not have, by id."""
    found = _ends(snapshot(), saved().effective)
    return {name: end for name, end in found.items() if end.unknown}


@kept(8)
def _ends(now: Snapshot, corrections: tuple[Correction, ...]) -> dict[str, StatusEnd]:
    return status_ends(now, corrections)


@kept(8)
def _agents(now: Snapshot) -> dict[str, str]:
    name = pl.coalesce("full_name", "agent_name", "agent_id")
    is_double = name.is_duplicated() & (name != pl.col("agent_id"))
    called = pl.when(is_double).then(pl.format("{} ({})", name, "agent_id")).otherwise(name)
    rows = now.scan(AGENTS).filter(pl.col("agent_id").is_not_null()).select("agent_id", called.alias("called"))
    with_status = now.scan(SEGMENTS).filter(STATUS).select("agent_id").unique()
    there = rows.join(with_status, on="agent_id", how="semi")
    return dict(there.sort("called", "agent_id").collect().iter_rows())


@kept(KEPT)
def _statuses(now: Snapshot, agent_id: str, also: datetime | None) -> pl.DataFrame:
    return longest_statuses(now, agent_id, LISTED, also)


@kept(KEPT)
def _excluded_by(now: Snapshot, correction_id: str) -> list[str]:
    rows = now.scan(EXCLUDED).filter(pl.col("excluded_by") == correction_id)
    return rows.sort("started_at", "conversation_id").head(LISTED).collect()["conversation_id"].to_list()


@kept(KEPT)
def _affected(now: Snapshot, query: Query, rules: Settings) -> Affected:
    return affected(now, query, rules)


@kept(8)
def _touched(now: Snapshot) -> dict[str, int]:
    told = pl.col("corrections")
    rows = (
        now.scan(table).filter(told.is_not_null()).select(told.str.split(" ")) for table in (CONVERSATIONS, EXCLUDED)
    )
    counted = pl.concat(rows).explode("corrections").group_by("corrections").len().collect()
    return dict(counted.iter_rows())


@kept(IDS_KEPT)
def _ids(now: Snapshot, query: Query, rules: Settings) -> tuple[str, ...]:
    rows = listed(now, Listing(query, descending=False), rules).select("conversation_id").head(MOST_IDS + 1)
    return tuple(rows.collect().to_series())
