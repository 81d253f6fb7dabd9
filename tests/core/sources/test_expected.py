"""How many records are expected of files that have been read in part."""

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

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


def test_an_unreadable_file_that_is_there_under_two_names_is_left_out_once(tmp_path: Path) -> None:
    first, second = landed(tmp_path, "a", b"x" * 100), landed(tmp_path, "b", b"x" * 200)
    expected = Expected([first, replace(first, name="again"), second])
    expected.update(first, 10, 50)
    expected.drop(first)
    again = replace(first, name="again")
    assert expected.update(again, 10, 50) == (0, None)
    expected.drop(again)
    assert expected.update(second, 5, 200) == (5, 5)


@pytest.mark.parametrize("content", [b"", b"PAR", b"PAR1 and nothing of it"])
def test_what_is_no_parquet_or_a_damaged_one_says_nothing(tmp_path: Path, content: bytes) -> None:
    file = landed(tmp_path, "a", content)
    assert Expected([file]).update(file, 5, 0) == (5, None)


def test_no_fewer_are_expected_than_have_been_read(tmp_path: Path) -> None:
    file = landed(tmp_path, "a", b"x" * 100)
    assert Expected([file]).update(file, 50, 300) == (50, 50)


@given(
    sizes=st.lists(st.integers(1, 500), min_size=1, max_size=6),
    steps=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 90), st.integers(0, 600)), max_size=12),
)
def test_sums_say_what_a_look_at_every_file_would(sizes: list[int], steps: list[tuple[int, int, int]]) -> None:
    files = [Landed(str(number), Path(__file__), "text", size) for number, size in enumerate(sizes)]
    expected, read = Expected(files), {file.file_id: (0, 0) for file in files}
    for at, rows, bytes_read in steps:
        file = files[at % len(files)]
        read[file.file_id] = rows, min(bytes_read, file.bytes)
        done, total = expected.update(file, rows, bytes_read)
        begun = {one: told for one, told in read.items() if told[1]}
        left = sum(file.bytes for file in files if file.file_id not in begun)
        assert done == sum(rows for rows, _ in read.values())
        if left and not begun:
            assert total is None
            continue
        dense = sum(rows for rows, _ in begun.values()) / sum(size for _, size in begun.values()) if begun else 0
        whole = sum(round(rows / size * files[int(one)].bytes) for one, (rows, size) in begun.items())
        assert total == max(done, whole + round(left * dense)) or abs((total or 0) - whole - left * dense) <= 0.51
