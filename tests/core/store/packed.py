"""Landed files of days that are over, for the tests of packs."""

import io
import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest

import core.store.packing
from core.store.landing import land_stream
from core.store.packing import pack_rested
from core.store.workspace import Workspace
from tests.core.store.packer import NOW


def landed_on(workspace: Workspace, day: datetime, contents: list[bytes]) -> list[str]:
    """SHA-256 of files that landed in that order, a minute apart, from this moment on."""
    file_ids = []
    for number, content in enumerate(contents):
        landed = land_stream(workspace, f"{number}.ndjson", io.BytesIO(content))
        rest(landed.path, day + timedelta(minutes=number))
        file_ids.append(landed.file_id)
    return file_ids


def rest(path: Path, since: datetime) -> None:
    """As if a file had landed then."""
    os.utime(path, (since.timestamp(), since.timestamp()))


def pack_all(workspace: Workspace) -> int:
    """Pack everything that has landed, as if it were of yesterday; how many files have gone."""
    for path in (workspace.home / "landed").glob("[0-9a-f]*"):
        if path.is_file():
            rest(path, NOW - timedelta(days=1))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(core.store.packing, "FEWEST", 1)
        return pack_rested(workspace, NOW)
