"""Read a CSV text, UTF-8 with line feeds, into rows of text fields: whole blocks at once where they are regular."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from itertools import islice

import polars as pl

from core.errors import SourceError
from core.sources.batch import BROKEN, Rejection
from core.sources.csv_rows import written, wrong_with
from core.sources.records import UNREADABLE, counted
from core.sources.text import RECORD_LIMIT_BYTES
from core.tabular.form import Form
from core.tabular.rows import Rows

BLOCK_BYTES = 8 << 20
"""Read at once; some fifteen times as much memory is needed for it on the way to fields."""


def blocks(chunks: Iterator[bytes], form: Form, name: str) -> Iterator[bytes]:
    """Whole records, some megabytes at a time; line ends inside quotes do not cut.

    Raises:
        SourceError: a line longer than RECORD_LIMIT_BYTES.
    """
    held = bytearray()
    searched = 0
    for chunk in chunks:
        held += chunk
        if len(held) < max(BLOCK_BYTES, searched):
            continue
        end = _last_record_end(bytes(held), form)
        if not end and len(held) > RECORD_LIMIT_BYTES:
            end = held.rfind(b"\n") + 1  # a quote is not closed, which costs its record and not the file
            if not end:
                raise SourceError(f"{name} has a line longer than {RECORD_LIMIT_BYTES // 10**6} MB: it is no table.")
        if end:
            yield bytes(held[:end])
            del held[:end]
        searched = 0 if end else len(held) + BLOCK_BYTES // 4
    if held:
        yield bytes(held)


def _last_record_end(block: bytes, form: Form) -> int:
    """Just after the last line end outside quotes; 0 when there is none."""
    mark = form.quote.encode()
    quotes = block.count(mark)
    if quotes % 2:  # a quote within a bare field, as in 5" screen, opens nothing
        block = _stray_quotes(form).sub(rb"\1 ", block)
        quotes = block.count(mark)
    end = len(block)
    while (newline := block.rfind(b"\n", 0, end)) >= 0:
        quotes -= block.count(mark, newline, end)
        if quotes % 2 == 0:
            return newline + 1
        end = newline
    return 0


def _stray_quotes(form: Form) -> re.Pattern[bytes]:
    edges = rb"\n" + re.escape(form.delimiter.encode() + form.quote.encode())
    return re.compile(rb"([^%s])%s(?=[^%s])" % (edges, re.escape(form.quote.encode()), edges))


def split(block: bytes, form: Form, count: int) -> tuple[list[list[str]], bytes]:
    """The first `count` records of a block, and what follows them."""
    text = io.StringIO(block.decode("utf-8", "surrogateescape"), newline="\n")
    records = csv.reader(iter(text.readline, ""), delimiter=form.delimiter, quotechar=form.quote)
    top = list(islice(records, count))
    return top, text.read().encode("utf-8", "surrogateescape")


def read_block(block: bytes, columns: Sequence[str], form: Form, first_position: int) -> Rows:
    """The records of a block; those with too few or too many fields, or that are no UTF-8, are rejected.

    Fields beyond the last column are no fault when they are empty.
    """
    fields = _regular(block, len(columns), form)
    if fields is None or any(series.null_count() < series.len() for series in fields[:, len(columns) :]):
        return _carefully(block, columns, form, first_position)
    fields = fields[:, : len(columns)]
    fields.columns = list(columns)
    return Rows(fields, counted(first_position, fields.height), rows_read=fields.height)


def _regular(block: bytes, width: int, form: Form) -> pl.DataFrame | None:
    """The fields when every line is a record of the same width, at least as wide as the table; else None."""
    try:
        text = pl.Series([block.removesuffix(b"\n").decode()])
    except UnicodeDecodeError:
        return None
    if form.quote.encode() in block:
        quote, parting = re.escape(form.quote), re.escape(form.delimiter)
        text = text.str.replace_all(rf"(?:{quote}[^{quote}]*{quote})+", form.quote)
        if text.str.contains(rf"[^\n{parting}]{quote}|{quote}[^\n{parting}]").any():
            return None
    text = text.str.split("\n").explode()
    partings = text.str.count_matches(form.delimiter, literal=True)
    found = int(partings[0]) + 1
    if found < width or partings.n_unique() > 1 or (found == 1 and (text == "").any()):
        return None
    schema = {f"column_{at}": pl.String() for at in range(found)}
    try:
        fields = pl.read_csv(
            io.BytesIO(block), has_header=False, separator=form.delimiter, quote_char=form.quote, schema=schema
        )
    except UNREADABLE:
        return None
    return fields.with_columns(pl.all().replace("", None)) if fields.height == text.len() else None


def _carefully(block: bytes, columns: Sequence[str], form: Form, first_position: int) -> Rows:
    """Record by record, by the standard library: for blocks in which something is wrong or doubtful."""
    width = len(columns)
    good: list[list[str]] = []
    positions: list[int] = []
    rejections: list[Rejection] = []
    blank = position = 0
    for position, (record, is_open) in enumerate(_records(block, form, width), start=1):
        if not any(record):
            blank += 1
            continue
        while len(record) > width and not record[-1]:
            record.pop()
        problem = (BROKEN, "a quote is not closed") if is_open else wrong_with(record, width)
        if problem:
            rejections.append(
                Rejection(first_position + position - 1, *problem, written(record, form.delimiter, form.quote))
            )
        else:
            good.append(record)
            positions.append(first_position + position - 1)
    fields = pl.DataFrame(good, schema=dict.fromkeys(columns, pl.String()), orient="row")
    fields = fields.with_columns(pl.all().replace("", None))
    return Rows(fields, pl.Series(positions, dtype=pl.Int64), rejections, blank_rows=blank, rows_read=position)


class _Lines:
    """The lines of a block, from which reading can begin anew at an earlier one."""

    def __init__(self, block: bytes) -> None:
        self.lines = block.decode("utf-8", "surrogateescape").removesuffix("\n").split("\n")
        self.at = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        if self.at >= len(self.lines):
            raise StopIteration
        self.at += 1
        return self.lines[self.at - 1] + "\n"


def _records(block: bytes, form: Form, width: int) -> Iterator[tuple[list[str], bool]]:
    """The records, and whether one is only the first line of a quote that is not closed: it swallows no other."""
    csv.field_size_limit(2 * RECORD_LIMIT_BYTES)
    lines = _Lines(block)
    start = 0
    reader = csv.reader(lines, delimiter=form.delimiter, quotechar=form.quote)
    while (record := next(reader, None)) is not None:
        swallowed = lines.lines[start + 1 : lines.at]
        is_open = len(record) != width or (record[-1].endswith("\n") and lines.at == len(lines.lines))
        is_open = is_open and bool(swallowed) and _are_records(swallowed, form, width)
        if is_open:
            record = [lines.lines[start]]
            lines.at = start + 1
            reader = csv.reader(lines, delimiter=form.delimiter, quotechar=form.quote)
        yield record, is_open
        start = lines.at


def _are_records(lines: Sequence[str], form: Form, width: int) -> bool:
    return 2 * sum(line.count(form.delimiter) == width - 1 for line in lines) >= len(lines) and width > 1
