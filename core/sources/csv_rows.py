"""Read CSV into records of text fields."""

import csv
import io
from collections.abc import Iterator, Sequence

import polars as pl

from core.errors import SourceError
from core.sources.batch import ENCODING, FIELD_COUNT, Rejection
from core.sources.records import UNREADABLE, Records, counted
from core.sources.text import BATCH_BYTES, RECORD_LIMIT_BYTES, decoded

DELIMITERS = (",", ";", "\t", "|")


def header(line: str) -> tuple[str, list[str]]:
    """The delimiter and the column names that the first line of a CSV file gives; no names when it is no header."""
    delimiter = max(DELIMITERS, key=line.count)
    if not line.replace("\t", " ").isprintable():
        return delimiter, []
    names = next(csv.reader([line], delimiter=delimiter), [])
    unique: dict[str, None] = {}
    for index, name in enumerate(names, start=1):
        unique[f"column {index}" if not name.strip() or name.strip() in unique else name.strip()] = None
    return delimiter, list(unique)


def width(line: str, delimiter: str) -> int:
    """How many fields a record has."""
    return len(next(csv.reader(io.StringIO(line, newline=""), delimiter=delimiter), []))


def csv_batches(chunks: Iterator[bytes], name: str) -> Iterator[bytes]:
    """Whole CSV records, some tens of megabytes at a time, at least one block; line breaks inside quotes do not cut.

    Raises:
        SourceError: a quote that is not closed within RECORD_LIMIT_BYTES.
    """
    held = b""
    for chunk in chunks:
        held += chunk
        if len(held) < BATCH_BYTES:
            continue
        end = _last_record_end(held)
        if end:
            yield held[:end]
            held = held[end:]
        elif len(held) > RECORD_LIMIT_BYTES:
            raise SourceError(
                f"{name} has a CSV record longer than {RECORD_LIMIT_BYTES // 10**6} MB: a quote is not closed. "
                "Export it again, or give NDJSON."
            )
    yield held


def _last_record_end(block: bytes) -> int:
    """Just after the last line break outside quotes; 0 when there is none."""
    quotes = block.count(b'"')
    end = len(block)
    while (newline := block.rfind(b"\n", 0, end)) >= 0:
        quotes -= block.count(b'"', newline, end)
        if quotes % 2 == 0:
            return newline + 1
        end = newline
    return 0


def read_csv(block: bytes, names: Sequence[str], delimiter: str, first_position: int) -> Records:
    """Read CSV records without header; an empty field counts as not given.

    A record with too many or too few fields, or that is no UTF-8, is rejected.
    """
    schema = dict.fromkeys(names, pl.String())
    try:
        fields = pl.read_csv(io.BytesIO(block), has_header=False, separator=delimiter, schema=schema)
    except UNREADABLE:
        return _read_csv_carefully(block, names, delimiter, first_position)
    if fields[:, -1].null_count():  # a short record and a blank line look like a last field that is empty
        return _read_csv_carefully(block, names, delimiter, first_position, fields)
    return Records(_empty_as_null(fields), counted(first_position, fields.height))


def read_ragged(block: bytes, names: Sequence[str], delimiter: str, first_position: int) -> Records:
    """Read lines of fields without quotes, of which each may end early; the last field has all that is left over.

    A line that is no UTF-8 is rejected; blank lines count for nothing.
    """
    lines = [line for line in block.splitlines() if line.strip()]
    texts = decoded(lines)
    is_text = texts.is_not_null()
    fields = texts.filter(is_text).str.splitn(delimiter, len(names)).struct.unnest()
    fields.columns = list(names)
    positions = counted(first_position, len(lines))
    rejections = [
        Rejection(position, ENCODING, "not UTF-8", lines[position - first_position].decode("utf-8", "backslashreplace"))
        for position in positions.filter(~is_text)
    ]
    return Records(_empty_as_null(fields), positions.filter(is_text), rejections)


def _read_csv_carefully(
    block: bytes, names: Sequence[str], delimiter: str, first_position: int, fields: pl.DataFrame | None = None
) -> Records:
    """Record by record, by the standard library: for blocks in which something is wrong or doubtful."""
    csv.field_size_limit(RECORD_LIMIT_BYTES)
    text = io.StringIO(block.decode("utf-8", "surrogateescape"), newline="")
    rejections: list[Rejection] = []
    good: list[list[str]] = []
    positions: list[int] = []
    records = (record for record in csv.reader(text, delimiter=delimiter) if record)
    for position, record in enumerate(records, start=first_position):
        problem = wrong_with(record, len(names))
        if problem:
            rejections.append(Rejection(position, *problem, written(record, delimiter)))
        else:
            good.append(record)
            positions.append(position)
    if fields is None or fields.height != len(good):
        fields = pl.DataFrame(good, schema=dict.fromkeys(names, pl.String()), orient="row")
    return Records(_empty_as_null(fields), pl.Series(positions, dtype=pl.Int64), rejections)


def wrong_with(record: Sequence[str], wanted: int) -> tuple[str, str] | None:
    """Reason and details why a record is rejected: not as many fields as wanted, or no UTF-8; null when it is good.

    Args:
        record: fields decoded with `surrogateescape`.
    """
    if len(record) != wanted:
        return FIELD_COUNT, f"{len(record)} instead of {wanted}"
    try:
        "".join(record).encode()
    except UnicodeEncodeError as problem:
        return ENCODING, f"byte {ord(problem.object[problem.start]) & 0xFF:#04x} is not UTF-8"
    return None


def written(record: Sequence[str], delimiter: str, quote: str = '"') -> str:
    """A record as a line of CSV, for people to read; bytes that are no UTF-8 stand as `\\x` and their value."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, quotechar=quote, lineterminator="").writerow(record)
    return text.getvalue().encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _empty_as_null(fields: pl.DataFrame) -> pl.DataFrame:
    return fields.with_columns(pl.all().replace("", None))
