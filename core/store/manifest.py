"""Manifests: one small JSON file a version, which names every part of every table."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from functools import lru_cache

from core.errors import StoreError
from core.store.files import FileFacts, Files
from core.store.parts import Part

FORMAT = 2
"""What this program writes; it reads no newer one."""

FOLDER = "versions"
NAME = re.compile(rf"{FOLDER}/(\d{{12}})\.json")


@dataclass(frozen=True)
class Manifest:
    """One state of all tables.

    Args:
        version: 0 is the empty workspace.
        committed_at: UTC; null for version 0.
        note: what the writer said of it.
        tables: the parts of each table, by the table's name.
        model: what is stored of all its rows, as `core.schema.tables.MODEL` names it; empty when nobody noted it.
    """

    version: int = 0
    committed_at: datetime | None = None
    note: str = ""
    tables: Mapping[str, tuple[Part, ...]] = field(default_factory=dict, compare=False)
    model: str = field(default="", compare=False)


def name_of(version: int) -> str:
    """Name of the manifest's file."""
    return f"{FOLDER}/{version:012d}.json"


def kept_versions(files: Files) -> list[int]:
    """Versions that can be read, oldest first."""
    return [int(match[1]) for name in files.names(FOLDER) if (match := NAME.fullmatch(name))]


def read_manifest(files: Files, version: int) -> Manifest:
    """The manifest of a version; read once, then remembered.

    Raises:
        StoreError: there is none, it is damaged, or a newer Atalaya wrote it; the message names the file.
    """
    if version == 0:
        return Manifest()
    facts = files.facts(name_of(version))
    if facts is None:
        kept = kept_versions(files)
        known = f"versions {kept[0]} to {kept[-1]} are" if kept else "none is"
        raise StoreError(f"Version {version} of {files.root} is not kept; {known}. Open the newest one.")
    return _read(files, name_of(version), facts)


@lru_cache(maxsize=128)
def _read(files: Files, name: str, facts: FileFacts) -> Manifest:  # noqa: ARG001 (a changed file is another one)
    path = files.path(name)
    try:
        content = json.loads(files.read(name))
        written = int(content["format"])
        if written > FORMAT:
            raise StoreError(f"{path} is of format {written}, this Atalaya reads {FORMAT}: update Atalaya.")
        return _from_json(content)
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise StoreError(f"{path} is damaged ({problem!r}); `atalaya doctor` tells what can be done.") from problem


def _from_json(content: dict[str, object]) -> Manifest:
    tables = content["tables"]
    if not isinstance(tables, dict):
        raise TypeError("tables is no object")
    return Manifest(
        version=int(str(content["version"])),
        committed_at=datetime.fromisoformat(str(content["committed_at"])),
        note=str(content["note"]),
        tables={name: tuple(Part(**part) for part in parts) for name, parts in tables.items()},
        model=str(content.get("model", "")),
    )


def publish(files: Files, manifest: Manifest) -> bool:
    """Make a version visible, at once and whole; False when another writer has published that version."""
    content = {"format": FORMAT, **asdict(manifest), "committed_at": str(manifest.committed_at)}
    return files.put_if_absent(name_of(manifest.version), json.dumps(content, indent=1).encode())
