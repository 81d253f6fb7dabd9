"""Fit: what a file's times mean, told by which reading lets its instants and durations agree."""

from collections.abc import Sequence

import polars as pl

from core.intervals.roles import FIXED_MS
from core.profiles.batches import typed_times
from core.profiles.features import share_of
from core.profiles.profile import BELIEVE, END_IS, Profile
from core.profiles.targets import CONVERSATIONS, HANDLED, INTERVALS
from core.profiles.typed import raw_text, read_columns
from core.profiles.vocabulary import normal
from core.tabular import Rows
from core.tabular.form import Note, note

AGREE = 0.7
"""Share of the rows in which times have to agree for that to tell anything."""
LEAST = 3
"""Rows with all the times that are compared, at least."""

_DAY_MS = 86_400_000
_LONGEST_FIRST = (
    ("month", 28 * _DAY_MS),
    ("week", 7 * _DAY_MS),
    ("day", _DAY_MS),
    *sorted(FIXED_MS.items(), key=lambda each: -each[1]),
)

Told = tuple[Profile, tuple[Note, ...]]


def fitted(profile: Profile, rows: Rows) -> Told:
    """The profile with the options under which the sample's instants and durations agree best, and what tells them."""
    if profile.kind == INTERVALS:
        return _interval(profile, rows)
    if profile.kind != CONVERSATIONS or "start" not in profile.mapped:
        return profile, ()
    profile, notes = _clock(profile, rows)
    for choose in (_queue_or_wait, _talk_and_end, _believed):
        profile, told = choose(profile, _handled(profile, rows))
        notes += told
    return profile, notes


def _interval(profile: Profile, rows: Rows) -> Told:
    """How long an interval is, told by the shortest step from one to the next."""
    if "ended_at" in profile.mapped or "started_at" not in profile.mapped:
        return profile, ()
    starts = read_columns(rows.fields, profile, "UTC").columns["started_at"].drop_nulls().unique().sort()
    step = int(starts.diff().drop_nulls().min() or 0) if starts.len() > 1 else 0  # type: ignore[arg-type]
    length = next((name for name, least in _LONGEST_FIRST if step >= least), "")
    return (profile.with_(interval=length), (note(f"interval_{length}"),)) if length else (profile, ())


def _handled(profile: Profile, rows: Rows) -> pl.DataFrame:
    """The answered rows of the sample with all their times, in ms."""
    typed = read_columns(rows.fields, profile, "UTC")
    times = typed_times(typed, profile)
    readable = typed.faults["reason"].is_null()
    return times.filter(readable & (times["went"] == HANDLED))


def _clock(profile: Profile, rows: Rows) -> Told:
    """A clock that shows no seconds tells durations only to the minute."""
    start = profile.mapped["start"]
    text = raw_text(rows.fields, start.time_columns or start.columns, start.missing).drop_nulls()
    is_clock, has_seconds = text.str.contains(r"\d[:h]\d{2}"), text.str.contains(r"\d:\d{2}:(?:[1-5]\d|0[1-9])")
    if text.len() >= LEAST and bool(is_clock.all()) and not bool(has_seconds.any()):
        return profile.with_(tolerance_s=60.0), (note("whole_minutes"),)
    return profile, ()


def _queue_or_wait(profile: Profile, times: pl.DataFrame) -> Told:
    """Whether the time in the queue contains the ringing that the file tells apart."""
    if not {"wait_time", "ring_time"} <= set(profile.mapped):
        return profile, ()
    wait, ring = times["wait_time"], times["ring_time"]
    both = times.filter(wait.is_not_null() & ring.is_not_null() & (ring > 0))
    tolerance = profile.tolerance_s * 1000
    told = both.filter(both["answer"].is_not_null())
    span = told["answer"] - told.select(pl.coalesce("queue_entry", "start")).to_series()
    whole = share_of((span - told["wait_time"]).abs() <= tolerance)
    apart = share_of((span - told["wait_time"] - told["ring_time"]).abs() <= tolerance)
    is_longer = both.height >= LEAST and bool((both["ring_time"] > both["wait_time"] + tolerance).any())
    says_queue = {"queue", "cola", "inqueue"} & set(normal(" ".join(profile.mapped["wait_time"].columns)).split())
    is_told = max(apart, whole) >= AGREE and told.height >= LEAST
    if not (apart > whole if is_told else is_longer or says_queue):
        return profile, ()
    columns = tuple(("queue_time" if name == "wait_time" else name, mapped) for name, mapped in profile.columns)
    return profile.with_(columns=columns), (note("ringing_after_queue"),)


def _talk_and_end(profile: Profile, times: pl.DataFrame) -> Told:
    """Whether talk contains hold, and whether the end is that of the after-contact work."""
    whole = _whole_of(times)
    if whole is None:
        return profile, ()
    span, what = whole
    talk, hold, wrap = (times[name].fill_null(0) for name in ("talk_time", "hold_time", "wrap_up_time"))
    tolerance = profile.tolerance_s * 1000 + 1000
    is_handling = what == "handling_time"
    ways: list[tuple[bool, bool, pl.Series]] = [
        (True, is_handling, talk + (wrap if is_handling else 0)),
        (False, is_handling, talk + hold + (wrap if is_handling else 0)),
    ]
    if not is_handling:
        ways += [(True, True, talk + wrap), (False, True, talk + hold + wrap)]
    known = times["talk_time"].is_not_null() & span.is_not_null()
    shares = [share_of(((span - length).abs() <= tolerance).filter(known)) for *_, length in ways]
    best = max(range(len(ways)), key=lambda place: (round(shares[place], 3), -place))
    if known.sum() < LEAST or shares[best] < AGREE:
        return profile, ()
    contains, with_wrap, _ = ways[best]
    notes: Sequence[Note] = ()
    if not contains and bool((hold.filter(known) > 0).any()):
        profile = profile.with_(talk_contains_hold=False)
        notes = (*notes, note("talk_without_hold", share=round(100 * shares[best])))
    if with_wrap and not is_handling and bool((wrap.filter(known) > 0).any()):
        profile = profile.with_(end_is=END_IS[1])
        notes = (*notes, note("end_with_wrap_up", share=round(100 * shares[best])))
    return profile, tuple(notes)


def _whole_of(times: pl.DataFrame) -> tuple[pl.Series, str] | None:
    """What talk, hold and after-contact work add up to: from the answer to the end, or the handling time."""
    ended = times.select(pl.coalesce("end", pl.col("start") + pl.col("total_time"))).to_series()
    entry = times.select(pl.coalesce("queue_entry", "start")).to_series()
    answered = times.select(pl.coalesce("answer", pl.lit(entry) + pl.col("wait"))).to_series()
    span = ended - answered
    if times["talk_time"].null_count() == times.height:
        return None
    if span.len() - span.null_count() >= LEAST:
        return span, "end"
    handling = times["handling_time"]
    return (handling, "handling_time") if handling.len() - handling.null_count() >= LEAST else None


def _believed(profile: Profile, times: pl.DataFrame) -> Told:
    """Where many rows contradict themselves, the instants mean something else: what was measured are durations."""
    differ = share_of(times["disagrees talk_time"] | times["disagrees wait_time"])
    if times.height < LEAST or differ <= 1 - AGREE:
        return profile, ()
    return profile.with_(believe=BELIEVE[1]), (note("durations_believed", share=round(100 * differ)),)
