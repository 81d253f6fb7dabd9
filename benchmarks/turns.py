"""Several ways of doing a job, in turns within one process: whatever else the machine does, it does to all of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median
from time import perf_counter, process_time


@dataclass(frozen=True)
class Spent:
    """Seconds by the clock, and seconds of the processors: those depend less on what else the machine is doing."""

    seconds: float
    work: float

    def times(self, factor: float) -> "Spent":
        """The same for a job so many times as long."""
        return Spent(self.seconds * factor, self.work * factor)


def once(job: Callable[[], object]) -> Spent:
    """What it took to do a job."""
    started, worked = perf_counter(), process_time()
    job()
    return Spent(perf_counter() - started, process_time() - worked)


def in_turns(jobs: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, Spent]:
    """Each job so many times, one after the other; the median of each."""
    runs: dict[str, list[Spent]] = {name: [] for name in jobs}
    for _ in range(rounds):
        for name, job in jobs.items():
            runs[name].append(once(job))
    return {name: middle(some) for name, some in runs.items()}


def middle(runs: list[Spent]) -> Spent:
    """The median of the seconds, and of the work."""
    return Spent(median(one.seconds for one in runs), median(one.work for one in runs))
