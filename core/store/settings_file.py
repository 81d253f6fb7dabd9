"""The file of the house rules, changed rule by rule: two who save at a time do not lose each other's."""

from dataclasses import dataclass

from core.errors import DefinitionError, Overtaken
from core.settings import Settings
from core.settings_edit import Changes, edited, value_at
from core.settings_text import parse_settings
from core.store.files import Files
from core.store.kept_text import Earlier, KeptText

FILE = "settings.toml"


@dataclass(frozen=True)
class SettingsFile:
    """`settings.toml` of a workspace; the texts that it had before are kept under `history/settings`.

    Raises:
        StoreError: from every method, when the file system refuses.
    """

    files: Files

    def change(self, seen: Settings, changes: Changes) -> None:
        """Give single rules other values; comments and all other rules stay as they are.

        Args:
            seen: the rules that whoever changes them has seen.

        Raises:
            DefinitionError: a value cannot be one of that rule, or the file says something wrong; nothing has changed.
            Overtaken: somebody has given one of these rules another value meanwhile; nothing has changed.
            Busy: somebody else has been saving for ten seconds.
        """
        path = self.files.path(FILE)
        with self._kept.alone() as now:
            try:
                text = now.decode("utf-8-sig")
                present = parse_settings(text)
            except (DefinitionError, UnicodeDecodeError) as problem:
                raise DefinitionError(f"{path}: {problem} Repair it first; nothing has been saved.") from problem
            for key in changes:
                if value_at(present, key) != value_at(seen, key):
                    raise Overtaken(
                        f"{path}: {'.'.join(key)} has been changed meanwhile, from {value_at(seen, key)!r} to "
                        f"{value_at(present, key)!r}; look at it again and make your change once more."
                    )
            self._kept.replace(now, edited(text, changes).encode())

    def earlier(self) -> list[Earlier]:
        """The earlier texts, newest first."""
        return self._kept.earlier()

    @property
    def _kept(self) -> KeptText:
        return KeptText(self.files, FILE, "settings")
