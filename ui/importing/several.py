"""Several files: what was found in each under the profile at hand, and which of them will be loaded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

import streamlit as st

from core.errors import AtalayaError
from core.format import day, number
from core.profiles import Known, Looked, Profile, Seen, compared, loaded_by, look, see
from core.profiles.targets import NEEDED
from core.schema.tables import LOADS
from core.store.landing import loaded_before
from ui.answers import house, snapshot, workspace
from ui.importing.brought import Brought
from ui.importing.draft import Draft, show_by, want
from ui.importing.field import choose, tick
from ui.importing.rows import is_asked
from ui.labels import plain
from ui.loads import size
from ui.words import in_words, language, say

SEEN, LOOKED, BEFORE = "importing-seen", "importing-looked", "importing-before"
ABREAST, WIDE_PIXELS = 2, 340
NAMED = 5
"""Columns that are named; of more, how many they are."""


@dataclass(frozen=True)
class Line:
    """What is told of one file.

    Args:
        file: the file.
        seen: what it holds; null while it cannot be known.
        looked: how it suits the profile; likewise.
        problem: why it cannot be loaded.
        known: it was loaded already.
        copy_of: the name of another one of the files that has the same content.
        is_wanted: it will be loaded.
    """

    file: Brought
    seen: Seen | None = None
    looked: Looked | None = None
    problem: AtalayaError | None = None
    known: bool = False
    copy_of: str = ""
    is_wanted: bool = True

    @property
    def is_fit(self) -> bool:
        """Whether nothing tells against loading it."""
        return not (self.problem or self.known or self.copy_of or self.is_contrary)

    @property
    def is_contrary(self) -> bool:
        """Whether its values contradict the profile."""
        return bool(self.looked and self.looked.is_contrary)


def wanted(lines: Sequence[Line]) -> list[Brought]:
    """The files that will be loaded."""
    return [line.file for line in lines if line.is_wanted and not line.problem]


def show(draft: Draft) -> list[Line]:
    """The files, each with what was found; of a single one, only what a saved profile gets wrong in it."""
    if len(draft.files) == 1:
        alone = Line(draft.file)
        if draft.chosen:
            alone = replace(_lines(draft)[0], known=False, problem=None, is_wanted=True)
        for note in _warnings(alone, "alone"):
            st.warning(note, icon=":material/warning:")
        return [alone]
    st.subheader(say("importing.files"), anchor=False)
    st.caption(say("importing.files_help"))
    names = {place: file.name for place, file in enumerate(draft.files)}
    choose(say("importing.shown_by"), names, draft.files.index(draft.file), f"shown-{draft.number}", show_by, width=420)
    lines = _lines(draft)
    with st.container(border=True, key="importing-several", gap="small"):
        for place, line in enumerate(lines):
            _row(place, line)
    if not any(line.looked or line.problem for line in lines):
        return lines
    count, of = (number(each, "count", language()) for each in (len(wanted(lines)), len(lines)))
    st.markdown(f"**{say('importing.files_wanted', count=count, of=of)}**")
    return lines


def _row(place: int, line: Line) -> None:
    """The box with the file's name, what it holds, what was found: in this order for whoever listens to it too."""
    with st.grid(ABREAST, min_column_width=WIDE_PIXELS, gap="small"):
        with st.container(gap="xxsmall"):
            _box(place, line)
        st.caption(_found_in(line))


def _box(place: int, line: Line) -> None:
    tick(
        plain(line.file.name),
        f"want-{place}-{line.file.file_id[:12]}",
        lambda is_wanted: want(place, is_wanted),
        now=line.is_wanted and not line.problem,
        disabled=line.problem is not None,
    )
    if line.seen is None:
        st.caption(size(line.file.bytes, language()))
    else:
        st.caption(say("importing.file_rows", rows=_rows(line.seen), period=_period(line.seen)))


def _found_in(line: Line) -> str:
    if line.problem:
        return f":material/error: {plain(in_words(line.problem), 1_000)}"
    notes = [f":material/warning: {note}" for note in _warnings(line)]
    notes += [f":material/info: {note}" for note in _facts(line)]
    # What nobody has looked into yet cannot be said to fit.
    fits = f":material/check_circle: {say('importing.file_fits')}" if line.looked else say("importing.file_unlooked")
    return "  \n".join(notes) if notes else fits


def _rows(seen: Seen) -> str:
    count = number(seen.rows, "count", language())
    return count if seen.is_whole else say("importing.rows_at_least", count=count)


def _period(seen: Seen) -> str:
    if seen.since is None or seen.until is None:
        return "–"
    zone = ZoneInfo(house().time_zone)
    days = [day(at.astimezone(zone).date(), "day", language()) for at in (seen.since, seen.until)]
    return days[0] if days[0] == days[1] else " – ".join(days)


def _warnings(line: Line, among: str = "file") -> list[str]:
    """What may make its numbers wrong, with the way out: of one of several files, or of one that is `alone`."""
    told = []
    if line.known:
        told.append(say("importing.file_known"))
    if line.copy_of:
        told.append(say("importing.file_copy", file=plain(line.copy_of)))
    found = line.looked
    if found is None:
        return told
    if found.order:
        order = say(f"importing.style.{found.order}")
        told.append(say(f"importing.{among}_order", file=plain(line.file.name), order=order))
    if found.lengths:
        file, columns = plain(line.file.name), _named(found.lengths)
        told.append(say(f"importing.{among}_lengths", file=file, columns=columns))
    if found.units:
        file, columns = plain(line.file.name), _named(found.units)
        told.append(say(f"importing.{among}_units", file=file, columns=columns))
    told += [plain(note.said(language()), 400) for note in found.why]
    if found.lacking:
        told.append(say("importing.file_lacks", columns=_named(found.lacking)))
    if found.refused:
        refused, tried = (number(each, "count", language()) for each in (found.refused, found.tried))
        told.append(say("importing.file_refused", refused=refused, tried=tried))
    return told


def _facts(line: Line) -> list[str]:
    """What is otherwise than in the first, and read all the same."""
    found, told = line.looked, []
    if found and found.more:
        told.append(say("importing.file_more", columns=_named(found.more)))
    if found and line.seen:
        form = line.seen.form
        for name in found.written:
            value = {"delimiter": form.delimiter.replace("\t", "TAB")}.get(name, str(getattr(form, name)))
            told.append(say(f"importing.file_other_{name}", value=plain(value)))
    return told


def _named(columns: Sequence[str]) -> str:
    shown = ", ".join(plain(name, 40) for name in columns[:NAMED])
    more = len(columns) - NAMED
    return shown if more <= 0 else f"{shown} (+{number(more, 'count', language())})"


def _lines(draft: Draft) -> list[Line]:
    """All files, looked at as far as the profile at hand allows."""
    known = _known(draft.files)
    first: dict[str, str] = {}
    lines = []
    is_ready = not draft.missing and not is_asked(draft)
    found = _found(draft) if is_ready else {}
    for place, file in enumerate(draft.files):
        seen, looked, problem = found.get(file.file_id, (None, None, None))
        copy_of = first.get(file.file_id, "")
        first.setdefault(file.file_id, file.name)
        line = Line(file, seen, looked, problem, file.file_id in known, copy_of)
        lines.append(replace(line, is_wanted=dict(draft.ticks).get(place, line.is_fit)))
    return lines


def _known(files: Sequence[Brought]) -> set[str]:
    """Of the files, those of which the content was loaded before."""
    now = snapshot()
    if not now.version:
        return set()
    return loaded_before(now.scan(LOADS), [file.file_id for file in files])


Found = dict[str, tuple[Seen | None, Looked | None, AtalayaError | None]]


def _found(draft: Draft) -> Found:
    """What is in each file, by its content: looked through once, and judged anew when the profile changes."""
    profile, zone = draft.profile.with_(name="look"), house().time_zone
    asked = (profile, draft.table.columns, zone, tuple(file.file_id for file in draft.files))
    kept = st.session_state.get(LOOKED)
    if kept and kept[0] == asked:
        found: Found = kept[1]
        return found
    found = {}
    bar = st.progress(0.0, text=say("importing.looking"))
    looked: dict[str, tuple[Seen, Looked]] = {}
    for place, file in enumerate(draft.files):
        bar.progress(place / len(draft.files), text=f"{say('importing.looking')}: {plain(file.name)}")
        if file.file_id in looked or file.file_id in found:
            continue
        try:
            seen = _seen(file, profile, zone)
            looked[file.file_id] = (seen, look(seen, profile, zone, draft.table.columns))
        except AtalayaError as problem:
            found[file.file_id] = (None, None, problem)
    found |= _compared(draft, profile, looked)
    bar.empty()
    here = {file.file_id for file in draft.files}
    st.session_state[SEEN] = {key: seen for key, seen in st.session_state.get(SEEN, {}).items() if key[0] in here}
    st.session_state[LOOKED] = (asked, found)
    return found


def _compared(draft: Draft, profile: Profile, looked: Mapping[str, tuple[Seen, Looked]]) -> Found:
    """What was found in each file, with what the others tell of it, and those that were loaded by the profile before.

    The file by which the profile was made comes first: where two differ, the other one is told.
    """
    order = sorted(looked, key=lambda file_id: file_id != draft.file.file_id)
    told = compared(
        [looked[each][0] for each in order], [looked[each][1] for each in order], profile, _before(draft.chosen)
    )
    return {file_id: (looked[file_id][0], each, None) for file_id, each in zip(order, told, strict=True)}


def _before(profile_name: str) -> tuple[Known, ...]:
    """The files that were last loaded by a saved profile, looked through once a version."""
    if not profile_name:
        return ()
    asked = (profile_name, snapshot().version)
    if st.session_state.get(BEFORE, ((),))[0] != asked:
        st.session_state[BEFORE] = (asked, loaded_by(workspace(), profile_name))
    known: tuple[Known, ...] = st.session_state[BEFORE][1]
    return known


def _seen(file: Brought, profile: Profile, zone: str) -> Seen:
    """What the file holds; not looked through again for what only changes how it is judged."""
    first = profile.mapped[NEEDED[profile.kind][0]]
    key = (file.file_id, profile.form, profile.kind, first, profile.time_zone or zone)
    kept: dict[object, Seen] = st.session_state.setdefault(SEEN, {})
    if key not in kept or not kept[key].holds_for(profile):
        kept[key] = see(file.path, file.name, profile, zone)
    return kept[key]
