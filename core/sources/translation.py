"""Put records into a batch: the source's words into ours, and what cannot be used aside with its reason."""

from collections.abc import Sequence

import polars as pl

from core.errors import SourceError
from core.schema.tables import EVENTS
from core.sources.batch import Batch, Rejection, rejected_frame
from core.sources.fields import as_json
from core.sources.reading import Reading
from core.sources.records import Records
from core.sources.source import Source
from core.sources.steps import RECORD

EVENT_COLUMNS = {name: dtype for name, dtype in EVENTS.schema.items() if name != "load_id"}


def recognise(sources: Sequence[Source], records: Records, name: str) -> Source:
    """The first source that knows these records.

    Raises:
        SourceError: none does; the message says what was looked for and what was found.
    """
    columns = frozenset(records.fields.columns)
    found = next((source for source in sources if source.recognises(columns)), None)
    if found:
        return found
    what = f"has the fields {', '.join(sorted(columns)[:12])}" if any(columns) else "has no readable record"
    if records.rejections:
        what += f" ({records.rejections[0].reason}: {records.rejections[0].detail})"
    looked_for = "; ".join(source.looks_for for source in sources)
    raise SourceError(f"{name} {what}: no known events. Looked for: {looked_for}.")


def translated(records: Records, source: Source, file_id: str, reading: Reading) -> Batch:
    """A batch of EVENTS rows and of rejections; each record is in one or the other."""
    rows = source.translate(records.fields, reading)
    is_single = RECORD not in rows.columns
    rows = rows.with_columns(
        (records.positions if is_single else records.positions.gather(rows[RECORD])).alias("position"),
        pl.lit(file_id).alias("file_id"),
        pl.lit(source.platform).alias("platform"),
        pl.lit(source.name).alias("source"),
    )
    faults = rows.filter(pl.col("reason").is_not_null())
    if not is_single and faults.height:
        faults = faults.unique("position", keep="first").sort("position")
    is_bad = records.positions.is_in(faults["position"].implode())
    good = rows.filter(~pl.col("position").is_in(faults["position"].implode()))
    events = good.select(pl.col(name).cast(dtype) for name, dtype in EVENT_COLUMNS.items())
    rejected = rejected_frame(_unread(records) + _unusable(faults, records, is_bad, source))
    unknown = {
        column: count
        for column in sorted(records.fields.columns)
        if not source.documented(column) and (count := records.fields[column].count())
    }
    return Batch(source.name, records.count, events, rejected, unknown, source.platform)


def _unread(records: Records) -> list[Rejection]:
    if records.text_of is None or not records.rejections:
        return records.rejections
    texts = records.text_of([rejection.position for rejection in records.rejections])
    return [rejection.with_raw(text) for rejection, text in zip(records.rejections, texts, strict=True)]


def _unusable(rows: pl.DataFrame, records: Records, is_bad: pl.Series, source: Source) -> list[Rejection]:
    """Records that could be read but not used; few, so each becomes an object."""
    if rows.is_empty():
        return []
    if records.text_of is None:
        texts = as_json(records.fields.filter(is_bad), source.opens).fill_null("{}").to_list()
    else:
        texts = records.text_of(rows["position"].to_list())
    faults = rows.select("position", "reason", pl.col("detail").fill_null("")).iter_rows()
    return [
        Rejection(position, reason, detail, raw) for (position, reason, detail), raw in zip(faults, texts, strict=True)
    ]
