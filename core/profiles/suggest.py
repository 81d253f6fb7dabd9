"""Suggest: how a table nobody has described is to be read, with how sure that is and what tells it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from core.profiles import spoken
from core.profiles.dated import UNSURE, settled_order
from core.profiles.features import Column, best_named, columns_of, id_missing
from core.profiles.fit import fitted
from core.profiles.kinds import kind_of
from core.profiles.matching import Match, match
from core.profiles.moments import find_moments
from core.profiles.profile import Mapped, Profile
from core.profiles.schema import targets_of
from core.profiles.targets import DIRECTIONS, DURATION, EVENTS, INSTANT, INTERVALS, NEEDED, NUMBER, SHARE, Target
from core.profiles.vocabulary import normal
from core.profiles.widen import widened
from core.tabular import Rows, Table
from core.tabular.form import Note, note
from core.tabular.missing import DURATIONS, INSTANTS, TEXTS
from core.tabular.orders import OTHER

MUST_SAY = 0.5
MOST_COLUMNS = 150
"""Columns of a wide table whose values are looked into; trying all ways of reading one takes a tenth of a second."""
_CALL_WORDS = ("call", "llamada", "ani", "dnis", "phone", "telefono", "ring", "timbre")


@dataclass(frozen=True)
class Suggested:
    """One column of ours, and why it was found in the file.

    Args:
        target: ours.
        mapped: where it comes from.
        confidence: 0 to 1.
        samples: some values of the file's column.
        why: what tells it: keys of the catalogues' section `profile_note`, or of `tabular` for how values are written.
    """

    target: str
    mapped: Mapped
    confidence: float
    samples: tuple[str, ...]
    why: tuple[Note, ...]


@dataclass(frozen=True)
class Suggestion:
    """How a file is probably to be read.

    Args:
        profile: ready to be used, or to be put right first; may lack what nothing can be made without.
        columns: why each of its columns was found, in the profile's order.
        unmapped: columns of the file that nothing is made of, with some of their values.
        notes: what tells the kind and the options; section `profile_note`.
        form_notes: what tells how the file is written; section `tabular`.
        missing: targets that every row needs and that were not found.
    """

    profile: Profile
    columns: tuple[Suggested, ...]
    unmapped: tuple[tuple[str, tuple[str, ...]], ...]
    notes: tuple[Note, ...]
    form_notes: tuple[Note, ...]
    missing: tuple[str, ...]


def suggest(table: Table, name: str = "suggested", platform: str = "", kind: str = "") -> Suggestion:
    """How a table is probably to be read; the same for the same table, whatever the order of its columns.

    Args:
        table: as `core.tabular.read_table` gives it.
        name: of the profile.
        platform: what the column `platform` is to say; the profile's name when empty.
        kind: what a row is, when it is known.

    Raises:
        SourceError: the file holds no rows, or cannot be read.
    """
    rows = table.sample()
    every = columns_of(rows, dict(table.units))
    columns = best_named(every, MOST_COLUMNS)
    wide = (note("wide", columns=len(every), most=MOST_COLUMNS),) if len(columns) < len(every) else ()
    found_kind, notes = kind_of(columns)
    chosen = kind or found_kind
    targets = dict(targets_of(chosen))
    found = _in_order(_found(columns, targets, chosen), table)
    profile = Profile(
        name,
        platform=platform,
        kind=chosen,
        time_zone=_zone(found),
        form=table.form,
        columns=tuple((each.target, each.mapped) for each in found),
    )
    profile, told = fitted(widened(profile, table, rows.count), rows)
    return Suggestion(
        profile,
        tuple(_renamed(each, profile) for each in found),
        tuple((column.name, column.samples) for column in every if column.name not in profile.used),
        (*wide, *(() if kind else notes), *told),
        table.notes,
        tuple(target for target in NEEDED[chosen] if target not in profile.mapped),
    )


def suggest_mapped(rows: Rows, units: Mapping[str, str], kind: str, target: str, name: str) -> Mapped:
    """How a column of the file is probably to be read, when somebody says which of ours it is.

    Args:
        rows: a sample of the file.
        units: what a line of units says of some columns, by name.
        kind: what a row is.
        target: ours.
        name: the file's.
    """
    column = next(each for each in columns_of(rows, units) if each.name == name)
    known = targets_of(kind)[target]
    if known.takes == INSTANT:
        style = column.instants.style if column.instants else ""
        return Mapped((name,), style=style, missing=column.missing(INSTANTS))
    return _mapped(Match(target, column, 1.0, ()), known)


def _renamed(each: Suggested, profile: Profile) -> Suggested:
    """The same as the profile has it after all: under another target, or with more words."""
    target = each.target if each.target in profile.mapped else "queue_time"
    return replace(each, target=target, mapped=profile.mapped[target])


def _found(columns: Sequence[Column], targets: dict[str, Target], kind: str) -> list[Suggested]:
    first = NEEDED[kind][0]
    moments = find_moments(columns, targets, first)
    found = [_suggested(each, mapped, columns) for each, mapped in moments.values()]
    used = {name for each in found for name in each.mapped.read}
    rest = [column for column in columns if column.name not in used]
    others = {name: target for name, target in targets.items() if target.takes != INSTANT}
    found += [
        _suggested(each, _mapped(each, others[each.target]), columns)
        for each in match(rest, others, names_calls=kind == EVENTS)
    ]
    if kind != INTERVALS and "channel" not in {each.target for each in found} and _is_calls(columns):
        found.append(Suggested("channel", Mapped(always="voice"), MUST_SAY, (), (note("calls"),)))
    order = list(targets)
    return sorted(found, key=lambda each: order.index(each.target))


def _in_order(found: list[Suggested], table: Table) -> list[Suggested]:
    """The same with the order of day and month that the whole file tells, where the sample leaves doubt."""
    dated = {each.target: each.mapped for each in found if each.mapped.style in OTHER}
    settled = settled_order(table, dated, {each.target: each.why for each in found}) if dated else None
    if settled is None:
        return found
    order, told = settled
    return [
        replace(
            each,
            mapped=replace(each.mapped, style=order),
            why=(*(one for one in each.why if one.key not in UNSURE), *told),
        )
        if each.target in dated and UNSURE & {one.key for one in each.why}
        else each
        for each in found
    ]


def _suggested(each: Match, mapped: Mapped, columns: Sequence[Column]) -> Suggested:
    by_name = {column.name: column for column in columns}
    shown = by_name[mapped.columns[0]]
    samples = shown.samples
    if mapped.time_columns:
        other = by_name[mapped.time_columns[0]].samples
        samples = tuple(f"{date} {time}" for date, time in zip(samples, other, strict=False))
    style = shown.instants if mapped.style and shown.instants and shown.instants.style == mapped.style else None
    style = style or (shown.durations if shown.durations and shown.durations.style == mapped.style else None)
    return Suggested(each.target, mapped, each.confidence, samples, (*each.why, *(style.evidence if style else ())))


def _mapped(each: Match, target: Target) -> Mapped:
    column = each.column
    own = (column.name,)
    if target.takes == DURATION and column.durations:
        return Mapped(own, style=column.durations.style, missing=column.missing(DURATIONS))
    if target.takes in (NUMBER, SHARE) and column.numbers:
        style = column.numbers.style
        is_percent = target.takes == SHARE and column.share(r"%") == 0 and column.share(r"^0*1?(?:[.,]\d+)?0*$") < 1
        return Mapped(own, style=f"percent_{style}" if is_percent else style, missing=column.missing(DURATIONS))
    if each.target in ("id", "conversation_id", "agent_id", "customer_id", "reservation_id"):
        return Mapped(own, missing=id_missing(column))
    values = _values(each.target, column)
    missing = tuple(spelling for spelling in column.missing(TEXTS) if spelling not in values)
    always = ""
    if each.target == "status" and spoken.states_of_flag(column.words) and column.given.len() < column.values.len():
        flags = spoken.states_of_flag(column.words)
        always = flags[False] if set(values.values()) == {flags[True]} else ""
    otherwise = ""
    if each.target == "direction" and len(column.known(spoken.DIRECTIONS)) < len(column.distinct):
        otherwise = DIRECTIONS[0]
    return Mapped(own, missing=missing, values=tuple(values.items()), otherwise=otherwise, always=always)


def _values(target: str, column: Column) -> dict[str, str]:
    """The file's words in ours, without those that are ours already."""
    if target == "status":
        return column.states
    words: Mapping[str, str] = {
        "direction": spoken.DIRECTIONS,
        "channel": spoken.CHANNELS,
        "event": spoken.EVENTS,
    }.get(target, {})
    return {word: ours for word, ours in column.known(words).items() if word.casefold() != ours.casefold()}


def _is_calls(columns: Sequence[Column]) -> bool:
    return any(word in column.words.split() for column in columns for word in _CALL_WORDS)


def _zone(found: Sequence[Suggested]) -> str:
    """UTC when a header of an instant says so."""
    names = [name for each in found for name in each.mapped.columns if each.mapped.style]
    is_utc = any({"utc", "gmt", "zulu"} & set(normal(name).split()) for name in names)
    return "UTC" if is_utc else ""
