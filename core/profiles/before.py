"""Before: the files that were last loaded by a profile, looked through as they were read then."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from core.errors import AtalayaError
from core.profiles.known import Known
from core.profiles.lengths import LEAST
from core.profiles.reading import read_profile
from core.profiles.several import see
from core.schema.tables import LOADS
from core.scratch import scratch
from core.sources import Reading
from core.sources.reading import PROFILE
from core.store.contents import Contents
from core.store.landing import Landed
from core.store.snapshot import Snapshot
from core.store.workspace import Workspace

NEWEST, MOST = 3, 24
"""Files of before that new ones are compared with: enough to be usual, and few to look through; more of them where
they are so small that they say it only together."""

ENOUGH = 5 * LEAST
"""Rows that say together what is usual: lengths of a column are hardly in all of them."""

LATELY = timedelta(days=2)
"""Where files come by the minute, the newest ones are found in the loads of these days; those of years are not read."""


def loaded_by(workspace: Workspace, profile_name: str) -> tuple[Known, ...]:
    """The files that were last loaded by the profile of that name, the newest first, each by its text of then.

    What cannot be read any more tells nothing, and is left out.

    Args:
        workspace: where they landed.
        profile_name: of the profile.
    """
    return tuple(newest_by(workspace, profile_name, {}).values())


def newest_by(workspace: Workspace, profile_name: str, remembered: Mapping[str, Known]) -> dict[str, Known]:
    """As `loaded_by`, by what they can be remembered by: content and reading, as LOADS has them.

    Args:
        workspace: where they landed.
        profile_name: of the profile.
        remembered: what is known of some of them, which are not looked through again.
    """
    loads = _newest(workspace.snapshot(), profile_name)
    contents = Contents(workspace.files, [str(load["file_id"]) for load in loads])
    found: dict[str, Known] = {}
    rows = 0
    with TemporaryDirectory(dir=scratch()) as folder:
        for place, load in enumerate(loads):
            if place >= NEWEST and rows >= ENOUGH:
                break
            rows += int(str(load["rows_kept"]))
            key = sha256(f"{load['file_id']} {load['reading']}".encode(errors="backslashreplace")).hexdigest()
            # What is gone, or cannot be read any more by the text of then, tells nothing.
            with suppress(AtalayaError, OSError):
                found[key] = remembered.get(key) or _looked_through(load, contents, Path(folder))
    return found


def _newest(snapshot: Snapshot, profile_name: str) -> list[dict[str, object]]:
    """The newest loads by the profile that brought something new: one of each content, at most MOST."""
    if not snapshot.version:
        return []
    found = _loads(snapshot, profile_name, datetime.now(UTC) - LATELY)
    return found if len(found) == MOST else _loads(snapshot, profile_name, None)


def _loads(snapshot: Snapshot, profile_name: str, since: datetime | None) -> list[dict[str, object]]:
    of_it = (pl.col("source") == f"{PROFILE} {profile_name}") & (pl.col("rows_kept") > 0)
    order = ["loaded_at", "load_number"]
    mine = snapshot.scan(LOADS, since=since).filter(of_it)
    # Readings hold the whole text of the profile: of a year's loads only the newest are to be at hand.
    numbers = (
        mine.select(*order, "file_id").sort(order, descending=True).unique("file_id", keep="first", maintain_order=True)
    )
    newest = mine.filter(pl.col("load_number").is_in(numbers.head(MOST).collect()["load_number"].implode()))
    told = newest.sort(order, descending=True).unique("file_id", keep="first", maintain_order=True)
    return told.select("file_id", "file_name", "bytes", "rows_kept", "reading").collect().rows(named=True)


def _looked_through(load: Mapping[str, object], contents: Contents, folder: Path) -> Known:
    reading = Reading.from_json(str(load["reading"]) if load["reading"] else None)
    profile = read_profile(reading.profile, reading.profile_name)
    landed = Landed(str(load["file_id"]), Path(), str(load["file_name"]), int(str(load["bytes"])))
    with contents.at_hand(landed, folder) as there:
        return Known.of(see(there.path, there.name, profile, reading.time_zone), profile)
