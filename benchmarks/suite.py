"""All benchmarks in one place, and what became of each in a run of them."""

import json
import os
import subprocess
import sys
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks.machine import Machine, busy_seconds, machine
from benchmarks.results import RESULTS, Figure, recorded

FOLDER = Path(__file__).parent
KEPT = FOLDER / "results.json"
"""The figures of the last full run of each benchmark."""

TITLES = {
    "pipeline": "The pipeline",
    "freshness": "Freshness",
    "live": "Feeds",
    "questions": "Questions",
    "start": "Start",
    "pages": "Pages",
    "numbers": "Phone numbers",
    "clock": "Each row on the clock of its own zone",
    "workload": "Agents' time",
    "collecting": "Live events",
}
"""Module → its heading on the page, in the order in which they run and are shown."""


@dataclass(frozen=True)
class Run:
    """One benchmark, run once.

    Args:
        figures: what it measured.
        seconds: how long all of it took.
        code: with what it ended; 0 is well.
        others: per cent of the processors' time that other programs had meanwhile.
    """

    name: str
    figures: list[Figure]
    seconds: float
    code: int
    others: int

    @property
    def missed(self) -> list[Figure]:
        """The figures that do not keep their bar."""
        return [one for one in self.figures if not one.is_kept]


@dataclass(frozen=True)
class Measured:
    """The last full run of one benchmark: the day, the machine, the share of it that others had, and the figures.

    `others` is null where that was not measured.
    """

    on: str
    machine: Machine
    others: int | None
    figures: list[Figure]


def run(name: str, *, full: bool) -> Run:
    """Run one benchmark in a process of its own; it says its figures as it goes."""
    words = [sys.executable, "-m", f"benchmarks.{name}", *(["--full"] if full else [])]
    with TemporaryDirectory(prefix="atalaya-bench-") as folder:
        file = Path(folder) / "figures"
        # A benchmark makes its own workspaces; one that forgets to must not find a person's.
        environment = {**os.environ, RESULTS: str(file), "ATALAYA_HOME": str(Path(folder) / "workspace")}
        started, busy, worked = perf_counter(), busy_seconds(), _worked()
        code = subprocess.run(words, env=environment, cwd=FOLDER.parent, check=False).returncode
        seconds = perf_counter() - started
        others = (busy_seconds() - busy) - (_worked() - worked)
        share = round(100 * max(others, 0) / (seconds * (os.cpu_count() or 1)))
        return Run(name, recorded(file), seconds, code, share)


def _worked() -> float:
    """Processor seconds of the benchmarks that have ended, and of the processes that they began."""
    times = os.times()
    return times.children_user + times.children_system


def keep(done: Run, file: Path = KEPT) -> None:
    """Put the figures of a full run in place of the same benchmark's earlier ones; the others stay."""
    today = datetime.now(UTC).date().isoformat()
    every = kept(file) | {done.name: Measured(today, machine(), done.others, done.figures)}
    ordered = {name: asdict(every[name]) for name in TITLES if name in every}
    file.write_text(json.dumps(ordered, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def kept(file: Path = KEPT) -> dict[str, Measured]:
    """The last full run of each benchmark that has had one, by name."""
    if not file.exists():
        return {}
    every = json.loads(file.read_text(encoding="utf-8"))
    return {
        name: Measured(one["on"], one["machine"], one["others"], [Figure(**figure) for figure in one["figures"]])
        for name, one in every.items()
    }
