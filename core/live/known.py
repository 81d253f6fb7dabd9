"""Known files: which of the dropped ones are taken in already, and which are not, with the reason."""

import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from core.store.files import refused

FILE = "known.jsonl"
SPARE_LINES = 1_000
"""The file is written anew when it has so many lines more than twice what they say."""


@dataclass(frozen=True)
class Note:
    """What became of one file as it was when it was looked at.

    Args:
        path: of the file.
        bytes, changed_ns: its size and the time of its last change then.
        at: when that became of it, UTC, as ISO 8601 writes it.
        problem: why it could not be read, or is held back; empty when it is in.
        how: the reading under which it could not be read; under another one it is tried again.
        contents: of one that was held back, SHA-256 of what has to be in for it to be done: its own, or of a zip of
            several files those of each.
    """

    path: str
    bytes: int
    changed_ns: int
    at: str = ""
    problem: str = ""
    how: str = ""
    contents: tuple[str, ...] = ()


class Known:
    """The notes about all files that were ever looked at and are still there, in a file of lines of JSON.

    Lines are only added, and a later one about the same file goes before an earlier: a minute's file costs a line,
    however many came before it. Who writes holds the lock of refreshes; everybody may read.

    Args:
        folder: of the workspace, in which the file is.

    Raises:
        StoreError: from every method, when the file system refuses.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._notes: dict[str, Note] = {}
        self._lines = self._read_to = self._number = 0

    @property
    def notes(self) -> Mapping[str, Note]:
        """By path, as the file has them now; what is new in it is read, and no more."""
        try:
            with self._path.open("rb") as file:
                facts = os.fstat(file.fileno())
                if facts.st_ino != self._number or facts.st_size < self._read_to:
                    self._notes, self._lines, self._read_to, self._number = {}, 0, 0, facts.st_ino
                if facts.st_size > self._read_to:
                    file.seek(self._read_to)
                    self._add(file.read())
        except FileNotFoundError:
            self._notes, self._lines, self._read_to, self._number = {}, 0, 0, 0
        except OSError as problem:
            raise refused(self._path, problem) from problem
        return self._notes

    def add(self, notes: Iterable[Note]) -> None:
        """Write down what became of files; it is on the disk when this returns."""
        lines = [json.dumps(asdict(note)) for note in notes]
        self._write("ab", lines)

    def forget(self, paths: Iterable[str]) -> None:
        """Drop the notes about files that are gone; the file becomes short again when much of it is of no use."""
        gone = [path for path in paths if path in self.notes]
        self._write("ab", [json.dumps({"gone": path}) for path in gone])
        left = self.notes
        if self._lines > 2 * len(left) + SPARE_LINES:
            hidden = self._path.with_name(f".{FILE}-{uuid4().hex}")
            kept = [json.dumps(asdict(note)) for note in left.values()]
            self._write("xb", kept, hidden)
            hidden.replace(self._path)

    def _write(self, mode: str, lines: list[str], path: Path | None = None) -> None:
        if not lines and path is None:
            return
        try:
            self._path.parent.mkdir(exist_ok=True)
            with (path or self._path).open(mode) as file:
                # Whatever a killed writer left without its end stays a line of its own, which says nothing.
                torn = b"\n" if path is None and not self._ends() else b""
                file.write(torn + "".join(f"{line}\n" for line in lines).encode())
                file.flush()
                os.fsync(file.fileno())
        except OSError as problem:
            raise refused(self._path, problem) from problem

    def _ends(self) -> bool:
        """Whether the file's last line is whole."""
        with self._path.open("rb") as file:
            if not file.seek(0, os.SEEK_END):
                return True
            file.seek(-1, os.SEEK_END)
            return file.read() == b"\n"

    def _add(self, content: bytes) -> None:
        whole = content[: content.rfind(b"\n") + 1]
        self._read_to += len(whole)
        for line in whole.splitlines():
            self._lines += 1
            # What another version of this program wrote, or half a line, is as if nobody had looked.
            with suppress(ValueError, TypeError, AttributeError, RecursionError):
                told = json.loads(line)
                if "gone" in told:
                    self._notes.pop(told["gone"], None)
                else:
                    note = _note(told)
                    self._notes[note.path] = note


def _note(told: dict[str, Any]) -> Note:
    """What a line says.

    Raises:
        TypeError, ValueError, AttributeError: it is no note.
    """
    note = Note(**told | {"contents": tuple(told.get("contents", ()))})
    if not all(isinstance(each, str) for each in (note.path, note.at, note.problem, note.how, *note.contents)):
        raise TypeError(note)
    if note.at:
        datetime.fromisoformat(note.at)
    return note
