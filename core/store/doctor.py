"""What is wrong with a workspace, and what to do about it."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Literal
from uuid import uuid4

import polars as pl

from core.errors import DefinitionError, StoreError
from core.schema.tables import LOADS
from core.store.contents import Contents
from core.store.files import Files
from core.store.landing import content_hash
from core.store.manifest import kept_versions, name_of, read_manifest
from core.store.packs import entries, is_whole, pack_names
from core.store.parts import Part
from core.store.sweep import orphans
from core.store.workspace import Workspace

LITTLE_SPACE = 1 << 30
"""Below this (bytes), a load of ordinary size may not fit."""

MAKE_AGAIN = (
    "Run `atalaya reprocess`: it makes the tables again from the landed files. Where LOADS itself is damaged, "
    "restore it from a backup, or set ATALAYA_HOME to a new folder and run `atalaya ingest {landed}`."
)


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it should be.

    Args:
        level: an error keeps people from reading or writing; a warning does not.
        what: what was found, with the file's name.
        do: the way out.
    """

    level: Literal["error", "warning"]
    what: str
    do: str


Check = Callable[[Workspace], Iterator[Finding]]


def check(workspace: Workspace, *, deep: bool = False) -> list[Finding]:
    """Examine a workspace; changes nothing. An empty list means that all is well.

    Args:
        deep: also read every part and every landed file to its end, which takes as long as that takes.
    """
    checks: list[Check] = [
        _writing,
        _rules,
        _versions,
        _model,
        partial(_parts, deep=deep),
        _packs,
        _landed,
        _space,
        _leftovers,
    ]
    found: list[Finding] = []
    for examine in [*checks, _contents] if deep else checks:
        try:
            found += examine(workspace)
        except StoreError as problem:
            if str(problem) not in {finding.what for finding in found}:
                found.append(Finding("error", str(problem), "Put the file or the folder right, then check again."))
    return found


def _writing(workspace: Workspace) -> Iterator[Finding]:
    trial = f"versions/.{uuid4().hex}"
    try:
        with workspace.files.new(trial) as file:
            file.write(b"trial")
        workspace.files.delete(trial)
    except StoreError as problem:
        yield Finding("error", str(problem), f"Make {workspace.home} writable for the user that runs Atalaya.")


def _rules(workspace: Workspace) -> Iterator[Finding]:
    """The house rules can be read."""
    try:
        _ = workspace.settings
    except DefinitionError as problem:
        yield Finding("error", str(problem), "Put the file right; until then no question is answered.")


def _versions(workspace: Workspace) -> Iterator[Finding]:
    files = workspace.files
    kept = kept_versions(files)
    for version in kept:
        try:
            read_manifest(files, version)
        except StoreError as problem:
            path = files.path(name_of(version))
            if version < kept[-1]:
                yield Finding("warning", str(problem), f"Delete {path}; until then no old file is removed.")
            else:
                yield Finding("error", str(problem), f"Move {path} away to go back to the version before it.")


def _model(workspace: Workspace) -> Iterator[Finding]:
    """All rows have what this program stores of them."""
    if workspace.snapshot().lacks_columns:
        what = f"{workspace.home} was made by an earlier Atalaya: its rows lack what newer metrics count."
        yield Finding("warning", what, "Run `atalaya rebuild`.")


def _parts(workspace: Workspace, deep: bool) -> Iterator[Finding]:
    files = workspace.files
    for parts in workspace.snapshot().manifest.tables.values():
        for part in parts:
            trouble = _trouble(files, part, deep)
            if trouble:
                what = f"{files.path(part.file)} {trouble}."
                yield Finding("error", what, MAKE_AGAIN.format(landed=files.path("landed")))


def _trouble(files: Files, part: Part, deep: bool) -> str | None:
    if files.facts(part.file) is None:
        return "is missing"
    if part.marks and files.facts(part.marks) is None:
        return f"lacks its marks, {files.path(part.marks)}"
    rows = pl.scan_parquet(files.path(part.file), glob=False)
    counted = rows.select(pl.len().alias("rows"), *([pl.all().null_count()] if deep else []))
    try:
        found = counted.collect()["rows"].item()
    except (pl.exceptions.PolarsError, OSError) as problem:
        return f"cannot be read ({problem})"
    return None if found == part.stored else f"has {found:,} rows, {part.stored:,} were written"


def _landed(workspace: Workspace) -> Iterator[Finding]:
    """Every file that a load names is there, in its size."""
    files = workspace.files
    loads = workspace.snapshot().scan(LOADS).select("file_id", "file_name", "bytes").unique("file_id").sort("file_id")
    contents = Contents(files)
    for file_id, name, size in loads.collect().rows():
        found = contents.size(file_id)
        if found != size:
            state = "is missing" if found is None else f"has {found:,} bytes, {size:,} came in"
            yield Finding(
                "warning", f"{files.path('landed')}/{file_id} ({name}) {state}.", "Give the file again: atalaya ingest."
            )


def _contents(workspace: Workspace) -> Iterator[Finding]:
    """Every landed file still has the content that its name is the hash of."""
    files = workspace.files
    for name in files.names_in("landed"):
        if not name.startswith(".") and content_hash(files, f"landed/{name}") != name:
            yield _changed(f"{files.path('landed')}/{name}")
    for pack in pack_names(files):
        with suppress(StoreError):
            for file_id, place in entries(files, pack):
                if not is_whole(files, file_id, place):
                    yield _changed(f"{file_id} in {files.path(pack)}")


def _changed(what: str) -> Finding:
    return Finding("warning", f"{what} has changed since it landed.", "Give the file again.")


def _packs(workspace: Workspace) -> Iterator[Finding]:
    """Every pack of landed files tells what it holds."""
    for pack in pack_names(workspace.files):
        try:
            for _ in entries(workspace.files, pack):
                pass
        except StoreError as problem:
            yield Finding("warning", str(problem), "The files in it are missing until then.")


def _space(workspace: Workspace) -> Iterator[Finding]:
    free = workspace.files.free_bytes()
    if free < LITTLE_SPACE:
        yield Finding("warning", f"{workspace.home} has {free / 1e6:,.0f} MB left.", "Free some space on that disk.")


def _leftovers(workspace: Workspace) -> Iterator[Finding]:
    left = orphans(workspace.files)
    if left:
        yield Finding(
            "warning",
            f"{len(left)} file(s) that no version names, such as {workspace.files.path(left[0])}.",
            "A killed writer left them, or one is at work now; the next load removes them.",
        )
