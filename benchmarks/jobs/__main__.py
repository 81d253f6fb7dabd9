"""Do the job one way: `python -m benchmarks.jobs WAY EVENTS OUT`; prints its seconds, imports left out."""

import importlib
import sys
from pathlib import Path
from time import perf_counter

way, events_file, out = sys.argv[1:]
job = importlib.import_module(f"benchmarks.jobs.with_{way}")
started = perf_counter()
job.run(Path(events_file), Path(out))
print(perf_counter() - started)
