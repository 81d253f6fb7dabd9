"""What is packed in a zip or gzip: a workbook, or several files, written down as files of their own."""

import zipfile
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

from core.errors import SourceError
from core.scratch import scratch
from core.sources.containers import GZIP_MAGIC, ZIP_MAGIC, Member, is_wanted, members, nested
from core.tabular import foreign, sheets
from core.tabular.form import HTML

UNPACKED_LIMIT_BYTES = 8_000_000_000
"""So much is written to the disk of a packed file at most; texts beyond it can still be read as they are packed."""


@contextmanager
def opened(path: Path, name: str) -> Iterator[Path]:
    """The file itself, or the workbook that it packs, which is gone at the end.

    Raises:
        SourceError: what is no table at all; as `core.sources.containers.members`; an archive within it that is no
            workbook; a workbook beside other files, which have to be read one by one.
    """
    foreign.refuse(path, name)
    if not _is_packed(path):
        yield path
        return
    with TemporaryDirectory(dir=scratch()) as folder, closing(_members(path, name)) as found:
        member = next(found)
        head = next(member.chunks, b"")
        foreign.refuse_head(head, member.name)
        if not (head.startswith((*ZIP_MAGIC, foreign.COMPOUND_MAGIC)) or foreign.kind_of_head(head) == HTML):
            yield path
            return
        book = Path(folder) / "workbook"
        _write(book, head, member)
        foreign.refuse(book, member.name)
        if next(found, None) is not None:
            raise SourceError(f"{name} packs a workbook with other files; unpack it, and load each file by itself.")
        yield book


def files_of(path: Path, name: str, folder: Path) -> list[tuple[Path, str]]:
    """The files that a file stands for, each with its name: itself, or of a zip of several files each of these.

    Args:
        path: the file.
        name: what messages call it.
        folder: where the members of a zip are written, one after the other.

    Raises:
        SourceError: as `opened`, but of members that are no tables, which are told where they are read; more than
            UNPACKED_LIMIT_BYTES.
    """
    foreign.refuse(path, name)
    if not _is_packed(path) or _is_alone(path):
        return [(path, name)]
    found: list[tuple[Path, str]] = []
    left = UNPACKED_LIMIT_BYTES
    for number, member in enumerate(_members(path, name)):
        head = next(member.chunks, b"")
        if head:
            target = folder / f"{number:06}"
            left -= _write(target, head, member, left)
            found.append((target, member.name))
    return found if len(found) > 1 else [(path, name)]


def _is_packed(path: Path) -> bool:
    """Whether it is an archive, and not a workbook, which is one inside."""
    with path.open("rb") as file:
        magic = file.read(8)
    return magic.startswith((*ZIP_MAGIC, GZIP_MAGIC)) and not sheets.kind_of(path)


def _is_alone(path: Path) -> bool:
    """Whether it packs one file, as a gzip does; nothing has to be written down for it."""
    if not zipfile.is_zipfile(path):
        return True
    try:
        with zipfile.ZipFile(path) as archive:
            return sum(is_wanted(info) for info in archive.infolist()) == 1
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False  # what is wrong with it is told when its members are read


def _members(path: Path, name: str) -> Generator[Member, None, None]:
    return members(path, name, with_workbooks=True)


def _write(target: Path, head: bytes, member: Member, most: int = UNPACKED_LIMIT_BYTES) -> int:
    """Write a member down; how many bytes it has."""
    size = 0
    with target.open("wb") as copy:
        for chunk in chain([head], member.chunks):
            size += len(chunk)
            if size > most:
                raise SourceError(
                    f"{member.name} goes beyond {UNPACKED_LIMIT_BYTES // 10**9} GB unpacked; unpack it, and load the "
                    "plain files."
                )
            copy.write(chunk)
    if head.startswith(ZIP_MAGIC) and not sheets.kind_of(target) and not foreign.kind_of(target):
        raise nested(member.name)
    return size
