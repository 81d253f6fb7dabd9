"""Ways in: a landed file is recognised by its content and read into EVENTS, batch by batch."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import polars as pl

from core.errors import SourceError
from core.schema.tables import EVENTS
from core.sources.batch import REASONS, Batch, Rejection, rejected_frame
from core.sources.containers import members
from core.sources.fields import as_json
from core.sources.objects import ReadLines
from core.sources.records import records
from core.sources.source import Source
from core.sources.twilio_taskrouter import EVENT_CALLBACK, EVENT_STREAM, EVENTS_RESOURCE
from core.store.landing import Landed

__all__ = ["REASONS", "SOURCES", "Batch", "expand", "read"]

SOURCES: tuple[Source, ...] = (EVENT_STREAM, EVENTS_RESOURCE, EVENT_CALLBACK)
"""Every source, in the order in which they are tried."""

OPENS = tuple(sorted({path for source in SOURCES for path in source.opens}))
EVENT_COLUMNS = pl.Schema({name: dtype for name, dtype in EVENTS.schema.items() if name != "load_id"})


def expand(paths: Iterable[Path]) -> list[Path]:
    """The files that the paths mean: files themselves, folders with all that is in them, without hidden files.

    Raises:
        SourceError: a path that does not exist.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if not path.exists():
            raise SourceError(f"{path} does not exist; give a file or a folder.")
        inside = [path] if path.is_file() else sorted(path.rglob("*"))
        for each in inside:
            hidden = any(part.startswith(".") for part in each.relative_to(path).parts)
            if each.is_file() and not hidden:
                found[each] = None
    return list(found)


def read(landed: Landed) -> Iterator[Batch]:
    """The events of one landed file, in its own order, in batches of bounded size.

    Every record becomes an event or is rejected with one of REASONS; positions count records from 1, through the
    members of an archive.

    Raises:
        SourceError: the file as a whole cannot be read, perhaps after some batches: discard those.
    """
    position = 1
    for member in members(landed.path, landed.name):
        source = None
        for batch in records(member, OPENS, position):
            source = source or _recognise(batch, member.name)
            count = batch.positions.len() + len(batch.rejections)
            position += count
            if count:
                yield _translated(batch, source, landed.file_id)
    if position == 1:
        raise SourceError(f"{landed.name} holds no records; there is nothing to load.")


def _recognise(batch: ReadLines, name: str) -> Source:
    columns = frozenset(batch.fields.columns)
    found = next((source for source in SOURCES if source.recognises(columns)), None)
    if found:
        return found
    what = f"has the fields {', '.join(sorted(columns)[:12])}" if columns else "has no readable record"
    if batch.rejections:
        what += f" ({batch.rejections[0].reason}: {batch.rejections[0].detail})"
    looked_for = "; ".join(source.looks_for for source in SOURCES)
    raise SourceError(f"{name} {what}: no known events. Looked for: {looked_for}.")


def _translated(batch: ReadLines, source: Source, file_id: str) -> Batch:
    rows = source.translate(batch.fields).with_columns(
        batch.positions.alias("position"), pl.lit(file_id).alias("file_id"), pl.lit(source.name).alias("source")
    )
    is_good = rows["reason"].is_null()
    rejections = batch.rejections + _unusable(rows, batch.fields, ~is_good)
    events = rows.filter(is_good).select(pl.col(name).cast(dtype) for name, dtype in EVENT_COLUMNS.items())
    unknown = {
        column: count
        for column in sorted(batch.fields.columns)
        if not source.documented(column) and (count := batch.fields[column].count())
    }
    return Batch(source.name, events.height + len(rejections), events, rejected_frame(rejections), unknown)


def _unusable(rows: pl.DataFrame, fields: pl.DataFrame, is_bad: pl.Series) -> list[Rejection]:
    if not is_bad.any():
        return []
    raw = fields.filter(is_bad).select(as_json(dict.fromkeys(fields.columns), OPENS).fill_null("{}")).to_series()
    bad = rows.filter(is_bad).select("position", "reason", pl.col("detail").fill_null("")).rows()
    return [Rejection(*row, text) for row, text in zip(bad, raw, strict=True)]
