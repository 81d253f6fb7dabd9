"""Values that are kept: worked out once, whoever asks, and no more of them than there is room for."""

from threading import Barrier, Thread
from time import sleep

import polars as pl
import pytest

from ui.kept import kept


def test_the_same_arguments_are_worked_out_once() -> None:
    asked: list[tuple[int, str]] = []

    @kept(2)
    def told(number: int, unit: str) -> list[str]:
        asked.append((number, unit))
        return [f"{number} {unit}"]

    assert told(1, "ms") is told(1, "ms")
    assert asked == [(1, "ms")]


def test_what_was_asked_for_longest_ago_makes_room() -> None:
    asked: list[int] = []

    @kept(2)
    def squared(number: int) -> int:
        asked.append(number)
        return number**2

    assert [squared(number) for number in (1, 2, 1, 3, 1, 2)] == [1, 4, 1, 9, 1, 4]
    assert asked == [1, 2, 3, 2]


def test_a_frame_of_the_same_content_is_another_one() -> None:
    @kept(5)
    def height(rows: pl.DataFrame) -> list[int]:
        return [rows.height]

    one, other = pl.DataFrame({"a": [1, 2]}), pl.DataFrame({"a": [1, 2]})
    assert height(one) is height(one)
    assert height(one) is not height(other)


def test_readers_who_ask_at_once_wait_for_the_one_who_works_it_out() -> None:
    asked: list[str] = []
    found: list[list[str]] = []
    together = Barrier(4)

    @kept(5)
    def slow(name: str) -> list[str]:
        asked.append(name)
        sleep(0.05)
        return [name]

    def read() -> None:
        together.wait()
        found.append(slow("all"))

    readers = [Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert asked == ["all"]
    assert all(one is found[0] for one in found)
    assert len(found) == 4


def test_what_failed_is_tried_again() -> None:
    asked: list[int] = []

    @kept(5)
    def once_broken(number: int) -> int:
        asked.append(number)
        if len(asked) == 1:
            raise ValueError(number)
        return number

    with pytest.raises(ValueError, match="7"):
        once_broken(7)
    assert once_broken(7) == 7
