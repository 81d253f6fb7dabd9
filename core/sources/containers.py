"""Open a file, whatever it is packed in, as a series of plain byte streams with guards against traps."""

import gzip
import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Protocol

from core.errors import SourceError

CHUNK_BYTES = 4 << 20
MEGABYTE = 1_000_000
BOMB_BYTES = 1_000 * MEGABYTE
BOMB_RATIO = 100
EXPANDED_LIMIT_BYTES = 256_000 * MEGABYTE

GZIP_MAGIC = b"\x1f\x8b"
ZIP_MAGIC = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
OTHER_ARCHIVES = {
    b"BZh": "bzip2",
    b"\xfd7zXZ\x00": "xz",
    b"\x28\xb5\x2f\xfd": "zstd",
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"Rar!": "rar",
}


class Readable(Protocol):
    """Anything that bytes can be read from."""

    def read(self, size: int, /) -> bytes:
        """The next bytes, at most `size`; none at the end."""
        ...


@dataclass(frozen=True)
class Member:
    """One file within a file, or the file itself.

    Args:
        name: for messages.
        chunks: its bytes.
        bytes_read: how many bytes of the file on the disk have been read by now, members before it included.
        path: where it can be read directly, when it is not packed.
    """

    name: str
    chunks: Iterator[bytes]
    bytes_read: Callable[[], int]
    path: Path | None = None


def members(path: Path, name: str, *, with_workbooks: bool = False) -> Generator[Member, None, None]:
    """The plain contents of a file: itself, what its gzip holds, or each member of its zip in turn.

    A member must be read to its end before the next one is asked for.

    Args:
        path: where the file is.
        name: what messages call it.
        with_workbooks: whether members that begin as a zip does pass, because workbooks do; whoever asks for them
            refuses those that are none.

    Raises:
        SourceError: empty, damaged, encrypted, packed twice, or expanding beyond all proportion.
    """
    size = path.stat().st_size
    if size == 0:
        raise SourceError(f"{name} is empty; there is nothing to load.")
    with path.open("rb") as file:
        magic = file.read(8)
    if magic.startswith(ZIP_MAGIC):
        yield from _zip_members(path, name, with_workbooks)
    elif magic.startswith(GZIP_MAGIC):
        with _damage(name), path.open("rb") as file, gzip.GzipFile(fileobj=file) as stream:
            yield Member(name, _chunks(stream, name, size, packed=True, with_workbooks=with_workbooks), file.tell)
    else:
        with path.open("rb") as stream:
            yield Member(name, _chunks(stream, name, size, packed=False), stream.tell, path)


def _zip_members(path: Path, name: str, with_workbooks: bool) -> Iterator[Member]:
    expanded = 0
    with _damage(name), path.open("rb") as file, zipfile.ZipFile(file) as archive:
        wanted = [info for info in archive.infolist() if is_wanted(info)]
        if not any(info.file_size for info in wanted):
            raise SourceError(f"{name} holds no files; there is nothing to load.")
        for info in wanted:
            if info.flag_bits & 0x1:
                raise SourceError(f"{name} is encrypted ({info.filename}); unpack it with its password first.")
            expanded += info.file_size
            if expanded > EXPANDED_LIMIT_BYTES:
                raise SourceError(f"{name} would expand to more than {EXPANDED_LIMIT_BYTES // 10**9} GB; split it.")
            with archive.open(info) as stream:
                label = f"{name} ({_printable(info.filename)})"
                chunks = _chunks(stream, label, info.compress_size, packed=True, with_workbooks=with_workbooks)
                yield Member(label, chunks, file.tell)


def is_wanted(info: zipfile.ZipInfo) -> bool:
    """Whether a member of a zip is a file, and none that a system hides."""
    parts = PurePosixPath(info.filename).parts
    is_hidden = any(part.startswith((".", "__MACOSX")) and part != ".." for part in parts)
    return not info.is_dir() and not is_hidden


def _printable(name: str) -> str:
    """A name as messages can say it: whoever packs a file could otherwise write to the terminal in it."""
    return "".join(letter if letter.isprintable() else "�" for letter in name)


def _chunks(
    stream: Readable, name: str, packed_bytes: int, *, packed: bool, with_workbooks: bool = False
) -> Iterator[bytes]:
    expanded = 0
    while chunk := _read(stream, name):
        if packed and expanded == 0 and not (with_workbooks and chunk.startswith(ZIP_MAGIC)):
            _refuse_nested(chunk, name)
        elif not packed and expanded == 0:
            _refuse_foreign(chunk, name)
        expanded += len(chunk)
        if packed and expanded > BOMB_BYTES and expanded > BOMB_RATIO * packed_bytes:
            raise SourceError(
                f"{name} expands more than {BOMB_RATIO} times, beyond {BOMB_BYTES // MEGABYTE} MB: it looks like a "
                "decompression bomb. If it is genuine, unpack it and load the plain file."
            )
        if expanded > EXPANDED_LIMIT_BYTES:
            raise SourceError(f"{name} is larger than {EXPANDED_LIMIT_BYTES // 10**9} GB; split it.")
        yield chunk


def _read(stream: Readable, name: str) -> bytes:
    with _damage(name):
        return stream.read(CHUNK_BYTES)


def _refuse_nested(head: bytes, name: str) -> None:
    if head.startswith((*ZIP_MAGIC, GZIP_MAGIC, *OTHER_ARCHIVES)) or head[257:262] == b"ustar":
        raise nested(name)


def nested(name: str) -> SourceError:
    """What is said of an archive within another one."""
    return SourceError(f"{name} holds another archive; unpack it once and load what is inside.")


def _refuse_foreign(head: bytes, name: str) -> None:
    kind = next((kind for magic, kind in OTHER_ARCHIVES.items() if head.startswith(magic)), None)
    kind = "tar" if head[257:262] == b"ustar" else kind
    if kind:
        raise SourceError(f"{name} is a {kind} file, which is not read; unpack it, or pack it as gzip or zip.")


@contextmanager
def _damage(name: str) -> Iterator[None]:
    """Say of a damaged archive what it is, with the file's name."""
    try:
        yield
    except EOFError as problem:
        raise SourceError(f"{name} is truncated: its compressed data stops early. Copy it again.") from problem
    except NotImplementedError as problem:
        raise SourceError(
            f"{name} is packed in a way that is not read ({problem}); pack it as gzip or zip."
        ) from problem
    except (OSError, ValueError, RuntimeError, zlib.error, lzma.LZMAError, struct.error, zipfile.BadZipFile) as problem:
        raise SourceError(f"{name} is damaged or truncated ({problem}); copy it again.") from problem
