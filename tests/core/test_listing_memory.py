"""Pages of a long list: read by the sort key, so that memory does not grow with what the other columns hold."""

import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from core.listing import Listing, ids, listed
from core.query import Query
from core.schema.tables import CONVERSATIONS
from core.settings import Settings
from core.store.snapshot import Snapshot
from core.store.workspace import Workspace
from tests.atalaya import ROOT

ROWS, PARTS, TEXT_BYTES = 200_000, 40, 2_000
FIRST = datetime(2026, 1, 1, tzinfo=UTC)
ALL = Query(("conversations",))
ROOM_MB = 250
"""Less than the texts of all rows, far more than those of a page."""

SCRIPT = """
import re, resource, sys
from pathlib import Path
import polars as pl
from core import listing
from core.listing import Listing, count, page
from core.query import Query
from core.schema.tables import CONVERSATIONS
from core.settings import Settings
from core.store.workspace import Workspace

snapshot, rules = Workspace(Path(sys.argv[1])).snapshot(), Settings()
used = int(re.search(r"VmData:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) << 10
resource.setrlimit(resource.RLIMIT_DATA, (used + (int(sys.argv[2]) << 20),) * 2)
if sys.argv[3] == "all":
    snapshot.scan(CONVERSATIONS).select("attributes", "conversation_id").collect()
for sort, number in (("started_at", 1), ("started_at", 40), ("wait_ms", 1), ("handling_time_ms", 20)):
    wanted = Listing(Query(("conversations",)), sort=sort)
    rows = page(snapshot, wanted, rules, number, (sort, "attributes"))
    print(count(snapshot, wanted, rules), rows.height, rows[sort][0])
"""


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Conversations in many files, with long texts."""
    number = pl.int_range(ROWS, dtype=pl.Int64)
    rows = pl.select(
        conversation_id=pl.format("C{}", number),
        started_at=pl.lit(FIRST) + number * timedelta(seconds=10),
        speed_of_answer_ms=number * 7_919 % 100_003,
        handling_time_ms=number * 104_729 % 1_000_003,
        attributes=pl.format("{}{}", number, pl.lit("x" * TEXT_BYTES)),
    )
    workspace = Workspace(tmp_path_factory.mktemp("many") / "workspace", part_rows=ROWS // PARTS)
    with workspace.write() as change:
        change.append(CONVERSATIONS, CONVERSATIONS.conform(rows.lazy()).collect())
        return change.commit("many")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="memory of a process is bounded by the system")
@pytest.mark.parametrize(("what", "is_enough"), [("page", True), ("all", False)])
def test_pages_need_no_room_for_all_rows(many: Snapshot, what: str, is_enough: bool) -> None:
    words = [sys.executable, "-c", SCRIPT, str(many.files.root), str(ROOM_MB), what]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode == 0) == is_enough, done.stderr
    if is_enough:
        told = [line.split()[:2] for line in done.stdout.splitlines()]
        assert told == [[str(ROWS), "50"]] * 4


@pytest.mark.slow
def test_many_parts_are_one_list(many: Snapshot) -> None:
    assert len(many.parts(CONVERSATIONS)) == PARTS
    newest = [f"C{ROWS - 1 - number}" for number in range(100)]
    pages = [ids(many, Listing(ALL), Settings(), number)["conversation_id"].to_list() for number in (1, 2)]
    assert [*pages[0], *pages[1]] == newest


def test_of_all_rows_only_what_is_asked_is_read(tmp_path: Path) -> None:
    rows = pl.LazyFrame({"conversation_id": ["C1", "C2"], "started_at": [FIRST, FIRST]})
    with Workspace(tmp_path / "workspace").write() as change:
        change.append(CONVERSATIONS, CONVERSATIONS.conform(rows).collect())
        snapshot = change.commit("two")
    plan = listed(snapshot, Listing(ALL), Settings()).select("conversation_id", "wait_ms").explain()
    read = [int(number) for number in re.findall(r"PROJECT (\d+)/\d+ COLUMNS", plan)]
    assert read
    assert max(read) <= 4
