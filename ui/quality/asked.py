"""What the checks find in the page's scope: examined once for each version, scope and house rules."""

import polars as pl

from core.quality import Quality, agreement, examine, lateness, queue_balance
from core.query import Query
from core.scope import Scope
from core.settings import Settings
from core.store.snapshot import Snapshot
from core.words import known
from ui.answers import settings, snapshot
from ui.kept import kept
from ui.labels import column_label, source_label
from ui.words import say

KEPT = 8
FINDING = "finding"
"""In the address: the finding that is looked at."""


def quality(view: Scope) -> Quality:
    """What is found in the scope."""
    return _quality(snapshot(), question(view), settings())


def question(view: Scope) -> Query:
    """The scope as a question; on each customer's own clock days are told by the house's."""
    return view.query("conversations").with_(zone=view.zone)


def balance(view: Scope, grain: str) -> pl.DataFrame:
    """The balance of queues."""
    return _balance(snapshot(), question(view), settings(), grain)


def agreed(view: Scope) -> pl.DataFrame:
    """Reported and counted per queue."""
    return _agreed(snapshot(), question(view), settings())


def late(view: Scope) -> pl.DataFrame:
    """How late events arrive."""
    return _late(snapshot(), question(view), settings())


def title(check: str) -> str:
    """What a check is called."""
    return say(f"quality.check.{check}.title")


def what(value: str | None) -> str:
    """What is wrong with a row, in words where it is ours to say."""
    if not value:
        return ""
    key = f"quality.what.{value.replace(' ', '_')}"
    if known(key):
        return say(key)
    if known(f"reason.{value}"):
        return say(f"reason.{value}")
    if known(f"source.{value}"):
        return source_label(value)
    return column_label(value) if known(f"column.{value}") else value


@kept(KEPT)
def _quality(now: Snapshot, query: Query, rules: Settings) -> Quality:
    return examine(now, query, rules)


@kept(KEPT)
def _balance(now: Snapshot, query: Query, rules: Settings, grain: str) -> pl.DataFrame:
    return queue_balance(now, query, rules, grain)


@kept(KEPT)
def _agreed(now: Snapshot, query: Query, rules: Settings) -> pl.DataFrame:
    return agreement(now, query, rules)


@kept(KEPT)
def _late(now: Snapshot, query: Query, rules: Settings) -> pl.DataFrame:
    return lateness(now, query, rules)
