"""What a figure stands on: whom it is about, who answers, under which rules, and in whose words."""

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from core.horizon import Horizon
from core.labels import Labels
from core.query import Query
from core.scope import Scope
from core.settings import Settings

Ask = Callable[[Query], pl.DataFrame]
"""A question → its answer, as `core.answer.answer` gives it."""


@dataclass(frozen=True)
class Ground:
    """The same for all figures of a page, a notebook or a report.

    Args:
        scope: period, zone, filters and comparison.
        ask: answers a question; a page's keeps what it has answered.
        data: what time the data cover; None when there are none.
        rules: the house rules.
        labels: the names in the reader's language.
    """

    scope: Scope
    ask: Ask
    data: Horizon | None
    rules: Settings
    labels: Labels
