"""The file of a house's own regions, and the earlier texts that it has had."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import PurePath
from uuid import uuid4

from core.errors import DefinitionError, Overtaken
from core.regions import check, read_rules
from core.settings import RegionRule
from core.store.files import Files, refused
from core.store.lock import locked

FILE = "regions.csv"
HISTORY = "history/regions"
STAMP = "%Y%m%dT%H%M%S.%fZ"
NAME = re.compile(rf"{HISTORY}/\d{{8}}T\d{{6}}\.\d{{6}}Z\.csv")
"""Whatever else somebody puts into the folder is no version."""

WAIT_S = 10.0
"""Saving takes milliseconds; whoever waits longer than this waits for something that is stuck."""


@dataclass(frozen=True)
class Loaded:
    """What the file says now.

    Args:
        text: its text; empty when there is no file.
        mark: names exactly this content; to be given back when it is replaced.
        is_utf_8: False when the text had to be guessed from another encoding; rules are not read from such a file.
    """

    text: str
    mark: str
    is_utf_8: bool = True


@dataclass(frozen=True)
class Version:
    """An earlier text of the file.

    Args:
        name: its name in the history.
        saved_at: when that text had been saved, UTC.
        text: what it said.
        rules: how many rules it has.
        mistakes: how many of its lines cannot be used.
    """

    name: str
    saved_at: datetime
    text: str
    rules: int
    mistakes: int


@dataclass(frozen=True)
class RegionFile:
    """`regions.csv` of a workspace; the texts that it had before are kept under `history/regions`.

    Raises:
        StoreError: from every method, when the file system refuses.
    """

    files: Files

    def rules(self) -> tuple[RegionRule, ...]:
        """The house's own regions, in order; none when there is no file.

        Raises:
            DefinitionError: the file says something wrong, or is no UTF-8 text.
        """
        content, path = self._content(), str(self.files.path(FILE))
        try:
            return read_rules(content.decode("utf-8-sig"), path)
        except UnicodeDecodeError as problem:
            line = content[: problem.start].count(b"\n") + 1
            byte = content[problem.start : problem.start + 1]
            raise DefinitionError(
                f"{path}, line {line}: {byte!r} is no UTF-8 text; save the file again as UTF-8 (in a spreadsheet: CSV "
                "UTF-8)."
            ) from problem

    def load(self) -> Loaded:
        """The file to be edited; text in another encoding than UTF-8 is shown as well as can be."""
        content = self._content()
        text, is_utf_8 = _decoded(content)
        return Loaded(text, sha256(content).hexdigest(), is_utf_8)

    def save(self, text: str, mark: str) -> None:
        """Replace the file's text, and keep the one before; the file is never half-written.

        Args:
            text: rules; none go back to the six default regions.
            mark: of what was loaded, as `load` told it.

        Raises:
            DefinitionError: the text says something wrong.
            Overtaken: the file is no longer what was loaded; nothing has changed.
            Busy: somebody else has been saving for ten seconds.
        """
        read_rules(text, FILE)
        path, content = self.files.path(FILE), text.encode()
        with self._alone():
            now = self._content()
            if sha256(now).hexdigest() != mark:
                raise Overtaken(f"{path} has been changed meanwhile; load it again and make your changes in it.")
            if now == content:
                return
            if now:
                self._archive(now)
            hidden = f"history/.{uuid4().hex}"
            with self.files.new(hidden) as file:
                file.write(content)
            self.files.move(hidden, FILE)

    def versions(self) -> list[Version]:
        """The earlier texts, newest first."""
        names = [name for name in self.files.names(HISTORY) if NAME.fullmatch(name)]
        return [self._version(name) for name in reversed(names)]

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Nobody else saves meanwhile; what a saver that was killed left behind is swept."""
        folder = self.files.path("history")
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as problem:
            raise refused(folder, problem) from problem
        with locked(folder / "lock", WAIT_S):
            for name in self.files.names("history"):
                if PurePath(name).name.startswith("."):
                    self.files.delete(name)
            yield

    def _version(self, name: str) -> Version:
        stamp = name.removeprefix(f"{HISTORY}/").removesuffix(".csv")
        text, _ = _decoded(self.files.read(name))
        found = check(text)
        saved_at = datetime.strptime(stamp, STAMP).replace(tzinfo=UTC)
        return Version(name, saved_at, text, len(found.rules), len(found.mistakes))

    def _content(self) -> bytes:
        return self.files.read(FILE) if self.files.facts(FILE) else b""

    def _archive(self, content: bytes) -> None:
        """Keep a text under the time at which it had been saved; texts of one moment get the moments after it."""
        facts = self.files.facts(FILE)
        moment = datetime.fromtimestamp(facts.changed_ns / 1e9 if facts else 0, UTC)
        while not self.files.put_if_absent(name := f"{HISTORY}/{moment.strftime(STAMP)}.csv", content):
            if self.files.read(name) == content:
                return
            moment += timedelta(microseconds=1)


def _decoded(content: bytes) -> tuple[str, bool]:
    """The text, and whether it is UTF-8; otherwise it is taken for what spreadsheets on Windows write."""
    try:
        return content.decode("utf-8-sig"), True
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace"), False
