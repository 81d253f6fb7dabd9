"""Doubts: files of a watched folder whose values speak against its profile. Nobody is there to look at what is told
before it counts, so these are held back."""

import shlex
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from core.errors import SourceError
from core.live.lot import Lot
from core.live.usual import usual_of
from core.scratch import scratch
from core.store.landing import file_hash
from core.store.workspace import Workspace

if TYPE_CHECKING:
    from core.profiles import Looked

ABREAST = 100
"""Files that are looked at beside each other: of more, not all are kept in memory."""


def doubts(workspace: Workspace, lots: Sequence[Lot]) -> Iterator[tuple[Lot, str]]:
    """The files that contradict their profile by the order of their dates or by their lengths, and why, in words.

    They are compared with what was loaded by the profile before, which counts more than the files themselves, however
    many they are. Of a file that cannot be read nothing is said: loading it tells that.

    Args:
        workspace: with the earlier files.
        lots: files that are read alike.

    Raises:
        StoreError: the workspace cannot be read.
    """
    reading = lots[0].reading
    if not reading.profile:
        return
    from core.profiles import Known, beside, judged, read_profile, see
    from core.tabular.packed import files_of

    profile, today = read_profile(reading.profile, reading.profile_name), datetime.now(UTC).date()
    before: tuple[Known, ...] | None = None
    for first in range(0, len(lots), ABREAST):
        there, known, looked = [], [], []
        for lot in lots[first : first + ABREAST]:
            # Of a zip each file is looked at by itself, as by hand: beside right ones a wrong one shows little.
            with suppress(SourceError, OSError), TemporaryDirectory(dir=scratch()) as folder:
                for path, name in files_of(lot.path, lot.name, Path(folder)):
                    seen = see(path, name, profile, reading.time_zone)
                    known.append(Known.of(seen, profile))
                    looked.append(judged(seen, profile, today))
                    there.append(lot)
        if before is None and any(each.asks for each in known):
            before = usual_of(workspace, profile.name)
        found = beside(known, looked, before or (), today, is_unattended=True)
        contrary: dict[Lot, tuple[str, Looked]] = {}
        for lot, one, each in zip(there, known, found, strict=True):
            if each.is_contrary:
                contrary.setdefault(lot, (one.name, each))
        yield from ((lot, trouble(workspace, lot, *told)) for lot, told in contrary.items())
        # What is right of these says what is usual where nothing was loaded before.
        if before == ():
            before = tuple(one for one, each in zip(known, found, strict=True) if not each.is_contrary)


def contents_of(lot: Lot) -> tuple[str, ...]:
    """SHA-256 of what is in when it is loaded by hand: of the file, or of a zip of several files of each of them.

    None of what has vanished meanwhile, or expands beyond all bounds.
    """
    from core.tabular.packed import files_of

    with suppress(SourceError, OSError), TemporaryDirectory(dir=scratch()) as folder:
        return tuple(file_hash(path) for path, _ in files_of(lot.path, lot.name, Path(folder)))
    return ()


def trouble(workspace: Workspace, lot: Lot, told_of: str, found: "Looked") -> str:
    """Why it is held back, with the numbers and the ways out.

    Args:
        told_of: the file that is contrary: itself, or one that it packs.
        found: of that.
    """
    from core.profiles import against

    name = lot.reading.profile_name
    why, by_hand = " ".join(against(found, name)), _by_hand(workspace, lot)
    if told_of != lot.name:
        why = f"{told_of}: {why}"
    return (
        f"Held back: {why} Put right the file, or the profile {name}, and it is tried again; if it is right as it is, "
        f"load it by hand: {by_hand}"
    )


def _by_hand(workspace: Workspace, lot: Lot) -> str:
    """The command that loads it all the same, read as its folder's files are."""
    from core.profiles.use import ENDING

    profile = lot.feed.profile if lot.feed else lot.reading.profile_name
    if profile.endswith(ENDING):
        profile = str(Path(profile).expanduser().absolute())
    zone = ["--zone", lot.feed.zone] if lot.feed and lot.feed.zone else []
    home, path = str(workspace.home.absolute()), str(lot.path.absolute())
    # Whoever reads it may be anywhere: the command names the workspace, too.
    return shlex.join(["atalaya", "ingest", "--workspace", home, "--profile", profile, *zone, "--anyway", path])
