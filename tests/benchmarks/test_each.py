"""Each benchmark still runs, at a size that says nothing of speed: those that need some seconds for it."""

import subprocess
import sys

import pytest

from benchmarks.suite import FOLDER

TINY = {
    "numbers": "--rows 1000 --sample 100 --rounds 1 --memory-rows 0",
    "clock": "--rows 2000 --rounds 1",
    "workload": "--segments 20000 --agents 20 --rounds 1",
}


@pytest.mark.slow
@pytest.mark.parametrize("name", TINY)
def test_a_benchmark_runs_to_its_end_and_tells_figures(name: str) -> None:
    words = [sys.executable, "-m", f"benchmarks.{name}", *TINY[name].split()]
    done = subprocess.run(words, cwd=FOLDER.parent, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count(" · ") >= 2
