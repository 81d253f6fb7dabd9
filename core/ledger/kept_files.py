"""The files of what was sent, kept beside the log; those of old runs go."""

import re
import shutil
from collections.abc import Iterable, Mapping
from hashlib import sha256

from core.errors import StoreError
from core.ledger.log import FOLDER, Log, Run
from core.store.files import Files, refused

FILES = f"{FOLDER}/files"
_NAME = re.compile(r"[\w-]+", re.ASCII)


def keep(files: Files, run: str, contents: Mapping[str, bytes]) -> tuple[dict[str, object], ...]:
    """Keep the files of a run, each whole; what the log says of them: `name`, `bytes`, `sha256`.

    Raises:
        StoreError: the disk refused.
    """
    kept = []
    for name, content in contents.items():
        hidden = f"{FILES}/{run}/.{sha256(name.encode()).hexdigest()[:16]}"
        files.delete(hidden)
        with files.new(hidden) as file:
            file.write(content)
        files.move(hidden, f"{FILES}/{run}/{name}")
        kept.append({"name": name, "bytes": len(content), "sha256": sha256(content).hexdigest()})
    return tuple(kept)


def content_of(files: Files, run: Run) -> dict[str, bytes] | None:
    """The kept files of a run by name; None when they are not all there as they were."""
    found: dict[str, bytes] = {}
    for file in run.files:
        name = str(file["name"])
        try:
            found[name] = files.read(f"{FILES}/{run.id}/{name}")
        except StoreError:
            return None
        if sha256(found[name]).hexdigest() != file["sha256"]:
            return None
    return found


def prune(files: Files, log: Log, most: int) -> None:
    """Remove the files of all runs but the newest; the log and the numbers stay.

    Args:
        most: how many runs keep theirs.

    Raises:
        StoreError: the disk refused.
    """
    ended = [run.id for run in log.runs.values() if run.ended_at]
    _remove(files, ended[: max(0, len(ended) - most)])


def _remove(files: Files, runs: Iterable[str]) -> None:
    for run in runs:
        folder = files.path(f"{FILES}/{run}")
        # What the log names is never more than a name: nothing outside of the folder can be meant.
        if _NAME.fullmatch(run) and folder.is_dir():
            try:
                shutil.rmtree(folder)
            except OSError as problem:
                raise refused(folder, problem) from problem
