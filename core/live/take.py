"""A refresh: what waits in the feeds and in the collector's journal is taken in, at once where it can be."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from time import sleep

from core.collector.journal import FOLDER as JOURNAL
from core.collector.journal import close_current, closed_files
from core.errors import AtalayaError, Busy, Cancelled, SourceError, StoreError
from core.ingest import Ingested, ingest
from core.live.doubts import contents_of, doubts
from core.live.dropped import Dropped
from core.live.joined import join
from core.live.look import FOLDER, QUIET_S, Looker, mark_of
from core.live.lot import Lot, named_apart, together
from core.live.told import LOCK, Teller
from core.live.tried import Tried
from core.progress import OnProgress
from core.schema.tables import LOADS
from core.sources import Reading
from core.store.files import refused
from core.store.landing import file_hash, legible
from core.store.lock import is_held, locked
from core.store.packing import pack_rested
from core.store.workspace import Workspace

PACKS_FOR_S = 0.5
"""A refresh begins to put what has rested into packs for so long (seconds): one pack at least."""

MOST_DEATHS = 3
ENDED = (
    "The program was ended {times} times while it was taken in, perhaps for want of memory. Load it by hand when the "
    "machine has some, or in parts; when it changes it is tried again."
)


def take_waiting(workspace: Workspace, on_progress: OnProgress | None = None, *, wait_s: float = 60) -> Ingested:
    """Take in what waits: new files of the inbox and of watched folders, and what the collector wrote.

    Files that are still being written are left for the next time, after a moment's patience. A file that cannot be
    read, or whose values speak against the profile of its folder, is told now, remembered with the reason, and tried
    again when it, or the way in which it is read, changes; it keeps no other from coming in. What is known costs no
    more than a look at its name.

    Args:
        on_progress: as of `ingest`.
        wait_s: how long to wait for another refresh or writer (seconds).

    Raises:
        Busy: another one is still at work after that.
        StoreError, DefinitionError: the workspace, or its house rules.
        Cancelled: what `on_progress` raises to stop it; what was committed by then stays, the rest waits as before.
    """
    folder = workspace.home / FOLDER
    try:
        folder.mkdir(exist_ok=True)
    except OSError as problem:
        raise refused(folder, problem) from problem
    with locked(folder / LOCK, wait_s):
        return _Refresh(workspace, on_progress or (lambda _: None), wait_s).run()


class _Refresh:
    """One refresh, for the one who holds the lock."""

    def __init__(self, workspace: Workspace, on_progress: OnProgress, wait_s: float) -> None:
        self._workspace = workspace
        self._teller = Teller(workspace, on_progress)
        self._wait_s = wait_s
        self._looker = Looker(workspace)
        self._tried = Tried(workspace.home / FOLDER)
        self._loads: list[dict[str, object]] = []
        self._failures: list[tuple[str, str]] = []

    def run(self) -> Ingested:
        try:
            waiting, suspects = self._waiting(), self._tried.suspects()
            for lots in together(waiting, suspects):
                if suspects.get(str(lots[0].path), 0) >= MOST_DEATHS:
                    self._refuse(lots[0], problem=ENDED.format(times=MOST_DEATHS))
                    self._tried.acquit(str(lots[0].path))
                else:
                    self._take(lots)
        except (AtalayaError, KeyboardInterrupt) as problem:
            self._teller.end(*self._counted(), "" if isinstance(problem, Cancelled) else str(problem))
            raise
        self._teller.end(*self._counted())
        self._pack()
        return Ingested(self._loads, self._failures, self._workspace.snapshot().version)

    def _pack(self) -> None:
        """Put what landed on earlier days into packs, a little at a time, when all that waited is in the numbers."""
        problem = ""
        try:
            pack_rested(self._workspace, datetime.now(UTC), PACKS_FOR_S)
        except Busy:
            return
        except StoreError as refusal:
            # A disk that is full: nothing is lost, and the next refresh tries again.
            problem = str(refusal)
        self._teller.packed(problem)

    def _counted(self) -> tuple[int, int]:
        return len(self._loads), sum(int(str(load["rows_kept"])) for load in self._loads)

    def _waiting(self) -> list[Lot]:
        """All that can be taken in now, each under a name of its own."""
        if not self._wait_s and is_held(self._workspace.home / "lock"):
            raise Busy(f"{self._workspace.home} is being written to by somebody else; what waits, waits.")
        close_current(self._workspace)
        house = Reading(self._workspace.house.time_zone)
        lots = []
        for path in join(self._workspace.files, self._untold(closed_files(self._workspace), house)):
            facts = path.stat()
            file = Dropped(path, facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns)
            lots.append(Lot(file, f"{JOURNAL}/{path.name}", house))
        looks = self._looker.look()
        if any(look.growing for look in looks):
            sleep(QUIET_S)
            looks = self._looker.look()
        self._looker.known.forget(self._looker.gone())
        done = [note for look in looks for note in look.loaded]
        self._looker.known.add(replace(note, problem="", how="", contents=()) for note in done)
        for look in looks:
            for file in look.ready if look.reading else ():
                inside = file.path.relative_to(look.feed.folder).as_posix()
                name = inside if look.feed.is_inbox else f"{look.feed.folder.name}/{inside}"
                lots.append(Lot(file, legible(name), look.reading or house, look.feed))
        return list(named_apart(lots))

    def _untold(self, closed: Sequence[Path], reading: Reading) -> list[Path]:
        """Without those of which it is known that they cannot be read."""
        notes, how = self._looker.known.notes, mark_of(reading)
        return [path for path in closed if (note := notes.get(str(path.absolute()))) is None or note.how != how]

    def _take(self, lots: list[Lot]) -> None:
        """Take files in that are read alike, in one commit; where one of them cannot even be copied, one by one."""
        new = []
        for lot in lots:
            problem = _hindered(lot.path)
            if problem:
                self._refuse(lot, problem)
            elif self._is_in(lot):
                self._settle([lot])
            else:
                new.append(lot)
        if not new:
            return
        with self._tried.trying([str(lot.path) for lot in new]):
            new = self._without_doubtful(new)
            try:
                done = self._ingest(new) if new else None
            except SourceError as problem:
                if len(new) == 1:
                    self._refuse(new[0], str(problem))
                    return
                done = None
        if done is None:
            for lot in new:
                self._take([lot])
            return
        problems = dict(done.failures)
        self._loads += done.loads
        for lot in new:
            if lot.name in problems:
                self._refuse(lot, problems[lot.name])
        self._settle([lot for lot in new if lot.name not in problems])

    def _without_doubtful(self, lots: Sequence[Lot]) -> list[Lot]:
        """Those that go with their profile; the others are held back until that, or they, are put right."""
        held = {lot.path: why for lot, why in doubts(self._workspace, lots)}
        for lot in lots:
            if lot.path in held:
                self._refuse(lot, held[lot.path], contents_of(lot))
        return [lot for lot in lots if lot.path not in held]

    def _ingest(self, lots: Sequence[Lot]) -> Ingested:
        names = {lot.path: lot.name for lot in lots}
        return ingest(self._workspace, list(names), self._teller.tell, names, lots[0].reading, wait_s=self._wait_s)

    def _is_in(self, lot: Lot) -> bool:
        """Whether the same content came before: a process was killed before it could note that, or it is a copy.

        Only what has the size of an earlier file is read for it.
        """
        loads = self._workspace.snapshot().scan(LOADS)
        alike = loads.filter(bytes=lot.file.bytes).select("file_id").collect()["file_id"]
        if alike.is_empty():
            return False
        return file_hash(lot.path) in set(alike)

    def _settle(self, lots: Sequence[Lot]) -> None:
        """Note that files are in; of the journal nothing is left then."""
        for lot in lots:
            if lot.is_journal:
                self._workspace.files.delete(f"{JOURNAL}/{lot.path.name}")
        self._looker.known.add(lot.note() for lot in lots if not lot.is_journal)

    def _refuse(self, lot: Lot, problem: str, contents: tuple[str, ...] = ()) -> None:
        # It names the file, of whose name some may be no UTF-8.
        problem = legible(problem)
        self._failures.append((lot.name, problem))
        self._looker.known.add([lot.note(problem, contents)])


def _hindered(path: Path) -> str:
    """Why a file cannot be read at all; empty when it can."""
    try:
        with path.open("rb") as content:
            content.read(1)
    except OSError as problem:
        return f"{path} cannot be read: {problem.strerror}."
    return ""
