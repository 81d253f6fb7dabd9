"""Recognise any table file, and read its rows as text."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

import polars as pl

from core.errors import SourceError
from core.sources import parquet
from core.sources.containers import Member, members
from core.sources.records import FIELD_LIMIT, counted
from core.sources.text import BATCH_LINES
from core.tabular import dialect, encodings, headings, packed, parquet_rows, sheets, text_rows, web_page
from core.tabular.form import CSV, HTML, LINE_ENDS, PARQUET, SHEETS, Form, Note, Recognised, note
from core.tabular.rows import Rows, without_blank, without_totals

HEAD_ROWS = 300
SAMPLE_ROWS = 2_000
HEAD_BYTES = 1 << 20


@dataclass(frozen=True)
class Table:
    """A table file, ready to be read.

    Args:
        name: what messages call it.
        form: how it is read.
        columns: unique, trimmed names, in order.
        notes: what tells the form; empty when the form was given.
        batches: reads the file from its beginning, some tens of megabytes at a time. Each batch has the `columns` as
            text, in their order; a cell without anything is null, others are as they are written. Every row of values
            of the file is in a batch, among its rejections, or blank and counted. Raises SourceError where the file as
            a whole cannot be read, perhaps after some batches: discard those.
        sheets: every sheet of a workbook that is not hidden, with its rows.
        units: what a line of units says of some columns, by name.
    """

    name: str
    form: Form
    columns: tuple[str, ...]
    notes: tuple[Note, ...]
    batches: Callable[[], Iterator[Rows]]
    sheets: tuple[tuple[str, int], ...] = ()
    units: tuple[tuple[str, str], ...] = ()

    def sample(self, rows: int = SAMPLE_ROWS) -> Rows:
        """The first rows, at most so many, with what was set aside before and among them.

        Raises:
            SourceError: the file holds no rows of values, or cannot be read.
        """
        first = next((batch for batch in self.batches() if batch.count), None)
        if first is None:
            raise SourceError(f"{self.name} holds no rows of values; there is nothing to load.")
        return replace(first, fields=first.fields.head(rows), positions=first.positions.head(rows))


def recognise(path: Path, name: str, sheet: str = "") -> Recognised:
    """What the file is, and by what that was told.

    Args:
        path: where the file is, perhaps packed with gzip or zip.
        name: what messages call it.
        sheet: of a workbook; the longest when empty.

    Raises:
        SourceError: empty, damaged, binary, no table, or without that sheet.
    """
    with packed.opened(path, name) as inside:
        kind = sheets.kind_of(inside)
        if kind:
            return _recognise_workbook(inside, name, kind, sheet)
    with closing(members(path, name)) as found:
        return _recognise_member(next(found))


def read_table(path: Path, name: str, form: Form | None = None, sheet: str = "") -> Table:
    """A table file as rows of text; see `Table`.

    Args:
        path: where the file is, perhaps packed with gzip or zip; the members of a zip are read one after the other.
        name: what messages call it.
        form: how to read it; recognised when None.
        sheet: of a workbook that is to be recognised; the longest when empty.

    Raises:
        SourceError: empty, damaged, binary, no table, or of another kind than the form says.
    """
    seen = recognise(path, name, sheet) if form is None else None
    chosen = form or (seen.form if seen else Form())
    with packed.opened(path, name) as inside:
        is_workbook = bool(sheets.kind_of(inside))
        if is_workbook != (chosen.kind in SHEETS):
            raise _other_kind(name, chosen.kind)
        table = _workbook(inside, name, chosen) if is_workbook else None
    if table is None:
        head_columns = seen.columns if seen else _columns(path, name, chosen)
        table = Table(name, chosen, head_columns, (), lambda: _members_rows(path, name, chosen, head_columns))
    if len(table.columns) > FIELD_LIMIT:
        raise SourceError(f"{name} has {len(table.columns):,} columns; at most {FIELD_LIMIT:,} are read.")
    return replace(table, notes=seen.notes, sheets=seen.sheets, units=seen.units) if seen else table


def _other_kind(name: str, kind: str) -> SourceError:
    return SourceError(f"{name} is no {kind} file, as the form says; let the form be recognised anew.")


def _recognise_workbook(path: Path, name: str, kind: str, sheet: str) -> Recognised:
    book = sheets.opened(path, name)
    chosen, height = _chosen(book, sheet) if sheet else max(book.sheets, key=lambda one: one[1])
    heading = headings.detect(_as_rows(book.cells(chosen, HEAD_ROWS)))
    form = Form(kind=kind, sheet=chosen, header_row=heading.header_row, first_row=heading.first_row)
    told = note("sheet", sheet=chosen, rows=height, sheets=len(book.sheets))
    what = note("web_page") if kind == HTML else note("workbook", kind=kind)
    return Recognised(form, (what, told, *heading.notes), heading.names, book.sheets, heading.units)


def _chosen(book: sheets.Workbook | web_page.Page, sheet: str) -> tuple[str, int]:
    found = next((one for one in book.sheets if one[0] == sheet), None)
    if found is None:
        names = ", ".join(repr(one) for one, _ in book.sheets)
        raise SourceError(f"{book.name} has no sheet {sheet!r}; it has {names}.")
    return found


def _as_rows(cells: pl.DataFrame) -> list[list[str]]:
    return [[cell or "" for cell in row] for row in cells.iter_rows()]


def _recognise_member(member: Member) -> Recognised:
    head = next(member.chunks, b"")
    if head.startswith(parquet.MAGIC):
        with parquet_rows.unpacked(member, head) as path:
            columns = headings.names_of(parquet_rows.columns_of(path, member.name), 0)
        return Recognised(Form(kind=PARQUET, header_row=0, first_row=1), (note("parquet"),), columns)
    encoding, told, first = encodings.detect(chain([head], member.chunks), member.name)
    text, raw = _text_head(first, encoding, member.name)
    if not text.strip():
        raise SourceError(f"{member.name} holds nothing but blank lines; there is nothing to load.")
    delimiter, quote, how_parted = dialect.detect(text)
    rows = dialect.parsed(text, delimiter, quote, whole=len(first) < HEAD_BYTES)
    heading = headings.detect(rows, skipped=1 if dialect.declared_delimiter(text) else 0)
    form = Form(
        kind=CSV,
        encoding=encoding,
        delimiter=delimiter,
        quote=quote,
        line_end=LINE_ENDS[_line_end(raw)],
        header_row=heading.header_row,
        first_row=heading.first_row,
    )
    ends = note("line_ends", ends=form.line_end)
    return Recognised(form, (*told, *how_parted, ends, *heading.notes), heading.names, units=heading.units)


def _text_head(first: bytes, encoding: str, name: str) -> tuple[str, str]:
    """The beginning of a text with line feeds alone, and with the line ends that it has."""
    cut = first[:HEAD_BYTES]
    raw = cut.decode(encodings.codec(encoding), "replace")
    text = b"".join(encodings.as_utf8(iter([cut]), encoding, name)).decode("utf-8", "replace")
    return text, raw


def _line_end(raw: str) -> str:
    pairs = raw.count("\r\n")
    counts = {"\n": raw.count("\n") - pairs, "\r\n": pairs, "\r": raw.count("\r") - pairs}
    return max(counts, key=lambda end: counts[end])


def _columns(path: Path, name: str, form: Form) -> tuple[str, ...]:
    """The columns of a file that is read as the form says."""
    with closing(members(path, name)) as found:
        member = next(found)
        head = next(member.chunks, b"")
        if head.startswith(parquet.MAGIC) != (form.kind == PARQUET):
            raise _other_kind(name, form.kind)
        if form.kind == PARQUET:
            with parquet_rows.unpacked(member, head) as unpacked:
                return headings.names_of(parquet_rows.columns_of(unpacked, name), 0)
    text, _ = _text_head(head, form.encoding, name)
    rows = dialect.parsed(text, form.delimiter, form.quote, whole=len(head) < HEAD_BYTES)
    return _names(rows, form, name)


def _names(rows: list[list[str]], form: Form, name: str) -> tuple[str, ...]:
    if form.header_row > len(rows):
        raise SourceError(f"{name} has no row {form.header_row} near its beginning, where the form says the header is.")
    header = rows[form.header_row - 1] if form.header_row else []
    return headings.names_of(header, headings.body_width(rows[form.first_row - 1 :]))


def _workbook(path: Path, name: str, form: Form) -> Table:
    """A sheet is read whole: it cannot have more than a million rows or so."""
    book = sheets.opened(path, name)
    cells = book.cells(form.sheet)
    if form.header_row > cells.height:
        raise SourceError(f"{name} has no row {form.header_row}, where the form says the header is.")
    header = _as_rows(cells[form.header_row - 1 : form.header_row])[0] if form.header_row else []
    body = cells[form.first_row - 1 :].with_columns(pl.all().replace("", None))
    filled = [at + 1 for at, series in enumerate(body) if series.null_count() < body.height]
    columns = headings.names_of(header, max(filled, default=0))
    fields = body[:, : len(columns)]
    fields.columns = list(columns)
    size = path.stat().st_size
    return Table(name, form, columns, (), lambda: _sheet_rows(fields, form, size), sheets=book.sheets)


def _sheet_rows(fields: pl.DataFrame, form: Form, size: int) -> Iterator[Rows]:
    for start in range(0, fields.height, BATCH_LINES):
        part = fields[start : start + BATCH_LINES]
        positions = counted(form.first_row + start, part.height)
        yield _tidy(Rows(part, positions, rows_read=part.height, bytes_read=size), form)


def _members_rows(path: Path, name: str, form: Form, columns: tuple[str, ...]) -> Iterator[Rows]:
    """The rows of each member in turn; each has its own header, which must name the same columns."""
    before = 0
    for member in members(path, name):
        read = (
            _parquet_rows(member, columns, before)
            if form.kind == PARQUET
            else _text_rows(member, form, columns, before)
        )
        for rows in read:
            yield _tidy(replace(rows, bytes_read=member.bytes_read()), form)
            before += rows.rows_read
        before += form.first_row - 1


def _parquet_rows(member: Member, columns: tuple[str, ...], before: int) -> Iterator[Rows]:
    head = next(member.chunks, b"")
    if not head.startswith(parquet.MAGIC):
        raise _other_kind(member.name, PARQUET)
    with parquet_rows.unpacked(member, head) as path:
        _same_columns(headings.names_of(parquet_rows.columns_of(path, member.name), 0), columns, member.name)
        for rows in parquet_rows.read(path, member.name, before + 1):
            rows.fields.columns = list(columns)
            yield rows


def _text_rows(member: Member, form: Form, columns: tuple[str, ...], before: int) -> Iterator[Rows]:
    chunks = encodings.as_utf8(member.chunks, form.encoding, member.name)
    position = before + form.first_row
    is_first = True
    for block in text_rows.blocks(chunks, form, member.name):
        if is_first:
            block = _body(block, form, columns, member.name)
            is_first = False
        if not block:
            continue
        rows = text_rows.read_block(block, columns, form, position)
        yield rows
        position += rows.rows_read


def _body(block: bytes, form: Form, columns: tuple[str, ...], name: str) -> bytes:
    """What follows the header and the lines above the values."""
    if form.first_row == 1:
        return block
    top, body = text_rows.split(block, form, form.first_row - 1)
    if form.header_row and len(top) >= form.header_row:
        found = headings.names_of(top[form.header_row - 1], len(columns))
        _same_columns(found[: len(columns)], columns, name)
    return body


def _same_columns(found: tuple[str, ...], wanted: tuple[str, ...], name: str) -> None:
    if found != wanted:
        other = next((each for each in found if each not in wanted), ", ".join(found[:3]))
        raise SourceError(
            f"{name} has other columns than the file before it ({other!r}); pack only files of one kind together."
        )


def _tidy(rows: Rows, form: Form) -> Rows:
    tidy = without_blank(rows)
    return without_totals(tidy) if form.totals and tidy.fields.width else tidy
