"""The file of corrections: two who save at a time do not lose each other's, and every earlier text is kept."""

from collections.abc import Callable
from dataclasses import dataclass

from core.corrections.correction import Correction, Undone, now
from core.corrections.mistake import WrongCorrection, mistake
from core.corrections.text import Corrections, read_corrections, with_added, with_undone
from core.errors import Overtaken
from core.store.files import Files
from core.store.kept_text import Earlier, KeptText, text_of

FILE = "corrections.toml"


@dataclass(frozen=True)
class CorrectionsFile:
    """`corrections.toml` of a workspace; the texts that it had before are kept under `history/corrections`.

    To save changes no table: `core.correct.correct` models what is touched, and so does the next load.

    Raises:
        StoreError: from every method, when the file system refuses.
    """

    files: Files

    def load(self) -> Corrections:
        """What it says now."""
        return read_corrections(text_of(self._kept.content()))

    def add(self, *corrections: Correction) -> None:
        """Add corrections at the end, all of them or none.

        Raises:
            Overtaken: there is one of that id already.
            DefinitionError: the file is no TOML; nothing has changed.
        """

        def edited(text: str, present: Corrections) -> str:
            for one in corrections:
                if one.id in present.ids:
                    raise Overtaken(f"There is a correction {one.id!r} already; give this one another id.")
                text = with_added(text, one)
            return text

        self._change(edited)

    def undo(self, wanted: str, who: str, why: str) -> Correction:
        """Take a correction back; it stays in the file, with who took it back, when and why.

        Raises:
            Overtaken: there is no such correction, or it was taken back already; nothing has changed.
            DefinitionError: no name or reason is given, or the file is no TOML; nothing has changed.
        """
        for name, given in (("who", who), ("why", why)):
            if not given.strip():
                raise WrongCorrection(mistake("missing", name, name=name, kind="undo"))
        found: list[Correction] = []

        def edited(text: str, present: Corrections) -> str:
            one = present.named(wanted)
            if one is None:
                known = ", ".join(each.id for each in present.effective) or "–"
                raise Overtaken(f"There is no correction {wanted!r} that could be undone; known: {known}.")
            if one.undone:
                raise Overtaken(f"{wanted!r} has been undone already, by {one.undone.who}.")
            found.append(one.with_(undone=Undone(" ".join(who.split())[:80], now(), " ".join(why.split())[:1_000])))
            return with_undone(text, wanted, found[0].undone)  # type: ignore[arg-type]

        self._change(edited)
        return found[0]

    def earlier(self) -> list[Earlier]:
        """The earlier texts, newest first."""
        return self._kept.earlier()

    def _change(self, edit: Callable[[str, Corrections], str]) -> None:
        self._kept.change(read_corrections, edit, "[[correction]]")

    @property
    def _kept(self) -> KeptText:
        return KeptText(self.files, FILE, "corrections")
