"""A process that is watched: how long it took and how much memory it held at most."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

BYTES_PER_UNIT = 1 if sys.platform == "darwin" else 1024
"""What `ru_maxrss` counts in."""


@dataclass(frozen=True)
class Watched:
    """What a child process printed, how long it took (seconds) and its peak memory (bytes)."""

    output: str
    seconds: float
    peak_bytes: int


def watch(*words: str | Path, home: Path | None = None) -> Watched:
    """Run Python with these arguments in a process of its own.

    Raises:
        SystemExit: when it fails; what it said stands above.
    """
    environment = os.environ | ({"ATALAYA_HOME": str(home)} if home else {})
    started = perf_counter()
    with subprocess.Popen(
        [sys.executable, *map(str, words)], env=environment, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        output = child.stdout.read()
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(f"{' '.join(map(str, words))} ended with {child.returncode}")
    return Watched(output, perf_counter() - started, usage.ru_maxrss * BYTES_PER_UNIT)
