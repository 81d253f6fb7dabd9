"""The way from a page to the data: one workspace, its newest snapshot, and answers that are kept."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

import polars as pl

from core import horizon as time
from core.answer import answer
from core.comparison import Comparison, compare
from core.custom import is_custom
from core.horizon import Horizon
from core.intervals.there import is_of_intervals_alone, values_in_intervals
from core.keys import Key, keys_of, labels_under, values_under
from core.metrics import Metric, catalogue, named
from core.query import Query
from core.settings import Settings
from core.store.snapshot import Snapshot
from core.store.workspace import Workspace, workspace_home
from ui.held import held, one_run
from ui.kept import kept

KEPT_ANSWERS = 2_000
STATES = ("conversations_offered", "conversations_in_progress", "follow_ups")
"""The metrics that between them count every conversation."""


def workspace() -> Workspace:
    """The workspace that ATALAYA_HOME names."""
    return _workspace(workspace_home())


@held
def snapshot() -> Snapshot:
    """The version of the data that is shown: within `one_version` always the same, otherwise the newest."""
    return workspace().snapshot()


@held
def settings() -> Settings:
    """The house rules.

    Raises:
        DefinitionError: one of their files says something wrong.
    """
    return workspace().settings


@held
def house() -> Settings:
    """The house rules without its own regions: for what works even while those are broken."""
    return workspace().house


def keys() -> Mapping[str, Key]:
    """The custom columns of the data, by name."""
    return keys_of(snapshot())


@contextmanager
def one_version() -> Iterator[None]:
    """Everything within speaks of one version, the newest at the beginning, whatever is loaded meanwhile."""
    with one_run():
        snapshot()
        yield


@held
def horizon() -> Horizon | None:
    """What time the data covers; None when there is neither conversation nor interval."""
    return time.horizon(snapshot())


def compared(query: Query, versus: str) -> Comparison:
    """The question beside the one that it is compared with.

    Args:
        versus: one of `core.comparison.KINDS`.
    """
    return compare(query, versus, horizon(), house())


@held
def asked() -> set[str]:
    """The metrics that this run of the page has asked so far."""
    return set()


def ask(query: Query, rules: Settings | None = None) -> pl.DataFrame:
    """The answer: one row a group, in the order of the groups; kept until the data or the house rules change.

    Args:
        rules: other house rules than the present ones.
    """
    asked().update(query.metrics)
    return _answer(snapshot(), query, rules or settings())


def metrics() -> Mapping[str, Metric]:
    """Every metric that this house can ask, by its name; also while its regions are broken."""
    return catalogue(house())


def declared(metric: str) -> Metric:
    """The metric of that name, the house's own among them.

    Raises:
        UnknownName: when there is none.
    """
    return named(metric, house())


def values_of(column: str) -> frozenset[str | None]:
    """The values that a column has in the data, whatever the period."""
    if not snapshot().version:
        return frozenset()
    if is_custom(column):
        return values_under(snapshot(), column)
    of_intervals = values_in_intervals(snapshot(), column)
    if is_of_intervals_alone(column):
        return of_intervals
    # Only regions depend on the house's own, and while those are broken the other filters work.
    rules = None if column == "region" else house()
    found = _answer(snapshot(), Query(STATES, (column,)), rules or settings())
    return frozenset(found[column].to_list()) | of_intervals


def labels_of(column: str) -> Mapping[str, str]:
    """What the values of a custom column are called where that is not the value itself."""
    return labels_under(snapshot(), column)


@lru_cache(maxsize=8)
def _workspace(home: Path) -> Workspace:
    return Workspace(home)


@kept(KEPT_ANSWERS)
def _answer(now: Snapshot, query: Query, rules: Settings) -> pl.DataFrame:
    return answer(now, query, rules)
