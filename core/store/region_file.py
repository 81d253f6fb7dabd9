"""The file of a house's own regions, and the earlier texts that it has had."""

from dataclasses import dataclass
from datetime import datetime

from core.errors import DefinitionError, Overtaken
from core.regions import check, read_rules
from core.settings import RegionRule
from core.store.files import Files
from core.store.kept_text import Earlier, KeptText, mark_of

FILE = "regions.csv"


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
        content, path = self._kept.content(), str(self.files.path(FILE))
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
        content = self._kept.content()
        text, is_utf_8 = _decoded(content)
        return Loaded(text, mark_of(content), is_utf_8)

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
        with self._kept.alone() as now:
            if mark_of(now) != mark:
                path = self.files.path(FILE)
                raise Overtaken(f"{path} has been changed meanwhile; load it again and make your changes in it.")
            self._kept.replace(now, text.encode())

    def versions(self) -> list[Version]:
        """The earlier texts, newest first."""
        return [_version(earlier) for earlier in self._kept.earlier()]

    @property
    def _kept(self) -> KeptText:
        return KeptText(self.files, FILE, "regions")


def _version(earlier: Earlier) -> Version:
    text, _ = _decoded(earlier.content)
    found = check(text)
    return Version(earlier.name, earlier.saved_at, text, len(found.rules), len(found.mistakes))


def _decoded(content: bytes) -> tuple[str, bool]:
    """The text, and whether it is UTF-8; otherwise it is taken for what spreadsheets on Windows write."""
    try:
        return content.decode("utf-8-sig"), True
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace"), False
