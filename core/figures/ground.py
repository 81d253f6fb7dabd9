"""What a figure stands on: whom it is about, who answers, under which rules, and in whose words."""

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from core.answer import answer
from core.distribution import bins
from core.horizon import Horizon, horizon
from core.keys import labels_under
from core.labels import Labels
from core.query import Query
from core.scope import Scope
from core.settings import Settings
from core.store.snapshot import Snapshot

Ask = Callable[[Query], pl.DataFrame]
"""A question → its answer, as `core.answer.answer` gives it."""

AskBins = Callable[[Query, str], pl.DataFrame]
"""A question and a metric → how the durations behind it are spread, as `core.distribution.bins` tells it."""


@dataclass(frozen=True)
class Ground:
    """The same for all figures of a page, a notebook or a report.

    Args:
        scope: period, zone, filters and comparison.
        ask: answers a question; a page's keeps what it has answered.
        data: what time the data cover; None when there are none.
        rules: the house rules.
        labels: the names in the reader's language.
        bins: tells how durations are spread; None where nobody can: a histogram then is one of groups alone.
    """

    scope: Scope
    ask: Ask
    data: Horizon | None
    rules: Settings
    labels: Labels
    bins: AskBins | None = None


def ground_of(snapshot: Snapshot, scope: Scope, rules: Settings, language: str) -> Ground:
    """The ground for figures that nobody looks at on a page: answers straight from a version of the data."""
    return Ground(
        scope,
        lambda query: answer(snapshot, query, rules),
        horizon(snapshot),
        rules,
        Labels(language, rules, lambda column: labels_under(snapshot, column)),
        lambda query, metric: bins(snapshot, query, metric, rules),
    )
