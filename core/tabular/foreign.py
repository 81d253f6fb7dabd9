"""Files that are no tables, whatever they are called: what each is, told by its content, and the way out."""

import mmap
import re
import struct
import zipfile
from pathlib import Path

from core.errors import SourceError
from core.sources.containers import GZIP_MAGIC, ZIP_MAGIC
from core.tabular.form import HTML

COMPOUND_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""What .xls begins with, as do Word documents of its time, Outlook's messages and encrypted .xlsx."""
HEAD_BYTES = 4_096

JSON, LOCKED = "json", "locked"
"""Kinds that others ask for; LOCKED is a workbook that only its password opens."""
WHAT = {
    "access": "an Access database",
    "arrow": "an Arrow file",
    "iwork": "an Apple iWork document",
    JSON: "JSON",
    "mail": "an e-mail",
    "pdf": "a PDF document",
    "picture": "a picture",
    "program": "a program",
    "recording": "a sound or video recording",
    "slides": "a presentation",
    "sqlite": "a SQLite database",
    "text": "a text document",
    "word": "a Word document",
    "workbook": "an XML workbook of Excel 2003",
    "xml": "XML",
}
WAY_OUT = {
    "access": "export its table as CSV or as an Excel workbook",
    "arrow": "save it as Parquet",
    "iwork": "export it as CSV or as an Excel workbook",
    JSON: "exports in JSON that are known, and Atalaya's own events, go in by the page Data; save others as CSV",
    "mail": "save what is attached to it, and give that",
    "pdf": "export the table as CSV or Excel from the program that made the document",
    "picture": "export the table as CSV or Excel from the program that shows it",
    "program": "give the table that it made, as CSV or as an Excel workbook",
    "recording": "give the table of the calls, as CSV or as an Excel workbook",
    "slides": "save its table as CSV or as an Excel workbook",
    "sqlite": "export its table as CSV",
    "text": "save its table as CSV or as an Excel workbook",
    "word": "save its table as CSV or as an Excel workbook",
    "workbook": "open it in Excel or LibreOffice, and save it as .xlsx",
    "xml": "export it as CSV or as an Excel workbook (.xlsx)",
}

BINARY = (
    (b"\x89PNG\r\n", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF87a", "picture"),
    (b"GIF89a", "picture"),
    (b"II*\x00", "picture"),
    (b"MM\x00*", "picture"),
    (b"\x00\x00\x01\x00", "picture"),
    (b"SQLite format 3\x00", "sqlite"),
    (b"\x00\x01\x00\x00Standard ", "access"),
    (b"\x7fELF", "program"),
    (b"\xca\xfe\xba\xbe", "program"),
    (b"\xcf\xfa\xed\xfe", "program"),
    (b"ARROW1\x00", "arrow"),
    (b"%PDF-", "pdf"),
    (b"{\\rtf", "text"),
)
FRAMED = (
    (b"MZ", "program"),
    (b"ID3", "recording"),
    (b"OggS", "recording"),
    (b"fLaC", "recording"),
    (b"#!AMR", "recording"),
)
"""Words of a table may begin so too: they count in binary files alone."""
STREAMS = (
    ("EncryptedPackage", LOCKED),
    ("EncryptionInfo", LOCKED),
    ("Workbook", ""),
    ("Book", ""),
    ("WordDocument", "word"),
    ("PowerPoint Document", "slides"),
    ("__properties_version1.0", "mail"),
)
"""What a compound file is, by the names within it; the first that is there counts."""
MEMBERS = (
    ("xl/workbook.xml", ""),
    ("xl/workbook.bin", ""),
    ("word/document.xml", "word"),
    ("ppt/presentation.xml", "slides"),
    ("encrypted-package", LOCKED),
    ("Index/Document.iwa", "iwork"),
    ("Index.zip", "iwork"),
    ("AndroidManifest.xml", "program"),
)
"""The same of a zip."""
MIME_TYPES = {
    "application/vnd.oasis.opendocument.text": "text",
    "application/vnd.oasis.opendocument.presentation": "slides",
    "application/vnd.oasis.opendocument.graphics": "picture",
    "application/epub+zip": "text",
}

_binary_mark = re.compile(rb"[\x00-\x08\x0e-\x1f]")
_json = re.compile(rb"\{\s*(?:\"(?:[^\"\\\r\n]|\\.)*\"\s*:|\}|\Z)|\[\s*[{\[]")
_mail_line = re.compile(rb"[A-Za-z][\w-]*:[ \t]")
_mail_mark = re.compile(rb"(?im)^(?:message-id|mime-version|received|return-path|delivered-to):")
_xml = re.compile(rb"(?i)<\?xml\b|<!--|<!doctype\b|<[a-z_][\w.:-]*(?:\s[^<>]*)?>(?:[ ]*\r?\n\s*|[ ]*)<")
_page = re.compile(rb"(?i)<(?:!doctype\s+html|html|body|table)\b")
_drawing = re.compile(rb"(?i)<svg\b")
_sheet = re.compile(rb"urn:schemas-microsoft-com:office:spreadsheet|progid=.Excel\.Sheet")


def refuse(path: Path, name: str) -> None:
    """Refuse a file that is no table, by what it is.

    Args:
        path: the file; of an archive only whether it is a document is looked at.
        name: what messages call it.

    Raises:
        SourceError: it is something else; the message says what, and the way out.
    """
    _say(kind_of(path), name)


def refuse_head(head: bytes, name: str) -> None:
    """The same of what is packed, by its beginning.

    Raises:
        SourceError: as above.
    """
    _say(kind_of_head(head), name)


def _say(kind: str, name: str) -> None:
    if kind == LOCKED:
        raise locked(name)
    if kind in WHAT:
        raise SourceError(f"{name} is {WHAT[kind]}, no table; {WAY_OUT[kind]}.")


def locked(name: str) -> SourceError:
    """What is said of a workbook that is encrypted."""
    return SourceError(
        f"{name} opens only with its password; open it, take the password away or save it as CSV, and give that."
    )


def kind_of(path: Path) -> str:
    """One of WHAT, LOCKED, or HTML for a web page, which may hold a table; empty for anything else."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if head.startswith(COMPOUND_MAGIC):
        return _compound(path)
    return _zip(path) if head.startswith(ZIP_MAGIC) else kind_of_head(head)


def kind_of_head(head: bytes) -> str:
    """The same as far as the beginning tells: not of workbooks and archives."""
    head = head[:HEAD_BYTES]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head[: len(head) // 2 * 2].decode("utf-16", "replace").encode()
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    found = next((kind for magic, kind in BINARY if text.startswith(magic)), "")
    if found or head.startswith(GZIP_MAGIC):
        return found
    if _binary_mark.search(head):
        return _kind_of_binary(head)
    if _json.match(text):
        return JSON
    if _xml.match(text):
        return _kind_of_markup(text)
    return "mail" if _is_mail(text) else ""


def _kind_of_binary(head: bytes) -> str:
    if head.startswith(b"BM") and head[6:10] == b"\0\0\0\0":
        return "picture"
    if head.startswith(b"RIFF"):
        return "picture" if head[8:12] == b"WEBP" else "recording"
    if head[4:8] == b"ftyp":
        return "picture" if head[8:12] in (b"heic", b"heix", b"mif1", b"avif") else "recording"
    return next((kind for magic, kind in FRAMED if head.startswith(magic)), "")


def _kind_of_markup(text: bytes) -> str:
    if _page.search(text):
        return HTML if not _sheet.search(text) or b"<html" in text.lower() else "workbook"
    if _sheet.search(text):
        return "workbook"
    return "picture" if _drawing.search(text) else "xml"


def _is_mail(text: bytes) -> bool:
    """Lines of a letter's head and nothing else, one of them such as only mail has."""
    head, parted, _ = text.replace(b"\r\n", b"\n").partition(b"\n\n")
    lines = head.split(b"\n")
    lines = lines[1:] if lines[0].startswith(b"From ") else lines
    lines = lines if parted else lines[:-1]  # the last one may be cut
    is_head = all(_mail_line.match(line) or line[:1] in b" \t" for line in lines)
    return len(lines) > 2 and is_head and bool(_mail_mark.search(head))


def _compound(path: Path) -> str:
    """By the names in its directory; a name stands there in 64 bytes, before its length."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        for stream, kind in STREAMS:
            name = stream.encode("utf-16-le")
            if content.find(name.ljust(64, b"\0") + struct.pack("<H", len(name) + 2)) >= 0:
                return kind
    return ""


def _zip(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            found = next((kind for member, kind in MEMBERS if member in names), None)
            if found is not None or "mimetype" not in names or archive.getinfo("mimetype").file_size > HEAD_BYTES:
                return found or ""
            told = archive.read("mimetype").decode("ascii", "replace").strip()
            return MIME_TYPES.get(told.removesuffix("-template"), "") or _locked_sheet(archive, names)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        return ""  # what is wrong with it is told when its members are read


def _locked_sheet(archive: zipfile.ZipFile, names: set[str]) -> str:
    """Whether an OpenDocument's parts are encrypted one by one."""
    manifest = "META-INF/manifest.xml"
    if manifest not in names or archive.getinfo(manifest).file_size > 1 << 20:
        return ""
    return LOCKED if b"encryption-data" in archive.read(manifest) else ""
