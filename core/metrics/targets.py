"""Targets: what a conversation's queue, else its channel, else the house asks of its wait."""

from collections.abc import Iterable

import polars as pl

from core.metrics.metric import Text
from core.settings import ChannelRule, QueueRule, Settings

NAMED_MOST = 5
"""Queues or channels told by name at most; of more, how many they are."""


def answer_within_ms(rules: Settings) -> pl.Expr:
    """Of CONVERSATIONS: an answer is in time when the wait is less; the first queue's, else the channel's."""
    return _asked(rules, "answer_within_s")


def short_abandon_ms(rules: Settings) -> pl.Expr:
    """Of CONVERSATIONS: giving up within this is a short abandon; the first queue's, else the channel's."""
    return _asked(rules, "short_abandon_s")


def target_of(rules: Settings, key: str, queue: str | None, channel: str | None = None) -> int:
    """The same for one queue and channel, in seconds; `key` is `answer_within_s` or `short_abandon_s`."""
    own = (getattr(rules.queue(queue), key), getattr(rules.channel(channel), key), getattr(rules, key))
    return next(int(seconds) for seconds in own if seconds is not None)


def told_target(rules: Settings, key: str) -> Text:
    """A target as a person reads it: `60 s`, or `20 s in VIP; 40 s by chat; else 60 s`."""
    house = f"{getattr(rules, key)} s"
    queues, channels = _own(rules.queues, key), _own(rules.channels, key)
    if not queues and not channels:
        return Text(house, house)
    return Text(
        "; ".join([*_named(queues, "in"), *_named(channels, "by"), f"else {house}"]),
        "; ".join([*_named(queues, "en"), *_named(channels, "por"), f"si no, {house}"]),
    )


def _asked(rules: Settings, key: str) -> pl.Expr:
    house = pl.lit(getattr(rules, key) * 1000)
    return _by("queue_name", _own(rules.queues, key), _by("channel", _own(rules.channels, key), house))


def _by(column: str, seconds: dict[str, int], otherwise: pl.Expr) -> pl.Expr:
    if not seconds:
        return otherwise
    ms = [value * 1000 for value in seconds.values()]
    return pl.col(column).replace_strict(list(seconds), ms, default=otherwise, return_dtype=pl.Int64)


def _own(rules: Iterable[QueueRule | ChannelRule], key: str) -> dict[str, int]:
    """Seconds by name, of those that say so."""
    return {rule.name: seconds for rule in rules if (seconds := getattr(rule, key)) is not None}


def _named(seconds: dict[str, int], word: str) -> list[str]:
    named = [f"{value} s {word} {name}" for name, value in list(seconds.items())[:NAMED_MOST]]
    more = [f"+{len(seconds) - NAMED_MOST}"] if len(seconds) > NAMED_MOST else []
    return [", ".join([*named, *more])] if named else []
