"""Taking an odd file in by the profile that is suggested for it."""

from pathlib import Path

import polars as pl
import pytest

from core.ingest import Ingested, ingest
from core.profiles import Profile, Suggestion, suggest, write_profile
from core.schema.tables import CONVERSATIONS
from core.settings import Settings
from core.sources import Reading
from core.store.workspace import Workspace
from core.tabular import read_table

ZONE = "Europe/Madrid"
HOUSE = Settings(time_zone=ZONE)


def suggested(path: Path, **changes: object) -> Suggestion:
    """What is suggested for a file, without help."""
    return suggest(read_table(path, path.name), "odd", **changes)  # type: ignore[arg-type]


def take_in(workspace: Workspace, path: Path, profile: Profile) -> Ingested:
    """Load a file by a profile, its local times being Madrid's."""
    return ingest(workspace, [path], reading=Reading(ZONE, write_profile(profile), profile.name))


def conversations(workspace: Workspace) -> pl.DataFrame:
    return workspace.snapshot().scan(CONVERSATIONS).sort("conversation_id").collect()


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "workspace")
