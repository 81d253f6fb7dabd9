"""Guess how a column writes its instants, with what tells the order of day, month and year."""

from collections.abc import Sequence
from datetime import UTC, datetime

import polars as pl

from core.tabular import calendar
from core.tabular.form import Note, note
from core.tabular.guess import Guess, measured, ranked
from core.tabular.instants import (
    DMY,
    EPOCH_MS,
    EPOCH_S,
    EPOCH_US,
    EXCEL_1900,
    EXCEL_1904,
    MDY,
    PER_MS,
    SINCE_MS,
    UNTIL_MS,
    YMD,
    joined,
    of_calendar,
    read_instants,
)
from core.tabular.orders import OTHER, closer, parts_of, sooner


def guess_instants(values: pl.Series, missing: Sequence[str] = (), times: pl.Series | None = None) -> list[Guess]:
    """Ways of reading the values as instants, the likeliest first; none when next to nothing is an instant.

    Evidence, besides what `_order` and `_count_notes` tell: `zone_told`/`zone_untold`/`zone_partly` (share),
    `two_digit_years`, `month_names`, `half_days`.

    Args:
        values: text; a sample is enough, in the file's order.
        missing: spellings of a missing value.
        times: times of day, when `values` are dates alone.
    """
    cleaned = joined(values, times, missing)
    if not cleaned.len() - cleaned.null_count():
        return []
    return ranked([*_calendar_guesses(cleaned), *_count_guesses(cleaned)])


def _calendar_guesses(values: pl.Series) -> list[Guess]:
    plain = calendar.plain(values)
    asked = plain.filter(plain.str.contains(calendar.AMBIGUOUS).fill_null(False))
    orders = _order(asked) if asked.len() else {YMD: (0.98, _told_by_itself(values))}
    seen = _seen(values)
    guesses = []
    for order, (confidence, notes) in orders.items():
        read = read_instants(values, order, "UTC")
        readable, unreadable = measured(values, read.is_bad | _absurd(read.at))
        told = (*notes, *seen, _zone_note(values, order))
        guesses.append(Guess(order, round(confidence * readable**2, 3), told, readable, unreadable))
    return guesses


def _told_by_itself(values: pl.Series) -> tuple[Note, ...]:
    return (note("year_first"),) if values.str.contains(r"^\d{4}").any() else ()


def _absurd(at: pl.Series) -> pl.Series:
    epoch = at.dt.epoch("ms")
    return ((epoch < SINCE_MS) | (epoch >= UNTIL_MS)).fill_null(False)


def _order(asked: pl.Series) -> dict[str, tuple[float, tuple[Note, ...]]]:
    """How sure each order is, and what tells it: `day_first` and `month_first` (part, reaches), `order_mixed`,
    `order_sorted` (the rows are in order of time only so), `order_close` (days that they span so,
    other_days), `order_future` (days of the other order that would be, until), `order_dots`, `order_ambiguous`."""
    parts = asked.str.extract_groups(calendar.AMBIGUOUS).struct.unnest().cast(pl.Int64)
    second, third = (max(parts[:, at].to_list()) for at in (1, 2))
    few, years = parts[:, 0].n_unique(), parts[:, 2].n_unique()
    if third <= 31 and second <= 12 and few < years:
        return {YMD: (0.8, (note("year_part", part=1, values=few),)), DMY: (0.15, (note("order_ambiguous"),))}
    first, second = parts_of(asked).reach
    if first > 12 and second > 12:
        mixed = note("order_mixed", first=first, second=second)
        return {DMY: (0.9, (mixed,)), MDY: (0.9, (mixed,))}
    if first > 12:
        return {DMY: (0.98, (note("day_first", part=1, reaches=first),))}
    if second > 12:
        return {MDY: (0.98, (note("month_first", part=2, reaches=second),))}
    return _untold_order(asked)


def _untold_order(asked: pl.Series) -> dict[str, tuple[float, tuple[Note, ...]]]:
    unclear = (note("order_ambiguous"),)
    told = _likely_orders(asked)
    meant = {order for order, _, _ in told}
    if len(meant) == 1:
        best = meant.pop()
        sure = max(confidence for _, confidence, _ in told)
        return {best: (sure, tuple(fact for _, _, fact in told)), OTHER[best]: (0.2, unclear)}
    if not meant and asked.str.contains(r"^\d{1,2}\.\d").all():
        return {DMY: (0.75, (note("order_dots"),)), MDY: (0.2, unclear)}
    if asked.str.contains("[ap]m").any() and not asked.str.contains(r"\d-\d").any():
        return {MDY: (0.55, unclear), DMY: (0.45, unclear)}
    return {DMY: (0.5, unclear), MDY: (0.5, unclear)}


def _likely_orders(asked: pl.Series) -> list[tuple[str, float, Note]]:
    """What speaks for an order, and how much. It may speak for both: texts put in alphabetical order are in order of
    time only in the wrong one."""
    told, parts = [], parts_of(asked)
    in_order = {order: _sorted_share(asked, order) for order in (DMY, MDY)}
    best, other = sorted((DMY, MDY), key=lambda order: -in_order[order])
    if asked.n_unique() > 2 and in_order[best] >= 0.98 > in_order[other] + 0.05:
        told.append((best, 0.8, note("order_sorted", share=round(100 * in_order[best]))))
    near, past = closer(parts), sooner(parts, datetime.now(UTC).date())
    return [*told, *((order, 0.75, fact) for order, fact in (each for each in (near, past) if each))]


def _sorted_share(asked: pl.Series, order: str) -> float:
    """Share of the steps from row to row that go the way that most go, forward or backward."""
    steps = read_instants(asked, order, "UTC").at.drop_nulls().dt.epoch("ms").diff().drop_nulls()
    if not steps.len():
        return 1.0
    return max(int((steps >= 0).sum()), int((steps <= 0).sum())) / steps.len()


def _seen(values: pl.Series) -> tuple[Note, ...]:
    lower = values.drop_nulls().str.to_lowercase()
    found = []
    names = "|".join(calendar.MONTHS)
    if lower.str.contains(rf"(?:^|[^a-z])(?:{names})(?:[^a-z]|$)").any():
        found.append(note("month_names"))
    if lower.str.contains(r"\d ?[ap]\.? ?m\b").any():
        found.append(note("half_days"))
    if lower.str.contains(r"^\d{1,2}[-/. ][a-z\d]+[-/. ]\d{2}(?:\D|$)").any():
        found.append(note("two_digit_years"))
    return tuple(found)


def _zone_note(values: pl.Series, order: str) -> Note:
    _, offset = of_calendar(values.drop_nulls(), order)
    share = 1 - offset.null_count() / max(1, offset.len())
    if share == 1:
        return note("zone_told")
    return note("zone_partly", share=round(100 * share)) if share else note("zone_untold")


def _count_guesses(values: pl.Series) -> list[Guess]:
    """Numbers that count seconds, milliseconds or days; `epoch` and `excel_days` (unit or year, from, to) tell."""
    numbers = values.str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)
    if not numbers.len() - numbers.null_count():
        return []
    has_fractions = bool((numbers % 1 != 0).any())
    sure = {EPOCH_S: 0.85, EPOCH_MS: 0.95, EPOCH_US: 0.9, EXCEL_1900: 0.85 if has_fractions else 0.4, EXCEL_1904: 0.1}
    guesses = []
    for style, confidence in sure.items():
        read = read_instants(values, style, "UTC")
        readable, unreadable = measured(values, read.is_bad | _absurd(read.at))
        if readable:
            sane = read.at.filter(~_absurd(read.at)).drop_nulls()
            told = note(style, since=str(sane.min())[:10], until=str(sane.max())[:10])
            notes = (told,) if style in PER_MS else (told, note("zone_untold"))
            guesses.append(Guess(style, round(confidence * readable**2, 3), notes, readable, unreadable))
    return guesses
