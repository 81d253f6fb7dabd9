"""The store's few file operations do what an object store could do too."""

from pathlib import Path

import pytest

from core.errors import StoreError
from core.store.files import Files


def test_files_are_listed_by_name_from_the_root_with_those_in_folders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("tables/b/2", "tables/a/1", "tables/.hidden", "other/3"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    monkeypatch.chdir(tmp_path)

    for root in (tmp_path, Path(), Path("tables/..")):
        assert Files(root).names("tables") == ["tables/.hidden", "tables/a/1", "tables/b/2"]
    assert Files(tmp_path).names("nowhere") == []


def test_of_two_that_publish_one_name_the_first_wins(tmp_path: Path) -> None:
    files = Files(tmp_path)
    assert files.put_if_absent("versions/1", b"first")
    assert not files.put_if_absent("versions/1", b"second")
    assert files.read("versions/1") == b"first"
    assert files.names("versions") == ["versions/1"]


def test_a_file_whose_writing_breaks_off_is_not_there(tmp_path: Path) -> None:
    def break_off() -> None:
        with Files(tmp_path).new("a") as file:
            file.write(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        break_off()
    assert Files(tmp_path).facts("a") is None


def test_a_file_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"kept")
    with pytest.raises(StoreError, match="File exists"), Files(tmp_path).new("a"):
        pass
    assert Files(tmp_path).read("a") == b"kept"


def test_deleting_what_is_gone_is_no_error(tmp_path: Path) -> None:
    Files(tmp_path).delete("gone")
    with pytest.raises(StoreError, match="gone: No such file"):
        Files(tmp_path).read("gone")


def test_another_content_has_other_facts(tmp_path: Path) -> None:
    files = Files(tmp_path)
    (tmp_path / "a").write_bytes(b"1")
    before = files.facts("a")
    (tmp_path / "a").write_bytes(b"22")
    assert before is not None
    assert files.facts("a") != before
