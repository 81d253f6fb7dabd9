"""Silent: what the platforms of the data do not tell, so that a 0 nobody measured is never shown as one."""

from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from types import MappingProxyType

import polars as pl

from core.errors import QueryError
from core.metrics.quantities import WHOLLY, Kind, kind_of, rests_on
from core.pipeline.life_cycle import told_platform
from core.query import Query
from core.schema.tables import LOADS
from core.settings import Settings
from core.sources import SOURCES
from core.store.snapshot import Snapshot

PLATFORM, OFFERED = "platform", "conversations_offered"
STATES = (OFFERED, "conversations_in_progress", "follow_ups")
"""The metrics that between them count every conversation; none rests wholly on what a platform may leave out."""

DECLARED = MappingProxyType({source.name: frozenset(source.untold) for source in SOURCES})

Ask = Callable[[Query], pl.DataFrame]
PlatformsOf = Callable[[Kind], frozenset[str]]


@dataclass(frozen=True)
class Left:
    """What the records of one platform leave out.

    Args:
        by_source: each source of it that was loaded, with the quantities that it does not tell.
    """

    by_source: Mapping[str, frozenset[str]]

    @property
    def ever(self) -> frozenset[str]:
        """What at least one source does not tell."""
        return frozenset().union(*self.by_source.values())

    @property
    def never(self) -> frozenset[str]:
        """What none of them tells."""
        first, *others = self.by_source.values()
        return first.intersection(*others)

    def parts(self, asked: Iterable[str]) -> list[tuple[tuple[str, ...], frozenset[str]]]:
        """What none tells, then what each source that is not alone leaves out besides; of what is asked."""
        never = self.never & frozenset(asked)
        some = [((name,), (left & frozenset(asked)) - never) for name, left in sorted(self.by_source.items())]
        return [(sources, missing) for sources, missing in [((), never), *some] if missing]


def left_out(snapshot: Snapshot) -> Mapping[str, Left]:
    """By platform what its loads leave out; platforms of which everything is told are not there. Reads LOADS alone."""
    return {platform: one for platform, one in _loaded(snapshot).items() if one.ever}


@lru_cache(maxsize=8)
def _loaded(snapshot: Snapshot) -> Mapping[str, Left]:
    """The same of every platform that was loaded."""
    if not snapshot.rows(LOADS):
        return {}
    loads = snapshot.scan(LOADS).filter(pl.col("rows_kept") > 0).select(told_platform(), "source").unique().collect()
    found: dict[str, dict[str, frozenset[str]]] = {}
    for platform, source in loads.iter_rows():
        found.setdefault(platform, {})[source or ""] = DECLARED.get(source or "", frozenset())
    return {platform: Left(by_source) for platform, by_source in found.items()}


def unmeasured(
    found: pl.DataFrame, snapshot: Snapshot, query: Query, settings: Settings, ask: Ask, platforms_of: PlatformsOf
) -> pl.DataFrame:
    """The answer, null where a 0 rests wholly on what no platform in question tells.

    Looked at are the platforms of the whole question or, where it is split by platform, that of each row. In question
    are those of its conversations, and those that have rows of the kind on which the metric rests: agents may be logged
    in where nobody calls. Only a 0 is ever taken away, so a number that somebody told stays whatever is declared.

    Args:
        found: the answer of the question.
        ask: answers another question, of how many conversations there are by platform: asked where a 0 rests on what
            one of several platforms does not tell.
        platforms_of: the platforms that have rows of a kind in the question: asked where the conversations are of none
            that tells.
    """
    silent = {name: _silent(snapshot, name, settings) for name in query.metrics}
    silent = {name: platforms for name, platforms in silent.items() if platforms and _has_nought(found[name], query)}
    if not silent:
        return found
    if PLATFORM in query.by:
        of_rows = {name: pl.col(PLATFORM).is_in(sorted(platforms)) for name, platforms in silent.items()}
    else:
        there = frozenset(present(query, ask))
        with_rows = cache(platforms_of)
        of_rows = {
            name: pl.lit(
                _nobody_tells(there, platforms, _loaded(snapshot).keys(), partial(with_rows, kind_of(name, settings)))
            )
            for name, platforms in silent.items()
        }
    return found.with_columns(
        pl.when((is_silent & (pl.col(name) == 0)).fill_null(value=False)).then(None).otherwise(name).alias(name)
        for name, is_silent in of_rows.items()
    )


def present(query: Query, ask: Ask) -> dict[str, int]:
    """The platforms of the conversations in question, with how many of them were offered.

    Of a question whose conditions cannot be asked of conversations none is known.
    """
    by_platform = query.with_(metrics=STATES, by=(PLATFORM,), sort=None, descending=False, limit=None, attribution=None)
    try:
        found = ask(by_platform)
    except QueryError:
        return {}
    rows = found.filter(pl.sum_horizontal(STATES) > 0, pl.col(PLATFORM).is_not_null())
    return dict(rows.select(PLATFORM, OFFERED).iter_rows())


def _nobody_tells(
    there: frozenset[str], silent: frozenset[str], loaded: Set[str], others: Callable[[], frozenset[str]]
) -> bool:
    """Whether all platforms in question are silent; of a question without any, nobody knows better than it says.

    Args:
        loaded: all platforms of the data.
        others: those in question besides those that are there; asked only where it matters.
    """
    if there - silent:
        return False
    if there and loaded <= silent:
        return True
    in_question = there | others()
    return bool(in_question) and in_question <= silent


def _silent(snapshot: Snapshot, metric: str, settings: Settings) -> frozenset[str]:
    """The platforms of the data that tell nothing of what a metric rests on wholly."""
    platforms = left_out(snapshot)
    if not platforms:
        return frozenset()
    wholly = {quantity for quantity, how in rests_on(metric, settings).items() if how == WHOLLY}
    return frozenset(platform for platform, told in platforms.items() if wholly & told.never)


def _has_nought(values: pl.Series, query: Query) -> bool:
    """Whether there is a number that nobody may have measured.

    Where platforms are not told apart, any other number shows that one of those in question tells.
    """
    is_told = PLATFORM not in query.by and (values != 0).any()
    return not is_told and bool((values == 0).any())
