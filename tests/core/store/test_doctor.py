"""The doctor finds what is wrong with a workspace, and says what to do."""

import io
import re
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from core.schema.tables import LOADS
from core.store.doctor import Finding, check
from core.store.landing import Landed, land_stream
from core.store.workspace import Workspace
from tests.core.store.things import THINGS, things


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Two versions, one landed file that a load names."""
    workspace = Workspace(tmp_path / "home")
    landed = land_stream(workspace, "events.json", io.BytesIO(b"[]"))
    for version in (1, 2):
        with workspace.write() as change:
            change.append(THINGS, things([version]))
            change.replace(LOADS, "load_id", pl.Series(["1"]), load(landed))
            change.commit(f"version {version}")
    return workspace


def load(landed: Landed) -> pl.DataFrame:
    row = {"load_id": "1", "loaded_at": datetime.now(UTC), "file_name": landed.name}
    return pl.DataFrame([row | {"file_id": landed.file_id, "bytes": landed.bytes}])


def only(findings: list[Finding]) -> Finding:
    (finding,) = findings
    return finding


def a_part(workspace: Workspace) -> Path:
    return workspace.files.path(workspace.snapshot().parts(THINGS)[0].file)


def landed_file(workspace: Workspace) -> Path:
    (name,) = workspace.files.names("landed")
    return workspace.files.path(name)


@pytest.mark.parametrize("deep", [False, True])
def test_a_healthy_workspace_has_no_finding(workspace: Workspace, deep: bool) -> None:
    assert check(workspace, deep=deep) == []
    assert check(Workspace(workspace.home / "new"), deep=deep) == []


def test_a_missing_part_is_an_error_with_a_way_out(workspace: Workspace) -> None:
    part = a_part(workspace)
    part.unlink()
    finding = only(check(workspace))
    assert (finding.level, finding.what) == ("error", f"{part} is missing.")
    assert "atalaya ingest" in finding.do


def test_a_part_without_its_marks_is_an_error(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path, part_rows=80)
    with workspace.write() as change:
        change.append(THINGS, things(range(80)))
        change.replace(THINGS, "thing_id", things([7])["thing_id"], THINGS.empty())
        (part,) = change.commit("one less").parts(THINGS)
    assert check(workspace, deep=True) == []
    workspace.files.delete(part.marks)
    assert only(check(workspace)).what.endswith(f"lacks its marks, {workspace.files.path(part.marks)}.")


def test_a_part_with_other_rows_is_an_error(workspace: Workspace) -> None:
    things([1, 2, 3]).write_parquet(a_part(workspace))
    assert re.search(r"has 3 rows, \d were written", only(check(workspace)).what)


def test_a_part_that_is_no_parquet_is_an_error(workspace: Workspace) -> None:
    a_part(workspace).write_bytes(b"rubbish" * 10)
    assert "cannot be read" in only(check(workspace)).what


def test_a_part_damaged_inside_is_found_by_a_deep_check(workspace: Workspace) -> None:
    many = pl.concat([things([1])] * 3000).with_columns(thing_id=pl.int_range(3000).hash(1).cast(pl.String))
    with workspace.write() as change:
        change.append(THINGS, many)
        change.commit("many")
    part = max(
        (workspace.files.path(part.file) for part in workspace.snapshot().parts(THINGS)), key=lambda p: p.stat().st_size
    )
    content = bytearray(part.read_bytes())
    content[2000:2400] = b"\xff" * 400
    part.write_bytes(content)

    assert check(workspace) == []
    assert only(check(workspace, deep=True)).what.startswith(f"{part} cannot be read")


@pytest.mark.parametrize(("version", "level"), [(1, "warning"), (2, "error")])
def test_a_damaged_manifest_is_found(workspace: Workspace, version: int, level: str) -> None:
    manifest = workspace.files.path(f"versions/{version:012d}.json")
    manifest.write_text("{")
    finding = only(check(workspace))
    assert finding.level == level
    assert str(manifest) in finding.what
    assert str(manifest) in finding.do


def test_a_version_can_be_taken_back_as_the_doctor_says(workspace: Workspace, tmp_path: Path) -> None:
    newest = workspace.files.path("versions/000000000002.json")
    newest.write_text("{")
    newest.rename(tmp_path / "aside")
    assert workspace.snapshot().version == 1
    assert workspace.snapshot().scan(THINGS).collect().height == 1


def test_a_missing_landed_file_is_a_warning(workspace: Workspace) -> None:
    landed_file(workspace).unlink()
    assert "(events.json) is missing" in only(check(workspace)).what


def test_a_landed_file_of_another_size_is_a_warning(workspace: Workspace) -> None:
    landed_file(workspace).write_bytes(b"[1]")
    assert "has 3 bytes, 2 came in" in only(check(workspace)).what


def test_a_changed_landed_file_is_found_by_a_deep_check(workspace: Workspace) -> None:
    landed_file(workspace).write_bytes(b"{}")
    assert check(workspace) == []
    assert "has changed since it landed" in only(check(workspace, deep=True)).what


def test_leftovers_are_a_warning(workspace: Workspace) -> None:
    left = workspace.files.path("tables/things/left.parquet")
    left.touch()
    assert str(left) in only(check(workspace)).what


def test_a_folder_that_takes_no_file_is_an_error(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    (tmp_path / "versions").rmdir()
    (tmp_path / "versions").touch()
    assert "writable" in only(check(workspace)).do
