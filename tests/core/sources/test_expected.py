"""How many records are expected of files that have been read in part."""

from pathlib import Path

import polars as pl
import pytest

from core.sources import Expected
from core.store.landing import Landed


def landed(folder: Path, name: str, content: bytes) -> Landed:
    path = folder / name
    path.write_bytes(content)
    return Landed(name, path, name, len(content))


def test_a_file_of_text_is_as_dense_as_what_has_been_read_of_it(tmp_path: Path) -> None:
    file = landed(tmp_path, "a", b"x" * 1_000)
    assert Expected([file]).update(file, 30, 100) == (30, 300)


def test_files_that_come_later_are_taken_for_as_dense_as_those_before(tmp_path: Path) -> None:
    first, second = landed(tmp_path, "a", b"x" * 100), landed(tmp_path, "b", b"x" * 200)
    assert Expected([first, second]).update(first, 10, 50) == (10, 20 + 40)


def test_parquet_says_how_many_rows_it_has(tmp_path: Path) -> None:
    pl.DataFrame({"a": range(70)}).write_parquet(tmp_path / "b")
    first, second = landed(tmp_path, "a", b"x" * 100), Landed("b", tmp_path / "b", "b", 1)
    expected = Expected([first, second])
    assert expected.update(second, 20, 0) == (20, None)
    assert expected.update(first, 10, 100) == (30, 80)
    assert (expected.is_guess, Expected([second]).is_guess) == (True, False)


def test_nothing_is_expected_of_a_file_that_turned_out_unreadable(tmp_path: Path) -> None:
    first, second = landed(tmp_path, "a", b"x" * 100), landed(tmp_path, "b", b"x" * 200)
    expected = Expected([first, second])
    expected.update(first, 10, 50)
    expected.drop(first)
    assert expected.update(second, 5, 200) == (5, 5)


@pytest.mark.parametrize("content", [b"", b"PAR", b"PAR1 and nothing of it"])
def test_what_is_no_parquet_or_a_damaged_one_says_nothing(tmp_path: Path, content: bytes) -> None:
    file = landed(tmp_path, "a", content)
    assert Expected([file]).update(file, 5, 0) == (5, None)


def test_no_fewer_are_expected_than_have_been_read(tmp_path: Path) -> None:
    file = landed(tmp_path, "a", b"x" * 100)
    assert Expected([file]).update(file, 50, 300) == (50, 50)
