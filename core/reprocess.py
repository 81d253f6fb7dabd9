"""Reprocess: read every landed file again, as its load says it was read, and make all tables anew."""

from collections.abc import Sequence
from pathlib import Path

from core.corrections import to_apply
from core.errors import StoreError, listed
from core.pipeline.refresh import refresh
from core.progress import REPROCESS_STEPS, Meter, OnProgress
from core.rebuild import MADE
from core.rollups import roll_up
from core.runs import Load, Run, enter_run, read_run, runs_of
from core.schema.tables import CORRECTIONS, EVENTS, INTERVALS, LOADS, REJECTED
from core.sources import Expected, Reading
from core.store.contents import Contents, name_of
from core.store.landing import Landed
from core.store.transaction import Transaction
from core.store.workspace import Workspace

READ = (EVENTS, INTERVALS, REJECTED, LOADS)
"""The tables whose rows are all made of landed files."""


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
        runs = _read(loads, contents, folder, meter)
        corrections = to_apply(change.files, change.scan(CORRECTIONS))
        for table in (*READ, *MADE):
            change.clear(table.name)
        _enter(change, runs, meter)
        house = workspace.house
        if runs:
            refresh(change, change.scan(EVENTS), house.default_country, meter.modelled, house.memory_gb, corrections)
        meter.store()
        roll_up(change, house, meter.store)
        version = change.commit("reprocess", is_whole=True).version
    meter.end()
    return version


def _loads(workspace: Workspace, change: Transaction, corrected: Reading | None, file_id: str) -> list[Load]:
    """All loads in their order; before loads were numbered, those of one moment by their files' names."""

    def again(file: str, before: Reading) -> Reading:
        is_same = bool(before.profile) and corrected is not None and before.profile_name == corrected.profile_name
        return corrected if corrected and (file == file_id if file_id else is_same) else before

    rows = change.scan(LOADS).sort("loaded_at", "load_number", "file_name", "load_id", nulls_last=True).collect()
    readings = {text: Reading.from_json(text) for text in rows["reading"].unique()}
    loads: list[Load] = []
    seen: set[str] = set()
    for row in rows.iter_rows(named=True):
        file = row["file_id"]
        landed = Landed(file, workspace.files.path(name_of(file)), row["file_name"], row["bytes"])
        reading = again(file, readings[row["reading"]])
        loads.append(Load(landed, row["load_id"], row["loaded_at"], reading, is_first=file not in seen))
        seen.add(file)
    return loads


def _check_landed(workspace: Workspace, loads: Sequence[Load], contents: Contents, meter: Meter) -> None:
    """Every file is there with the content that it had.

    Raises:
        StoreError: naming those that are not.
    """
    files = [load.landed for load in loads if load.is_first]
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


def _read(loads: Sequence[Load], contents: Contents, folder: Path, meter: Meter) -> list[Run]:
    """The files, each once, read into temporary parts as the first of their loads read them."""
    files = [load.landed for load in loads if load.is_first]
    expected = Expected(files)
    number, at_hand = 0, ""

    def advance(load: Load, rows: int, bytes_read: int) -> None:
        nonlocal number, at_hand
        number, at_hand = number + (load.load_id != at_hand), load.load_id
        done, total = expected.update(load.landed, rows, bytes_read)
        where: dict[str, str | int] = {"file": load.landed.name, "file_number": number, "files": len(files)}
        meter.advance(done, total, rows=done, is_guess=expected.is_guess, **where)

    meter.begin("reading")
    return [read_run(some, contents, folder / f"{run:06}", advance) for run, some in enumerate(runs_of(loads), start=1)]


def _enter(change: Transaction, runs: Sequence[Run], meter: Meter) -> None:
    """Run after run, as which copy of an event is new depends on those before it."""
    rows = sum(run.rows_in for run in runs)
    meter.begin("checking", rows)
    done = 0
    for run in runs:

        def advance(parts: int, run: Run = run, done: int = done) -> None:
            meter.advance(done + run.rows_in * parts // len(run.parts), rows)

        enter_run(change, run, advance)
        done += run.rows_in
