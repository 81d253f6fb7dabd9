"""How far the sheets of a workbook reach: a cell far from the others makes a small file huge once it is opened."""

import re
import struct
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from core.tabular.form import ODS, XLS

SECTOR_END = 0xFFFFFFFA
"""Numbers of sectors from here on mean the end of a chain, or no sector."""

BEGIN, END, PASSWORD, DIMENSIONS = 0x0809, 0x000A, 0x002F, 0x0200
CELLS = frozenset(
    {
        *(0x0002, 0x0003, 0x0004, 0x0005, 0x0006, 0x00D6, 0x00FD),
        *(0x0203, 0x0204, 0x0205, 0x0206, 0x0406, 0x027E),
    }
)
"""Records of .xls that begin with the row and the column of one cell."""
SEVERAL = 0x00BD
"""A record of several cells in a row; the last column stands at its end."""

_filled = re.compile(rb"<(?:\w+:)?c\b[^>]*?\br=[\"']([A-Z]{1,3})(\d{1,7})[\"'][^>/]*>")
_tags = re.compile(rb"<(/?)table:(table-row|table-cell|covered-table-cell|table)(?![\w-])([^>]*)>")
_repeated = re.compile(rb"table:number-(?:columns|rows)-repeated=[\"'](\d{1,9})[\"']")


def reach_of(path: Path, kind: str) -> int:
    """Cells from the first to the last row and column that hold something, of the sheet that reaches farthest.

    Args:
        path: the workbook.
        kind: XLSX, XLS or ODS.

    Returns:
        The cells; 0 where that cannot be told, because the file is damaged or encrypted.

    Raises:
        zipfile.BadZipFile, OSError: the archive is damaged.
    """
    if kind == XLS:
        return _of_old(path)
    with zipfile.ZipFile(path) as archive:
        if kind == ODS:
            return _of_open_document(archive)
        sheets = [each for each in archive.namelist() if each.startswith("xl/worksheets/") and each.endswith(".xml")]
        return max((_of_sheet(archive, each) for each in sheets), default=0)


def _of_sheet(archive: zipfile.ZipFile, sheet: str) -> int:
    columns: set[bytes] = set()
    rows, rest = 0, b""
    with archive.open(sheet) as file:
        while block := file.read(1 << 20):
            found = _filled.findall(rest + block)
            columns.update(letters for letters, _ in found)
            rows = max(rows, max((int(row) for _, row in found), default=0))
            rest = block[-300:]
    padded = [letters.rjust(3, b"@") for letters in columns]
    return rows * max((676 * first + 26 * second + third - 703 * 64 for first, second, third in padded), default=0)


def _of_open_document(archive: zipfile.ZipFile) -> int:
    """Rows and cells may stand once for many; those that are empty count only before others that are not."""
    most = rows = row = columns = 0
    times, width, filled = 1, 0, 0
    for is_end, name, attributes, is_empty in _table_tags(archive):
        if name == b"table":
            most = max(most, row * columns)
            rows = row = columns = 0
        elif name == b"table-row" and is_end:
            rows += times
            if filled:
                row, columns = rows, max(columns, filled)
        elif name == b"table-row":
            times, width, filled = _times(attributes), 0, 0
            rows += times if is_empty else 0
        elif not is_end:
            width += _times(attributes)
            filled = width if b"value-type" in attributes or not is_empty else filled
    return max(most, row * columns)


def _table_tags(archive: zipfile.ZipFile) -> Iterator[tuple[bool, bytes, bytes, bool]]:
    """Of each tag of a table: whether it is an end, its name, its attributes, and whether nothing is within it."""
    rest = b""
    with archive.open("content.xml") as file:
        while block := file.read(1 << 20):
            text = rest + block
            cut = text.rfind(b"<")
            text, rest = (text[:cut], text[cut:]) if cut > 0 else (b"", text)
            for end, name, attributes in _tags.findall(text):
                yield bool(end), name, attributes, attributes.endswith(b"/")
    for end, name, attributes in _tags.findall(rest):
        yield bool(end), name, attributes, attributes.endswith(b"/")


def _times(attributes: bytes) -> int:
    found = _repeated.search(attributes)
    return int(found[1]) if found else 1


def _of_old(path: Path) -> int:
    try:
        return max((rows * columns for rows, columns in _extents(_book(path.read_bytes()))), default=0)
    except (struct.error, IndexError, KeyError, ValueError, OverflowError):
        return 0  # damaged: the reader says so


def is_locked(path: Path) -> bool:
    """Whether the book of an .xls file is encrypted; its reader does not tell so of each way of doing that."""
    try:
        book = _book(path.read_bytes())
        place = 0
        while place + 4 <= len(book):
            kind, size = struct.unpack_from("<HH", book, place)
            if kind in (PASSWORD, END):
                return bool(kind == PASSWORD)
            place += 4 + size
    except (struct.error, IndexError, KeyError, ValueError, OverflowError):
        pass  # damaged: the reader says so
    return False


def _extents(book: bytes) -> Iterator[tuple[int, int]]:
    """Of each part of an .xls book, how many rows and columns it has, as its records say."""
    rows = columns = place = 0
    while place + 4 <= len(book):
        kind, size = struct.unpack_from("<HH", book, place)
        place += 4
        if kind == PASSWORD:
            return
        if kind == BEGIN:
            yield rows, columns
            rows = columns = 0
        elif kind == DIMENSIONS and size >= 10:
            layout = "<IIHH" if size >= 14 else "<HHHH"
            first, last, left, right = struct.unpack_from(layout, book, place)
            yield last - first + 1 if last >= first else 0, right - left + 1 if right >= left else 0
        elif kind in CELLS or kind == SEVERAL:
            row, column = struct.unpack_from("<HH", book, place)
            if kind == SEVERAL:
                (column,) = struct.unpack_from("<H", book, place + size - 2)
            rows, columns = max(rows, row + 1), max(columns, column + 1)
        place += size
    yield rows, columns


def _book(content: bytes) -> bytes:
    """The stream of the book within a compound file."""
    (shift, small_shift) = struct.unpack_from("<HH", content, 30)
    directory, _, cutoff, small_start, _, more, _ = struct.unpack_from("<7I", content, 48)
    size = 1 << shift

    def sector(number: int) -> bytes:
        return content[(number + 1) * size : (number + 2) * size]

    tables = [number for number in struct.unpack_from("<109I", content, 76) if number < SECTOR_END]
    while more < SECTOR_END and len(tables) * size < len(content):
        *found, more = struct.unpack(f"<{size // 4}I", sector(more))
        tables += [number for number in found if number < SECTOR_END]
    follows = _numbers(b"".join(sector(number) for number in tables))

    def stream(start: int) -> bytes:
        return b"".join(sector(number) for number in _chain(start, follows))

    entries = stream(directory)
    named = {_name(entries, at): struct.unpack_from("<II", entries, at + 116) for at in range(0, len(entries), 128)}
    start, length = named.get("workbook") or named["book"]
    if length >= cutoff:
        return stream(start)[:length]
    small, each = stream(named["root entry"][0]), 1 << small_shift
    chain = _chain(start, _numbers(stream(small_start)))
    return b"".join(small[number * each : (number + 1) * each] for number in chain)[:length]


def _numbers(content: bytes) -> Sequence[int]:
    return struct.unpack(f"<{len(content) // 4}I", content[: len(content) // 4 * 4])


def _chain(start: int, follows: Sequence[int]) -> Iterator[int]:
    """Sectors one after the other; a chain that bites its tail ends."""
    number = start
    for _ in range(len(follows)):
        if number >= SECTOR_END:
            return
        yield number
        number = follows[number]


def _name(entries: bytes, at: int) -> str:
    (length,) = struct.unpack_from("<H", entries, at + 64)
    return entries[at : at + max(0, length - 2)].decode("utf-16-le", "replace").lower()
