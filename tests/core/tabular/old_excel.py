"""A small workbook of Excel 97 (.xls), put together byte by byte: nothing installed can write one."""

import struct

SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
GENERAL, MOMENT, SPAN = 0, 1, 2
FORMATS = (0, 22, 46)
"""Built-in number formats of the cell styles above: none, m/d/yy h:mm, [h]:mm:ss."""

Cell = str | tuple[float, int]
"""A text, or a number and its style."""


def workbook(sheet: str, lines: list[list[Cell]], *, has_password: bool = False) -> bytes:
    """The file with one sheet; of one with a password, only what says so is as it would be."""
    styles = b"".join(_record(0x00E0, struct.pack("<HH", 0, each) + bytes(16)) for each in FORMATS)
    name = sheet.encode("latin-1")
    styles = _record(0x002F, struct.pack("<HHH", 0, 1, 2)) + styles if has_password else styles
    start = len(_begin(5)) + len(styles) + 4 + 8 + len(name) + 4
    listed = _record(0x0085, struct.pack("<IBBBB", start, 0, 0, len(name), 0) + name)
    cells = b"".join(_cell(row, at, cell) for row, line in enumerate(lines) for at, cell in enumerate(line))
    stream = _begin(5) + styles + listed + _record(0x000A, b"") + _begin(16) + cells + _record(0x000A, b"")
    return compound(stream)


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _begin(kind: int) -> bytes:
    return _record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0, 1997, 0, 0))


def _cell(row: int, at: int, cell: Cell) -> bytes:
    if isinstance(cell, str):
        text = struct.pack("<HHHHB", row, at, GENERAL, len(cell), 1) + cell.encode("utf-16-le")
        return _record(0x0204, text)
    number, style = cell
    return _record(0x0203, struct.pack("<HHHd", row, at, style, number))


def compound(stream: bytes, name: str = "Workbook") -> bytes:
    """A compound file that holds one stream, long enough not to be a short one."""
    sectors = max(9, -(-len(stream) // SECTOR))
    size = sectors * SECTOR
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, END, 0, END, 0)
    header += struct.pack("<109I", 0, *[FREE] * 108)
    table = [FAT, END, *range(3, 2 + sectors), END]
    allocation = struct.pack(f"<{SECTOR // 4}I", *table, *[FREE] * (SECTOR // 4 - len(table)))
    entries = _entry("Root Entry", 5, 1, END, 0) + _entry(name, 2, FREE, 2, size)
    return header + allocation + entries.ljust(SECTOR, b"\0") + stream.ljust(size, b"\0")


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le")
    links = struct.pack("<HBBIII", len(text) + 2, kind, 1, FREE, FREE, child)
    return text.ljust(64, b"\0") + links + bytes(36) + struct.pack("<IQ", start, size)
