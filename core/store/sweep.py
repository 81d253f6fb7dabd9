"""Sweeping: old versions go, and what a killed writer left behind; only the holder of the lock may do it."""

import time

from core.errors import StoreError
from core.store.files import Files
from core.store.manifest import FOLDER, NAME, kept_versions, name_of, read_manifest
from core.store.packs import PACKS

KEEP_VERSIONS = 20
"""So many versions stay readable, for those who are still reading them."""

ABANDONED_AFTER_S = 24 * 3600
"""An upload that has not grown for so long will never be finished."""


def sweep(files: Files, keep: int = KEEP_VERSIONS) -> None:
    """Delete all but the newest versions, and every part that none of these names.

    When a version that is to stay cannot be read, nothing is deleted: its parts are not known.
    """
    for version in kept_versions(files)[:-keep]:
        files.delete(name_of(version))
    try:
        leftovers = orphans(files)
    except StoreError:
        return
    for name in leftovers:
        files.delete(name)


def orphans(files: Files) -> list[str]:
    """Files that no version names: parts and half-written manifests, and uploads and packs broken off a day ago.

    Raises:
        StoreError: a version cannot be read.
    """
    manifests = [read_manifest(files, version) for version in kept_versions(files)]
    parts = (part for manifest in manifests for some in manifest.tables.values() for part in some)
    known = {name for part in parts for name in part.files}
    # There may be half a million landed files: only the hidden ones are told.
    uploads = [f"{folder}/{name}" for folder in ("landed", PACKS) for name in files.names_in(folder, ".")]
    return [
        *(name for name in files.names("tables") if name not in known),
        *(name for name in files.names(FOLDER) if name.startswith(f"{FOLDER}/.") and not NAME.fullmatch(name)),
        *(name for name in uploads if _is_abandoned(files, name)),
    ]


def _is_abandoned(files: Files, name: str) -> bool:
    facts = files.facts(name)
    return facts is not None and time.time() - facts.changed_ns / 1e9 > ABANDONED_AFTER_S
