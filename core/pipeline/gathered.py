"""Gathered tasks: each described from all its events, piece by piece, then handed out as whole conversations."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import polars as pl

from core.pipeline.among import among
from core.pipeline.chunks import BONDS, bond, components, divide
from core.pipeline.holds import HOLD, UNHOLD
from core.pipeline.tasks import describe_tasks
from core.schema.tables import EVENTS, TASKS
from core.store.transaction import Transaction

BEFORE = "conversation_before"
INSTANT_STEP = timedelta(milliseconds=1)


@dataclass(frozen=True)
class Chunk:
    """Whole conversations.

    Args:
        tasks: as `describe_tasks` gives them, with `conversation_before`: where the task belonged until now.
        events: rows of EVENTS of these tasks and of their calls.
        ended: `task_id` and `conversation_before` of tasks that no event is about any more.
    """

    tasks: pl.DataFrame
    events: pl.LazyFrame
    ended: pl.DataFrame

    @property
    def known(self) -> pl.Series:
        """The tasks that were there before."""
        return self._until_now["task_id"]

    @property
    def before(self) -> pl.Series:
        """The conversations that these tasks were until now."""
        return self._until_now[BEFORE].unique()

    @property
    def _until_now(self) -> pl.DataFrame:
        return pl.concat([self.tasks.select("task_id", BEFORE), self.ended]).drop_nulls(BEFORE)


class Gathered:
    """Tasks described from their events; what they tell lies on disk when they are too many for one go.

    Args:
        change: the open transaction.
        folder: for temporary files.
        at_once: tasks that may be held at once.
        tell: called with the number of tasks that were just described.
    """

    def __init__(self, change: Transaction, folder: Path, at_once: int, tell: Callable[[int], None]) -> None:
        self._change = change
        self._folder = folder
        self._at_once = at_once
        self._tell = tell
        self._pieces: list[pl.LazyFrame] = []
        self._index: list[pl.DataFrame] = []
        self._ended = [pl.DataFrame(schema={"task_id": pl.String, BEFORE: pl.String})]
        self._is_all = not change.parts(TASKS)

    @property
    def bonds(self) -> pl.DataFrame:
        """One row a task, in the order in which they were described: hashes, and when it began and ended."""
        return pl.concat(self._index)

    def add(self, tasks: pl.DataFrame) -> None:
        """Describe tasks from all their events.

        Args:
            tasks: `task_id`, `conversation_id` as it was until now, `first_at`, `last_at`.
        """
        if tasks.is_empty():
            return
        numbers = divide(tasks.with_columns(size=pl.lit(1)), self._at_once)
        some = [part.drop("chunk") for part in tasks.with_columns(chunk=numbers).partition_by("chunk")]
        is_whole = self._is_all and len(some) == 1
        for part in some:
            self._describe(part, is_whole=is_whole)
            self._tell(part.height)

    def _describe(self, tasks: pl.DataFrame, *, is_whole: bool) -> None:
        before = tasks.select("task_id", pl.col("conversation_id").alias(BEFORE))
        described = describe_tasks(self._events(tasks, is_whole=is_whole)).join(before, on="task_id", how="left")
        self._ended.append(before.join(described, on="task_id", how="anti"))
        named = pl.coalesce("conversation_id", "previous_task").alias("linked_to")
        ties = described.with_columns(named).select(
            *(bond(name) for name in BONDS), bond(BEFORE), "first_at", "last_at"
        )
        self._index.append(ties)
        if is_whole:
            self._pieces.append(described.lazy())
            return
        file = self._folder / f"tasks-{len(self._pieces):06}.parquet"
        described.write_parquet(file, compression="lz4")
        self._pieces.append(pl.scan_parquet(file))

    def chunks(self) -> Iterator[Chunk]:
        """All tasks, in chunks of whole conversations, also of those that they were until now."""
        bonds, ended = self.bonds, pl.concat(self._ended)
        if bonds.is_empty():
            yield Chunk(self._rows(pl.Series(dtype=pl.Int64)), EVENTS.empty().lazy(), ended)
            return
        rows = bonds.select("first_at", "last_at", group=components(bonds.select(*BONDS, BEFORE)))
        groups = rows.group_by("group").agg(
            pl.col("first_at").min(), pl.col("last_at").max(), pl.len().cast(pl.Int64).alias("size")
        )
        numbered = groups.select("group", chunk=divide(groups, self._at_once))
        chunk_of = rows.select("group").join(numbered, on="group", how="left", maintain_order="left")["chunk"]
        is_whole = self._is_all and chunk_of.n_unique() == 1
        calls = self._calls(rows["first_at"].min())
        for number in range(int(chunk_of.max()) + 1):  # type: ignore[arg-type]
            tasks = self._rows((chunk_of == number).arg_true())
            theirs = calls.lazy().join(tasks.lazy().select("call_id"), on="call_id", how="semi")
            events = self._events(tasks, is_whole=is_whole)
            yield Chunk(tasks, pl.concat([events, EVENTS.conform(theirs)]), ended if number == 0 else ended.clear())

    def _rows(self, rows: pl.Series) -> pl.DataFrame:
        """The described tasks of these numbers."""
        found, start = [], 0
        for piece, index in zip(self._pieces, self._index, strict=True):
            here = rows.filter(rows.is_between(start, start + index.height, closed="left")) - start
            if len(here) == index.height:
                found.append(piece.collect())
            elif len(here):
                wanted = here.cast(pl.UInt32).alias("row").to_frame().lazy()
                found.append(piece.with_row_index("row").join(wanted, on="row", how="semi").drop("row").collect())
            start += index.height
        return pl.concat(found)

    def _events(self, tasks: pl.DataFrame, *, is_whole: bool) -> pl.LazyFrame:
        """All events of these tasks."""
        first, last = tasks.select(pl.col("first_at").min(), pl.col("last_at").max()).row(0)
        events = self._change.scan(EVENTS, since=first, until=last + INSTANT_STEP)
        if is_whole:
            return events.filter(pl.col("task_id").is_not_null())
        # Not collected here: to describe tasks and to model them each reads its own columns, once.
        return among(events, "task_id", tasks["task_id"])

    def _calls(self, since: object) -> pl.DataFrame:
        """Holds: the only events that are known by their call instead of their task."""
        is_hold = pl.col("event_type").is_in((HOLD, UNHOLD)) & pl.col("task_id").is_null()
        holds = self._change.scan(EVENTS, since=since).filter(is_hold, pl.col("call_id").is_not_null())  # type: ignore[arg-type]
        return holds.select("event_id", "occurred_at", "event_type", "call_id").collect()
