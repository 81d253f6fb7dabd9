"""Untold: what is said beside numbers that rest on what the platform of some conversations does not tell."""

from dataclasses import dataclass

from core.answer import answer
from core.format import number
from core.metrics.quantities import rests_on
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
        conversations: conversations offered within the question that are of the platform.
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
    found = []
    for platform in (one for one in sorted(partial) if one in there):
        told = partial[platform]
        for sources, missing in told.parts(asked):
            metrics = tuple(name for name, on in rests.items() if missing & on.keys())
            in_turn = tuple(dict.fromkeys(one for on in rests.values() for one in on if one in missing))
            found.append(Untold(platform, sources, in_turn, metrics, there[platform], sum(there.values())))
    return tuple(found)


def untold_in_words(one: Untold, language: str) -> str:
    """One platform's sentence: what it does not tell, and of how many of the conversations that is so."""
    sources = [_source_in_words(name, language) for name in one.sources]
    return say_in(
        language,
        "untold.some" if sources else "untold.none",
        platform=one.platform,
        sources=", ".join(sources),
        quantities=", ".join(say_in(language, f"untold.quantity.{name}") for name in one.quantities),
        count=number(one.conversations, "count", language),
        all=number(one.of, "count", language),
    )


def _source_in_words(name: str, language: str) -> str:
    return say_in(language, f"source.{name}") if known(f"source.{name}") else name
