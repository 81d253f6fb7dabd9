"""A folder of TOML texts that people edit: one file each, saved by one at a time, with the texts that it had before."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import PurePath

from core.errors import Overtaken
from core.store.files import Files
from core.store.kept_text import KeptText, mark_of

NEW = mark_of(b"")
"""The mark of a text that is not there yet."""


@dataclass(frozen=True)
class KeptFolder:
    """One such folder of a workspace; earlier and removed texts are kept under `history` and its name.

    Texts go by the names of their files, without the ending. A mark names exactly the content that somebody has seen.

    Raises:
        StoreError: from every method, when the file system refuses.
    """

    files: Files
    folder: str

    def names(self) -> list[str]:
        """All texts, readable or not, in the order of their names."""
        found = [PurePath(name) for name in self.files.names_in(self.folder)]
        return sorted(path.stem for path in found if path.suffix == ".toml" and not path.name.startswith("."))

    def kept(self, name: str) -> KeptText:
        """The text of that name, there or not."""
        return KeptText(self.files, self._file(name), f"{self.folder}/{name}")

    def changed_at(self, name: str) -> datetime | None:
        """When it was saved last, UTC; null when there is none."""
        facts = self.files.facts(self._file(name))
        return datetime.fromtimestamp(facts.changed_ns / 1e9, UTC) if facts else None

    def write(self, name: str, mark: str, make: Callable[[str], str]) -> str:
        """Replace a text by what is made of it, and keep the one before; the new mark.

        Raises:
            Overtaken: it is no longer what was seen; nothing has changed.
            Busy: somebody else has been saving for ten seconds.
        """
        with self.alone(name, mark) as now:
            content = make(now.decode("utf-8", "surrogateescape")).encode("utf-8")
            self.files.path(self.folder).mkdir(parents=True, exist_ok=True)
            self.kept(name).replace(now, content)
        return mark_of(content)

    def remove(self, name: str, mark: str) -> None:
        """Take a text away, and keep it; raises as `write`."""
        with self.alone(name, mark) as now:
            self.kept(name).remove(now)

    @contextmanager
    def alone(self, name: str, mark: str) -> Iterator[bytes]:
        """What it says, while nobody else saves; raises as `write`."""
        with self.kept(name).alone() as now:
            if mark_of(now) != mark:
                path = self.files.path(self._file(name))
                raise Overtaken(f"{path} has been changed meanwhile; open it again, or save under another name.")
            yield now

    def _file(self, name: str) -> str:
        return f"{self.folder}/{name}.toml"


def slug(wanted: str, otherwise: str) -> str:
    """What a file can be called after a title, a platform or another file: small letters, digits and -, at most 50."""
    letters = unicodedata.normalize("NFKD", wanted).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:50].strip("-") or otherwise


def free_name(taken: Iterable[str], wanted: str) -> str:
    """The name, or the first of `name-2`, `name-3` … that is not taken."""
    known, name, number = set(taken), wanted, 1
    while name in known:
        number += 1
        name = f"{wanted[:50]}-{number}"
    return name
