"""Which encoding a text is in, told by its bytes, and the text in UTF-8 with line feeds alone."""

import codecs
import re
from collections.abc import Iterator
from itertools import chain

from core.errors import SourceError
from core.sources.text import BYTE_ORDER_MARKS
from core.tabular.form import Note, note

SCAN_BYTES = 256_000_000
"""How far a file is looked through for a byte that is no UTF-8; what is wrong after that is rejected by row."""
HEAD_BYTES = 65_536
CONTROL_SHARE = 0.02

SINGLE_BYTE = {"windows-1252": "cp1252", "iso-8859-15": "iso8859-15", "mac-roman": "mac_roman", "cp850": "cp850"}
"""Encodings of one byte a character in which Western exports come, by our name; of equals the first wins."""
LETTERS = frozenset("áéíóúüñçàèìòùâêîôûäëïöãõåøæœßÁÉÍÓÚÜÑÇÀÈÌÒÙÂÊÎÔÛÄËÏÖÃÕÅØÆŒ")
SIGNS = frozenset("€¿¡ºª°–—‘’“”«»…£·™®©\u00a0")

_high = re.compile(rb"[A-Za-z]?[\x80-\xff][A-Za-z]?")
_not_text = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f]")


def detect(chunks: Iterator[bytes], name: str) -> tuple[str, tuple[Note, ...], bytes]:
    """The encoding of a text, what tells it, and its first chunk.

    Args:
        chunks: of the text; they are used up.
        name: what messages call the file.

    Raises:
        SourceError: binary content.
    """
    head = next((chunk for chunk in chunks if chunk), b"")
    for mark, encoding in BYTE_ORDER_MARKS:
        if head.startswith(mark):
            return encoding, (note("byte_order_mark", encoding=encoding),), head
    wide = _wide(head[:HEAD_BYTES])
    if wide:
        return wide, (note("zero_bytes", encoding=wide),), head
    _refuse_binary(head[:HEAD_BYTES], name)
    sample, is_ascii = _suspicious(chain([head], chunks))
    if is_ascii:
        return "utf-8", (note("plain_ascii"),), head
    if not sample:
        return "utf-8", (note("valid_utf8"),), head
    encoding = _single_byte(sample)
    return encoding, (note("not_utf8", encoding=encoding, example=_example(sample, encoding)),), head


def _wide(head: bytes) -> str:
    """UTF-16 without a mark: Western text has a zero in every second byte."""
    if len(head) < 4:
        return ""
    even, odd = head[0::2].count(0) / len(head[0::2]), head[1::2].count(0) / len(head[1::2])
    if odd > 0.4 and even < 0.05:
        return "utf-16-le"
    return "utf-16-be" if even > 0.4 and odd < 0.05 else ""


def _refuse_binary(head: bytes, name: str) -> None:
    controls = len(_not_text.findall(head))
    if b"\x00" in head or controls > CONTROL_SHARE * len(head):
        raise SourceError(f"{name} is binary, not text; give CSV, an Excel or OpenDocument workbook, or Parquet.")


def _suspicious(chunks: Iterator[bytes]) -> tuple[bytes, bool]:
    """A sample around the bytes that are no UTF-8, none when (nearly) all are; and whether all are ASCII."""
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    wrong = right = seen = 0
    sample = b""
    for chunk in chunks:
        seen += len(chunk)
        if not chunk.isascii():
            text = decoder.decode(chunk)
            escaped = len(re.findall("[\udc80-\udcff]", text))
            wrong += escaped
            right += len(re.findall("[\u0080-\ud7ff\ue000-\U0010ffff]", text))
            if escaped and len(sample) < HEAD_BYTES:
                sample += b" ".join(_high.findall(chunk)[:HEAD_BYTES]) + b" "
        if seen >= SCAN_BYTES:
            break
    if not wrong or right > wrong:
        return b"", not wrong and not right
    return sample, False


def _single_byte(sample: bytes) -> str:
    return max(SINGLE_BYTE, key=lambda name: _likeliness(sample, SINGLE_BYTE[name]))


def _likeliness(sample: bytes, codec: str) -> int:
    """How many bytes beyond ASCII make a letter beside letters, no capital after a small one, or a sign by itself."""
    score = 0
    for context in set(_high.findall(sample)):
        character = next(each for each in context.decode(codec, "replace") if not each.isascii())
        lettered = sum(97 <= byte <= 122 or 65 <= byte <= 90 for byte in context)
        is_odd = character.isupper() and context[:1].islower()
        score += 2 * (character in LETTERS and lettered > 0 and not is_odd) + (character in SIGNS and lettered < 2)
        score -= character == "\ufffd"
    return score


def _example(sample: bytes, encoding: str) -> str:
    """A piece of the sample as read, so that a reader can judge it."""
    return " ".join(sample.decode(SINGLE_BYTE[encoding], "replace").split()[:3])


def codec(encoding: str) -> str:
    """Python's name of one of our encodings."""
    return SINGLE_BYTE.get(encoding, encoding)


def as_utf8(chunks: Iterator[bytes], encoding: str, name: str) -> Iterator[bytes]:
    """The text in UTF-8, without byte order mark, every line end a line feed.

    What is no UTF-8 in a file that is read as such passes as it is, for its rows to be rejected.

    Raises:
        SourceError: UTF-16 or UTF-32 that stops being it.
    """
    head = next(chunks, b"")
    for mark, marked in BYTE_ORDER_MARKS:
        if head.startswith(mark):
            encoding, head = marked, head[len(mark) :]
            break
    return _line_feeds(_decoded(chain([head], chunks), encoding, name))


def _decoded(chunks: Iterator[bytes], encoding: str, name: str) -> Iterator[bytes]:
    if encoding == "utf-8":
        yield from chunks
        return
    errors = "replace" if encoding in SINGLE_BYTE else "strict"
    decoder = codecs.getincrementaldecoder(codec(encoding))(errors)
    try:
        for chunk in chunks:
            yield decoder.decode(chunk).encode()
        yield decoder.decode(b"", final=True).encode()
    except UnicodeError as problem:
        raise SourceError(
            f"{name} cannot be read as {encoding} from beginning to end; it is damaged, or written in another encoding."
        ) from problem


def _line_feeds(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """A carriage return at the end of a chunk waits for what follows it."""
    held = b""
    for chunk in chunks:
        block = held + chunk
        held = b"\r" if block.endswith(b"\r") else b""
        if b"\r" in block:
            block = block[: len(block) - len(held)].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        if block:
            yield block
    if held:
        yield b"\n"
