"""What intervals can tell is answered; what they cannot is refused, with the reason and the way out."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from core.answer import answer
from core.cli import main
from core.comparison import compare
from core.errors import QueryError
from core.horizon import horizon
from core.intervals.refused import Unanswerable
from core.intervals.there import any_interval, has_only_intervals, values_in_intervals
from core.passport import passport
from core.query import Query
from core.settings import Settings
from core.store.workspace import Workspace
from tests.core.intervals.conftest import Take
from tests.core.intervals.counted import DAILY, DAY, day

MADRID = Settings(time_zone="Europe/Madrid")
OFFERED = Query(("reported_offered",))
QUARTERS = replace(DAILY, length="quarter_hour", profile="quarters", platform="Genesys")
HOUR = timedelta(hours=1)


@pytest.fixture
def week(workspace: Workspace, take: Take) -> Workspace:
    """A week of two queues, counted by days in Madrid: the first Sunday's day of a change of clocks is the last one."""
    rows = [
        day(
            number, queue, offered_count=10 * (number + 1), handled_count=8, average_answer_wait_ms=1_000 * (number + 1)
        )
        for number in range(7)
        for queue in ("Sales", "Support")
    ]
    take(*rows)
    return workspace


def told(workspace: Workspace, query: Query, rules: Settings = MADRID) -> list[tuple[object, ...]]:
    return answer(workspace.snapshot(), query, rules).rows()


def refusal(workspace: Workspace, query: Query, rules: Settings = MADRID) -> Unanswerable:
    with pytest.raises(Unanswerable) as problem:
        answer(workspace.snapshot(), query, rules)
    return problem.value


def test_days_weeks_and_months_of_the_files_own_clock_can_be_asked(week: Workspace) -> None:
    assert [row[1] for row in told(week, OFFERED.with_(by=("day",)))] == [20, 40, 60, 80, 100, 120, 140]
    assert told(week, OFFERED.with_(by=("week",))) == [(datetime(2026, 3, 2).date(), 560)]
    assert told(week, OFFERED.with_(by=("weekday",)))[0] == (1, 20)
    assert told(week, OFFERED.with_(by=("month", "queue_name")))[0][1:] == ("Sales", 280)


def test_averages_are_weighted_by_their_own_volumes(workspace: Workspace, take: Take) -> None:
    take(
        day(0, offered_count=100, handled_count=90, average_answer_wait_ms=10_000),
        day(1, offered_count=12, handled_count=10, average_answer_wait_ms=110_000),
    )
    (only,) = told(workspace, Query(("reported_average_speed_of_answer",)))
    assert only == ((90 * 10_000 + 10 * 110_000) / 100,)


@pytest.mark.parametrize("grain", ["hour", "quarter_hour", "hour_of_day"])
def test_a_finer_time_than_the_intervals_is_refused(week: Workspace, grain: str) -> None:
    problem = refusal(week, OFFERED.with_(by=(grain,)))
    assert problem.key == "grain"
    assert "2026-03-02 00:00 – 2026-03-03 00:00, Europe/Madrid" in str(problem)
    assert "Ask by a longer time" in str(problem)
    assert "Pregunte por un tiempo más largo" in problem.told("es")
    assert refusal(week, OFFERED.with_condition(grain, 9 if grain == "hour_of_day" else DAY)).key == "grain"


def test_another_clock_that_cuts_days_in_two_is_refused_and_the_files_own_is_named(week: Workspace) -> None:
    problem = refusal(week, OFFERED.with_(by=("day",), zone="America/New_York"))
    assert problem.key == "grain_clock"
    assert "Choose the time zone Europe/Madrid" in str(problem)
    assert len(told(week, OFFERED.with_(by=("day",), zone="Europe/Paris"))) == 7, "the same clock by another name"


def test_quarters_of_an_hour_can_be_asked_by_hours_on_any_clock_of_whole_quarters(
    workspace: Workspace, take: Take
) -> None:
    starts = (DAY + number * HOUR / 4 for number in range(8))
    take(*({"started_at": at, "queue_name": "Sales", "offered_count": 1} for at in starts), counting=QUARTERS)
    assert [row[1] for row in told(workspace, OFFERED.with_(by=("hour",), zone="America/New_York"))] == [4, 4]
    assert [row[1] for row in told(workspace, OFFERED.with_(by=("hour",), zone="Asia/Kathmandu"))] == [1, 4, 3]
    assert told(workspace, OFFERED.with_(since=DAY + HOUR, zone="UTC")) == [(4,)]


def test_a_period_that_cuts_an_interval_is_refused(week: Workspace) -> None:
    noon = OFFERED.with_(since=DAY, until=DAY + 12 * HOUR)
    assert "begins or ends at 2026-03-02 12:00" in str(refusal(week, noon))
    assert refusal(week, OFFERED.with_(since=DAY + HOUR)).key == "period"
    in_utc = OFFERED.with_(since=DAY + HOUR, until=DAY + 25 * HOUR, zone="UTC")
    assert refusal(week, in_utc).key == "period_clock"
    assert told(week, OFFERED.with_(since=DAY, until=DAY + 24 * HOUR)) == [(20,)]


def test_only_the_intervals_that_are_asked_for_have_to_fit(week: Workspace, take: Take) -> None:
    starts = (DAY + number * HOUR / 4 for number in range(4))
    take(*({"started_at": at, "queue_name": "Chat", "offered_count": 1} for at in starts), counting=QUARTERS)
    assert refusal(week, OFFERED.with_(by=("hour",))).key == "grain"
    assert [row[1] for row in told(week, OFFERED.with_(by=("hour",)).with_condition("queue_name", "Chat"))] == [4]
    assert [row[1] for row in told(week, OFFERED.with_(by=("hour",)).with_condition("platform", "Genesys"))] == [4]


@pytest.mark.parametrize("group", ["agent_name", "channel", "direction"])
def test_what_no_file_tells_is_refused_and_not_told_of_nobody(week: Workspace, group: str) -> None:
    assert refusal(week, OFFERED.with_(by=(group,))).key == "untold"
    assert refusal(week, OFFERED.with_condition(group, "x")).key == "untold"


@pytest.mark.parametrize("group", ["country", "customer_id", "handling_team_name", "agent_role", "conversations.topic"])
def test_places_customers_and_teams_are_no_question_for_counts(week: Workspace, group: str) -> None:
    with pytest.raises(QueryError):
        answer(week.snapshot(), OFFERED.with_(by=(group,)), MADRID)


def test_there_are_no_percentiles_of_counts(week: Workspace) -> None:
    with pytest.raises(QueryError, match="There is no metric called"):
        answer(week.snapshot(), Query(("reported_p90_speed_of_answer",)), MADRID)


def test_two_reports_of_the_same_contacts_are_not_added_up(week: Workspace, take: Take) -> None:
    by_agent = replace(DAILY, profile="by-agent")
    take(
        day(1, None, agent_name="Mary", offered_count=5),
        day(1, None, agent_name="Josh", offered_count=7),
        counting=by_agent,
    )
    problem = refusal(week, OFFERED)
    assert (problem.key, problem.values["first"], problem.values["second"]) == ("twice", "by-agent", "daily")
    assert refusal(week, OFFERED.with_(by=("day",))).key == "twice"
    assert told(week, OFFERED.with_(by=("profile",))) == [("by-agent", 12), ("daily", 560)]
    assert told(week, OFFERED.with_condition("profile", "by-agent").with_(by=("agent_name",))) == [
        ("Josh", 7),
        ("Mary", 5),
    ]


def test_other_queues_and_other_times_of_another_report_are_added_up(week: Workspace, take: Take) -> None:
    take(day(1, "Chat", offered_count=5), day(9, "Sales", offered_count=1), counting=replace(DAILY, profile="chats"))
    assert told(week, OFFERED) == [(566,)]


def test_service_levels_of_several_thresholds_can_be_told_apart(workspace: Workspace, take: Take) -> None:
    take(day(0, "Sales", offered_count=10, answered_within_count=8))
    take(day(0, "Support", offered_count=10, answered_within_count=5), counting=replace(DAILY, threshold_s=60))
    assert told(workspace, Query(("reported_service_level",), ("threshold_s",))) == [(20, 0.8), (60, 0.5)]


def test_the_passport_lists_the_intervals(week: Workspace) -> None:
    query = OFFERED.with_(since=DAY, until=DAY + timedelta(days=2))
    one = passport(week.snapshot(), query, "reported_average_speed_of_answer", MADRID)
    assert one.value == (8 * 1_000 + 8 * 2_000) * 2 / 32
    assert one.below is not None
    assert (one.above.rows, one.below.rows, one.below.value) == (4, 4, 32)


def test_a_workspace_of_intervals_alone_covers_their_time(week: Workspace) -> None:
    data = horizon(week.snapshot())
    assert data is not None
    assert (data.first, data.last) == (DAY, DAY + timedelta(days=6))
    assert data.end == DAY + timedelta(days=7) - timedelta(milliseconds=1)
    assert has_only_intervals(week.snapshot())
    assert values_in_intervals(week.snapshot(), "queue_name") == {"Sales", "Support"}
    assert any_interval(week.snapshot(), OFFERED.with_condition("queue_name", "Sales"), MADRID)
    assert not any_interval(week.snapshot(), OFFERED.with_condition("country", "ES"), MADRID)
    assert not any_interval(week.snapshot(), OFFERED.with_(since=DAY + timedelta(days=7)), MADRID)


def test_the_last_day_is_whole_when_periods_are_compared(week: Workspace) -> None:
    query = OFFERED.with_(since=DAY + timedelta(days=5), until=DAY + timedelta(days=7), zone="Europe/Madrid")
    one = compare(query, "previous", horizon(week.snapshot()), MADRID)
    assert one.cut_at is None
    assert one.before is not None
    assert told(week, one.before) == [(80 + 100,)]


def test_the_command_line_says_what_cannot_be_asked(week: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    home = ["--workspace", str(week.home)]
    assert main(["ask", "reported_offered", "--by", "queue_name", *home]) == 0
    assert "280" in capsys.readouterr().out
    assert main(["ask", "reported_offered", "--by", "hour", *home]) == 1
    assert "Ask by a longer time" in capsys.readouterr().err
    assert main(["ask", "reported_offered", "--by", "country", *home]) == 1
    assert "it counts rows of INTERVALS, which have no country" in capsys.readouterr().err


def test_a_day_of_25_hours_is_one_day(workspace: Workspace, take: Take) -> None:
    autumn = {"started_at": datetime(2026, 10, 24, 22, tzinfo=UTC), "queue_name": "Sales", "offered_count": 25}
    take(autumn)
    assert told(workspace, OFFERED.with_(by=("day",))) == [(datetime(2026, 10, 25).date(), 25)]
