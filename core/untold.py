"""Untold: what is said beside numbers that rest on what the platform of some conversations does not tell."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from core.answer import answer, platforms_of
from core.errors import QueryError
from core.format import number
from core.metrics.quantities import kind_of, rests_on
from core.plan import check
from core.query import Query
from core.settings import Settings
from core.silent import left_out, present
from core.store.snapshot import Snapshot
from core.words import known, say_in


@dataclass(frozen=True)
class Untold:
    """What a platform does not tell of what a question rests on.

    Args:
        platform: whose records these are.
        sources: the ways in that do not tell it; empty when none that was loaded does.
        quantities: names of `core.metrics.quantities.QUANTITIES`, in their order.
        metrics: those of the question that rest on them.
        conversations: conversations offered within the question that are of the platform, whichever of its sources told
            of them: several may tell of one conversation. 0 where only other rows of it are in question.
        of: conversations offered within the question.
    """

    platform: str
    sources: tuple[str, ...]
    quantities: tuple[str, ...]
    metrics: tuple[str, ...]
    conversations: int
    of: int


def untold(snapshot: Snapshot, query: Query, settings: Settings) -> tuple[Untold, ...]:
    """What the platforms in question do not tell of what its metrics rest on, wholly or in part; by platform.

    Raises:
        UnknownName: a metric or column that does not exist.
    """
    rests = {name: rests_on(name, settings) for name in query.metrics}
    asked = {quantity for told in rests.values() for quantity in told}
    partial = {platform: told for platform, told in left_out(snapshot).items() if asked & told.ever}
    if not partial:
        return ()
    there = present(query, lambda asked: answer(snapshot, asked, settings))
    if there.keys() < partial.keys():
        # Only then a number may be missing for platforms without conversations here: they are named, too.
        resting = [name for name, on in rests.items() if on]
        there = dict.fromkeys(_with_rows(snapshot, query, resting, settings), 0) | there
    found = []
    for platform in (one for one in sorted(partial) if one in there):
        told = partial[platform]
        for sources, missing in told.parts(asked):
            metrics = tuple(name for name, on in rests.items() if missing & on.keys())
            in_turn = tuple(dict.fromkeys(one for on in rests.values() for one in on if one in missing))
            found.append(Untold(platform, sources, in_turn, metrics, there[platform], sum(there.values())))
    return tuple(found)


def untold_in_words(one: Untold, language: str) -> str:
    """One platform's sentence: what it does not tell, and how many of the conversations are of the platform."""
    sources = [_source_in_words(name, language) for name in one.sources]
    return say_in(
        language,
        f"untold.{'some' if sources else 'none'}{'' if one.conversations else '_alone'}",
        platform=one.platform,
        sources=", ".join(sources),
        quantities=", ".join(say_in(language, f"untold.quantity.{name}") for name in one.quantities),
        count=number(one.conversations, "count", language),
        all=number(one.of, "count", language),
    )


def _with_rows(snapshot: Snapshot, query: Query, metrics: Iterable[str], settings: Settings) -> set[str]:
    """The platforms that have rows of the kinds on which these metrics rest, of those that can be asked so."""
    kinds = set()
    for name in metrics:
        with suppress(QueryError):
            check(query.with_(metrics=(name,), by=(), sort=None), settings)
            kinds.add(kind_of(name, settings))
    return {platform for kind in kinds for platform in platforms_of(snapshot, kind, query, settings)}


def _source_in_words(name: str, language: str) -> str:
    return say_in(language, f"source.{name}") if known(f"source.{name}") else name
