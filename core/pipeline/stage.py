"""A stage: a pure function whose result keeps the promise of one declared table."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec

import polars as pl

from core.schema.table import Table

P = ParamSpec("P")
Rows = pl.LazyFrame


@dataclass(frozen=True)
class Stage:
    """What a stage reads, what it writes, and in one sentence how."""

    name: str
    reads: str
    writes: Table
    meaning: str


STAGES: dict[str, Stage] = {}
"""Every stage by name: the lineage of the model."""


def stage(
    reads: str, writes: Table
) -> Callable[[Callable[Concatenate[Rows, P], Rows]], Callable[Concatenate[Rows, P], Rows]]:
    """Declare a stage; its result is held to the columns and types of `writes`."""

    def declare(work: Callable[Concatenate[Rows, P], Rows]) -> Callable[Concatenate[Rows, P], Rows]:
        meaning = (work.__doc__ or "").strip().split("\n")[0]
        STAGES[work.__name__] = Stage(work.__name__, reads, writes, meaning)

        @wraps(work)
        def kept(rows: Rows, /, *args: P.args, **kwargs: P.kwargs) -> Rows:
            return writes.conform(work(rows, *args, **kwargs))

        return kept

    return declare
