"""Each benchmark still runs, at a size that says nothing of speed: those that need some seconds for it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.suite import FOLDER

TINY = {
    "pipeline": "--conversations 300 --rounds 1",
    "questions": "--conversations 100 --rounds 1 --every 10",
    "numbers": "--rows 1000 --sample 100 --rounds 1 --memory-rows 0",
    "clock": "--rows 2000 --rounds 1",
    "workload": "--segments 20000 --agents 20 --rounds 1",
    "live": "--conversations 100 --seconds 5 --rounds 1",
    "collecting": "--per-second 50 --seconds 2",
}


@pytest.mark.slow
@pytest.mark.parametrize("name", TINY)
def test_a_benchmark_runs_to_its_end_and_tells_figures(name: str, tmp_path: Path) -> None:
    words = [sys.executable, "-m", f"benchmarks.{name}", *TINY[name].split()]
    environment = {**os.environ, "ATALAYA_BENCH_HISTORIES": str(tmp_path)}
    done = subprocess.run(words, cwd=FOLDER.parent, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count(" · ") >= 2
