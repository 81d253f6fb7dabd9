"""What records give: fields by name whether or not they are there, instants with their faults, attributes as JSON."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from typing import Literal
from zoneinfo import ZoneInfo

import polars as pl

from core.schema.column import INSTANT
from core.sources.batch import ABSURD_TIME, NO_TIME, UNREADABLE_TIME
from core.sources.fields import WITHOUT_ZONE, as_json, filled, instants, sane

SIDES = ("conversations", "customers")
"""Objects of a task's attributes in which integrations write."""

_NAMES = """
abandoned abandoned_phase average_response_time channel conversation_id direction first_response_time focus_time
handling_department_name handling_team_id handling_team_name hang_up_by hold_time initiated_by queue
"""
MODELLED = frozenset(_NAMES.split())
"""Names under `conversations` by which the model works; whoever named an attribute of a platform so meant his own."""

CLOCK_CHANGES = REPEATED_HOUR, SKIPPED_HOUR = "repeated_hour", "skipped_hour"
"""Name in EVENTS.extra the day, by the file's clock, on which a time was shown twice and nothing tells which one is
meant (the first is taken), or on which the clock never showed it."""

LOCAL_FORMS = (*WITHOUT_ZONE, "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M")


def given(fields: pl.DataFrame, names: Sequence[str]) -> pl.DataFrame:
    """The fields of these names as text without surrounding space; null where a record, or every record, lacks one."""
    there = [filled(name) if name in fields.columns else pl.lit(None, pl.String).alias(name) for name in names]
    return fields.select(pl.int_range(pl.len()).alias(""), *there).drop("")


def read_instants(texts: pl.DataFrame) -> pl.DataFrame:
    """Every column read as instants (epoch seconds or milliseconds, ISO 8601 with or without zone: then UTC).

    Instants in which no contact centre of ours can have worked are null, as what cannot be read.
    """
    return instants(texts).select(sane(pl.col(name)).alias(name) for name in texts.columns)


def read_local(texts: pl.DataFrame, zone: str, *, again: bool = False) -> pl.DataFrame:
    """The same of times that name no zone and are those of a clock in one.

    Of an hour that the clock shows twice, when summer time ends, the first is meant, or, `again`, the second; an hour
    that it skips is null.
    """
    ZoneInfo(zone)
    which: Literal["earliest", "latest"] = "latest" if again else "earliest"
    local = (
        pl.coalesce(pl.col(name).str.to_datetime(form, time_unit="ms", strict=False) for form in LOCAL_FORMS)
        .dt.replace_time_zone(zone, ambiguous=which, non_existent="null")
        .cast(INSTANT)
        for name in texts.columns
    )
    return texts.select(sane(each).alias(name) for each, name in zip(local, texts.columns, strict=True))


def repeated_day(first: pl.Series, again: pl.Series, zone: str) -> pl.Series:
    """On which day the clock showed a time twice, as text; null where it did not: for `REPEATED_HOUR`.

    Args:
        first, again: as `read_local` gives both readings.
    """
    told = pl.DataFrame([first.alias("first"), again.alias("again")]).lazy()
    day = pl.col("first").dt.convert_time_zone(zone).dt.strftime("%Y-%m-%d")
    return told.select(pl.when(pl.col("first") != pl.col("again")).then(day).alias(REPEATED_HOUR)).collect().to_series()


def time_fault(written: pl.DataFrame, read: pl.DataFrame, first: Sequence[str]) -> pl.DataFrame:
    """`reason` and `detail` of the records whose times cannot be used.

    Args:
        written: the times as text.
        read: the same as instants.
        first: of which columns one at least must be there.
    """
    is_absent = pl.all_horizontal(pl.col(name).is_null() for name in first)
    unread = written.select(
        pl.when(read[name].is_null()).then(pl.col(name)).alias(name) for name in written.columns
    ).select(pl.coalesce(pl.all()).alias("detail"))
    absurd = instants(unread).select(pl.col("detail").is_not_null() & sane(pl.col("detail")).is_null()).to_series()
    return unread.select(
        reason=pl.when(absurd)
        .then(pl.lit(ABSURD_TIME))
        .when(pl.col("detail").is_not_null())
        .then(pl.lit(UNREADABLE_TIME))
        .when(written.select(is_absent).to_series())
        .then(pl.lit(NO_TIME)),
        detail=pl.col("detail"),
    )


def keys(ids: pl.Series, fields: pl.DataFrame, opens: Sequence[str]) -> pl.Series:
    """The records' own ids; where one has none, a hash of all that it says."""
    missing = ids.is_null()
    if not missing.any():
        return ids
    texts = as_json(fields.filter(missing), opens).fill_null("{}")
    hashed = [f"sha256:{hashlib.sha256(text.encode()).hexdigest()}" for text in texts]
    return ids.scatter(missing.arg_true(), pl.Series(hashed, dtype=pl.String))


def with_faults(events: pl.DataFrame, records: pl.DataFrame) -> pl.DataFrame:
    """The events of the records without a fault, and one row that says the fault of each of the others.

    Args:
        events: as `unfold_steps` gives them.
        records: `record`, `reason` and `detail`; several rows may be of one record.
    """
    faults = records.filter(pl.col("reason").is_not_null()).select(pl.col("record").cast(pl.Int64), "reason", "detail")
    return pl.concat([events.join(faults, on="record", how="anti", maintain_order="left"), faults], how="diagonal")


def others(fields: pl.DataFrame, used: Collection[str], opens: Sequence[str]) -> pl.Series:
    """Every field that is not used as one JSON text a record; null where there is none."""
    left = fields.drop([name for name in fields.columns if name in used])
    return as_json(left, opens) if left.columns else pl.repeat(None, fields.height, dtype=pl.String, eager=True)


def seconds(name: str) -> pl.Expr:
    """A column of seconds as text, as a span of time; null what is no number of them, or negative."""
    number = pl.col(name).cast(pl.Float64, strict=False)
    sound = pl.when(number.is_between(0, 1e9)).then(number)
    return pl.duration(milliseconds=(sound * 1000).round().cast(pl.Int64))


def attributes(
    records: pl.DataFrame, told: Mapping[str, pl.Expr | str], own: Mapping[str, str] | None = None
) -> pl.Series:
    """A task's attributes, as integrations write them, as one JSON text a record.

    Args:
        records: one row a record.
        told: path, such as `direction` or `conversations.language`, → the column or expression that tells it.
        own: name → column of attributes that the platform's users named themselves; one in `MODELLED` is left out.
    """
    named = {f"conversations.{name}": column for name, column in (own or {}).items() if name not in MODELLED}
    columns = {path: pl.col(value) if isinstance(value, str) else value for path, value in (named | dict(told)).items()}
    texts = records.select(value.cast(pl.String).alias(str(number)) for number, value in enumerate(columns.values()))
    texts.columns = list(columns)
    return as_json(texts, SIDES)


def is_uncertain() -> pl.Expr:
    """Whether a change of the clocks makes a time of the event uncertain, as its `extra` tells."""
    return pl.col("extra").str.contains(f'"{REPEATED_HOUR}"|"{SKIPPED_HOUR}"')


def clock_changes(events: pl.LazyFrame) -> dict[tuple[str, str], int]:
    """Of how many records the times are uncertain for a change of the clocks: (`REPEATED_HOUR` or `SKIPPED_HOUR`, the
    day by the file's clock) → records.

    Args:
        events: `position` and `extra`, of one file.
    """
    told = events.filter(is_uncertain()).select(
        "position", *(pl.col("extra").str.json_path_match(f"$.{name}").alias(name) for name in CLOCK_CHANGES)
    )
    days = told.unpivot(CLOCK_CHANGES, index="position", variable_name="change", value_name="day").drop_nulls("day")
    counts = days.unique().group_by("change", "day").len().sort("change", "day").collect()
    return {(change, day): count for change, day, count in counts.iter_rows()}
