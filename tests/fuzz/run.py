"""Feed mutated contents to the ways in, one after the other, each within a time and in a folder of its own."""

import random
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType

from tests.fuzz.accidents import mutated
from tests.fuzz.ways import Way

PATIENCE_S = 60
"""What takes longer hangs, on a busy machine too: the contents are a few thousand bytes."""


@dataclass
class Broken(Exception):
    """A promise that was broken, with what is needed to break it again."""

    way: str
    seed: str
    content: bytes
    problem: BaseException

    def __str__(self) -> str:
        told = f"{type(self.problem).__name__}: {str(self.problem)[:500]}"
        return f"{self.way}, seed {self.seed!r}: {told}\n{self.content[:300]!r}"


def feed(way: Way, contents: list[bytes], seed: str) -> bytes:
    """Let accidents happen to one of the contents, and feed it; the same seed breaks in the same way again.

    Raises:
        Broken: a promise was not kept.
    """
    chance = random.Random(seed)
    content = mutated(chance.choice(contents), chance)
    with TemporaryDirectory(prefix="fuzz-") as folder:
        try:
            with _patience():
                way.feed(content, Path(folder))
        except Exception as problem:
            raise Broken(way.name, seed, content, problem) from problem
        except BaseException as problem:
            # A panic of a library is no Exception; Ctrl-C goes through.
            if isinstance(problem, KeyboardInterrupt | SystemExit):
                raise
            raise Broken(way.name, seed, content, problem) from problem
    return content


@contextmanager
def _patience() -> Iterator[None]:
    def hangs(_signal: int, _frame: FrameType | None) -> None:
        raise TimeoutError(f"still at work after {PATIENCE_S} s")

    before = signal.signal(signal.SIGALRM, hangs)
    signal.alarm(PATIENCE_S)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
