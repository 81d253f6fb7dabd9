"""Turn a stream of bytes in any Unicode encoding into UTF-8, and cut it into batches of whole lines."""

import codecs
from collections.abc import Iterator

import polars as pl
from polars.exceptions import PolarsError

from core.errors import SourceError

BATCH_BYTES = 32 << 20
BATCH_LINES = 200_000
RECORD_LIMIT_BYTES = 64_000_000

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def utf8(head: bytes, chunks: Iterator[bytes], name: str) -> Iterator[bytes]:
    """The same text in UTF-8 without byte order mark; bytes that are no valid UTF-8 pass as they are.

    Args:
        head: the first chunk.
        chunks: the chunks after it.
        name: what messages call the file.

    Raises:
        SourceError: binary content, or text that its own byte order mark contradicts.
    """
    mark, encoding = _encoding(head)
    if encoding == "utf-8":
        if b"\x00" in head[:4096]:
            raise SourceError(f"{name} is binary, not text; give JSON, NDJSON, CSV, form bodies or Parquet.")
        yield head[len(mark) :]
        yield from chunks
        return
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        yield decoder.decode(head[len(mark) :]).encode()
        for chunk in chunks:
            yield decoder.decode(chunk).encode()
        yield decoder.decode(b"", final=True).encode()
    except UnicodeError as problem:
        raise SourceError(f"{name} is damaged: it begins as {encoding} and goes on as something else.") from problem


def _encoding(head: bytes) -> tuple[bytes, str]:
    for mark, encoding in BYTE_ORDER_MARKS:
        if head.startswith(mark):
            return mark, encoding
    if len(head) >= 4 and head[0] and not head[1] and head[2] and not head[3]:
        return b"", "utf-16-le"
    if len(head) >= 4 and not head[0] and head[1] and not head[2] and head[3]:
        return b"", "utf-16-be"
    return b"", "utf-8"


def line_batches(chunks: Iterator[bytes], name: str) -> Iterator[bytes]:
    """Whole lines, some tens of megabytes at a time.

    Raises:
        SourceError: a line longer than RECORD_LIMIT_BYTES, found without holding more than that in memory.
    """
    held: list[bytes] = []
    held_bytes = line_bytes = 0
    for chunk in chunks:
        held.append(chunk)
        held_bytes += len(chunk)
        newline = chunk.rfind(b"\n")
        line_bytes = line_bytes + len(chunk) if newline < 0 else len(chunk) - newline - 1
        if line_bytes > RECORD_LIMIT_BYTES:
            raise too_long(name)
        if held_bytes >= BATCH_BYTES and newline >= 0:
            block = b"".join(held)
            end = len(block) - line_bytes
            yield from _by_count(block[:end])
            held, held_bytes = [block[end:]], line_bytes
    block = b"".join(held)
    if block:
        yield from _by_count(block)


def filled_lines(block: bytes) -> list[bytes]:
    """The lines that are records: all but the blank ones."""
    return [line for line in block.split(b"\n") if line.strip(b" \t\r")]


def decoded(lines: list[bytes]) -> pl.Series:
    """The lines as text; null where a line is no UTF-8."""
    try:
        return pl.Series("line", lines, dtype=pl.Binary).cast(pl.String)
    except PolarsError:
        return pl.Series("line", [_decoded(line) for line in lines], dtype=pl.String)


def _decoded(line: bytes) -> str | None:
    try:
        return line.decode()
    except UnicodeDecodeError:
        return None


def too_long(name: str) -> SourceError:
    """The error for a record beyond the limit."""
    return SourceError(
        f"{name} has a record longer than {RECORD_LIMIT_BYTES // 10**6} MB, so it is no list of events; "
        "give one event a line, or a JSON array of events."
    )


def _by_count(block: bytes) -> Iterator[bytes]:
    parts = -(-block.count(b"\n") // BATCH_LINES) or 1
    step = len(block) // parts + 1
    start = 0
    while start < len(block):
        end = block.find(b"\n", start + step) + 1 or len(block)
        yield block[start:end]
        start = end
