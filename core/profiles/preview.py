"""Preview: what a file would become under a profile, by the real pipeline in a workspace that is thrown away."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from core.answer import totals
from core.errors import SourceError
from core.intervals.keep import keep
from core.pipeline.refresh import refresh
from core.pipeline.unique import sift
from core.profiles.batches import DISAGREES, batch_of, check_columns
from core.profiles.profile import Profile
from core.profiles.suited import table_by
from core.profiles.targets import CONVERSATIONS as CONVERSATIONS_KIND
from core.profiles.targets import INTERVALS
from core.query import Query
from core.schema.tables import CONVERSATIONS, EVENTS
from core.schema.tables import INTERVALS as INTERVAL_ROWS
from core.scratch import scratch
from core.settings import Settings
from core.sources.batch import REJECTED_SCHEMA, Batch
from core.sources.given import clock_changes
from core.store.snapshot import Snapshot
from core.store.workspace import Workspace
from core.tabular import Rows, Table

MOST_ROWS = 5_000
"""Rows that are looked at of a larger file."""

SHOWN = 50
"""Resulting rows, and refused rows, that are shown."""

KPIS = (
    "conversations_offered",
    "conversations",
    "conversations_abandoned",
    "abandon_rate",
    "average_speed_of_answer",
    "average_handling_time",
    "service_level",
)
REPORTED = (
    "reported_offered",
    "reported_handled",
    "reported_abandoned",
    "reported_abandon_rate",
    "reported_average_speed_of_answer",
    "reported_average_handling_time",
    "reported_service_level",
)
"""The same of a file that already counts."""

COLUMNS = (
    *("conversation_id", "started_at", "answered_at", "ended_at", "platform", "channel", "direction", "queue_name"),
    *("agent_name", "handling_team_name", "customer_name", "customer_phone", "customer_email", "country"),
    *("is_handled", "is_abandoned", "is_follow_up", "is_in_progress", "outcome", "speed_of_answer_ms", "queue_time_ms"),
    *("ring_time_ms", "talk_time_ms", "hold_time_ms", "wrap_up_time_ms", "handling_time_ms", "abandon_time_ms"),
    "attributes",
)
"""What is shown of a resulting conversation; columns that are null throughout are left out."""

OWN_WORDS = ("interval_id", "profile", "file_id", "position", "load_id")
"""What is not shown of a resulting interval: it names the row for the program, and says nothing to a reader."""


TELLERS = {
    "wait": {"wait_time", "queue_time", "ring_time", "answer"},
    "talk": {"talk_time", "handling_time", "total_time", "end"},
}
"""Columns of ours of which at least one has to be there for how long customers waited and agents worked."""


@dataclass(frozen=True)
class Preview:
    """What would become of a file; nothing of it has been loaded.

    Args:
        profile: how it was read.
        rows_in: rows that were read; always kept plus duplicates plus rejected.
        is_whole: whether that is all of the file, rather than its beginning.
        kept: rows that gave something new.
        duplicates: rows that were there before in the same file.
        rejected: rows that cannot be used.
        reasons: how many rows were refused for which reason, the most frequent first.
        refused: the first of them, as `core.sources.batch.REJECTED_SCHEMA`.
        rows: the first resulting conversations, or of a file of intervals its rows.
        kpis: metric → value over all resulting conversations; null where there is nothing to divide by.
        unmapped: columns of which nothing is made → rows in which they are filled.
        disagreements: durations that the row's own instants contradict → in how many rows.
        clock_changes: (`REPEATED_HOUR` or `SKIPPED_HOUR`, the day) → how many rows have such times.
    """

    profile: Profile
    rows_in: int
    is_whole: bool
    kept: int
    duplicates: int
    rejected: int
    reasons: tuple[tuple[str, int], ...]
    refused: pl.DataFrame
    rows: pl.DataFrame
    kpis: dict[str, float | None]
    unmapped: dict[str, int]
    disagreements: dict[str, int]
    clock_changes: dict[tuple[str, str], int]

    @property
    def untold(self) -> tuple[str, ...]:
        """What no column of a file of conversations tells (`TELLERS`): numbers made of it stand on nothing."""
        if self.profile.kind != CONVERSATIONS_KIND:
            return ()
        return tuple(name for name, tellers in TELLERS.items() if not tellers & set(self.profile.mapped))


@dataclass
class Gathered:
    """Batches of a file's beginning, added up."""

    rows_in: int = 0
    is_whole: bool = True
    parts: list[Path] = field(default_factory=list)
    intervals: list[pl.DataFrame] = field(default_factory=list)
    refused: list[pl.DataFrame] = field(default_factory=list)
    unmapped: dict[str, int] = field(default_factory=dict)
    disagreements: dict[str, int] = field(default_factory=dict)
    clock_changes: dict[tuple[str, str], int] = field(default_factory=dict)

    def add(self, batch: Batch, folder: Path) -> None:
        """Take a batch in; its events are written down."""
        self.rows_in += batch.rows_in
        self.refused.append(batch.rejected)
        for name, count in batch.unknown_fields.items():
            self.unmapped[name] = self.unmapped.get(name, 0) + count
        for name, count in _disagreements(batch.events).items():
            self.disagreements[name] = self.disagreements.get(name, 0) + count
        for change, count in clock_changes(batch.events.lazy()).items():
            self.clock_changes[change] = self.clock_changes.get(change, 0) + count
        if batch.intervals is not None:
            self.intervals.append(batch.intervals)
            return
        part = folder / f"{len(self.parts):06}.parquet"
        batch.events.with_columns(load_id=pl.lit("preview")).select(EVENTS.schema.names()).write_parquet(part)
        self.parts.append(part)


def preview(path: Path, profile: Profile, house: Settings, name: str = "", most_rows: int = MOST_ROWS) -> Preview:
    """What a file would become; nothing is loaded.

    Args:
        path: the file.
        profile: how it is read.
        house: the house's rules, of which time zone, service level and the like are taken.
        name: what messages call the file; its own name when empty.
        most_rows: rows that are looked at.

    Raises:
        SourceError: the file cannot be read at all, or not by this profile.
    """
    table = table_by(path, name or path.name, profile)
    check_columns(table.columns, profile, table.name)
    with TemporaryDirectory(dir=scratch()) as folder:
        gathered = Gathered()
        for rows, is_last in _beginning(table, most_rows):
            gathered.is_whole = is_last
            gathered.add(batch_of(rows, profile, "preview", profile.time_zone or house.time_zone), Path(folder))
        if not gathered.rows_in:
            raise SourceError(f"{table.name} holds no rows of values; there is nothing to load.")
        work_out = _counted if profile.kind == INTERVALS else _modelled
        return work_out(profile, gathered, Workspace(Path(folder) / "workspace"), house)


def _beginning(table: Table, most_rows: int) -> Iterator[tuple[Rows, bool]]:
    """The first rows, batch by batch, each with whether the file ends with it or has at least not been cut yet."""
    left = most_rows
    batches = (batch for batch in table.batches() if batch.count)
    for batch in batches:
        if left <= 0:
            return
        is_cut = batch.count > left
        yield (
            (head_of(batch, left) if is_cut else batch),
            not is_cut and (batch.count < left or not next(batches, None)),
        )
        left -= batch.count


def head_of(rows: Rows, most: int) -> Rows:
    """The first rows, with what was set aside among them."""
    positions = rows.positions.head(most)
    last = int(positions[-1]) if positions.len() else 0
    rejections = (
        [each for each in rows.rejections if each.position <= last] if positions.len() else rows.rejections[:most]
    )
    return replace(rows, fields=rows.fields.head(most), positions=positions, rejections=rejections)


def _modelled(profile: Profile, gathered: Gathered, workspace: Workspace, house: Settings) -> Preview:
    """The numbers, by the pipeline and the metrics that a load would go through."""
    with workspace.write() as change:
        sifted = sift(change, gathered.parts)
        refresh(change, sifted.news, house.default_country, memory_gb=house.memory_gb, gone=sifted.gone)
        snapshot = change.commit("preview")
    shown = _shown(snapshot.scan(CONVERSATIONS))
    return _told(profile, gathered, sum(sifted.kept.values()), shown, _answers(snapshot, KPIS, house))


def _counted(profile: Profile, gathered: Gathered, workspace: Workspace, house: Settings) -> Preview:
    """The numbers of a file that already counts."""
    with workspace.write() as change:
        kept = keep(change, pl.concat(gathered.intervals), "preview")
        snapshot = change.commit("preview")
    gathered.refused.append(kept.rejected)
    first = snapshot.scan(INTERVAL_ROWS).sort("started_at", "position").head(SHOWN).collect()
    shown = first.select(each for each in first if each.null_count() < first.height and each.name not in OWN_WORDS)
    return _told(profile, gathered, kept.kept, shown, _answers(snapshot, REPORTED, house))


def _answers(snapshot: Snapshot, names: Sequence[str], house: Settings) -> dict[str, float | None]:
    row = totals(snapshot, Query(tuple(names)), house).row(0, named=True)
    return {name: row[name] for name in names}


def _told(
    profile: Profile, gathered: Gathered, kept: int, shown: pl.DataFrame, kpis: dict[str, float | None]
) -> Preview:
    refused = pl.concat([pl.DataFrame(schema=REJECTED_SCHEMA), *gathered.refused])
    counts = refused.group_by("reason").len().sort("len", "reason", descending=[True, False])
    return Preview(
        profile,
        gathered.rows_in,
        gathered.is_whole,
        kept,
        gathered.rows_in - kept - refused.height,
        refused.height,
        tuple(counts.rows()),
        refused.sort("position").head(SHOWN),
        shown,
        kpis,
        gathered.unmapped,
        gathered.disagreements,
        gathered.clock_changes,
    )


def _shown(conversations: pl.LazyFrame) -> pl.DataFrame:
    first = conversations.sort("started_at", "conversation_id").select(COLUMNS).head(SHOWN).collect()
    return first.select(column for column in first if column.null_count() < first.height or column.name in COLUMNS[:4])


def _disagreements(events: pl.DataFrame) -> dict[str, int]:
    """How often which duration is contradicted, as the events tell."""
    told = events["extra"].drop_nulls().str.json_path_match(f"$['{DISAGREES}']").drop_nulls()
    counts = told.str.split(", ").explode().value_counts()
    return dict(sorted(counts.rows()))
