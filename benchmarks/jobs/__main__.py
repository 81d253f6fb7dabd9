"""Do the job one way: `python -m benchmarks.jobs WAY EVENTS OUT`; prints its seconds and its processors' seconds.

The time that imports take is left out of both."""

import importlib
import sys
from pathlib import Path
from time import perf_counter, process_time

way, events_file, out = sys.argv[1:]
job = importlib.import_module(f"benchmarks.jobs.with_{way}")
started, worked = perf_counter(), process_time()
job.run(Path(events_file), Path(out))
print(perf_counter() - started, process_time() - worked)
