"""Progress in a terminal: one line that is replaced for a person, a line now and then for a log."""

import io

import pytest

from core.commands.console import ProgressLine, duration, told
from core.progress import Progress

READING = Progress("reading", "records", 1_200, 3_000, True, 600.4, 0.25, 2.0, 8.4, "a.ndjson", 1, 2, 1_200)


class Terminal(io.StringIO):
    """A stream that a person watches."""

    def isatty(self) -> bool:
        return True


class Watch:
    """A clock that stands still until it is turned."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def written(stream: io.StringIO, shares: list[float], seconds: float) -> str:
    """What is written of so many parts of a step, each after so many seconds."""
    watch = Watch()
    line = ProgressLine(stream, watch)
    for share in shares:
        watch.now += seconds
        line.show(Progress("modelling", "conversations", round(share * 100), 100, share=share))
    line.show(Progress("done", "records", 5_000, 5_000, False, 250, 1.0, 20.0, 0.0))
    return stream.getvalue()


def test_a_line_tells_step_file_counts_speed_and_time_left() -> None:
    line = " 25 % · reading a.ndjson (1 of 2) · 1,200 of about 3,000 records · 600/s · about 8 s left"
    assert told(READING) == line


@pytest.mark.parametrize(
    ("progress", "line"),
    [
        (Progress(), "waiting for the job that is at work"),
        (Progress("reading", "records"), "  0 % · reading · 0 records"),
        (
            Progress(
                "landing", "bytes", 3_400_000, 9_000_000, False, 2_000_000, 0.01, file="a", file_number=1, files=1
            ),
            "  1 % · landing a (1 of 1) · 3 of 9 MB · 2 MB/s",
        ),
        (Progress("storing", share=0.92), " 92 % · storing"),
    ],
)
def test_what_is_not_known_is_not_told(progress: Progress, line: str) -> None:
    assert told(progress) == line


@pytest.mark.parametrize(
    ("seconds", "text"), [(0.2, "1 s"), (59.4, "59 s"), (60, "1 min 00 s"), (125, "2 min 05 s"), (4_800, "1 h 20 min")]
)
def test_durations(seconds: float, text: str) -> None:
    assert duration(seconds) == text


def test_a_person_sees_one_line_that_is_replaced() -> None:
    text = written(Terminal(), [0.1, 0.2, 0.3], 0.2)
    assert text.count("\n") == 1
    assert text.count("\r\x1b[K") == 4
    assert text.endswith("\r\x1b[K5,000 records in 20.0 s, 250 a second\n")


def test_the_line_is_not_drawn_more_often_than_can_be_read() -> None:
    assert written(Terminal(), [share / 1_000 for share in range(1_000)], 0.001).count("%") < 20


def test_a_log_gets_a_line_each_tenth() -> None:
    lines = written(io.StringIO(), [share / 100 for share in range(1, 101)], 1.0).splitlines()
    assert [line[:5] for line in lines[:-1]] == [f"{tenth:3} %" for tenth in range(10, 101, 10)]
    assert lines[-1] == "5,000 records in 20.0 s, 250 a second"


def test_a_log_gets_a_line_each_ten_seconds_of_slow_work() -> None:
    lines = written(io.StringIO(), [share / 1_000 for share in range(1, 31)], 5.0).splitlines()
    assert len(lines) == 15 + 1


def test_of_quick_work_a_log_gets_the_last_line_only() -> None:
    assert written(io.StringIO(), [0.2, 0.5, 0.9], 0.2) == "5,000 records in 20.0 s, 250 a second\n"
