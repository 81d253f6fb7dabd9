"""Loading: the job that takes the file in by its profile, and where its numbers are afterwards."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

import polars as pl
import streamlit as st

from core.errors import AtalayaError, Busy
from core.format import moment, number
from core.jobs import DONE, INGEST, REPROCESS, Job, Task, job_now, start
from core.notebooks.built_in import PREFIX
from core.period import between
from core.profiles import NEW, Preview, Profile, Shelf, write_profile
from core.profiles.shelf import profile_name
from core.profiles.targets import INTERVALS
from core.schema.tables import LOADS
from core.scope import Scope
from core.sources import Reading
from ui.answers import house, snapshot, workspace
from ui.importing.brought import Brought
from ui.importing.draft import PROBLEM, Draft, change, draft_now, hold, tell
from ui.importing.field import tick, write
from ui.labels import plain, source_label
from ui.notebook.links import to_notebook
from ui.sitemap import place
from ui.words import language, say

LOADED = "importing-loaded"


@dataclass(frozen=True)
class Loaded:
    """What this session has begun to load.

    Args:
        job_id: of the job.
        profile: by which; null when the file was loaded as it is.
        known: the platform of a file that was.
        left_out: names of the files that were brought and not loaded.
        draft: the number of the draft whose files they are.
    """

    job_id: str
    profile: Profile | None
    known: str
    left_out: tuple[str, ...] = ()
    draft: int = 0


def show(draft: Draft, found: Preview | None, files: Sequence[Brought], *, is_at_work: bool) -> None:
    """The button that loads, and the name under which the profile is saved for further files.

    Args:
        draft: the draft.
        found: the preview; none while something is missing.
        files: those that will be loaded.
        is_at_work: another job is.
    """
    why = say("upload.wait") if is_at_work else say("importing.first") if found is None else None
    if not why and not files:
        why = say("importing.none_wanted")
    if len(draft.files) == 1:
        _warn_of_repeat(draft, is_ready=not why and bool(found and found.kept))
    is_as_saved = bool(draft.chosen) and _on_shelf(draft.chosen) == draft.profile
    with st.container(horizontal=True, vertical_alignment="bottom", key="importing-loading"):
        st.button(
            _load_label(draft, files),
            key="importing-load",
            type="primary",
            icon=":material/upload:",
            help=why,
            disabled=bool(why) or not (found and (found.kept or len(files) > 1)),
            on_click=_load,
            args=(files,),
        )
        if not is_as_saved:
            _saving(draft)
    job = job_now(workspace()) if is_at_work else None
    if job and job.id == begun():  # its progress stands above, out of sight from here
        st.info(say("importing.at_work"), icon=":material/progress_activity:")
    if not is_as_saved and _on_shelf(draft.profile.name):
        st.caption(f":material/info: {say('importing.name_taken', name=plain(draft.profile.name))}")


def _load_label(draft: Draft, files: Sequence[Brought]) -> str:
    if len(draft.files) == 1:
        return say("importing.load")
    if len(files) == 1:
        return say("upload.load_one")
    return say("importing.load_many", count=number(len(files), "count", language()))


def _warn_of_repeat(draft: Draft, *, is_ready: bool) -> None:
    """A file that is there already is not taken in twice; it can be read again, in the place of what it gave."""
    now = snapshot()
    if not now.version:
        return
    same = now.scan(LOADS).filter(pl.col("file_id") == draft.file.file_id).sort("loaded_at")
    known = same.select("loaded_at", "source").head(1).collect()
    if known.height:
        when = moment(known["loaded_at"][0], house().time_zone, language(), seconds=False)
        words = say("importing.repeat", when=when, source=plain(source_label(known["source"][0])))
        st.warning(words, icon=":material/content_copy:")
        st.button(
            say("importing.read_again"),
            key="importing-read-again",
            icon=":material/restart_alt:",
            help=say("importing.read_again_help"),
            disabled=not is_ready,
            on_click=_read_again,
        )


def _saving(draft: Draft) -> None:
    key = f"save-{draft.number}"
    tick(say("importing.save"), f"{key}-tick", _to_save, now=draft.is_to_save, help=say("importing.save_help"))
    write(say("importing.name"), draft.profile.name, f"{key}-name", _named, max_chars=50, width=220)
    st.button(say("importing.save_now"), key="importing-save", icon=":material/save:", on_click=_save_now)


def _to_save(is_to_save: bool) -> None:
    draft = draft_now()
    if draft:
        hold(replace(draft, is_to_save=is_to_save))


def _named(name: str) -> None:
    change(name=profile_name(name))


def _on_shelf(name: str) -> Profile | None:
    """The saved profile of that name; None when there is none, or none that can be read."""
    try:
        return Shelf(workspace().files).open(name).profile
    except AtalayaError:
        return None


def _save(profile: Profile) -> None:
    """Save it, in the place of one of that name; its text before is kept."""
    shelf = Shelf(workspace().files)
    mark = shelf.text(profile.name)[1] if profile.name in shelf.names() else NEW
    shelf.save(profile, mark)


def _save_now() -> None:
    draft = draft_now()
    if draft is None:
        return
    try:
        _save(draft.profile)
    except AtalayaError as problem:
        tell(problem)
        return
    hold(replace(draft, chosen=draft.profile.name, fitting=tuple({*draft.fitting, draft.profile.name})))
    st.toast(say("importing.saved_it"), icon=":material/check_circle:")


def as_it_is(draft: Draft, *, is_at_work: bool) -> None:
    """Of a known platform's own export: that it needs no profile, and the button that loads it without."""
    if not draft.known:
        return
    with st.container(border=True, key="importing-known"):
        st.markdown(say("importing.known", platform=plain(draft.known)))
        st.button(
            say("importing.known_load"),
            key="importing-as-it-is",
            icon=":material/upload:",
            disabled=is_at_work,
            on_click=_begin,
            args=(draft, draft.files, None),
        )


def _load(files: Sequence[Brought]) -> None:
    draft = draft_now()
    if draft is None:
        return
    try:
        if draft.is_to_save and _on_shelf(draft.profile.name) != draft.profile:
            _save(draft.profile)
            hold(replace(draft, chosen=draft.profile.name))
    except AtalayaError as problem:
        tell(problem)
        return
    _begin(draft, files, Reading(house().time_zone, write_profile(draft.profile), draft.profile.name))


def _read_again() -> None:
    draft = draft_now()
    if draft is None:
        return
    reading = Reading(house().time_zone, write_profile(draft.profile), draft.profile.name)
    try:
        start(workspace(), Task(REPROCESS, reading=reading, file_id=draft.file.file_id))
    except Busy:
        st.session_state[PROBLEM] = say("upload.busy")
    except AtalayaError as problem:
        tell(problem)


def _begin(draft: Draft, files: Sequence[Brought], reading: Reading | None) -> None:
    """Hand the files to a job; the draft stays until it is known that they could be read."""
    try:
        with ExitStack() as opened:
            streams = [(each.name, opened.enter_context(each.path.open("rb"))) for each in files]
            job = start(workspace(), Task(INGEST, reading=reading), streams)
    except Busy:
        st.session_state[PROBLEM] = say("upload.busy")
    except AtalayaError as problem:
        tell(problem)
    else:
        left_out = tuple(each.name for each in draft.files if each not in files)
        profile = draft.profile if reading else None
        st.session_state[LOADED] = Loaded(job.id, profile, draft.known, left_out, draft.number)


def begun() -> str:
    """The id of the job that this session has begun here; empty when it has begun none."""
    loaded: Loaded | None = st.session_state.get(LOADED)
    return loaded.job_id if loaded else ""


def result(view: Scope) -> None:
    """When what this session has loaded is there: the way to its numbers."""
    loaded: Loaded | None = st.session_state.get(LOADED)
    job = job_now(workspace())
    if loaded is None or job is None or job.id != loaded.job_id or job.state != DONE or not job.files:
        return
    held = draft_now()
    if held and held.number == loaded.draft:
        # What was brought since then stays: the result is told above it.
        hold(None)
    _in_all(job)
    _refused(job)
    _not_loaded([*(name for name, _ in job.failures), *loaded.left_out])
    if loaded.profile and loaded.profile.kind == INTERVALS:
        to_notebook(f"{PREFIX}reported", say("empty.to_intervals"))
        return
    there = place("overview")
    st.page_link(
        there.page(),
        label=say("importing.to_overview"),
        icon=there.icon,
        query_params=_numbers(view, loaded, [str(load["load_id"]) for load in job.loads]).params(),
    )


def _not_loaded(names: Sequence[str]) -> None:
    """Which of the files are not there, and what to do about them: the page holds them no longer."""
    if names:
        told = ", ".join(plain(name) for name in dict.fromkeys(names))
        st.info(say("importing.try_again", files=told), icon=":material/replay:")


def _refused(job: Job) -> None:
    """How many rows were refused, and the way to them and their reasons."""
    count = sum(load["rows_rejected"] for load in job.loads)
    if count:
        told = say("importing.to_refused", count=number(count, "count", language()))
        st.page_link(place("data").page(), label=told, icon=":material/block:")


def _in_all(job: Job) -> None:
    """What became of the rows of all files together; nothing is lost between them."""
    if job.files < 2 or job.files > len(job.loads):
        return
    names = {"rows": "rows_in", "kept": "rows_kept", "duplicates": "rows_duplicate", "rejected": "rows_rejected"}
    sums = {word: number(sum(load[name] for load in job.loads), "count", language()) for word, name in names.items()}
    st.markdown(f"**{say('importing.in_all', files=number(job.files, 'count', language()), **sums)}**")


def _numbers(view: Scope, loaded: Loaded, load_ids: list[str]) -> Scope:
    """The platform of the file, and the days that it is about."""
    told = snapshot().scan(LOADS).filter(pl.col("load_id").is_in(load_ids))
    first, last = told.select(pl.col("first_event_at").min(), pl.col("last_event_at").max()).collect().row(0)
    there = view.unfiltered().narrowed(platform=loaded.profile.told_platform if loaded.profile else loaded.known)
    if first is None or last is None:
        return there.during_preset("all")
    days = [moment.astimezone(ZoneInfo(view.zone)).date() for moment in (first, last)]
    return there.during(between(*days))
