"""A transaction: changes to several tables that become visible together, or not at all."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from core.errors import Busy, StoreError
from core.schema.table import Table
from core.schema.tables import MODEL
from core.store.files import Files
from core.store.layout import begins_after, end_of, inside_of, is_after, most_in_need
from core.store.manifest import Manifest, publish
from core.store.parts import PART_ROWS, Part, mark_rows, parts_within, rows_holding, scan_parts, write_parts
from core.store.snapshot import Snapshot

MOST_MARKED = 8
"""One row in so many may be marked: readers pass over them, and the disk holds them."""

SETTLED_AT_ONCE = 2
"""Parts that a change writes again at most because rows wait that belong among theirs."""


class Transaction:
    """Changes on top of a snapshot. Each change is written at once as new parts, which only the commit makes known.

    Args:
        base: the newest version when the transaction began.
        part_rows: rows of one part at most.
    """

    def __init__(self, files: Files, base: Snapshot, part_rows: int = PART_ROWS) -> None:
        self.base = base
        self.files = files
        self._part_rows = part_rows
        self._tables = dict(base.manifest.tables)
        self._is_over = False

    def scan(self, table: Table, since: datetime | None = None, until: datetime | None = None) -> pl.LazyFrame:
        """Like `Snapshot.scan`, with this transaction's own changes."""
        return scan_parts(self.files, table, self.parts(table), since, until)

    def parts(self, table: Table) -> tuple[Part, ...]:
        """The files that the table consists of now."""
        self._check_open()
        return self._tables.get(table.name, ())

    def scan_part(self, table: Table, part: Part) -> pl.LazyFrame:
        """The rows of one of the table's parts."""
        self._check_open()
        return scan_parts(self.files, table, [part])

    @contextmanager
    def scratch(self) -> Iterator[Path]:
        """A folder for temporary files on the workspace's own disk; it is gone when the block ends."""
        staging = self.files.root / "staging"
        staging.mkdir(exist_ok=True)
        with TemporaryDirectory(prefix="scratch-", dir=staging) as folder:
            yield Path(folder)

    def changed(self, table: Table) -> tuple[list[Part], list[Part]]:
        """The parts of the base that are no longer there, and those that came instead, each in the manifest's order.

        A row that was rewritten without a change stands in both; so does a part of which more rows are marked now,
        once with and once without them.
        """
        before, now = self.base.parts(table), self.parts(table)
        known, left = set(before), set(now)
        return [part for part in before if part not in left], [part for part in now if part not in known]

    def append(self, table: Table, rows: pl.DataFrame | pl.LazyFrame) -> None:
        """Add rows; columns that they lack become null.

        Raises:
            StoreError: the disk refused, or the transaction is over.
        """
        self._add(table, self.parts(table), _conformed(table, rows))

    def clear(self, beginning: str) -> None:
        """Remove all rows of the tables whose names begin so."""
        self._check_open()
        self._tables = {name: parts for name, parts in self._tables.items() if not name.startswith(beginning)}

    def replace(
        self,
        table: Table,
        column: str,
        keys: pl.Series,
        rows: pl.DataFrame | pl.LazyFrame,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> None:
        """Remove the rows whose `column` is among the keys, and add rows; parts without such a row stay as they are.

        Null is no key: a row without a value in `column` stays.
        Where few of a part's rows go, they are only marked; else what is left of it is written again, with the new rows
        that lie in its range. The others, and parts that have become small, are added as `append` does.

        Args:
            since, until: where the caller knows that the rows to remove lie; parts beside that are not looked through.

        Raises:
            UnknownName: the table has no such column.
            StoreError: the disk refused, or the transaction is over.
        """
        keys = keys.cast(table.column(column).dtype)
        coming = _conformed(table, rows)
        parts = self.parts(table)
        touched = rows_holding(self.files, table, parts_within(parts, since, until), column, keys)
        are_touched = {part for part, _ in touched}
        kept = [part for part in parts if part not in are_touched]
        for part, rows_gone in touched:
            if self._is_worth_marking(part, len(rows_gone)):
                kept.append(mark_rows(self.files, table, part, rows_gone, self.base.version + 1))
                continue
            left = _without(self.scan_part(table, part), column, keys)
            inside, coming = inside_of(table, coming, part)
            merged = pl.concat([left, inside])
            if self._is_small(merged.height):
                coming = pl.concat([coming, merged])
            else:
                kept += self._write(table, merged)
        self._add(table, kept, coming)

    def commit(self, note: str, *, is_whole: bool = False) -> Snapshot:
        """Make all changes visible at once, as the next version; without a change the version stays the same.

        Args:
            is_whole: all rows of the model were made anew, so that none is left from before a column was declared.

        Raises:
            Busy: another writer published that version first; nothing of this transaction is visible.
            StoreError: the disk refused, or the transaction is over.
        """
        self._check_open()
        self.close()
        if self._tables == self.base.manifest.tables:
            return self.base
        version = self.base.version + 1
        now = datetime.now(UTC)
        committed_at = now.replace(microsecond=now.microsecond // 1000 * 1000)
        is_first = not self.base.manifest.tables
        model = MODEL if is_whole or is_first else self.base.manifest.model
        manifest = Manifest(version, committed_at, note, self._tables, model)
        self._check_whole()
        if not publish(self.files, manifest):
            raise Busy(
                f"Another process committed version {version} of {self.files.root} in the meantime; "
                "nothing of this one was kept. Run it again."
            )
        return Snapshot(self.files, manifest)

    def close(self) -> None:
        """End the transaction; nothing can be changed or committed any more."""
        self._is_over = True

    def _add(self, table: Table, parts: Sequence[Part], rows: pl.DataFrame) -> None:
        """Write rows together with the small parts that are not much larger than they.

        What goes on from the end of the large parts and what belongs among their rows is kept apart: a part that held
        both would be opened for any period. When there is much of the latter, it goes where it belongs.
        """
        large = [part for part in parts if not self._is_small(part.rows)]
        small = [part for part in parts if self._is_small(part.rows)]
        end = end_of(large)
        after = is_after(table, rows, end)
        late, next_ones = rows.filter(~after), rows.filter(after)
        late_parts = [part for part in small if not begins_after(part, end)]
        next_parts = [part for part in small if begins_after(part, end)]
        together, late_parts = self._gather(table, late_parts, late)
        if self._is_small(late.height) and not self._is_small(together.height):
            large, together = self._settle(table, large, together)
        next_rows, next_parts = self._gather(table, next_parts, next_ones)
        kept = [*large, *late_parts, *next_parts]
        self._tables[table.name] = (*kept, *self._write(table, together), *self._write(table, next_rows))
        if not self._tables[table.name]:
            del self._tables[table.name]

    def _gather(self, table: Table, parts: list[Part], rows: pl.DataFrame) -> tuple[pl.DataFrame, list[Part]]:
        """Rows with those of the small parts that are not much larger than they, and the other parts.

        A part is written again only into one at least half as large again, so a thousand little loads leave a
        handful of files, and a row is rewritten a handful of times, whatever the size of the table.
        """
        together, total = [], rows.height
        for part in sorted(parts, key=lambda part: part.rows):
            if part.rows > 2 * total:
                break
            together.append(part)
            total += part.rows
        if together:
            rows = pl.concat([rows, scan_parts(self.files, table, together).collect()])
        return rows, [part for part in parts if part not in together]

    def _settle(self, table: Table, parts: list[Part], rows: pl.DataFrame) -> tuple[list[Part], pl.DataFrame]:
        """Write the parts that need it most again, with the rows that belong among theirs; the parts and what is left.

        Only so many at once, so that no load pays for what many before it have left.
        """
        for part in most_in_need(table, parts, rows, SETTLED_AT_ONCE):
            inside, rows = inside_of(table, rows, part)
            merged = pl.concat([self.scan_part(table, part).collect(), inside])
            parts = [one for one in parts if one != part] + self._write(table, merged)
        return parts, rows

    def _write(self, table: Table, rows: pl.DataFrame) -> list[Part]:
        return list(write_parts(self.files, table, rows, self._part_rows, self.base.version + 1))

    def _is_small(self, rows: int) -> bool:
        return rows < self._part_rows / 4

    def _is_worth_marking(self, part: Part, rows: int) -> bool:
        """Whether marking so many more rows is better than writing what is left of the part."""
        return not self._is_small(part.rows) and (part.marked + rows) * MOST_MARKED <= part.stored

    def _check_open(self) -> None:
        if self._is_over:
            raise StoreError("This transaction is over: open another one with Workspace.write().")

    def _check_whole(self) -> None:
        """Where the lock failed to keep a second writer out, that one may have swept our parts away as orphans."""
        for name in (name for parts in self._tables.values() for part in parts for name in part.files):
            if self.files.facts(name) is None:
                raise StoreError(f"{self.files.path(name)} is gone; nothing was committed. Run it again.")


def _conformed(table: Table, rows: pl.DataFrame | pl.LazyFrame) -> pl.DataFrame:
    return table.conform(rows.lazy()).collect()


def _without(rows: pl.LazyFrame, column: str, keys: pl.Series) -> pl.DataFrame:
    """The rows whose column is not among the keys; null is among no keys."""
    return rows.join(pl.LazyFrame({column: keys}), on=column, how="anti").collect()
