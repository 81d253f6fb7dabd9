"""A process that is watched: how long it took and how much memory it held at most."""

import os
import subprocess
import sys
from dataclasses import dataclass
from math import inf
from pathlib import Path
from signal import SIGKILL
from tempfile import TemporaryFile
from time import perf_counter, sleep

BYTES_PER_UNIT = 1 if sys.platform == "darwin" else 1024
"""What `ru_maxrss` counts in."""


LOOK_EVERY_S = 0.05


class TooMuch(Exception):
    """The child held more memory than it was allowed to."""


@dataclass(frozen=True)
class Watched:
    """What a child printed, how long it took and what the processors worked (seconds), its peak memory (bytes)."""

    output: str
    seconds: float
    work: float
    peak_bytes: int


def watch(*words: str | Path, home: Path | None = None, allowed_bytes: float = inf) -> Watched:
    """Run Python with these arguments in a process of its own.

    Raises:
        TooMuch: it grew beyond `allowed_bytes` and was stopped, before the machine had to.
        SystemExit: it failed; what it said stands above.
    """
    environment = os.environ | ({"ATALAYA_HOME": str(home)} if home else {})
    started = perf_counter()
    with TemporaryFile("w+") as output:
        child = subprocess.Popen([sys.executable, *map(str, words)], env=environment, stdout=output)
        while not (ended := os.wait4(child.pid, os.WNOHANG))[0]:
            if held(child.pid) > allowed_bytes:
                child.kill()
            sleep(LOOK_EVERY_S)
        _, status, usage = ended
        child.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        peak = usage.ru_maxrss * BYTES_PER_UNIT
        if child.returncode == -SIGKILL and peak > allowed_bytes * 0.9:
            raise TooMuch
        if child.returncode:
            sys.exit(f"{' '.join(map(str, words))} ended with {child.returncode}")
        return Watched(output.read(), perf_counter() - started, usage.ru_utime + usage.ru_stime, peak)


def held(process: int | str = "self") -> int:
    """Bytes that a process holds now; 0 where the system does not tell (only Linux does)."""
    try:
        pages = Path(f"/proc/{process}/statm").read_text().split()[1]
    except (OSError, IndexError):
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")
