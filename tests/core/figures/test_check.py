"""What cannot be asked says why, and what can be asked instead, in both languages."""

import pytest
from hypothesis import given, settings

from core.figures import Figure, Refused, check_figure, offered, suggest
from core.figures.offered import all_groups
from core.grains import CUSTOMER
from core.settings import Settings
from tests.core.figures.grounds import askable, figures

HOUSE = Settings()
SEGMENTS, CONVERSATIONS, RATE = "segments", "conversations", "service_level"


@pytest.mark.parametrize(
    ("figure", "key"),
    [
        (Figure(("occupancy",), ("queue_name",)), "split"),
        (Figure(("occupancy", SEGMENTS), ("agent_name",), ("country",)), "split"),
        (Figure((SEGMENTS,), ("queue_name",), share="row"), "share_row"),
        (Figure((SEGMENTS,), (), ("queue_name",), share="column"), "share_column"),
        (Figure((SEGMENTS,), share="total"), "share_groups"),
        (Figure((SEGMENTS,), (), ("day",), running=True), "running_rows"),
        (Figure((CONVERSATIONS,), ("queue_name",), running=True), "adds_distinct"),
        (Figure((RATE,), ("day",), running=True), "adds_ratio"),
        (Figure(("p90_talk_time",), ("day",), running=True), "adds_quantile"),
        (Figure(("longest_queue_time",), ("queue_name",), share="total"), "adds_max"),
        (Figure((SEGMENTS,), ("day",), look="headline"), "headline"),
        (Figure((SEGMENTS,), ("day",), look="pivot"), "pivot"),
        (Figure((SEGMENTS,), look="bar"), "bar"),
        (Figure((SEGMENTS,), ("queue_name",), look="line"), "line"),
        (Figure((SEGMENTS,), ("queue_name",), look="area"), "line"),
        (Figure((RATE,), ("day",), ("queue_name",), look="area"), "area"),
        (Figure((SEGMENTS,), ("day", "queue_name"), look="pie"), "pie"),
        (Figure((RATE,), ("queue_name",), look="pie"), "pie_adds"),
        (Figure((SEGMENTS,), ("day", "queue_name", "channel"), look="treemap"), "treemap"),
        (Figure((RATE,), ("queue_name",), look="treemap"), "treemap_adds"),
        (Figure((SEGMENTS,), ("day",), look="heat"), "heat"),
        (Figure((SEGMENTS,), ("day",), look="scatter"), "scatter"),
        (Figure((SEGMENTS, RATE), look="scatter"), "scatter"),
        (Figure((SEGMENTS,), look="histogram"), "histogram"),
        (Figure((SEGMENTS,), ("queue_name",), look="map"), "map"),
        (Figure((SEGMENTS,), ("channel", "country"), look="map"), "map"),
        (Figure((SEGMENTS,), ("hour_of_day", "queue_name"), look="timeline"), "timeline"),
        (Figure((SEGMENTS,), ("day",), look="timeline"), "timeline"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_refusal_says_why_in_the_readers_language(figure: Figure, key: str) -> None:
    with pytest.raises(Refused) as problem:
        check_figure(figure, HOUSE)
    assert problem.value.key == key
    english, spanish = (problem.value.told(language) for language in ("en", "es"))
    assert english == str(problem.value) != spanish
    assert (english[-1], spanish[-1]) == (".", ".")


def test_what_is_named_as_the_way_out_can_be_asked() -> None:
    figure = Figure((CONVERSATIONS,), ("queue_name",), running=True)
    with pytest.raises(Refused) as problem:
        check_figure(figure, HOUSE)
    assert problem.value.able
    for metric in problem.value.able:
        check_figure(figure.with_(metrics=(metric,)), HOUSE)


def test_the_customers_clock_needs_a_customer() -> None:
    figure = Figure(("occupancy",), ("day",))
    check_figure(figure, HOUSE, "Europe/Madrid")
    with pytest.raises(Refused, match="customer"):
        check_figure(figure, HOUSE, CUSTOMER)


@pytest.mark.parametrize(
    ("look", "figure"),
    [
        ("headline", Figure((SEGMENTS, RATE))),
        ("bar", Figure((SEGMENTS,), ("queue_name",))),
        ("bar", Figure((SEGMENTS,), ("day",))),
        ("line", Figure((RATE,), ("day",))),
        ("line", Figure((RATE,), ("day",), ("queue_name",))),
        ("area", Figure((SEGMENTS,), ("day",), ("queue_name",))),
        ("line", Figure((CONVERSATIONS, "conversations_abandoned"), ("week",))),
        ("pie", Figure((SEGMENTS,), ("direction",))),
        ("bar", Figure((CONVERSATIONS,), ("direction",))),
        ("map", Figure((RATE,), ("country",))),
        ("map", Figure((RATE,), ("country", "state"))),
        ("heat", Figure((SEGMENTS,), ("weekday", "hour_of_day"))),
        ("pivot", Figure((SEGMENTS,), ("queue_name",), ("channel",))),
        ("treemap", Figure((SEGMENTS,), ("handling_team_name", "agent_name"))),
        ("table", Figure((RATE,), ("handling_team_name", "agent_name"))),
        ("scatter", Figure((SEGMENTS, RATE), ("agent_name",))),
        ("bar", Figure((SEGMENTS, CONVERSATIONS), ("agent_name",))),
        ("table", Figure((SEGMENTS, RATE, "average_handling_time", CONVERSATIONS), ("agent_name",))),
        ("table", Figure((SEGMENTS,), ("queue_name",), share="total")),
        ("pivot", Figure((SEGMENTS,), ("queue_name",), ("channel",), compared=True)),
    ],
)
def test_a_suggested_look_suits_and_can_be_drawn(look: str, figure: Figure) -> None:
    assert suggest(figure, HOUSE) == look
    check_figure(figure.with_(look=look), HOUSE)


@settings(deadline=None)
@given(figures().map(askable))
def test_whatever_can_be_asked_can_be_looked_at_as_suggested(figure: Figure) -> None:
    plain = figure.with_(look="")
    check_figure(plain.with_(look=suggest(plain, HOUSE)), HOUSE)


def test_everything_offered_without_a_reason_can_be_added() -> None:
    figure = Figure(("occupancy",), ("agent_name",))
    found = offered(figure, HOUSE, ["customers.tier"])
    for offer in found.metrics:
        wider = figure.with_(metrics=(*figure.metrics, offer.name))
        assert (offer.refused is None) == is_askable(wider), offer.name
    for offer in found.groups:
        wider = figure.with_(rows=(*figure.rows, offer.name))
        assert (offer.refused is None) == is_askable(wider), offer.name
    assert {offer.name: offer.refused is None for offer in found.groups}["customers.tier"] is False


def test_to_nothing_everything_can_be_added() -> None:
    found = offered(None, HOUSE)
    assert not any(offer.refused for offer in (*found.metrics, *found.groups))
    assert [offer.name for offer in found.groups] == all_groups()


def is_askable(figure: Figure) -> bool:
    try:
        check_figure(figure, HOUSE)
    except Refused:
        return False
    return True
