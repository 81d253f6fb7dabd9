"""`schedules.toml` of a workspace: read as it is now, changed key by key, the texts that it had before kept."""

from dataclasses import dataclass
from typing import Any

from core.errors import Overtaken, UnknownName
from core.schedules.mistakes import FILE, WrongSchedules
from core.schedules.schedule import Schedule
from core.schedules.text import Read, read_schedules
from core.store.files import Files
from core.store.kept_text import KeptText, mark_of


@dataclass(frozen=True)
class ScheduleFile:
    """The file of a workspace; there need not be one.

    Raises:
        StoreError: from every method, when the file system refuses.
    """

    files: Files

    def read(self) -> Read:
        """What it says now."""
        return read_schedules(self._kept.content())

    def load(self) -> tuple[str, str]:
        """Its text to be edited, and the mark to give back when it is saved."""
        content = self._kept.content()
        return content.decode("utf-8-sig", "replace"), mark_of(content)

    def schedule(self, name: str) -> Schedule:
        """The schedule of that name.

        Raises:
            DefinitionError: it is there and cannot be used; the message names the line.
            UnknownName: there is none.
        """
        read = self.read()
        found = {one.name: one for one in read.schedules.all}
        if name not in found:
            for mistake in read.mistakes:
                if mistake.entry in (name, ""):
                    raise WrongSchedules(mistake, file=f"{self.files.path(FILE)}: ")
            raise UnknownName.among("schedule", name, found)
        return found[name]

    def save(self, text: str, mark: str) -> None:
        """Replace the text.

        Args:
            mark: of what was loaded.

        Raises:
            DefinitionError: the text has mistakes; nothing has changed.
            Overtaken: the file is no longer what was loaded; nothing has changed.
            Busy: somebody else has been saving for ten seconds.
        """
        content = text.encode()
        mistakes = read_schedules(content).mistakes
        if mistakes:
            raise WrongSchedules(*mistakes)
        with self._kept.alone() as now:
            if mark_of(now) != mark:
                path = self.files.path(FILE)
                raise Overtaken(f"{path} has been changed meanwhile; load it again and make your changes in it.")
            self._kept.replace(now, content)

    def pause(self, name: str, *, is_paused: bool) -> None:
        """Let a schedule rest, or be due again; comments and everything else stay as they are.

        Raises:
            DefinitionError, UnknownName: as `schedule`.
            Busy: somebody else has been saving for ten seconds.
        """
        import tomlkit

        self.schedule(name)
        with self._kept.alone() as now:
            document: Any = tomlkit.parse(now.decode("utf-8-sig"))
            if is_paused:
                document[name]["paused"] = True
            else:
                document[name].pop("paused", None)
            self._kept.replace(now, tomlkit.dumps(document).encode())

    @property
    def _kept(self) -> KeptText:
        return KeptText(self.files, FILE, "schedules")
