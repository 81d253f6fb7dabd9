"""How light a long history of small loads stays: its landed files loose, as they came, and packed by the day.

python -m benchmarks.packed                  20,000 landed files, a minute apart
python -m benchmarks.packed --files 525600   a year of minutes

Then what it takes to read such loads again (`reprocess`), beside what it takes to take them in one by one.
"""

import argparse
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from os import utime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import polars as pl

from core.live import take_waiting
from core.records import original
from core.reprocess import reprocess
from core.schema.tables import LOADS
from core.sources import Reading
from core.staged import enter, stage
from core.store.contents import Contents, name_of
from core.store.doctor import check
from core.store.landing import Landed, loaded_before
from core.store.packing import pack_rested
from core.store.workspace import Workspace

FILES, READ_AGAIN = 20_000, 1_000
EVENTS_A_FILE = 20


def main() -> int:
    """Measure and print; 1 when a content is no longer what it was."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=FILES, help="landed files")
    files = parser.parse_args().files
    with TemporaryDirectory(prefix="atalaya-bench-") as folder:
        home = Path(folder)
        workspace = Workspace(home / "many")
        file_ids = _land(workspace, files)
        _tell("loose", workspace, file_ids)
        _pack(workspace)
        _tell("packed", workspace, file_ids)
        _took("a refresh with nothing to do", lambda: take_waiting(workspace))
        contents = Contents(workspace.files)
        wrong = [file_id for file_id in file_ids if not contents.is_whole(file_id)]
        print(f"contents that are not what they were: {len(wrong)} of {files:,}")
        _read_again(Workspace(home / "few"))
    return 1 if wrong else 0


def _land(workspace: Workspace, files: int) -> list[str]:
    """Files and rows of LOADS as so many loads a minute apart leave them; the model is empty."""
    until = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    began = until - timedelta(minutes=files)
    file_ids = []
    for number in range(files):
        moment = began + timedelta(minutes=number)
        content = "".join(_callback(number, event, moment) for event in range(EVENTS_A_FILE)).encode()
        file_ids.append(sha256(content).hexdigest())
        path = workspace.files.path(name_of(file_ids[-1]))
        path.write_bytes(content)
        utime(path, (moment.timestamp(), moment.timestamp()))
    rows = pl.DataFrame({"file_id": file_ids}).with_columns(
        load_id=pl.col("file_id").str.head(32),
        loaded_at=pl.lit(began) + pl.duration(minutes=pl.int_range(files)),
        load_number=pl.int_range(1, files + 1),
        file_name=pl.lit("journal/taskrouter.ndjson"),
        bytes=pl.lit(len(content)),
        platform=pl.lit("twilio"),
        source=pl.lit("event callback"),
        reading=pl.lit(Reading().as_json()),
        rows_in=pl.lit(EVENTS_A_FILE),
        rows_kept=pl.lit(EVENTS_A_FILE),
    )
    with workspace.write() as change:
        change.append(LOADS, rows)
        change.commit("loads")
    return file_ids


def _callback(file: int, event: int, moment: datetime) -> str:
    return (
        f'{{"EventType":"task.created","Sid":"EV{file:016x}{event:016x}","TaskSid":"WT{file:016x}{event:016x}",'
        f'"Timestamp":"{int(moment.timestamp()) + event}","AccountSid":"AC{0:032}","WorkspaceSid":"WS{0:032}",'
        f'"TaskQueueName":"Support","TaskChannelUniqueName":"voice","TaskAttributes":"{{\\"from\\":\\"+3491{event:07}\\"}}"}}\n'
    )


def _tell(state: str, workspace: Workspace, file_ids: list[str]) -> None:
    names = workspace.files.names("landed")
    size = sum(facts.bytes for name in names if (facts := workspace.files.facts(name)))
    print(f"{state}: {len(names):,} files, {size / 1e6:,.0f} MB")
    middle = file_ids[len(file_ids) // 2]
    loads = workspace.snapshot().scan(LOADS)
    _took("which of a thousand contents were loaded before", lambda: loaded_before(loads, file_ids[:1_000]))
    _took("the record of one event", lambda: original(workspace, middle, 1))
    _took("doctor", lambda: check(workspace))
    _took("what every load pays to begin and to end", lambda: _write_nothing(workspace))


def _write_nothing(workspace: Workspace) -> None:
    with workspace.write():
        pass


def _pack(workspace: Workspace) -> None:
    """Step by step, as refreshes do."""
    steps: list[float] = []
    while True:
        began = perf_counter()
        if not pack_rested(workspace, datetime.now(UTC)):
            break
        steps.append(perf_counter() - began)
    if steps:
        print(f"packing: {len(steps)} steps, {sum(steps) / len(steps):.2f} s each, {max(steps):.2f} s at most")


def _read_again(workspace: Workspace) -> None:
    """Some of them taken in one by one, as they came, and read again from files and from packs."""
    file_ids = _land(workspace, READ_AGAIN)
    alone = _took(f"{READ_AGAIN} loads entered one by one, without the model", lambda: _one_by_one(workspace))
    print(f"  {alone / READ_AGAIN * 1_000:.1f} ms a load")
    for state in ("loose", "packed"):
        seconds = _took(f"reprocess of {READ_AGAIN} loads, {state}", lambda: reprocess(workspace))
        print(f"  {seconds / READ_AGAIN * 1_000:.1f} ms a load: {alone / seconds:.1f} times as fast, with the model")
        _pack(workspace)
    packed = [file_id for file_id in file_ids if not workspace.files.facts(name_of(file_id))]
    print(f"  {len(packed):,} of them are packed")


def _one_by_one(workspace: Workspace) -> None:
    """What `reprocess` does for a run of loads at once, for each load by itself; nothing of it is kept."""
    with workspace.write() as change, change.scratch() as folder:
        loads = change.scan(LOADS).sort("load_number").collect().to_dicts()
        change.clear(LOADS.name)
        for load in loads:
            path = workspace.files.path(name_of(load["file_id"]))
            landed = Landed(load["file_id"], path, load["file_name"], load["bytes"])
            staged = stage(landed, load["load_id"], folder / load["load_id"], Reading(), lambda *_: None)
            enter(change, [staged], [], load["loaded_at"])


def _took(what: str, work: Callable[[], object]) -> float:
    began = perf_counter()
    work()
    seconds = perf_counter() - began
    print(f"  {what}: {seconds * 1_000:,.0f} ms")
    return seconds


if __name__ == "__main__":
    sys.exit(main())
