"""Dropped files: what lies in a folder to be taken in."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

TEMPORARY = ("~", ".part", ".partial", ".filepart", ".crdownload", ".download", ".tmp", ".temp", ".swp")
"""How names end that programs give to files while they copy them."""


@dataclass(frozen=True)
class Dropped:
    """A file in a folder.

    Args:
        path: of the file.
        bytes: its size.
        changed_ns: when its content changed, as the file says it; a copy may have that of its original.
        touched_ns: when anything about it changed, as the file system says it, which nobody can set.
    """

    path: Path
    bytes: int
    changed_ns: int
    touched_ns: int

    @property
    def state(self) -> tuple[int, int]:
        """Another content has another one."""
        return self.bytes, self.changed_ns


def is_temporary(name: str) -> bool:
    """Whether a file of that name is not meant to be read: hidden, or half a copy."""
    return name.startswith(".") or name.lower().endswith(TEMPORARY)


def files_in(folder: Path) -> Iterator[Dropped]:
    """The files of a folder and of those in it, in the order of their names, without temporary and empty ones.

    What vanishes while one looks was not there. Links are not followed: those to folders may lead back, and those to
    files to what whoever may write here may not read.

    Raises:
        OSError: the folder itself cannot be read.
    """
    with os.scandir(folder) as entries:
        found = sorted((entry for entry in entries if not is_temporary(entry.name)), key=lambda entry: entry.name)
    for entry in found:
        try:
            if entry.is_dir(follow_symlinks=False):
                yield from files_in(Path(entry.path))
            elif entry.is_file(follow_symlinks=False):
                facts = entry.stat()
                if facts.st_size:
                    yield Dropped(Path(entry.path), facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns)
        except FileNotFoundError:
            continue
