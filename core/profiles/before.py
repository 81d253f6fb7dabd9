"""Before: the files that were last loaded by a profile, looked through as they were read then."""

import polars as pl

from core.errors import AtalayaError
from core.profiles.compared import Known
from core.profiles.reading import read_profile
from core.profiles.several import see
from core.schema.tables import LOADS
from core.sources import Reading
from core.sources.reading import PROFILE
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
    files = newest.select("file_id", "file_name", "reading").unique("file_id", keep="first", maintain_order=True)
    found = []
    for file_id, name, text in files.head(NEWEST).collect().rows():
        reading = Reading.from_json(text)
        try:
            profile = read_profile(reading.profile, reading.profile_name)
            seen = see(workspace.files.path(f"landed/{file_id}"), name, profile, reading.time_zone)
        except (AtalayaError, OSError):
            continue
        found.append(Known(seen, profile))
    return tuple(found)
