"""The profiles of a workspace: one text file each, saved by one at a time, with the texts that it had before."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import PurePath
from typing import NamedTuple

from core.errors import DefinitionError, Overtaken, StoreError, UnknownName
from core.profiles.profile import Profile
from core.profiles.reading import check_name, read_profile
from core.profiles.writing import write_profile
from core.store.files import Files
from core.store.kept_text import Earlier, KeptText, mark_of

FOLDER = "profiles"
NEW = mark_of(b"")
"""The mark of a profile that is not there yet."""


def slug_of(wanted: str) -> str:
    """What a profile's file can be called after a file or a platform."""
    letters = unicodedata.normalize("NFKD", wanted).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:50].strip("-") or "profile"


class Opened(NamedTuple):
    """A profile, the text of its file, and the mark that names exactly this content; to be given back on saving."""

    profile: Profile
    text: str
    mark: str


@dataclass(frozen=True)
class Entry:
    """A line of the list of profiles.

    Args:
        name: of the file, without its ending.
        changed_at: when it was saved last, UTC.
        profile: null when it cannot be read.
        problem: why it cannot be read; empty when it can.
    """

    name: str
    changed_at: datetime | None
    profile: Profile | None
    problem: str = ""


@dataclass(frozen=True)
class Shelf:
    """The folder `profiles` of a workspace; earlier texts and removed profiles are kept under `history/profiles`.

    Raises:
        StoreError: from every method, when the file system refuses.
    """

    files: Files

    def names(self) -> tuple[str, ...]:
        """All profiles that have a file; those that cannot be read are among them."""
        found = [PurePath(name) for name in self.files.names_in(FOLDER)]
        return tuple(sorted(path.stem for path in found if path.suffix == ".toml" and not path.name.startswith(".")))

    def entries(self) -> list[Entry]:
        """What each of them says, in the order of the names."""
        return [self._entry(name) for name in self.names()]

    def open(self, name: str) -> Opened:
        """The profile as its file is now.

        Raises:
            UnknownName: there is none of that name.
            DefinitionError: its file says something that cannot be used.
        """
        text, mark = self.text(name)
        return Opened(read_profile(text, name), text, mark)

    def text(self, name: str) -> tuple[str, str]:
        """The text of its file, and the mark of that; what is no UTF-8 in it as `surrogateescape` keeps it.

        Raises:
            UnknownName: there is none of that name.
        """
        if name not in self.names():
            raise UnknownName.among("profile", name, self.names())
        content = self._kept(name).content()
        return content.decode("utf-8", "surrogateescape"), mark_of(content)

    def save(self, profile: Profile, mark: str = NEW) -> str:
        """Write a profile into its file, and keep the text before.

        Args:
            mark: of what was opened; `NEW` when there was none.

        Returns:
            The new mark.

        Raises:
            Overtaken: the file is no longer what was opened; nothing has changed.
            DefinitionError: its name can be no file's.
            Busy: somebody else has been saving for ten seconds.
        """
        return self.save_text(profile.name, write_profile(profile), mark)

    def save_text(self, name: str, text: str, mark: str = NEW) -> str:
        """Write a file as it was written by hand, if a profile can be read from it; else as `save`."""
        read_profile(text, name)
        kept = self._kept(name)
        content = text.encode("utf-8")
        with kept.alone() as now:
            self._check_mark(name, now, mark)
            self.files.path(FOLDER).mkdir(parents=True, exist_ok=True)
            kept.replace(now, content)
        return mark_of(content)

    def remove(self, name: str, mark: str) -> None:
        """Take a profile off the shelf; its texts are kept.

        Raises:
            Overtaken: the file is no longer what was opened.
        """
        kept = self._kept(name)
        with kept.alone() as now:
            self._check_mark(name, now, mark)
            kept.remove(now)

    def earlier(self, name: str) -> list[Earlier]:
        """The texts that its file had before, newest first."""
        return self._kept(name).earlier()

    def free_name(self, wanted: str) -> str:
        """A name for a new profile, after a file or a platform."""
        slug = slug_of(wanted)
        taken = set(self.names())
        numbered = (f"{slug}-{number}" for number in range(2, len(taken) + 3))
        return slug if slug not in taken else next(name for name in numbered if name not in taken)

    def _entry(self, name: str) -> Entry:
        facts = self.files.facts(f"{FOLDER}/{name}.toml")
        changed_at = datetime.fromtimestamp(facts.changed_ns / 1e9, UTC) if facts else None
        try:
            return Entry(name, changed_at, self.open(name).profile)
        except (DefinitionError, StoreError, UnknownName) as problem:
            return Entry(name, changed_at, None, str(problem))

    def _check_mark(self, name: str, now: bytes, mark: str) -> None:
        if mark_of(now) != mark:
            path = self.files.path(f"{FOLDER}/{name}.toml")
            raise Overtaken(f"{path} has been changed meanwhile; open it again, or save under another name.")

    def _kept(self, name: str) -> KeptText:
        check_name(name)
        return KeptText(self.files, f"{FOLDER}/{name}.toml", f"{FOLDER}/{name}")
