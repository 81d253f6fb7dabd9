"""Reprocess: read every landed file again, as its load says it was read, and make all tables anew."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from pathlib import Path

from core.corrections import to_apply
from core.errors import SourceError, StoreError, listed
from core.pipeline.refresh import refresh
from core.progress import REPROCESS_STEPS, Meter, OnProgress
from core.rebuild import MADE
from core.rollups import roll_up
from core.schema.tables import CORRECTIONS, EVENTS, INTERVALS, LOADS, REJECTED
from core.sources import Expected, Reading
from core.staged import Repeated, Staged, enter, stage
from core.store.contents import Contents, name_of
from core.store.landing import Landed
from core.store.transaction import Transaction
from core.store.workspace import Workspace

READ = (EVENTS, INTERVALS, REJECTED, LOADS)
"""The tables whose rows are all made of landed files."""


@dataclass(frozen=True)
class _Load:
    """One load as it was: its file, its name and moment, and how it was read."""

    landed: Landed
    load_id: str
    loaded_at: datetime
    reading: Reading


def reprocess(
    workspace: Workspace,
    on_progress: OnProgress | None = None,
    corrected: Reading | None = None,
    file_id: str = "",
) -> int:
    """Take all landed files in again, in the order of their loads; what they say becomes visible at once.

    With the same program, the same house rules and corrections, every row of every table is what it was, loads with
    their names and moments among them. What is damaged is repaired, as only LOADS and the landed files are read.

    Args:
        on_progress: called about every file checked, batch read and lot of conversations modelled.
        corrected: a profile as it is now, by which all files are read that one of its name has read before.
        file_id: that only this landed file is to be read by `corrected`, however it was read before.

    Returns:
        The version that shows it.

    Raises:
        StoreError: a landed file is gone or has changed, told before anything is touched; the workspace cannot be
            written; `Busy` when another process is writing.
        SourceError: this program cannot read a file that an earlier one has read; nothing has changed then.
        Cancelled: what `on_progress` raises to stop the work; nothing has changed then.
    """
    with workspace.write() as change, change.scratch() as folder:
        loads = _loads(workspace, change, corrected, file_id)
        meter = Meter(on_progress or (lambda _: None), REPROCESS_STEPS)
        contents = Contents(workspace.files)
        _check_landed(workspace, loads, contents, meter)
        staged = _read(loads, contents, folder, meter)
        corrections = to_apply(change.files, change.scan(CORRECTIONS))
        for table in (*READ, *MADE):
            change.clear(table.name)
        _enter(change, loads, staged, meter)
        house = workspace.house
        if staged:
            refresh(change, change.scan(EVENTS), house.default_country, meter.modelled, house.memory_gb, corrections)
        meter.store()
        roll_up(change, house, meter.store)
        version = change.commit("reprocess", is_whole=True).version
    meter.end()
    return version


def _loads(workspace: Workspace, change: Transaction, corrected: Reading | None, file_id: str) -> list[_Load]:
    """All loads in their order; before loads were numbered, those of one moment by their files' names."""

    def again(file: str, before: Reading) -> Reading:
        is_same = bool(before.profile) and corrected is not None and before.profile_name == corrected.profile_name
        return corrected if corrected and (file == file_id if file_id else is_same) else before

    rows = change.scan(LOADS).sort("loaded_at", "load_number", "file_name", "load_id", nulls_last=True).collect()
    readings = {text: Reading.from_json(text) for text in rows["reading"].unique()}
    return [
        _Load(
            Landed(row["file_id"], workspace.files.path(name_of(row["file_id"])), row["file_name"], row["bytes"]),
            row["load_id"],
            row["loaded_at"],
            again(row["file_id"], readings[row["reading"]]),
        )
        for row in rows.iter_rows(named=True)
    ]


def _check_landed(workspace: Workspace, loads: Sequence[_Load], contents: Contents, meter: Meter) -> None:
    """Every file is there with the content that it had.

    Raises:
        StoreError: naming those that are not.
    """
    files = [load.landed for load in _first_loads(loads)]
    total, checked = sum(file.bytes for file in files), 0
    wrong: list[str] = []
    meter.begin("verifying", total)
    for number, file in enumerate(files, start=1):
        meter.advance(checked, total, file=file.name, file_number=number, files=len(files))
        if contents.size(file.file_id) is None:
            wrong.append(f"{file.name} ({file.file_id[:12]}) is gone")
        elif not contents.is_whole(file.file_id):
            wrong.append(f"{file.name} ({file.file_id[:12]}) has changed since it landed")
        checked += file.bytes
    if wrong:
        raise StoreError(
            f"Nothing was touched, as not every landed file is what it was: {listed(wrong)}. Put them back into "
            f"{workspace.files.path('landed')} from a backup, each under the SHA-256 of its content, and run it again."
        )


def _read(loads: Sequence[_Load], contents: Contents, folder: Path, meter: Meter) -> dict[str, Staged]:
    """The files, each once, read into temporary parts as the first of their loads read them; by the load's name."""
    first = _first_loads(loads)
    expected = Expected([load.landed for load in first])
    staged: dict[str, Staged] = {}
    meter.begin("reading")
    for number, load in enumerate(first, start=1):

        def advance(rows: int, bytes_read: int, number: int = number, load: _Load = load) -> None:
            done, total = expected.update(load.landed, rows, bytes_read)
            where: dict[str, str | int] = {"file": load.landed.name, "file_number": number, "files": len(first)}
            meter.advance(done, total, rows=done, is_guess=expected.is_guess, **where)

        try:
            with contents.at_hand(load.landed, folder) as file:
                one = stage(file, load.load_id, folder / f"{number:06}", load.reading, advance)
        except SourceError as problem:
            raise SourceError(f"{load.landed.name} was read once and cannot be read now: {problem}") from problem
        staged[load.load_id] = replace(one, landed=load.landed)
    return staged


def _first_loads(loads: Sequence[_Load]) -> list[_Load]:
    """Of each file the load that brought it; later ones found it there."""
    first: dict[str, _Load] = {}
    for load in loads:
        first.setdefault(load.landed.file_id, load)
    return list(first.values())


def _enter(change: Transaction, loads: Sequence[_Load], staged: dict[str, Staged], meter: Meter) -> None:
    """Load after load, those that came in together together, as which copy of an event is new depends on the others."""
    rows = sum(one.rows_in for one in staged.values())
    parts = sum(len(one.parts) for one in staged.values())
    meter.begin("checking", rows)
    done = 0
    for loaded_at, together in _together(loads):
        news = [staged[load.load_id] for load in together if load.load_id in staged]
        again = [Repeated(load.landed, load.load_id) for load in together if load.load_id not in staged]

        def advance(at: int, done: int = done) -> None:
            meter.advance(rows * (done + at) // parts, rows)

        enter(change, news, again, loaded_at, advance)
        done += sum(len(one.parts) for one in news)


def _together(loads: Sequence[_Load]) -> Iterator[tuple[datetime, list[_Load]]]:
    for loaded_at, group in groupby(loads, key=lambda load: load.loaded_at):
        yield loaded_at, list(group)
