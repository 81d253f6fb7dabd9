"""Times: when each step of a conversation happened, of what a row tells in instants and durations.

Everything here is whole milliseconds; instants count from the epoch.
"""

import polars as pl

from core.profiles.profile import BELIEVE, END_IS, Profile
from core.profiles.targets import ABANDONED, CONVERSATION_TARGETS, DURATION, HANDLED, INSTANT, LEFT_OUT, OPEN
from core.sources.batch import CONTRADICTED, IMPOSSIBLE_DURATION, LEFT_OUT_ROW, OUT_OF_ORDER

YEAR_MS = 366 * 24 * 3_600_000
"""What lasts longer is no contact but a mistake of reading."""

INSTANTS = tuple(name for name, target in CONVERSATION_TARGETS.items() if target.takes == INSTANT)
DURATIONS = tuple(name for name, target in CONVERSATION_TARGETS.items() if target.takes == DURATION)
DISAGREE = ("wait_time", "ring_time", "talk_time", "handling_time")
"""What may differ between the durations and the instants of a row."""

_number = pl.Int64


def find_times(told: pl.DataFrame, profile: Profile) -> pl.DataFrame:
    """When each step happened.

    A missing time follows from the others: the answer from the wait, the end from talk, the wait from the answer. Where
    the instants leave more room than the durations fill, the rest was before the queue. Within the profile's tolerance
    a duration is believed rather than a clock; beyond it what the profile believes, and the row is marked.

    Args:
        told: `status` (a state, or null), `has_agent`, and of INSTANTS and DURATIONS what the file has, in ms.

    Returns:
        Same rows: `went`, the state; `created`, `entered`, `offered`, `answered`, `talk_ended`, `done` (of those
        handled), `left` (of the others), all in ms; `hold`; a flag `disagrees NAME` for each of `DISAGREE`; `reason`
        and `detail`, null for every row that can be used.
    """
    there = set(told.columns)
    missing = (name for name in (*INSTANTS, *DURATIONS) if name not in there)
    full = told.with_columns(pl.lit(None, _number).alias(name) for name in missing)
    state = _state(there)
    rows = full.with_columns(state.alias("went")).with_columns(
        wait=_wait(), talk=_talk(profile), contact_end=_contact_end(profile), entry=pl.coalesce("queue_entry", "start")
    )
    tolerance = round(profile.tolerance_s * 1000)
    answered = _answered(_ended(rows, tolerance), profile, tolerance)
    return answered.with_columns(*_faults(tolerance, believes_clock=profile.believe == BELIEVE[0]))


def _state(there: set[str]) -> pl.Expr:
    """What the row says, else what its times and its agent say."""
    was_answered = pl.col("answer").is_not_null() | (pl.col("talk_time").fill_null(0) > 0)
    if not there & {"answer", "talk_time"}:
        was_answered = pl.col("has_agent") if "agent_id" in there or "agent_name" in there else pl.lit(True)
    derived = pl.when(was_answered).then(pl.lit(HANDLED)).otherwise(pl.lit(ABANDONED))
    return pl.coalesce("status", derived)


def _wait() -> pl.Expr:
    """The whole wait, ringing included; of those who gave up the file may tell it in a column of its own."""
    parts = pl.coalesce("wait_time", pl.col("queue_time") + pl.col("ring_time").fill_null(0))
    gave_up = ~pl.col("went").is_in((HANDLED, OPEN))
    return pl.when(gave_up).then(pl.coalesce("abandon_time", parts)).otherwise(parts)


def _talk(profile: Profile) -> pl.Expr:
    talk = pl.col("talk_time")
    held = talk if profile.talk_contains_hold else talk + pl.col("hold_time").fill_null(0)
    return pl.coalesce(held, pl.col("handling_time") - pl.col("wrap_up_time"))


def _contact_end(profile: Profile) -> pl.Expr:
    """The end of the contact, without the work after it; null where nothing tells that."""
    if profile.end_is == END_IS[0]:
        return pl.coalesce("end", pl.col("start") + pl.col("total_time"))
    handled = pl.when(pl.col("went") == HANDLED).then(pl.col("end") - pl.col("wrap_up_time")).otherwise("end")
    return pl.coalesce(handled, pl.col("start") + pl.col("total_time"))


def _ended(rows: pl.DataFrame, tolerance: int) -> pl.DataFrame:
    """When the wait ended, `stop`: at the answer, or when the customer gave up; and when it had begun, `entered`.

    Told by the clock (`clock`) or by the wait after the entry. Where no entry into the queue is told, the wait is
    counted back from the clock, and what is before it was no wait.
    """
    is_answered = pl.col("went").is_in((HANDLED, OPEN))
    from_end = pl.col("contact_end") - pl.col("talk")
    clock = pl.when(is_answered).then(pl.coalesce("answer", from_end)).otherwise("contact_end")
    slack = pl.col("clock") - pl.col("entry") - pl.col("wait")
    is_close = slack.abs() <= tolerance
    has_room = (slack > tolerance) & pl.col("queue_entry").is_null()
    # A clock that is only the end less the talk gives way: what it contradicts is the talk time.
    is_guess = is_answered & pl.col("answer").is_null()
    by_wait = pl.col("entry") + pl.coalesce("wait", "ring_time")
    stop = pl.when(is_close | (is_guess & ~has_room)).then(pl.coalesce(by_wait, "clock")).otherwise("clock")
    return (
        rows.with_columns(clock=clock)
        .with_columns(
            stop=pl.coalesce(stop, by_wait, "clock", "entry"),
            entered=pl.when(has_room).then(pl.col("clock") - pl.col("wait")).otherwise("entry"),
            wait_differs=(~is_close & ~has_room & ~is_guess).fill_null(False),
        )
        .with_columns(is_answered=is_answered)
    )


def _answered(rows: pl.DataFrame, profile: Profile, tolerance: int) -> pl.DataFrame:
    """The steps of an answered row, from the answer on, and how they differ from the durations."""
    believes_clock = profile.believe == BELIEVE[0]
    by_wait = pl.col("entered") + pl.col("wait")
    stop = pl.col("stop") if believes_clock else pl.coalesce(pl.when("wait_differs").then(by_wait), "stop")
    by_clock = pl.col("contact_end") - pl.col("stop")
    talk_differs = ((by_clock - pl.col("talk")).abs() > tolerance).fill_null(False) & pl.col("is_answered")
    talked = pl.when(talk_differs & pl.lit(believes_clock)).then(by_clock).otherwise(pl.coalesce("talk", by_clock))
    whole = _within_handling(pl.coalesce(talked, "handling_time", pl.lit(0)), tolerance, believes_clock=believes_clock)
    after = pl.coalesce(
        "wrap_up_time",
        pl.lit(None, _number) if profile.end_is == END_IS[0] else pl.col("end") - pl.col("stop") - pl.col("whole"),
        pl.col("handling_time") - pl.col("whole"),
        pl.lit(0),
    )
    ring = pl.col("ring_time").fill_null(0).clip(0)
    waited = pl.col("stop") - pl.col("entered")
    handled = pl.col("handling_time") - pl.col("whole") - pl.col("after")
    hold_apart = pl.lit(0) if profile.talk_contains_hold else pl.col("hold_time").fill_null(0)
    return (
        rows.with_columns(stop=stop.clip("entered"))
        .with_columns(whole=whole.clip(0), talk_differs=talk_differs)
        .with_columns(after=after.clip(0))
        .with_columns(
            pl.col("wait_differs").alias("disagrees wait_time"),
            ((ring > waited + tolerance) & (pl.col("went") == HANDLED)).alias("disagrees ring_time"),
            pl.col("talk_differs").alias("disagrees talk_time"),
            ((handled.abs() > tolerance) & ((handled + hold_apart).abs() > tolerance) & (pl.col("went") == HANDLED))
            .fill_null(False)
            .alias("disagrees handling_time"),
            created=pl.min_horizontal("start", "entered"),
            offered=pl.col("stop") - pl.min_horizontal(ring, waited),
            answered=pl.when("is_answered").then(
                pl.when(pl.col("went") == OPEN).then(pl.coalesce("answer", _open_answer())).otherwise("stop")
            ),
            talk_ended=pl.when(pl.col("went") == HANDLED).then(pl.col("stop") + pl.col("whole")),
            done=pl.when(pl.col("went") == HANDLED).then(pl.col("stop") + pl.col("whole") + pl.col("after")),
            left=pl.when(~pl.col("is_answered")).then("stop"),
            hold=pl.col("hold_time"),
        )
    )


def _within_handling(whole: pl.Expr, tolerance: int, *, believes_clock: bool) -> pl.Expr:
    """A talk that only a clock tells is not longer than the handling time, as far as the clock can tell."""
    handling = pl.col("handling_time")
    is_longer = pl.col("talk").is_null() & (whole > handling)
    is_coarse = whole - handling <= tolerance if believes_clock else pl.lit(value=True)
    return pl.when(is_longer & is_coarse).then(handling).otherwise(whole)


def _open_answer() -> pl.Expr:
    """Of what still goes on: it is answered only when something says so."""
    return pl.when(pl.col("talk_time") > 0).then("stop")


def _faults(tolerance: int, *, believes_clock: bool) -> tuple[pl.Expr, pl.Expr]:
    """Why a row cannot be: reason, and the values that say so."""
    bad = [~pl.col(name).is_between(0, YEAR_MS) for name in DURATIONS]
    impossible = pl.any_horizontal(each.fill_null(False) for each in bad)
    which = pl.coalesce(
        *(
            pl.when(each).then(pl.format(f"{name} {{}} s", pl.col(name) / 1000))
            for name, each in zip(DURATIONS, bad, strict=True)
        )
    )
    order = [
        ("queue_entry", "start"),
        ("answer", "start"),
        ("answer", "queue_entry"),
        ("end", "start"),
        ("end", "answer"),
    ]
    wrong = [(later, earlier, pl.col(later) < pl.col(earlier) - tolerance) for later, earlier in order]
    is_wrong = pl.any_horizontal(each.fill_null(False) for _, _, each in wrong)
    told = pl.coalesce(
        *(
            pl.when(each).then(pl.format(f"{later} {{}}, {earlier} {{}}", _shown(later), _shown(earlier)))
            for later, earlier, each in wrong
        )
    )
    too_late = (pl.col("went") == HANDLED) & (pl.col("contact_end") < pl.col("stop") - tolerance)
    late = pl.format("answered {}, ended {}", _shown("stop"), _shown("contact_end"))
    left_out = pl.col("went") == LEFT_OUT
    reason = (
        pl.when(left_out)
        .then(pl.lit(LEFT_OUT_ROW))
        .when(impossible)
        .then(pl.lit(IMPOSSIBLE_DURATION))
        .when(is_wrong)
        .then(pl.lit(OUT_OF_ORDER))
        .when(too_late.fill_null(False) & pl.lit(believes_clock))
        .then(pl.lit(CONTRADICTED))
    )
    detail = pl.when(left_out).then(pl.lit("")).when(impossible).then(which).when(is_wrong).then(told).otherwise(late)
    return reason.alias("reason"), pl.when(reason.is_not_null()).then(detail).alias("detail")


def _shown(name: str) -> pl.Expr:
    return pl.from_epoch(pl.col(name), time_unit="ms").dt.strftime("%Y-%m-%d %H:%M:%S").fill_null("?")
