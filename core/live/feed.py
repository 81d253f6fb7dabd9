"""Feeds: the folders from which files are taken in as they come, and how the files of each are read."""

from dataclasses import dataclass
from pathlib import Path

from core.settings import Settings
from core.sources import Reading
from core.store.workspace import FOLDERS, Workspace

INBOX = "inbox"


@dataclass(frozen=True)
class Feed:
    """One such folder.

    Args:
        name: as the settings have it; INBOX for the workspace's own.
        folder: where it is.
        profile: by which its files are read; empty where their own format is recognised.
        zone: IANA zone of times that name none; empty for the house's.
    """

    name: str
    folder: Path
    profile: str = ""
    zone: str = ""

    @property
    def is_inbox(self) -> bool:
        """Whether it is the workspace's own."""
        return self.name == INBOX

    def trouble(self, workspace: Workspace) -> str:
        """Why it cannot be watched, with the way out; empty when it can."""
        folder, home = self.folder.resolve(), workspace.home.resolve()
        own = [home / name for name in FOLDERS]
        if folder == home or folder in home.parents or any(folder == one or one in folder.parents for one in own):
            return f"{self.folder} holds the workspace's own files; watch a folder beside them, such as {home / INBOX}."
        if not folder.is_dir():
            return f"{self.folder} is not there, or is no folder; make it, or take its [[watch]] out of settings.toml."
        return ""


def feeds(workspace: Workspace, house: Settings) -> list[Feed]:
    """The inbox, when there is one, and the watched folders in the order of the settings."""
    home = workspace.home.absolute()
    inbox = [Feed(INBOX, home / INBOX)] if (home / INBOX).is_dir() else []
    watched = [Feed(one.folder, home / Path(one.folder).expanduser(), one.profile, one.zone) for one in house.watch]
    return inbox + watched


def reading_of(feed: Feed, workspace: Workspace) -> Reading:
    """How the files of a feed are read.

    Raises:
        UnknownName, SourceError: there is no such profile, or its file cannot be read.
        DefinitionError: the profile, or the house rules, cannot be used.
    """
    if not feed.profile:
        return Reading(feed.zone or workspace.house.time_zone)
    from core.profiles.use import reading_by

    return reading_by(workspace, feed.profile, feed.zone)
