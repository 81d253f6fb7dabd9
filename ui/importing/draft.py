"""The draft: the file at hand and how it is to be read, as the session holds it while somebody looks at it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import PurePath
from typing import BinaryIO

import streamlit as st

from core.errors import AtalayaError, SourceError
from core.profiles import Mapped, Profile, Shelf, Suggested, Suggestion, in_own_encoding, suggest, table_by
from core.profiles.schema import targets_of
from core.profiles.targets import NEEDED
from core.sources import read
from core.store.landing import Landed
from core.tabular import Form, Rows, Table, foreign, read_table
from core.tabular.calendar import MONTHS
from core.tabular.form import PARQUET
from ui.answers import workspace
from ui.importing.brought import Brought, keep_files
from ui.labels import plain
from ui.words import in_words, say

DRAFT, PROBLEM, IS_JSON = "importing-draft", "importing-problem", "importing-is-json"
NAMED_MOST = 60
MONTH = re.compile("|".join(MONTHS), re.IGNORECASE)

_numbers = count(1)


@dataclass(frozen=True)
class Draft:
    """A file and how it is to be read.

    Args:
        number: another one for each file and each way of reading it anew; part of the widgets' keys.
        file: the upload.
        table: as its form says.
        sample: its first rows.
        suggestion: what was suggested for it.
        profile: as it is now, after what the person has changed.
        fitting: names of saved profiles that fit the file.
        chosen: the saved profile that is used; empty for the suggested one.
        is_date_order_told: somebody has said whether the day or the month comes first.
        known: the platform whose own export the file is; empty when it is none that is known.
        is_to_save: the profile is saved for further files when the file is loaded.
        files: all that were brought, the file among them.
        ticks: whether a person wants a file of them loaded, by its place; where nobody has said, its look decides.
    """

    number: int
    file: Brought
    table: Table
    sample: Rows
    suggestion: Suggestion
    profile: Profile
    fitting: tuple[str, ...] = ()
    chosen: str = ""
    is_date_order_told: bool = False
    known: str = ""
    is_to_save: bool = True
    files: tuple[Brought, ...] = ()
    ticks: tuple[tuple[int, bool], ...] = ()

    @property
    def suggested(self) -> Mapping[str, Suggested]:
        """Why each column was found, by target."""
        return {each.target: each for each in self.suggestion.columns}

    @property
    def missing(self) -> tuple[str, ...]:
        """Targets that every row needs and that nothing tells."""
        return tuple(name for name in NEEDED[self.profile.kind] if name not in self.profile.mapped)

    @property
    def unmapped(self) -> tuple[str, ...]:
        """Columns of the file of which nothing is made."""
        used = self.profile.used
        return tuple(name for name in self.table.columns if name not in used)

    def read_by(self) -> "Draft":
        """The same with the table read as its profile says; where that cannot be, as it was recognised."""
        if self.profile.form in (None, self.table.form):
            return self
        try:
            table = table_by(self.file.path, self.file.name, self.profile)
            return replace(self, table=table, sample=table.sample())
        except SourceError:
            return replace(self, profile=self.profile.with_(form=self.table.form))


def draft_now() -> Draft | None:
    """The one that the session holds."""
    found: Draft | None = st.session_state.get(DRAFT)
    return found


def hold(draft: Draft | None) -> None:
    """Let the session hold another one, or none."""
    if draft is None:
        st.session_state.pop(DRAFT, None)
    else:
        st.session_state[DRAFT] = draft


def bring(name: str, stream: BinaryIO) -> None:
    """Begin with a file; what is wrong with it is told on the page."""
    bring_all([(name, stream)])


def bring_all(given: Sequence[tuple[str, BinaryIO]]) -> None:
    """Begin with files: the first that can be read tells how all of them are; where none can, why is told."""
    hold(None)
    try:
        files = tuple(file for name, stream in given for file in keep_files(name, stream))
    except AtalayaError as problem:
        tell(problem)
        return
    first: AtalayaError | None = None
    for file in files:
        try:
            read_anew(file, others=files)
        except AtalayaError as problem:
            first = first or problem
            continue
        draft = draft_now()
        if draft:
            hold(replace(draft, known=_known(file)))
        return
    if first:
        tell(first)
        # Known exports in JSON are no tables; another page takes them.
        st.session_state[IS_JSON] = any(foreign.kind_of(file.path) == foreign.JSON for file in files)


def show_by(place: int) -> None:
    """Let another one of the files tell how all of them are read."""
    draft = draft_now()
    if draft is None or draft.files[place] is draft.file:
        return
    read_anew(draft.files[place], platform=draft.profile.platform)
    now = draft_now()
    if now:
        hold(replace(now, known=_known(now.file)))


def want(place: int, is_wanted: bool) -> None:
    """Say whether one of the files is to be loaded."""
    draft = draft_now()
    if draft:
        hold(replace(draft, ticks=tuple((dict(draft.ticks) | {place: is_wanted}).items())))


def _known(file: Brought) -> str:
    """The platform whose own export a file is."""
    try:
        first = next(read(Landed(file.file_id, file.path, file.name, file.bytes)), None)
    except AtalayaError:
        return ""
    return first.platform if first else ""


def read_anew(
    file: Brought,
    form: Form | None = None,
    sheet: str = "",
    kind: str = "",
    *,
    platform: str = "",
    fits: bool = True,
    others: tuple[Brought, ...] = (),
) -> None:
    """Read a file by a form, or as it is recognised, and have a profile suggested.

    Args:
        others: all files that were brought with it, and itself; those of the draft when it is among them.
        fits: whether a saved profile that fits is used instead of the suggestion.

    Raises:
        SourceError: it cannot be read.
    """
    seen = read_table(file.path, file.name, None, sheet)
    if form:
        form = in_own_encoding(form, seen.form, seen.notes)
    table = replace(read_table(file.path, file.name, form), notes=seen.notes, sheets=seen.sheets) if form else seen
    before = draft_now()
    files, ticks = (before.files, before.ticks) if before and file in before.files else (others or (file,), ())
    called = platform or platform_of(file.name, *(each.name for each in files if each is not file))
    shelf = Shelf(workspace().files)
    suggestion = suggest(table, shelf.free_name(called), called, kind)
    found = [entry.profile for entry in shelf.entries() if entry.profile and fits_table(entry.profile, table)]
    # The one that says most first.
    fitting = tuple(each.name for each in sorted(found, key=lambda each: (-len(each.used), each.name)))
    now = Draft(next_number(), file, table, table.sample(), suggestion, suggestion.profile, fitting)
    hold(replace(now, files=files, ticks=ticks))
    if fits and fitting:
        use(fitting[0])


def next_number() -> int:
    """A number that no other draft has: other fields are other widgets."""
    return next(_numbers)


def use(name: str) -> None:
    """Use a saved profile for the file, or with an empty name the suggested one."""
    draft = draft_now()
    if draft is None:
        return
    profile = Shelf(workspace().files).open(name).profile if name else draft.suggestion.profile
    hold(replace(draft, number=next_number(), profile=profile, chosen=name).read_by())


def fits_table(profile: Profile, table: Table) -> bool:
    """Whether a table has every column that a profile reads."""
    return bool(profile.used) and profile.used <= set(table.columns)


def tell(problem: AtalayaError) -> None:
    """Keep what is wrong, to be told when the page is drawn."""
    st.session_state[PROBLEM] = say("frame.problem", problem=plain(in_words(problem), most=1_000))


def change(**changes: object) -> None:
    """Change the profile at hand."""
    draft = draft_now()
    if draft:
        hold(replace(draft, profile=draft.profile.with_(**changes)))


def put(target: str, mapped: Mapped | None) -> None:
    """Say where one of our columns comes from; None for nowhere."""
    draft = draft_now()
    if draft is None:
        return
    columns = {name: each for name, each in draft.profile.columns if name != target}
    if mapped is not None:
        columns[target] = mapped
    order = list(targets_of(draft.profile.kind))
    change(columns=tuple((name, columns[name]) for name in order if name in columns))


def is_unnamed(draft: Draft) -> bool:
    """Whether the file has no line that names its columns, so that they are called by their places."""
    return draft.table.form.header_row == 0 and draft.table.form.kind != PARQUET


def platform_of(*names: str) -> str:
    """What a platform may be called after its files: the words of the first that most of them share."""
    each = [_words_of(name) for name in names]
    shared = [word for word in each[0] if 2 * sum(word in words for words in each) > len(each)]
    return " ".join(shared)[:NAMED_MOST].strip() or say("importing.unnamed")


def _words_of(name: str) -> list[str]:
    """The words of a file's name, of one within an archive its own; without dates and names of months."""
    member = re.search(r" \((?:.*/)?([^/]+)\)$", name)
    words = re.findall(r"[^\W\d_]{2,}", PurePath(member[1] if member else name).stem)
    return [word for word in words if not MONTH.fullmatch(word)]
