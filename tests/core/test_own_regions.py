"""A house draws its own regions: every answer follows the file as it is when the question is asked, and goes back."""

from pathlib import Path

import pytest

from core.answer import answer
from core.cli import main
from core.commands.console import DONE, PROBLEM
from core.listing import Listing, as_csv, count
from core.query import Query
from core.store.doctor import check
from core.store.region_file import RegionFile
from core.store.workspace import Workspace
from tests.callbacks import taken_in
from tests.stories import answered

BY_REGION = Query(("conversations",), ("region",))
TEXT = """country,state,area_code,region
ES,,,Iberia
,,415,Bay
US,,,Rest of the States
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Two from Spain (one whose record says Sales South), and one each from San Francisco, New York and Britain."""
    spain, given = {"from": "+34911234567"}, {"customers": {"region": "Sales South"}}
    stories = [
        *answered("WT1", "10:00:00", "Ana", **spain),
        *answered("WT2", "10:10:00", "Ana", **spain | given),
        *answered("WT3", "10:20:00", "Ana", **{"from": "+14155550171"}),
        *answered("WT4", "10:30:00", "Ana", **{"from": "+12125550171"}),
        *answered("WT5", "10:40:00", "Ana", **{"from": "+442079460103"}),
    ]
    workspace, done = taken_in(tmp_path / "workspace", *stories)
    assert not done.failures
    return workspace


def regions(workspace: Workspace) -> dict[str, int]:
    return dict(answer(workspace.snapshot(), BY_REGION, workspace.settings).iter_rows())


def save(workspace: Workspace, text: str) -> None:
    file = RegionFile(workspace.files)
    file.save(text, file.load().mark)


DEFAULT = {"Europe": 2, "North America": 2, "Sales South": 1}
OWN = {"Bay": 1, "Europe": 1, "Iberia": 1, "Rest of the States": 1, "Sales South": 1}


def test_answers_follow_the_file_and_go_back(workspace: Workspace) -> None:
    assert regions(workspace) == DEFAULT
    save(workspace, TEXT)
    assert regions(workspace) == OWN
    save(workspace, "")
    assert regions(workspace) == DEFAULT
    save(workspace, RegionFile(workspace.files).versions()[0].text)
    assert regions(workspace) == OWN


@pytest.mark.parametrize("metric", ["", "conversations", "service_level"])
def test_the_list_behind_a_region_is_the_region(workspace: Workspace, metric: str) -> None:
    save(workspace, TEXT)
    rules, now = workspace.settings, workspace.snapshot()
    for region, conversations in OWN.items():
        wanted = Listing(Query(("conversations",)).with_condition("region", region), metric)
        assert count(now, wanted, rules) == conversations, region
        told = as_csv(now, wanted, rules, ("region",), zone="UTC", is_masked=True).decode().splitlines()
        assert region in told[1]


def test_a_filter_by_region_narrows_every_table_alike(workspace: Workspace) -> None:
    save(workspace, TEXT)
    metrics = ("conversations", "conversations_offered", "conversations_in_progress", "unique_customers")
    query = Query(metrics).with_condition("region", "Iberia", "Bay")
    assert answer(workspace.snapshot(), query, workspace.settings).row(0) == (2, 2, 0, 2)


def test_the_command_line_follows_the_file(workspace: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    save(workspace, TEXT)
    words = ("ask", "conversations", "--by", "region", "--format", "csv", "--workspace", str(workspace.home))
    assert main(words) == DONE
    assert "Iberia,1\n" in capsys.readouterr().out


def test_a_broken_file_is_told_by_commands_and_stops_no_load(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace.files.path("regions.csv").write_text("country,state,area_code,region\nAtlantis,,,West\n")
    assert main(("ask", "conversations", "--workspace", str(workspace.home))) == PROBLEM
    assert "regions.csv, line 2: there is no country called 'Atlantis'" in capsys.readouterr().err
    (finding,) = check(workspace)
    assert (finding.level, "line 2" in finding.what) == ("error", True)
    more = taken_in(workspace.home, *answered("WT6", "10:50:00", "Ana"), name="more.ndjson")[1]
    assert not more.failures
