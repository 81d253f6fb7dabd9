"""Before: the files that were last loaded by a profile, looked through as they were read then."""

from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from core.errors import AtalayaError
from core.profiles.compared import Known
from core.profiles.reading import read_profile
from core.profiles.several import see
from core.schema.tables import LOADS
from core.scratch import scratch
from core.sources import Reading
from core.sources.reading import PROFILE
from core.store.contents import Contents
from core.store.landing import Landed
from core.store.workspace import Workspace

NEWEST = 3
"""Files of before that new ones are compared with: enough to be usual, and few to look through."""


def loaded_by(workspace: Workspace, profile_name: str) -> tuple[Known, ...]:
    """The files that were last loaded by the profile of that name, the newest first, each by its text of then.

    What cannot be read any more tells nothing, and is left out.

    Args:
        workspace: where they landed.
        profile_name: of the profile.
    """
    now = workspace.snapshot()
    if not now.version:
        return ()
    of_it = (pl.col("source") == f"{PROFILE} {profile_name}") & (pl.col("rows_kept") > 0)
    newest = now.scan(LOADS).filter(of_it).sort("loaded_at", "load_number", descending=True)
    files = newest.select("file_id", "file_name", "bytes", "reading").unique(
        "file_id", keep="first", maintain_order=True
    )
    rows = files.head(NEWEST).collect().rows(named=True)
    contents = Contents(workspace.files, [row["file_id"] for row in rows])
    found = []
    with TemporaryDirectory(dir=scratch()) as folder:
        for row in rows:
            reading = Reading.from_json(row["reading"])
            try:
                profile = read_profile(reading.profile, reading.profile_name)
                landed = Landed(row["file_id"], Path(), row["file_name"], row["bytes"])
                with contents.at_hand(landed, Path(folder)) as there:
                    found.append(Known(see(there.path, there.name, profile, reading.time_zone), profile))
            except (AtalayaError, OSError):
                continue
    return tuple(found)
