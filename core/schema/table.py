"""A table: what one row is, its key, its columns; reads as a schema, a validator and documentation."""

from dataclasses import dataclass
from functools import cached_property

import polars as pl

from core.errors import UnknownName
from core.schema.column import Column


@dataclass(frozen=True)
class Table:
    """One declared table.

    Args:
        name: upper case in prose, lower case as a folder and on the command line.
        meaning: what one row is (the grain).
        key: the columns that identify a row.
        sorted_by: the column by which rows are kept in order and files are pruned.
        columns: in the order in which they are shown.
        made_of: the table out of which its rows are worked out whenever they are asked; empty for a stored table.
    """

    name: str
    meaning: str
    key: tuple[str, ...]
    sorted_by: str
    columns: tuple[Column, ...]
    made_of: str = ""

    @cached_property
    def schema(self) -> pl.Schema:
        """Column names and types, as Polars wants them."""
        return pl.Schema({column.name: column.dtype for column in self.columns})

    @cached_property
    def by_name(self) -> dict[str, Column]:
        """Columns by name."""
        return {column.name: column for column in self.columns}

    def column(self, name: str) -> Column:
        """The column of that name.

        Raises:
            UnknownName: when the table has none.
        """
        if name not in self.by_name:
            raise UnknownName.among(f"column of {self.name}", name, self.by_name)
        return self.by_name[name]

    def empty(self) -> pl.DataFrame:
        """No rows, all columns."""
        return pl.DataFrame(schema=self.schema)

    def conform(self, rows: pl.LazyFrame) -> pl.LazyFrame:
        """Select the declared columns in their order and types; a column that `rows` lacks becomes null.

        Types are cast strictly: a value that does not fit is a mistake in a stage, not bad input.
        """
        present = set(rows.collect_schema().names())
        return rows.select(
            (pl.col(name) if name in present else pl.lit(None)).cast(dtype).alias(name)
            for name, dtype in self.schema.items()
        )
