"""Platforms: every number by platform, one platform alone, and the same number before and after a change of them."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from polars.testing import assert_frame_equal

from core.answer import answer
from core.comparison import compare
from core.figures.params import read_params
from core.horizon import horizon
from core.ingest import ingest
from core.metrics import METRICS
from core.notebooks.notebook import read_notebook
from core.plan import groups_of
from core.query import Query
from core.rebuild import rebuild
from core.schema.tables import AGENTS, ATTRIBUTES, CONVERSATIONS, CUSTOMERS, INTERVALS, SEGMENTS
from core.settings import Settings
from core.sources import Reading
from core.store.snapshot import Snapshot
from core.store.workspace import Workspace
from tests.atalaya import run_atalaya
from tests.callbacks import lines
from tests.core.sources.exports import FILES
from tests.core.sources.test_amazon_connect import agent, contact, queue
from tests.stories import answered, given_up

RULES = Settings()
SWITCH = datetime(2026, 3, 9, tzinfo=UTC)
"""The Monday on which the centre goes from Amazon Connect to Twilio."""

ASKED = ("conversations_offered", "abandon_rate", "average_speed_of_answer", "average_talk_time")
CONNECT = (3, 1 / 3, 30_000.0, 150_000.0)
"""Waits of 20 and 40 seconds, talks of 240 and 60, one given up."""

TWILIO = (4, 0.25, 10_000.0, 40_000.0)
"""Three waits of 10 seconds and talks of 40, one given up."""


def before() -> bytes:
    """Three contacts on Monday 2 March."""
    contacts = (
        contact(
            "c1", Queue=queue("09:00:20Z", "09:00:40Z"), Agent=agent("mary", "09:00:40Z", "09:04:40Z", "09:05:00Z")
        ),
        contact(
            "c2", Queue=queue("09:00:20Z", "09:01:00Z"), Agent=agent("josh", "09:01:00Z", "09:02:00Z", "09:02:10Z")
        ),
        contact("c3", Queue=queue("09:00:20Z", "09:05:00Z")),
    )
    return json.dumps(contacts).encode()


def after() -> bytes:
    """Four tasks on Monday 9 March."""
    told: list[dict[str, Any]] = []
    for number, clock in enumerate(("+7 09:00:00", "+7 09:10:00", "+7 09:20:00")):
        told += answered(f"WT{number}", clock, "Mary", "Sales")
    told += given_up("WT9", "+7 09:30:00", "+7 09:31:00")
    return lines(told).encode()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("switch")
    files = []
    for name, content in (("connect.json", before()), ("taskrouter.ndjson", after())):
        files.append(folder / name)
        files[-1].write_bytes(content)
    assert not ingest(Workspace(folder / "workspace"), files).failures
    return folder / "workspace"


@pytest.fixture
def snapshot(home: Path) -> Snapshot:
    return Workspace(home).snapshot()


def test_a_number_is_split_by_platform(snapshot: Snapshot) -> None:
    found = answer(snapshot, Query(ASKED, ("platform",)), RULES).rows()
    assert found == [("Amazon Connect", *CONNECT), ("Twilio", *TWILIO)]


def test_the_same_number_before_and_after_the_change(snapshot: Snapshot) -> None:
    week = Query(ASKED, since=SWITCH, until=SWITCH + timedelta(days=7), zone="UTC")
    compared = compare(week, "previous", horizon(snapshot), RULES)
    assert compared.before is not None
    assert answer(snapshot, compared.now, RULES).rows() == [TWILIO]
    assert answer(snapshot, compared.before, RULES).rows() == [CONNECT]


def test_days_go_on_across_the_change(snapshot: Snapshot) -> None:
    found = answer(snapshot, Query(ASKED[:1], ("day", "platform"), zone="UTC"), RULES).rows()
    assert [(day.day, *rest) for day, *rest in found] == [(2, "Amazon Connect", 3), (9, "Twilio", 4)]


@pytest.mark.parametrize(("name", "numbers"), [("Amazon Connect", CONNECT), ("Twilio", TWILIO)])
def test_one_platform_alone(snapshot: Snapshot, name: str, numbers: tuple[float, ...]) -> None:
    assert answer(snapshot, Query(ASKED).with_condition("platform", name), RULES).rows() == [numbers]


def test_every_metric_can_be_split_and_narrowed_by_platform(snapshot: Snapshot) -> None:
    for name, metric in METRICS.items():
        assert "platform" in groups_of(metric), name
        answer(snapshot, Query((name,), ("platform",)).with_condition("platform", "Twilio"), RULES)


def test_the_command_line_asks_by_platform_and_of_one(home: Path) -> None:
    told = run_atalaya(home, "ask", "conversations_offered", "--by", "platform", "--format", "csv")
    assert "Amazon Connect,3" in told
    assert "Twilio,4" in told
    one = run_atalaya(home, "ask", "conversations_offered", "--where", "platform=Twilio", "--format", "csv")
    assert one.split() == ["conversations_offered", "4"]


def test_explore_and_notebooks_take_it_as_any_dimension() -> None:
    figure, problems = read_params({"metrics": "conversations_offered", "rows": "platform", "look": "table"}, RULES)
    assert (figure.rows, problems) == (("platform",), ())
    text = (
        'title = "Change"\nparameters = ["platform"]\n[scope]\nperiod = "all"\nplatform = ["Twilio"]\n'
        '[[cell]]\nkind = "table"\nname = "by"\nmetrics = ["conversations_offered"]\nrows = ["platform"]\n'
    )
    notebook = read_notebook(text, "change")
    assert notebook.cells[0].figure is not None
    assert notebook.cells[0].figure.rows == ("platform",)


TABLES = (SEGMENTS, CONVERSATIONS, AGENTS, CUSTOMERS, ATTRIBUTES)


def test_all_platforms_in_one_workspace_rebuilt_and_taken_in_one_by_one_are_the_same(tmp_path: Path) -> None:
    files, reading = sorted(FILES.iterdir()), Reading("Europe/Madrid")
    at_once, by_file = Workspace(tmp_path / "at once"), Workspace(tmp_path / "by file")
    assert not ingest(at_once, files, reading=reading).failures
    for file in reversed(files):
        ingest(by_file, [file], reading=reading)
    whole = {table: at_once.snapshot().scan(table).sort(table.key).collect() for table in TABLES}
    rebuild(at_once)
    for table, rows in whole.items():
        assert rows.height > 0
        assert_frame_equal(at_once.snapshot().scan(table).sort(table.key).collect(), rows)
        assert_frame_equal(by_file.snapshot().scan(table).sort(table.key).collect(), rows)
    platforms = set(whole[CONVERSATIONS]["platform"])
    assert platforms == {"Amazon Connect", "Genesys Cloud", "Asterisk", "Flex Insights", "Twilio"}
    assert INTERVALS.schema["platform"] == CONVERSATIONS.schema["platform"]
