"""Usual: what is known of the files that were last loaded by each profile, so that a refresh a minute need not look
through them again. It is only a shortcut: what LOADS does not bear out counts for nothing, and is forgotten."""

import json
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from polars.exceptions import PolarsError

from core.errors import StoreError
from core.live.look import FOLDER
from core.store.files import put_whole
from core.store.workspace import Workspace

if TYPE_CHECKING:
    from core.profiles import Known

FILE = "usual.json"


def usual_of(workspace: Workspace, profile_name: str) -> tuple["Known", ...]:
    """The files that were last loaded by a profile, the newest first; only for the one who holds the refreshes' lock.

    Raises:
        StoreError: the workspace cannot be read.
    """
    from core.profiles.before import newest_by

    path = workspace.home / FOLDER / FILE
    told = _read(path)
    remembered = _known(told.get(profile_name))
    newest = {key: known.briefly() for key, known in newest_by(workspace, profile_name, remembered).items()}
    if newest.keys() != remembered.keys():
        remembering = told | {profile_name: {key: known.to_dict() for key, known in newest.items()}}
        with suppress(StoreError):
            put_whole(path, json.dumps(remembering))
    return tuple(newest.values())


def _read(path: Path) -> dict[str, Any]:
    with suppress(OSError, ValueError, RecursionError):
        told = json.loads(path.read_text(encoding="utf-8"))
        return told if isinstance(told, dict) else {}
    return {}


def _known(told: Any) -> dict[str, "Known"]:
    """By content and reading; none where another version of this program, or half a disk, wrote it."""
    from core.profiles import Known

    with suppress(KeyError, TypeError, ValueError, AttributeError, PolarsError):
        return {key: Known.from_dict(said) for key, said in told.items()}
    return {}
