"""Moments: which columns tell instants, also where date and time of day stand in two of them."""

from collections.abc import Callable, Sequence

import polars as pl

from core.profiles.features import Column
from core.profiles.matching import GOOD, UNNAMED, Match, match
from core.profiles.profile import Mapped
from core.profiles.targets import INSTANT, Target
from core.profiles.typed import times_of_day
from core.tabular.form import note
from core.tabular.missing import INSTANTS
from core.tabular.values import guess_instants, read_instants

ORDERED = 0.95
"""In so many rows one instant has to be before another to be told by that."""

Found = dict[str, tuple[Match, Mapped]]


def find_moments(columns: Sequence[Column], targets: dict[str, Target], first: str) -> Found:
    """The instants of a table, by target.

    Args:
        columns: of the sample.
        targets: what may be found.
        first: the target that every row needs.
    """
    wanted = {name: target for name, target in targets.items() if target.takes == INSTANT}
    found: Found = {each.target: (each, _whole(each.column)) for each in match(columns, wanted)}
    free = [column for column in columns if column.name not in _used(found)]
    for name in wanted:
        if name not in found and (pair := _paired(name, free, found, is_first=name == first)):
            found[name] = pair
            free = [column for column in free if column.name not in pair[1].read]
    return found if first in found else _by_order(free, found, tuple(wanted), first)


def _used(found: Found) -> set[str]:
    return {name for _, mapped in found.values() for name in mapped.read}


def _whole(column: Column) -> Mapped:
    assert column.instants
    return Mapped((column.name,), style=column.instants.style, missing=column.missing(INSTANTS))


def _paired(name: str, free: Sequence[Column], found: Found, *, is_first: bool) -> tuple[Match, Mapped] | None:
    """A date and a time of day that belong together; without a date of its own, a time goes with that of the start."""
    clock = _best(free, lambda column: column.is_clock, name, *(("start_time",) if is_first else ()))
    date = _best(free, lambda column: column.is_date, name)
    if date is None and is_first:
        dates = [column for column in free if column.is_date]
        date = dates[0] if len(dates) == 1 else None
    if clock is None:
        return _date_alone(name, date) if date and is_first else None
    if date is None:
        started = next((mapped for match_, mapped in found.values() if mapped.time_columns), None)
        if started is None:
            return None
        sure = round(0.9 * max(clock.named(name)[0], GOOD), 2)
        told = note("time_of_day", header=clock.name, date=started.columns[0])
        return Match(name, clock, sure, (told,)), Mapped(
            started.columns, (clock.name,), started.style, clock.missing(INSTANTS)
        )
    guesses = guess_instants(date.values, date.missing(INSTANTS), times_of_day(clock.values))
    if not guesses:
        return None
    told = note("date_and_time", date=date.name, time=clock.name)
    missing = tuple(sorted({*date.missing(INSTANTS), *_spelled(clock)}))
    sure = round(max(guesses[0].confidence, 0.8), 2)
    return Match(name, date, sure, (told,)), Mapped((date.name,), (clock.name,), guesses[0].style, missing)


def _spelled(clock: Column) -> tuple[str, ...]:
    """Spellings of a missing time of day; midnight is none of them."""
    return tuple(spelling for spelling in clock.missing(INSTANTS) if ":" not in spelling)


def _date_alone(name: str, date: Column) -> tuple[Match, Mapped]:
    return Match(name, date, GOOD, (note("date_alone", header=date.name),)), _whole(date)


def _best(columns: Sequence[Column], is_one: Callable[[Column], bool], *targets: str) -> Column | None:
    """Of the columns that are such a one, that whose header names one of the targets best."""
    named = [(max(column.named(target)[0] for target in targets), column) for column in columns]
    # The values are looked at only where the header says something.
    likely = sorted((each for each in named if each[0] >= GOOD), key=lambda each: -each[0])
    return next((column for _, column in likely if is_one(column)), None)


def _by_order(free: Sequence[Column], found: Found, wanted: tuple[str, ...], first: str) -> Found:
    """Where no header tells the start: the instant that is before the others in nearly every row."""
    whole = [column for column in free if column.instants and not column.is_date]
    whole = [column for column in whole if column.instants and column.instants.confidence > GOOD]
    if not whole:
        dates = [column for column in free if column.is_date]
        return {**found, first: _date_alone(first, dates[0])} if dates else found
    read = pl.DataFrame([_read(column) for column in whole])
    order = sorted(whole, key=lambda column: _mean_rank(read, column.name))
    start = order[0]
    share = _before(read, start.name)
    sure = UNNAMED if share >= ORDERED else GOOD
    told = note("earliest", header=start.name, share=round(100 * share))
    found = {**found, first: (Match(first, start, sure, (told,)), _whole(start))}
    rest = [column for column in order[1:] if _before(read, column.name, start.name) >= ORDERED]
    names = [name for name in ("answer", "end") if name in wanted and name not in found]
    for name, column in zip(names if len(rest) > 1 else names[-1:], [*rest[:1], *rest[-1:]], strict=False):
        later = note("later", header=column.name)
        found[name] = (Match(name, column, GOOD, (later,)), _whole(column))
    return found


def _read(column: Column) -> pl.Series:
    mapped = _whole(column)
    return read_instants(column.values, mapped.style, "UTC", mapped.missing).at.dt.epoch("ms").alias(column.name)


def _mean_rank(read: pl.DataFrame, name: str) -> float:
    """How late a column is among the others, on average."""
    later = [(read[name] > read[other]).cast(pl.Int64).mean() or 0 for other in read.columns if other != name]
    return float(sum(later)) / max(1, len(later))  # type: ignore[arg-type]


def _before(read: pl.DataFrame, name: str, *others: str) -> float:
    """Share of the rows in which an instant is not after the others; with `others`, in which it is not before them."""
    against = others or tuple(other for other in read.columns if other != name)
    shares = [((read[name] >= read[each]) if others else (read[name] <= read[each])).mean() for each in against]
    return min((float(share) for share in shares if isinstance(share, (int, float))), default=1.0)
