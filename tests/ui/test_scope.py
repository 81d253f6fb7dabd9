"""The scope: an address and what it means are the same thing."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.drill import narrowed_to
from core.horizon import Horizon
from core.period import PRESETS, between
from core.query import Condition
from core.scope import CLOCKED, DATED, FILTERS, NUMERIC, Scope, read_scope

DATA = Horizon(datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 3, 31, 12, tzinfo=UTC))
THERE = frozenset(("voice", "chat", "Support ES", "Sales, and more", "US", "CA", "~", "\\", "*vip*", None))


def read(**params: str) -> Scope:
    return read_scope(params, DATA, "Europe/Madrid", "Asia/Kathmandu", lambda _: THERE)


def test_an_empty_address_is_the_last_thirty_days_of_the_data_on_the_houses_clock() -> None:
    view = read()
    assert view.period is not None
    assert (view.period.first, view.period.last, view.zone) == (date(2026, 3, 2), date(2026, 3, 31), "Europe/Madrid")
    assert (view.filters, view.problems, view.params()) == ((), (), {})


def test_the_query_has_the_period_the_zone_and_every_filter() -> None:
    query = read(period="2026-03-01..2026-03-02", channel="voice,chat", weekday="1", country="~").query("conversations")
    assert (query.since, query.until) == (datetime(2026, 2, 28, 23, tzinfo=UTC), datetime(2026, 3, 2, 23, tzinfo=UTC))
    assert query.zone == "Europe/Madrid"
    assert set(query.where) == {
        Condition("channel", "in", ("voice", "chat")),
        Condition("weekday", "in", (1,)),
        Condition("country", "in", (None,)),
    }


def test_the_browsers_clock_can_be_asked_for() -> None:
    assert read(tz="browser").zone == "Asia/Kathmandu"
    assert read(tz="browser").params() == {"tz": "browser"}


def test_each_customers_own_clock_can_be_asked_for_and_the_period_stays_the_houses() -> None:
    view = read(tz="customer", period="2026-03-01")
    assert (view.zone, view.clock, view.params()["tz"]) == ("Europe/Madrid", "customer", "customer")
    query = view.query("conversations", by="hour")
    assert query.zone == "customer"
    assert (query.since, query.until) == (datetime(2026, 2, 28, 23, tzinfo=UTC), datetime(2026, 3, 1, 23, tzinfo=UTC))
    assert read().clock == "Europe/Madrid"


def test_days_can_be_filtered_by_their_date() -> None:
    view = read(tz="customer", day="2026-03-05,~")
    assert view.query("conversations").where == (Condition("day", "in", (date(2026, 3, 5), None)),)
    assert read(week="2026-03-02").params() == {"week": "2026-03-02"}


def test_custom_columns_stand_in_the_address_by_their_own_names_after_the_others() -> None:
    view = read(**{"customers.tier": "voice,~", "conversations.topic": "US", "channel": "chat"})
    assert [column for column, _ in view.filters] == ["channel", "conversations.topic", "customers.tier"]
    assert view.query("conversations").where[-1] == Condition("customers.tier", "in", ("voice", None))
    assert view.narrowed(**{"customers.tier": ()}).params() == {"channel": "chat", "conversations.topic": "US"}
    assert narrowed_to(view, {"customers.tier": "chat"}).values("customers.tier") == ("chat",)


def texts_of(column: str) -> st.SearchStrategy[str]:
    if column in DATED:
        return st.sampled_from(["2026-03-02", "2026-03-02,2026-03-09,~", ""])
    if column in NUMERIC:
        return st.sampled_from([str(number) for number in NUMERIC[column]])
    if column in CLOCKED:
        return st.just("")
    return st.sampled_from(
        ["voice", "chat", "Support ES", "Sales\\, and more", "US,CA", "~", "\\~,\\\\", "*vip*", "\\*vip*", ""]
    )


addresses = st.fixed_dictionaries(
    {},
    optional={
        **{name: texts_of(column) for name, column in FILTERS.items()},
        **{name: texts_of(name) for name in ("customers.tier", "conversations.any key, or other")},
        "period": st.sampled_from(
            [*PRESETS, "2026-02-03", "2026-02-03..2026-02-09", "2026-02-03T14:00..2026-02-03T15:00"]
        ),
        "path": st.sampled_from(["/service_level,queue:", "/,period:30d,queue:voice\\\\\\,chat", ""]),
        "tz": st.sampled_from(["browser", "customer", "America/New_York", ""]),
        "lang": st.sampled_from(["en", "es"]),
        "vs": st.sampled_from(["previous", "weekdays", "year", "none"]),
        "time": st.sampled_from(["started", "split", "ended"]),
    },
)


@settings(deadline=None)
@given(addresses)
def test_a_scope_and_its_address_say_the_same(params: dict[str, str]) -> None:
    view = read(**params)
    assert view.problems == ()
    assert read(**view.params()) == view


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(["period", "tz", "lang", "vs", "time", "path", *FILTERS]), st.text(max_size=20)))
def test_whatever_stands_in_an_address_gives_a_question_that_can_be_asked(params: dict[str, str]) -> None:
    read(**params).query("conversations_offered", by="channel")


@pytest.mark.parametrize(
    ("params", "key"),
    [
        ({"period": "yesterday"}, "scope.bad_period"),
        ({"tz": "Mars/Base"}, "scope.bad_zone"),
        ({"channel": "telepathy"}, "scope.bad_value"),
        ({"vs": "last week"}, "scope.bad_comparison"),
        ({"time": "whenever"}, "scope.bad_attribution"),
        ({"hour": "24"}, "scope.bad_value"),
        ({"weekday": "Monday"}, "scope.bad_value"),
        ({"day": "yesterday"}, "scope.bad_value"),
        ({"day": "20260302"}, "scope.bad_value"),
        ({"quarter_hour": "2026-03-05T14:15"}, "scope.bad_value"),
        ({"quarter_hour": "2026-03-05T25:15", "tz": "customer"}, "scope.bad_value"),
        ({"period": "2026-03-05T14:00..2026-03-05T14:00"}, "scope.bad_period"),
        ({"path": "queue:"}, "scope.bad_path"),
        ({"path": "/service_level,queue"}, "scope.bad_path"),
    ],
)
def test_a_bad_value_falls_back_and_is_told(params: dict[str, str], key: str) -> None:
    view = read(**params)
    assert [problem.key for problem in view.problems] == [key]
    assert view == (read(tz="customer") if "tz" in params and key != "scope.bad_zone" else read())


def test_a_stale_value_beside_a_good_one_leaves_the_good_one() -> None:
    view = read(channel="telepathy,voice")
    assert view.values("channel") == ("voice",)
    assert [problem.value for problem in view.problems] == ["telepathy"]


def test_without_data_there_is_no_period_and_still_a_question() -> None:
    view = read_scope({"period": "7d"}, None, "UTC", "", lambda _: frozenset())
    assert view.period is None
    assert view.query("conversations").since is None


def test_another_country_lifts_the_states_of_the_first() -> None:
    california = read(country="US", state="CA")
    assert california.narrowed(country="CA").values("state") == ()
    assert california.narrowed(country=()).filters == ()
    assert california.narrowed(state=()).values("country") == ("US",)


def test_another_region_lifts_the_countries_of_the_first() -> None:
    texas = read().narrowed(region="North America", country="US", state="TX")
    assert texas.narrowed(region="Europe").filters == (("region", ("Europe",)),)
    assert texas.narrowed(region=()).filters == ()


def test_a_click_on_a_bar_narrows_to_its_group() -> None:
    assert narrowed_to(read(), {"channel": "voice", "conversations": 7}) == read(channel="voice")
    assert narrowed_to(read(channel="voice"), {"channel": None}) == read(channel="~")


def test_a_click_on_a_cell_of_the_week_narrows_to_its_hour() -> None:
    assert narrowed_to(read(), {"weekday": 3, "hour_of_day": 14}) == read(weekday="3", hour="14")


@pytest.mark.parametrize(
    ("grain", "start", "first", "last"),
    [
        ("day", date(2026, 3, 5), date(2026, 3, 5), date(2026, 3, 5)),
        ("week", date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 8)),
        ("month", date(2026, 3, 1), date(2026, 3, 3), date(2026, 3, 20)),
    ],
)
def test_a_click_on_a_moment_goes_to_its_days_within_the_period(
    grain: str, start: date, first: date, last: date
) -> None:
    view = narrowed_to(read(period="2026-03-03..2026-03-20"), {grain: start})
    assert view.period is not None
    assert (view.period.first, view.period.last) == (first, last)


@pytest.mark.parametrize(
    ("group", "filters", "first", "last"),
    [
        ({"day": date(2026, 3, 5)}, {"day": "2026-03-05"}, date(2026, 3, 3), date(2026, 3, 7)),
        ({"day": date(2026, 3, 2)}, {"day": "2026-03-02"}, date(2026, 3, 3), date(2026, 3, 4)),
        ({"day": date(2026, 3, 22)}, {"day": "2026-03-22"}, date(2026, 3, 20), date(2026, 3, 20)),
        ({"week": date(2026, 3, 9)}, {"week": "2026-03-09"}, date(2026, 3, 7), date(2026, 3, 17)),
        ({"month": date(2026, 3, 1)}, {"month": "2026-03-01"}, date(2026, 3, 3), date(2026, 3, 20)),
        (
            {"hour": datetime(2026, 3, 5, 14, tzinfo=UTC)},
            {"day": "2026-03-05", "hour": "14"},
            date(2026, 3, 3),
            date(2026, 3, 7),
        ),
    ],
)
def test_on_customers_clocks_a_click_on_a_moment_is_a_filter_and_the_days_around_it(
    group: dict[str, object], filters: dict[str, str], first: date, last: date
) -> None:
    view = narrowed_to(read(tz="customer", period="2026-03-03..2026-03-20"), group)
    assert view == read(tz="customer", period=between(first, last).name, **filters)


@pytest.mark.parametrize("versus", ["weekdays", "year", "none"])
def test_what_numbers_are_compared_with_stands_in_the_address(versus: str) -> None:
    assert read(vs=versus).params() == {"vs": versus}
    assert read(channel="voice").against(versus) == read(channel="voice", vs=versus)
    assert read(vs="previous").params() == {}


def test_where_time_counts_stands_in_the_address_and_in_the_question() -> None:
    view = read(time="ended", channel="voice")
    assert view.params() == {"channel": "voice", "time": "ended"}
    assert view == read(channel="voice").attributed("ended")
    assert view.query("total_talk_time").attribution == "ended"
    assert view.attributed("").query("total_talk_time").attribution is None


def test_a_text_that_values_contain_stands_in_the_address_and_in_the_question() -> None:
    view = read(queue="*support, e*", channel="voice")
    assert view.part("queue_name") == "support, e"
    assert view.query("conversations").where == (
        Condition("channel", "in", ("voice",)),
        Condition("queue_name", "contains", ("support, e",)),
    )
    assert read(**view.params()) == view
    assert view.containing("queue_name", " ").params() == {"channel": "voice"}


def test_of_a_column_either_values_are_chosen_or_a_text_that_they_contain() -> None:
    view = read(channel="voice").containing("channel", "v")
    assert (view.filters, view.parts) == ((), (("channel", "v"),))
    assert view.narrowed(channel="voice") == read(channel="voice")
    assert (view.is_narrowed, view.unfiltered() == read()) == (True, True)


def test_a_click_keeps_the_way_back_and_each_step_can_be_returned_to() -> None:
    start = read(channel="voice", tz="customer")
    first = start.followed(start.narrowed(country="US"), "abandon_rate")
    second = first.followed(first.narrowed(state="CA"))
    assert second.params()["path"] == "/abandon_rate,country:,/,state:"
    assert read(**second.params()) == second
    assert read(**second.params_at(1)) == first
    assert read(**second.params_at(0)) == start
    assert second.without_trail() == start.narrowed(country="US", state="CA")


def test_a_click_on_another_country_returns_to_the_state_of_the_first() -> None:
    texas = read(country="US", state="CA")
    canada = texas.followed(texas.narrowed(country="CA"))
    assert canada.values("state") == ()
    assert read(**canada.params_at(0)) == texas


def test_a_step_of_which_nothing_is_left_is_no_step_any_more() -> None:
    start = read()
    first = start.followed(start.narrowed(channel="voice"))
    both = first.followed(first.narrowed(country="US"))
    lifted = read(**both.narrowed(channel=()).params())
    assert [step.before for step in lifted.trail] == [(("country", ""),)]
    assert read(**both.unfiltered().params()) == start
