"""Matching: which column is which of ours, by what headers say and what values look like; never by position."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from core.profiles import spoken
from core.profiles.features import FEW, Column, is_id, share_of
from core.profiles.targets import CHOICE, DURATION, INSTANT, NUMBER, SHARE, Target
from core.tabular.form import Note, note

GOOD = 0.5
"""Below this nothing is suggested."""
UNNAMED = 0.6
"""How sure values alone can make."""


TELLING = frozenset({"status", "direction", "channel", "event", "customer_email", "customer_phone"})
"""Targets whose values tell them without a header; so do ids in a column that has no name."""

Fit = tuple[float, tuple[Note, ...]]
"""How well values suit a target, 0 to 1, and what of them would tell it even without a header."""

Fits = Callable[[Column], Fit]


@dataclass(frozen=True)
class Match:
    """A column for a target.

    Args:
        target: ours.
        column: the file's.
        confidence: 0 to 1.
        why: what tells it.
    """

    target: str
    column: Column
    confidence: float
    why: tuple[Note, ...]


def match(columns: Sequence[Column], targets: Mapping[str, Target], *, names_calls: bool = False) -> list[Match]:
    """The best columns for the targets, each column once, the surest first; the same for the same columns.

    Args:
        columns: of the sample.
        targets: what may be found.
        names_calls: whether the target `id` names calls, of which each has several rows, rather than rows.
    """
    own = {**_OWN, "id": _group_id} if names_calls else _OWN
    found = [each for column in columns for name in targets if (each := _judged(column, name, targets[name], own))]
    order = list(targets)
    names = [column.name for column in columns]
    found.sort(key=lambda each: (-each.confidence, order.index(each.target), names.index(each.column.name)))
    taken: list[Match] = []
    for each in found:
        if all(each.target != other.target and each.column.name != other.column.name for other in taken):
            taken.append(each)
    return taken


def _judged(column: Column, target: str, known: Target, own: Mapping[str, Fits]) -> Match | None:
    named, phrase = column.named(target)
    if target == "conversation_id" and not named:
        named, phrase = column.named("id")
    # Before any value is looked at: of a wide table most columns are named like nothing of ours.
    is_telling = target in TELLING or (target == "id" and column.is_unnamed)
    if not (named or is_telling) or not column.given.len():
        return None
    fits, shown = _fits(column, target, known, own)
    if not fits:
        return None
    why = _header_notes(column, named, phrase)
    confidence = named * fits if named else UNNAMED * fits if shown else 0.0
    if confidence < GOOD:
        return None
    return Match(target, column, round(confidence, 2), (*why, *shown))


def _header_notes(column: Column, named: float, phrase: str) -> tuple[Note, ...]:
    if not named:
        return ()
    return (note("header" if named == 1 else "header_part", header=column.name, words=phrase),)


def _fits(column: Column, target: str, known: Target, own: Mapping[str, Fits]) -> Fit:
    if target in own:
        return own[target](column)
    if known.takes == INSTANT:
        return _instant(column)
    if known.takes == DURATION:
        return _duration(column)
    if known.takes in (NUMBER, SHARE):
        return _counted(column, is_share=known.takes == SHARE)
    if known.takes == CHOICE:
        return 0.0, ()
    return (1.0 if not _is_measure(column) else 0.3), ()


def _instant(column: Column) -> Fit:
    guess = column.instants
    if guess is None or column.is_date:
        return 0.0, ()
    is_number = column.numbers is not None and column.numbers.readable > 0.9
    return max(guess.confidence, 0.85) if not is_number else guess.confidence, ()


def _duration(column: Column) -> Fit:
    guess = column.durations
    if guess is None or column.given.str.contains(r"^\d{9,}").any():
        return 0.0, ()
    return max(guess.confidence, 0.8), ()


def _counted(column: Column, *, is_share: bool) -> Fit:
    """Counts are whole numbers, of which none is below zero."""
    if column.numbers is None or column.share(r"^-") > 0:
        return 0.0, ()
    is_whole = column.share(r"^[\d.,' ]*\d$") > 0.9
    return (1.0 if is_share or is_whole else 0.0), ()


def _is_measure(column: Column) -> bool:
    """Whether the values are moments or lengths of time rather than names."""
    is_clock = column.durations is not None and column.share(r":\d{2}") > 0.9
    return is_clock or (column.instants is not None and column.numbers is None)


def _words(words: Mapping[str, str], key: str, most: int) -> Fits:
    def fits(column: Column) -> Fit:
        known = column.known(words)
        if not known or len(column.distinct) > most:
            return 0.0, ()
        share = len(known) / len(column.distinct)
        told = (note(key, known=len(known), values=len(column.distinct)),)
        return (0.7 + 0.3 * share if share >= GOOD else 0.0), told if share == 1 and _is_telling(known) else ()

    return fits


def _is_telling(known: Iterable[str]) -> bool:
    """Whether words are whole ones; letters and digits alone could mean anything."""
    return all(len(word) > 2 for word in known)


def _status(column: Column) -> Fit:
    states = column.states
    if not states or len(column.distinct) > FEW:
        return 0.0, ()
    share = len(states) / len(column.distinct)
    told = (note("states", known=len(states), values=len(column.distinct)),)
    return (0.7 + 0.3 * share if share >= GOOD else 0.0), told if share == 1 and _is_telling(states) else ()


def _email(column: Column) -> Fit:
    if column.emails < 0.8:
        return 0.0, ()
    if column.named("agent_email")[0]:
        return 1.0, ()
    return 1.0, (note("emails", share=round(100 * column.emails)),)


def _phone(column: Column) -> Fit:
    if column.phones < 0.6 or (column.instants is not None and column.numbers is None):
        return 0.0, ()
    lengths = column.given.str.replace_all(r"\D", "").str.len_chars()
    is_telling = column.share(r"^\+\d{8,}") > 0.8 or share_of(lengths.is_between(9, 13)) > 0.9
    is_epoch = column.instants is not None and column.instants.confidence > 0.5
    shown = (note("phones", share=round(100 * column.phones)),) if is_telling and not is_epoch else ()
    return 1.0, shown


def _address(column: Column) -> Fit:
    return (1.0 if max(column.phones, column.emails) > 0.4 else 0.6 if not _is_measure(column) else 0.0), ()


def _unique_id(column: Column) -> Fit:
    if not is_id(column) or _is_measure(column):
        return 0.0, ()
    if not column.is_unique:
        return 0.0, ()
    is_telling = column.is_unnamed and column.share(r"\d") > 0.9 and max(column.phones, column.emails) < 0.5
    return 1.0, (note("unique", values=len(column.distinct)),) if is_telling else ()


def _group_id(column: Column) -> Fit:
    return (0.9 if is_id(column) and not _is_measure(column) else 0.0), ()


def _name(column: Column) -> Fit:
    """People and queues: words rather than numbers, and each more than once in all but short files."""
    if _is_measure(column) or column.emails > 0.8:
        return 0.0, ()
    return (0.6 if column.numbers is not None else 1.0), ()


def _agent_id(column: Column) -> Fit:
    return (1.0 if is_id(column) and not _is_measure(column) else 0.55), ()


def _customer_name(column: Column) -> Fit:
    is_name = not _is_measure(column) and column.numbers is None and column.phones < 0.5
    return (0.9 if is_name else 0.0), ()


_OWN: Mapping[str, Fits] = {
    "id": _unique_id,
    "conversation_id": lambda column: _group_id(column) if not column.is_unique else (0.0, ()),
    "status": _status,
    "direction": _words(spoken.DIRECTIONS, "directions", 12),
    "channel": _words(spoken.CHANNELS, "channels", 20),
    "event": _words(spoken.EVENTS, "events", FEW),
    "customer_email": _email,
    "agent_email": lambda column: (_email(column)[0], ()),
    "customer_phone": _phone,
    "from": _address,
    "to": _address,
    "agent_name": _name,
    "queue": _name,
    "team": _name,
    "agent_id": _agent_id,
    "customer_name": _customer_name,
}
"""What the values of some targets have to look like."""
