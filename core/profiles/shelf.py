"""The profiles of a workspace: one text file each, saved by one at a time, with the texts that it had before."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from core.errors import DefinitionError, StoreError, UnknownName
from core.profiles.profile import Profile
from core.profiles.reading import check_name, read_profile
from core.profiles.writing import write_profile
from core.store.files import Files
from core.store.kept_folder import NEW, KeptFolder, free_name, slug
from core.store.kept_text import Earlier, mark_of

FOLDER = "profiles"


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
        return tuple(self._folder.names())

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
        content = self._folder.kept(name).content()
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
        check_name(name)
        return self._folder.write(name, mark, lambda _: text)

    def remove(self, name: str, mark: str) -> None:
        """Take a profile off the shelf; its texts are kept.

        Raises:
            Overtaken: the file is no longer what was opened.
        """
        check_name(name)
        self._folder.remove(name, mark)

    def earlier(self, name: str) -> list[Earlier]:
        """The texts that its file had before, newest first."""
        check_name(name)
        return self._folder.kept(name).earlier()

    def free_name(self, wanted: str) -> str:
        """A name for a new profile, after a file or a platform."""
        return free_name(self.names(), profile_name(wanted))

    def _entry(self, name: str) -> Entry:
        changed_at = self._folder.changed_at(name)
        try:
            return Entry(name, changed_at, self.open(name).profile)
        except (DefinitionError, StoreError, UnknownName) as problem:
            return Entry(name, changed_at, None, str(problem))

    @property
    def _folder(self) -> KeptFolder:
        return KeptFolder(self.files, FOLDER)


def profile_name(wanted: str) -> str:
    """What a profile's file can be called after a file or a platform."""
    return slug(wanted, "profile")
