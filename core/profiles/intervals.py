"""Rows that are intervals: a file that already holds counts and averages, as `core.intervals` takes it in."""

import polars as pl

from core.intervals.read import STAGED, read_intervals
from core.intervals.roles import AVERAGES, COUNTS, INSTANTS, ROLES, SHARES, SUMS, Counting
from core.profiles.profile import Profile
from core.profiles.targets import DURATION, INSTANT, NUMBER, SHARE, TEXT, Target
from core.profiles.told import json_of
from core.profiles.typed import read_columns
from core.schema.column import INSTANT as MOMENT
from core.schema.tables import EVENTS
from core.sources.batch import Batch, Rejection, rejected_frame
from core.tabular import Rows

_TIMES = {
    "answer_wait": "The wait of the contacts that were answered",
    "abandon_wait": "The wait of those who gave up",
    "talk": "Talk",
    "hold": "Hold",
    "wrap_up": "After-contact work",
    "handling": "Talk and after-contact work",
}

INTERVAL_TARGETS: dict[str, Target] = {
    "started_at": Target(INSTANT, "When the interval begins. Every row needs it."),
    "ended_at": Target(INSTANT, "When it ends; without it, `interval` says how long it is."),
    "queue": Target(TEXT, "The queue, skill or group."),
    "channel": Target(TEXT, "The channel."),
    "direction": Target(TEXT, "Who began the contacts: Inbound, Outbound or Internal."),
    "agent_name": Target(TEXT, "The agent."),
    "offered": Target(NUMBER, "Contacts that came."),
    "handled": Target(NUMBER, "Contacts that were answered."),
    "abandoned": Target(NUMBER, "Contacts that gave up."),
    "flowed_out": Target(NUMBER, "Contacts that went on elsewhere."),
    "answered_within": Target(NUMBER, "Contacts that were answered within the threshold."),
    "answerable": Target(NUMBER, "Contacts of which the service level is a share."),
    "service_level": Target(SHARE, "Share of the contacts answered within the threshold."),
    "abandon_rate": Target(SHARE, "Share of the contacts that gave up."),
    "threshold": Target(NUMBER, "The threshold of the service level, in seconds."),
    **{f"average_{name}_time": Target(DURATION, f"{meaning}, on average.") for name, meaning in _TIMES.items()},
    **{f"{name}_time": Target(DURATION, f"{meaning}, added up.") for name, meaning in _TIMES.items()},
}
"""Of a row that is an interval."""

ROLE_OF: dict[str, str] = {
    **{name: name for name in (*INSTANTS, *SHARES, "channel", "direction", "agent_name")},
    "queue": "queue_name",
    "threshold": "threshold_s",
    **{count.removesuffix("_count"): count for count in COUNTS},
    **{role.removesuffix("_ms") + "_time": role for role in (*SUMS, *AVERAGES)},
}
"""Target → what `core.intervals` calls it."""

COUNTED = tuple(count.removesuffix("_count") for count in COUNTS)
SUMMED = tuple(role.removesuffix("_ms") + "_time" for role in SUMS)
"""Counts, and times whose averages are of one."""

assert set(ROLE_OF.values()) == set(ROLES)


def counting_of(profile: Profile, time_zone: str) -> Counting:
    """How the file counts, as the profile says."""
    usual = Counting(profile.told_platform, profile.name, profile.time_zone or time_zone)
    return Counting(
        profile.told_platform,
        profile.name,
        profile.time_zone or time_zone,
        length=profile.interval,
        threshold_s=round(profile.threshold_s) or None,
        share_of=tuple(ROLE_OF[name] for name in profile.share_of) or usual.share_of,
        volumes=tuple((ROLE_OF[time], ROLE_OF[count]) for time, count in profile.volumes),
        counted_at=profile.counted_at,
    )


def interval_batch(rows: Rows, profile: Profile, file_id: str, time_zone: str) -> Batch:
    """The intervals and the rejections of some rows."""
    typed = read_columns(rows.fields, profile, time_zone)
    is_good = typed.faults["reason"].is_null()
    roles = typed.columns.select(pl.col(name).alias(ROLE_OF[name]) for name in typed.columns.columns)
    moments = [name for name in INSTANTS if name in roles.columns]
    told = roles.with_columns(
        pl.col(moments).cast(pl.Int64).cast(MOMENT),
        rows.positions.alias("position"),
        json_of(rows.fields).alias("raw"),
    )
    staged, refused = read_intervals(told.filter(is_good), counting_of(profile, time_zone), file_id)
    bad = told.select("position", "raw").hstack(typed.faults).filter(~is_good)
    rejections = [
        Rejection(position, reason, detail or "", raw or "{}")
        for position, raw, reason, detail in pl.concat(
            [each.select("position", "raw", "reason", "detail") for each in (bad, refused)]
        ).iter_rows()
    ]
    used = profile.used
    unknown = {name: count for name in rows.fields.columns if name not in used and (count := rows.fields[name].count())}
    return Batch(
        profile.source,
        rows.count,
        EVENTS.empty().drop("load_id"),
        rejected_frame([*rows.rejections, *rejections]),
        unknown,
        profile.told_platform,
        bytes_read=rows.bytes_read,
        intervals=staged.select(list(STAGED)),
    )
