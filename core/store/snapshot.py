"""A snapshot: one version of all tables, which stays as it is while newer ones are committed."""

from dataclasses import dataclass
from datetime import datetime

import polars as pl

from core.errors import StoreError
from core.schema.table import Table
from core.schema.tables import MODEL
from core.store.files import Files
from core.store.manifest import Manifest, name_of
from core.store.parts import Part, parts_within, scan_parts


@dataclass(frozen=True)
class Snapshot:
    """One version of a workspace, to read.

    Two snapshots are equal, and hash alike, when they are the same commit of the same folder.
    """

    files: Files
    manifest: Manifest

    @property
    def version(self) -> int:
        """Number of the commit; 0 is the empty workspace."""
        return self.manifest.version

    @property
    def committed_at(self) -> datetime | None:
        """When it was committed, UTC; None for version 0."""
        return self.manifest.committed_at

    @property
    def lacks_columns(self) -> bool:
        """Whether it has rows from before a column was declared that is null in them: numbers of it are not right."""
        return bool(self.manifest.tables) and self.manifest.model != MODEL

    def parts(self, table: Table) -> tuple[Part, ...]:
        """The files that the table consists of."""
        return self.manifest.tables.get(table.name, ())

    def rows(self, table: Table, since: datetime | None = None, until: datetime | None = None) -> int:
        """How many rows the table has, or at most has in a period; reads no file."""
        return sum(part.rows for part in parts_within(self.parts(table), since, until))

    def scan(self, table: Table, since: datetime | None = None, until: datetime | None = None) -> pl.LazyFrame:
        """The table's rows, all declared columns, in no promised order.

        Args:
            since: only rows whose `sorted_by` is at or after this moment; parts before it are not read.
            until: only rows before this moment. On a table in order of an id, both say nothing.

        Raises:
            StoreError: a part is gone, the version is no longer kept, or no version ever stores that table.
            QueryError: a bound without a time zone.
        """
        if table.made_of:
            raise StoreError(f"{table.name} is not stored: its rows are worked out of {table.made_of} when asked.")
        if self.version and self.files.facts(name_of(self.version)) is None:
            raise StoreError(f"Version {self.version} of {self.files.root} is no longer kept: open the newest one.")
        return scan_parts(self.files, table, self.parts(table), since, until)
