"""The laboratory from top to bottom."""

import polars as pl

from core import service_lab
from core.query import Query
from core.scope import Scope
from core.service_lab import METRIC
from core.settings import Settings
from core.store.snapshot import Snapshot
from ui import show
from ui.answers import snapshot
from ui.kept import kept
from ui.labels import column_label
from ui.service_level.controls import controls
from ui.service_level.curve import curve
from ui.service_level.moves import moves
from ui.service_level.numbers import both, variants
from ui.service_level.targets import TABLES, targets
from ui.service_level.trial import trial
from ui.words import say

KEPT = 500


def lab(view: Scope) -> None:
    """What is tried, the number by it and by the house's rules, and which conversations make the difference."""
    now, data, query = trial(), snapshot(), view.query(METRIC)
    controls(now)
    house, tried = (_levels(data, query, rules) for rules in (now.house, now.rules))
    with show.abreast():
        both(now, house, tried)
    moves(view, now, _moves(data, query, now.house, now.rules))
    variants(view, now, house, tried)
    curve(view, now.rules, _waiting(data, query, now.rules))
    column = show.choice("by", tuple(TABLES), column_label, label=say("lab.targets_of"))
    targets(view, now, column, _by_group(data, query, now.rules, column))


@kept(KEPT)
def _levels(now: Snapshot, query: Query, rules: Settings) -> pl.DataFrame:
    return service_lab.levels(now, query, rules)


@kept(KEPT)
def _moves(now: Snapshot, query: Query, rules: Settings, other: Settings) -> pl.DataFrame:
    return service_lab.moves(now, query, rules, other)


@kept(KEPT)
def _waiting(now: Snapshot, query: Query, rules: Settings) -> pl.DataFrame:
    return service_lab.waiting(now, query, rules)


@kept(KEPT)
def _by_group(now: Snapshot, query: Query, rules: Settings, column: str) -> pl.DataFrame:
    return service_lab.by_group(now, query, rules, column)
