"""Back-fill, against a server that speaks the documented resource: all of it, once, whatever comes between."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic

import pytest

from core.errors import AtalayaError, Cancelled, DefinitionError
from core.ingest import Ingested
from core.jobs import PULL, STOPPED, Task, job_now, run
from core.progress import Progress
from core.pull import pull as turns
from core.pull import resource
from core.pull.pull import FETCHED, pull
from core.pull.wanted import Wanted
from core.pull.windows import left
from core.schema.tables import EVENTS
from core.store.workspace import Workspace
from tests.core.pull.platform import (
    ACCOUNT,
    TOKEN,
    WORKSPACE,
    Fault,
    Platform,
    busy,
    cut,
    events,
    failing,
    half,
    hanging_up,
    refusing,
    speaking,
)

SINCE = datetime(2026, 3, 15, 8, tzinfo=UTC)
UNTIL = SINCE + timedelta(hours=3)


@pytest.fixture
def platform(monkeypatch: pytest.MonkeyPatch) -> Iterator[Platform]:
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", TOKEN)
    for name in ("TWILIO_API_KEY", "TWILIO_EDGE", "TWILIO_REGION"):
        monkeypatch.delenv(name, raising=False)
    with speaking() as platform:
        platform.events = events(360, SINCE, timedelta(seconds=30))
        yield platform


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "workspace")


def wanted(platform: Platform, since: datetime = SINCE, until: datetime = UNTIL, account: str = ACCOUNT) -> Wanted:
    return Wanted(WORKSPACE, since, until, account, platform.url)


def kept(done: Ingested) -> list[tuple[int, int, int]]:
    return [(load["rows_kept"], load["rows_duplicate"], load["rows_rejected"]) for load in done.loads]


def ids(workspace: Workspace) -> list[str]:
    return workspace.snapshot().scan(EVENTS).collect()["event_id"].sort().to_list()


def every(platform: Platform) -> list[str]:
    return sorted(event["sid"] for event in platform.events)


def test_all_of_a_span_is_taken_in_and_not_asked_for_again(platform: Platform, workspace: Workspace) -> None:
    done = pull(workspace, wanted(platform))
    assert ids(workspace) == every(platform)
    assert done.loads[0]["source"] == "events resource"
    assert done.loads[0]["rows_rejected"] == 0
    assert left(workspace, wanted(platform)) == []
    assert not workspace.files.facts(FETCHED)


def test_it_is_asked_for_hour_by_hour_in_the_largest_pages(platform: Platform, workspace: Workspace) -> None:
    pull(workspace, wanted(platform))
    asked = [(query["StartDate"][11:16], query["EndDate"][11:16], query["PageSize"]) for query in platform.asked]
    assert asked == [("08:00", "09:00", "1000"), ("09:00", "10:00", "1000"), ("10:00", "11:00", "1000")]


def test_every_page_of_an_hour_is_read(platform: Platform, workspace: Workspace) -> None:
    platform.events = events(2_500, SINCE, timedelta(seconds=1))
    pull(workspace, wanted(platform, until=SINCE + timedelta(hours=1)))
    assert [query.get("PageToken") for query in platform.asked] == [None, "PT1000", "PT2000"]
    assert ids(workspace) == every(platform)


def test_a_span_without_events_is_done_as_well(platform: Platform, workspace: Workspace) -> None:
    platform.events = []
    assert pull(workspace, wanted(platform)).loads == []
    assert left(workspace, wanted(platform)) == []


def test_what_came_by_another_way_counts_once(platform: Platform, workspace: Workspace) -> None:
    pull(workspace, wanted(platform, until=SINCE + timedelta(hours=1)))
    (workspace.home / "pulled" / f"twilio-{WORKSPACE}.json").unlink()
    done = pull(workspace, wanted(platform))
    assert ids(workspace) == every(platform)
    assert kept(done) == [(239, 123, 0)]  # the whole first hour, and the events on the full hours


@pytest.mark.parametrize("fault", [busy(), failing(500), failing(503), failing(408), hanging_up, cut, half])
def test_what_passes_is_tried_again(platform: Platform, workspace: Workspace, fault: Fault) -> None:
    platform.faults.extend([None, fault, fault])
    pull(workspace, wanted(platform))
    assert ids(workspace) == every(platform)
    assert len(platform.asked) == 5


def test_it_waits_as_long_as_the_platform_asks(platform: Platform, workspace: Workspace) -> None:
    platform.faults.append(busy("2"))
    began = monotonic()
    pull(workspace, wanted(platform))
    assert monotonic() - began >= 2


def test_what_does_not_pass_is_told_and_what_came_before_is_kept(
    platform: Platform, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resource, "TRIES", 3)
    platform.faults.extend([None, None, *[failing()] * 3])
    with pytest.raises(AtalayaError, match=r"it answers 500, 3 times.*goes on from there"):
        pull(workspace, wanted(platform))
    assert len(ids(workspace)) == 241
    assert left(workspace, wanted(platform)) == [(SINCE + timedelta(hours=2), UNTIL)]
    pull(workspace, wanted(platform))
    assert ids(workspace) == every(platform)


@pytest.mark.parametrize(
    ("status", "told"),
    [(400, "400: Invalid StartDate"), (401, "401: the account"), (403, "403: these credentials"), (404, "404: there")],
)
def test_what_will_never_pass_is_told_at_once(platform: Platform, workspace: Workspace, status: int, told: str) -> None:
    platform.faults.append(refusing(status, "Invalid StartDate."))
    with pytest.raises(AtalayaError, match=told):
        pull(workspace, wanted(platform))
    assert len(platform.asked) == 1


def test_a_wrong_token_is_told_without_it(
    platform: Platform, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", "wr0ng")
    with pytest.raises(AtalayaError, match="401") as refused:
        pull(workspace, wanted(platform))
    assert "wr0ng" not in str(refused.value)


def test_without_credentials_nothing_is_asked(
    platform: Platform, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TWILIO_AUTH_TOKEN")
    with pytest.raises(DefinitionError, match=r"TWILIO_AUTH_TOKEN.*twilio\.toml"):
        pull(workspace, wanted(platform))
    monkeypatch.delenv("TWILIO_ACCOUNT_SID", raising=False)
    with pytest.raises(DefinitionError, match="TWILIO_ACCOUNT_SID"):
        pull(workspace, wanted(platform, account=""))
    assert platform.asked == []


def test_the_next_page_is_never_asked_of_anybody_else(
    platform: Platform, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = platform.page

    def elsewhere(query: dict[str, str]) -> dict[str, object]:
        told = page(query)
        told["meta"]["next_page_url"] = "https://example.com/v1/Elsewhere?PageToken=PT1"
        return told

    monkeypatch.setattr(platform, "page", elsewhere)
    with pytest.raises(AtalayaError, match="nothing is asked there"):
        pull(workspace, wanted(platform))
    assert len(platform.asked) == 1


def test_pages_that_go_in_a_circle_are_left(
    platform: Platform, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = platform.page

    def circling(query: dict[str, str]) -> dict[str, object]:
        told = page(query)
        told["meta"]["next_page_url"] = told["meta"]["first_page_url"]
        return told

    monkeypatch.setattr(platform, "page", circling)
    with pytest.raises(AtalayaError, match="circle"):
        pull(workspace, wanted(platform))
    assert len(platform.asked) < 5


def test_what_is_young_is_asked_for_the_next_time_too(platform: Platform, workspace: Workspace) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    span = wanted(platform, since=now - timedelta(hours=1), until=now)
    pull(workspace, span)
    [(since, until)] = [(left(workspace, span)[0][0], left(workspace, span)[-1][1])]
    assert until == now
    assert timedelta(minutes=9) < until - since <= timedelta(minutes=10, seconds=1)


def test_a_long_span_is_taken_in_turns(
    platform: Platform, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "ENOUGH_EVENTS", 100)
    for rest in (2, 1, 0):
        pull(workspace, wanted(platform))
        assert len(left(workspace, wanted(platform))) == rest
    assert ids(workspace) == every(platform)


def test_stopped_between_pages_nothing_has_changed(platform: Platform, workspace: Workspace) -> None:
    def stop(progress: Progress) -> None:
        if progress.done > 150:
            raise Cancelled("enough")

    with pytest.raises(Cancelled):
        pull(workspace, wanted(platform), stop)
    assert workspace.snapshot().version == 0
    assert len(left(workspace, wanted(platform))) == 3
    assert not workspace.files.facts(FETCHED)


def test_as_a_job_it_tells_how_far_it_is_and_can_be_stopped(platform: Platform, workspace: Workspace) -> None:
    seen: list[Progress] = []
    run(workspace, Task.from_json(Task(PULL, wanted=wanted(platform)).as_json()), seen.append)
    shares = [progress.share for progress in seen]
    assert shares == sorted(shares)
    assert {"fetching", "reading", "storing", "done"} <= {progress.step for progress in seen}
    assert ids(workspace) == every(platform)
    platform.faults.append(busy("60"))

    def ask_to_stop() -> None:
        from core.jobs import cancel

        job = job_now(workspace)
        assert job
        cancel(workspace, job.id)

    platform.before = ask_to_stop
    began = monotonic()
    with pytest.raises(Cancelled):
        run(workspace, Task(PULL, wanted=wanted(platform, since=UNTIL, until=UNTIL + timedelta(hours=1))))
    assert monotonic() - began < 30
    assert (job := job_now(workspace))
    assert job.state == STOPPED
