"""Corrections in words: what one does, and what corrections have to do with a question."""

from core.affected import Affected
from core.corrections import CLOSE, END_STATUS, MERGE, RELABEL, Correction
from core.format import moment, number
from core.labels import Labels

MOST_VALUES = 3
"""Ids and values that a sentence names; of more, how many they are."""


def correction_in_words(one: Correction, labels: Labels, zone: str, *, is_masked: bool = True) -> str:
    """What it changes, and of which conversations: `Queue: “Suport” → “Support” · Channel: voice`.

    Args:
        zone: the clock of its instants.
        is_masked: customers are counted and not named.
    """
    return " · ".join([_changed(one, labels, zone, is_masked), *_chosen(one, labels, zone)])


def affected_in_words(told: Affected, labels: Labels) -> str:
    """`3 conversations of this selection were corrected, 12 are left out.`; empty when there is nothing to say."""
    counts = {"corrected": told.corrected, "excluded": told.excluded, "moved": told.moved, "ended": told.ended}
    parts = [
        labels.say(
            f"corrections.note.{name}{'_one' if count == 1 else ''}", count=number(count, "count", labels.language)
        )
        for name, count in counts.items()
        if count
    ]
    return " ".join(parts)


def _changed(one: Correction, labels: Labels, zone: str, is_masked: bool) -> str:
    say = labels.say
    if one.kind == RELABEL:
        was = say("corrections.any_value") if one.was is None else labels.value(one.column, one.was or None)
        return say(
            "corrections.does.relabel", column=labels.column(one.column), was=was, to=labels.value(one.column, one.to)
        )
    if one.kind == MERGE:
        if is_masked:
            return say("corrections.does.merge_customers", count=number(len(one.customers), "count", labels.language))
        return say("corrections.does.merge_named", customers=_some(one.customers, labels), into=one.into)
    if one.kind == END_STATUS:
        began, ended = (moment(at, zone, labels.language) for at in (one.started_at, one.ended_at))
        return say("corrections.does.end_status", agent=one.agent_id, began=began, ended=ended)
    if one.kind == CLOSE and one.closed_at:
        return say("corrections.does.close_at", at=moment(one.closed_at, zone, labels.language))
    return say(f"corrections.does.{one.kind}")


def _chosen(one: Correction, labels: Labels, zone: str) -> list[str]:
    told = []
    if one.conversations:
        told.append(_some(one.conversations, labels))
    for column, values in one.where:
        shown = [labels.value(column, value or None) for value in values]
        told.append(f"{labels.column(column)}: {_some(tuple(shown), labels)}")
    for name in ("since", "until"):
        if at := getattr(one, name):
            told.append(labels.say(f"corrections.{name}", at=moment(at, zone, labels.language, seconds=False)))
    return told


def _some(values: tuple[str, ...], labels: Labels) -> str:
    more = len(values) - MOST_VALUES
    told = ", ".join(values[:MOST_VALUES])
    return (
        f"{told} {labels.say('corrections.more', count=number(more, 'count', labels.language))}" if more > 0 else told
    )
