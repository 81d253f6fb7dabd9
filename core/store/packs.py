"""Packs: small landed files of a day in one file, written once; where each lies in it, and its content alone.

A pack is a zip in its plainest form, which any program opens: names are the SHA-256 of the contents, nothing is added
to any header. So every entry of its directory is as long as the others, and one file is found and read without opening
the pack as a whole.
"""

import hashlib
import struct
import zlib
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from core.errors import StoreError
from core.store.files import Files

PACKS = "landed/packs"
"""Their folder."""

NAME_BYTES = 64
_entry = struct.Struct(f"<4s 6x H 8x L L H 12x L {NAME_BYTES}s")
"""Of a zip's directory: sign, method, packed and plain size, length of the name, where it begins, the name."""

_end = struct.Struct("<4s 6x H L L H")
"""Of a zip's end: sign, entries, size of the directory, where it begins, length of a comment."""

HEAD_BYTES = 30 + NAME_BYTES
"""Before each content stands what its entry says too."""

UNCHANGING = (1980, 1, 1, 0, 0, 0)


class Place(NamedTuple):
    """Where a content lies: the pack's name, from which byte on, how many there and how many as it came in."""

    pack: str
    at: int
    packed_bytes: int
    bytes: int
    is_packed: bool


def write_pack(files: Files, name: str, contents: Iterable[tuple[str, bytes]]) -> None:
    """Write a pack; it is on the disk for good when this returns.

    Args:
        contents: SHA-256 and content of each file.

    Raises:
        StoreError: there is such a file, or the disk refused.
    """
    with files.new(name) as file, ZipFile(file, "w", ZIP_DEFLATED) as pack:
        for file_id, content in contents:
            pack.writestr(ZipInfo(file_id, UNCHANGING), content, ZIP_DEFLATED)


def places(files: Files, wanted: Collection[str] | None = None, beginning: str = "") -> dict[str, Place]:
    """Where contents lie by their SHA-256; of one that is in several packs, the first. Damaged packs hold nothing.

    Args:
        wanted: a few contents, when only these are asked for.
        beginning: as of `pack_names`.

    Raises:
        StoreError: the folder of the packs cannot be listed.
    """
    found: dict[str, Place] = {}
    for name in pack_names(files, beginning):
        with suppress(StoreError):
            for file_id, place in entries(files, name, wanted):
                found.setdefault(file_id, place)
    return found


def pack_names(files: Files, beginning: str = "") -> list[str]:
    """Names of the packs, oldest day first.

    Args:
        beginning: of the name within the folder, such as a day.
    """
    names = files.names_in(PACKS, beginning)
    return [f"{PACKS}/{name}" for name in names if name.endswith(".zip") and not name.startswith(".")]


def entries(files: Files, name: str, wanted: Collection[str] | None = None) -> Iterator[tuple[str, Place]]:
    """What a pack holds.

    Args:
        wanted: a few contents, when only these are asked for.

    Raises:
        StoreError: it is damaged; the message names it.
    """
    directory = _directory(files, name)
    begins = range(0, len(directory), _entry.size) if wanted is None else _begins(directory, wanted)
    for begin in begins:
        sign, method, packed, plain, name_bytes, at, file_id = _entry.unpack_from(directory, begin)
        if sign != b"PK\x01\x02" or name_bytes != NAME_BYTES or method not in (ZIP_STORED, ZIP_DEFLATED):
            raise _damaged(files, name)
        place = Place(name, at + HEAD_BYTES, packed, plain, method == ZIP_DEFLATED)
        yield file_id.decode("ascii", "replace"), place


def content(files: Files, place: Place) -> bytes:
    """One content, of which nothing else of its pack is read.

    Raises:
        StoreError: the pack is damaged there, or cannot be read.
    """
    held = files.piece(place.pack, place.at, place.packed_bytes)
    try:
        found = zlib.decompress(held, -zlib.MAX_WBITS, place.bytes) if place.is_packed else held
    except zlib.error as problem:
        raise _damaged(files, place.pack) from problem
    if len(found) != place.bytes:
        raise _damaged(files, place.pack)
    return found


def is_whole(files: Files, file_id: str, place: Place) -> bool:
    """Whether what is packed is what its name says."""
    try:
        return hashlib.sha256(content(files, place)).hexdigest() == file_id
    except StoreError:
        return False


def _directory(files: Files, name: str) -> bytes:
    end = files.piece(name, -_end.size, _end.size)
    if len(end) != _end.size:
        raise _damaged(files, name)
    sign, count, size, at, comment = _end.unpack(end)
    directory = files.piece(name, at, size)
    if sign != b"PK\x05\x06" or comment or len(directory) != size or size != count * _entry.size:
        raise _damaged(files, name)
    return directory


def _begins(directory: bytes, wanted: Collection[str]) -> Iterator[int]:
    """Where the entries of some contents begin."""
    for file_id in wanted:
        begin = directory.find(file_id.encode()) + NAME_BYTES - _entry.size
        if begin >= 0 and begin % _entry.size == 0:
            yield begin


def _damaged(files: Files, name: str) -> StoreError:
    return StoreError(f"{files.path(name)} is damaged: restore it from a backup.")
