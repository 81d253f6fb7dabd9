"""Answer a question in SQL in this process: check it, let the engine work on the snapshot's frames, cut the answer."""

from difflib import get_close_matches

import polars as pl
from polars.exceptions import ColumnNotFoundError, PolarsError

from core.sql.check import Checked, check, listed
from core.sql.frames import ASKED, frames
from core.sql.question import Answer, Question
from core.sql.refusal import Refusal
from core.store.files import Files
from core.store.manifest import read_manifest
from core.store.snapshot import Snapshot

MOST_BYTES = 64 << 20
"""Of an answer; a page shows rows and not books."""

TOLD_MOST = 300


def ask(question: Question) -> Answer:
    """The answer.

    Raises:
        Refusal: the statement is not run, or the engine could not answer it.
        StoreError: the version of the data is no longer kept.
    """
    checked = check(question.text, ASKED, dict(question.given))
    files = Files(question.home)
    snapshot = Snapshot(files, read_manifest(files, question.version))
    named = frames(snapshot, checked.tables, is_masked=question.is_masked)
    try:
        with pl.SQLContext(named, eager=False) as engine:
            found = engine.execute(checked.text)
            rows = found.head(question.limits.rows + 1).collect()
    except ColumnNotFoundError as problem:
        raise _unknown_column(problem, checked) from problem
    except PolarsError as problem:
        raise Refusal("engine", message=str(problem).partition("\n")[0][:TOLD_MOST]) from problem
    if rows.estimated_size() > MOST_BYTES:
        raise Refusal("large", most=MOST_BYTES >> 20)
    answered = _plain(rows.head(question.limits.rows))
    if not checked.is_in_order:
        answered = answered.sort(pl.all(), nulls_last=True)
    return Answer(answered, tuple(map(_unit, answered.iter_columns())), rows.height > question.limits.rows)


def _plain(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows in the types that tables have: lengths of time in milliseconds, what has several values as text."""
    shown = []
    for name, dtype in rows.schema.items():
        value = pl.col(name)
        if dtype == pl.Duration:
            shown.append(value.dt.total_milliseconds().alias(name))
        elif dtype.is_decimal():
            shown.append(value.cast(pl.Float64))
        elif dtype.is_nested():
            shown.append(value.map_elements(str, return_dtype=pl.String))
        elif dtype == pl.Null:
            shown.append(value.cast(pl.String))
        else:
            shown.append(value)
    lengths = {name: dtype == pl.Duration for name, dtype in rows.schema.items()}
    plain = rows.select(shown)
    return plain.rename(
        {name: f"{name}_ms" for name, is_length in lengths.items() if is_length and _is_free(name, plain)}
    )


def _is_free(name: str, rows: pl.DataFrame) -> bool:
    """Whether a length of time can be told as such by its name."""
    return not name.endswith("_ms") and f"{name}_ms" not in rows.columns


def _unit(column: pl.Series) -> str:
    """A quantity's unit, as the names of columns tell it everywhere in this program."""
    if not column.dtype.is_numeric():
        return ""
    if column.name.endswith("_ms"):
        return "ms"
    return "count" if column.dtype.is_integer() else "number"


def _unknown_column(problem: ColumnNotFoundError, checked: Checked) -> Refusal:
    """Which column there is not, where it was named, and which ones there are."""
    name = str(problem).partition('"')[2].partition('"')[0]
    known = [column for table in checked.tables for column in ASKED[table].by_name]
    near = get_close_matches(name, known, n=3, cutoff=0.5) or known
    return Refusal("column", *checked.columns.get(name, (0, 0)), name=name, columns=listed(set(near)))
