"""Recognise by content how a file writes its records, and read them batch by batch."""

import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path

from core.errors import SourceError
from core.scratch import scratch
from core.sources import csv_rows, documents, forms, objects, parquet, text
from core.sources.batch import ENCODING
from core.sources.containers import Member
from core.sources.records import FIELD_LIMIT, Records, TooManyFields, counted, refuse_too_many
from core.sources.source import Headless
from core.sources.unfold import unfolded

SAMPLE_LINES = 20
WRONG_ENCODING_SHARE = 0.9
LOOKED_FOR = "JSON (objects, arrays, one object a line), CSV with a header, form-encoded bodies, Parquet"

Reader = Callable[[bytes, int], Records]


def records(
    member: Member, opens: Iterable[str], first_position: int, headless: Sequence[Headless] = ()
) -> Iterator[Records]:
    """The records of one file, batch by batch, with the way of writing recognised by content.

    Args:
        member: the file.
        opens: paths of the objects that become columns of their own.
        first_position: number of its first record.
        headless: tables that are known by their first line, for they have no header.

    Raises:
        SourceError: nothing recognisable, binary, truncated, or (nearly) all in a wrong encoding.
    """
    try:
        yield from _records(member, opens, first_position, headless)
    except TooManyFields as problem:
        raise SourceError(
            f"{member.name} has more than {FIELD_LIMIT:,} different fields, so its field names seem to be values; "
            "give one object an event."
        ) from problem


def _records(
    member: Member, opens: Iterable[str], first_position: int, headless: Sequence[Headless]
) -> Iterator[Records]:
    head = next(member.chunks, b"")
    if head.startswith(parquet.MAGIC):
        yield from _parquet(member, head, opens, first_position)
        return
    chunks = text.utf8(head, member.chunks, member.name)
    start = _start(chunks)
    if not start:
        return
    blocks, read = _way(start, chain([start], chunks), member.name, opens, headless)
    position = first_position
    for block in blocks:
        batch = read(block, position)
        refuse_too_many(batch.fields.width)
        if position == first_position:
            _check_encoding(batch, member.name)
        yield batch
        position += batch.count


def _start(chunks: Iterator[bytes]) -> bytes:
    """The first chunk that is not blank; nothing when all are."""
    return next((chunk for chunk in chunks if chunk.strip()), b"")


def _way(
    start: bytes, chunks: Iterator[bytes], name: str, opens: Iterable[str], headless: Sequence[Headless]
) -> tuple[Iterator[bytes], Reader]:
    """How to cut the text into blocks, and how to read a block."""
    lines = [line.decode("utf-8", "replace").strip() for line in text.filled_lines(start)[:SAMPLE_LINES]]
    first = lines[0]
    is_lined = _is_object(first) or 2 * sum(map(_is_object, lines)) >= len(lines)
    if is_lined or first.startswith(("{", "[")):
        cut = text.line_batches if is_lined else documents.object_lines
        return cut(chunks, name), lambda block, at: objects.read_lines(block, opens, at)
    table = next((known for known in headless if known.begins.match(first)), None)
    if table:
        return _headless(table, first, chunks, name)
    if any(forms.is_body(line) for line in lines):
        return text.line_batches(chunks, name), lambda block, at: _read_forms(block, opens, at)
    delimiter, names = csv_rows.header(first)
    refuse_too_many(len(names))
    if len(names) > 1:
        rows = csv_rows.csv_batches(_without_first_line(chunks, name), name)
        return rows, lambda block, at: _read_csv(block, names, delimiter, opens, at)
    raise SourceError(f"{name} holds nothing recognisable; looked for {LOOKED_FOR}. It begins with {first[:60]!r}.")


def _headless(table: Headless, first: str, chunks: Iterator[bytes], name: str) -> tuple[Iterator[bytes], Reader]:
    if not table.is_quoted:
        cut = text.line_batches(chunks, name)
        return cut, lambda block, at: csv_rows.read_ragged(block, table.names, table.delimiter, at)
    names = table.names[: csv_rows.width(first, table.delimiter)]
    rows = csv_rows.csv_batches(chunks, name)
    return rows, lambda block, at: csv_rows.read_csv(block, names, table.delimiter, at)


def _is_object(line: str) -> bool:
    """Whether a line is one whole object and no page of many."""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict) and bool(value) and documents.page(value) is None


def _read_forms(block: bytes, opens: Iterable[str], position: int) -> Records:
    read = objects.read_lines(forms.json_lines(block), opens, position)
    return replace(read, text_of=objects.texts(block, position))


def _read_csv(block: bytes, names: list[str], delimiter: str, opens: Iterable[str], position: int) -> Records:
    read = csv_rows.read_csv(block, names, delimiter, position)
    return replace(read, fields=unfolded(read.fields, opens))


def _without_first_line(chunks: Iterator[bytes], name: str) -> Iterator[bytes]:
    """What follows the first line that is not blank."""
    held = b""
    for chunk in chunks:
        held = (held + chunk).lstrip()
        if b"\n" in held:
            yield held[held.index(b"\n") + 1 :]
            break
        if len(held) > text.RECORD_LIMIT_BYTES:
            raise text.too_long(name)
    yield from chunks


def _check_encoding(batch: Records, name: str) -> None:
    wrong = sum(rejection.reason == ENCODING for rejection in batch.rejections)
    if wrong and wrong >= WRONG_ENCODING_SHARE * batch.count:
        detail = batch.rejections[0].detail
        raise SourceError(f"{name} is not UTF-8 ({detail}); save it as UTF-8, or as UTF-16 with byte order mark.")


def _parquet(member: Member, head: bytes, opens: Iterable[str], position: int) -> Iterator[Records]:
    """Parquet is read from its end, so that a packed one is unpacked into a temporary file."""
    with tempfile.TemporaryDirectory(dir=scratch()) as folder:
        path = member.path or Path(folder) / "member.parquet"
        if not member.path:
            with path.open("wb") as file:
                file.writelines(chain([head], member.chunks))
        for fields in parquet.frames(path, member.name, opens):
            refuse_too_many(fields.width)
            yield Records(unfolded(fields, opens), counted(position, fields.height))
            position += fields.height
