"""A saved view: its address as people read it, and what it is found by."""

import pytest

from core.errors import DefinitionError
from core.views import View, read_address

QUEUES = (("period", "2026-10-01..2026-10-07"), ("queue", "Support EN,Ventas & más"), ("tz", "Europe/Madrid"))


def test_an_address_is_written_so_that_it_reads_back_the_same() -> None:
    view = View("Week", "queues", QUEUES)
    assert view.address == (
        "queues?period=2026-10-01..2026-10-07&queue=Support EN,Ventas %26 m%C3%A1s&tz=Europe/Madrid"
    )
    assert read_address(view.address) == ("queues", QUEUES)


@pytest.mark.parametrize(
    "link",
    [
        "https://reports.example/atalaya/queues?period=7d&queue=A&queue=B",
        "/queues/?period=7d&queue=A,B",
        " queues?period=7d&queue=A%2CB ",
    ],
)
def test_a_whole_link_is_read_as_what_follows_the_servers_name(link: str) -> None:
    assert read_address(link) == ("queues", (("period", "7d"), ("queue", "A,B")))


def test_a_page_without_a_state_is_an_address_too() -> None:
    assert View("All", "queues").address == "queues"
    assert read_address("queues") == ("queues", ())


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        ({"name": " "}, "needs a name"),
        ({"name": "x" * 81}, "81 letters"),
        ({"name": "two\nlines"}, "one line"),
        ({"page": ""}, "names no page"),
        ({"description": "x" * 501}, "501 letters"),
    ],
)
def test_a_view_that_cannot_be_says_why(told: dict[str, str], wanted: str) -> None:
    with pytest.raises(DefinitionError, match=wanted):
        View(**({"name": "Week", "page": "queues"} | told))  # type: ignore[arg-type]


def test_a_view_is_found_by_all_that_it_says_in_any_case() -> None:
    view = View("Monday", "queues", QUEUES, description="For the team leads", by="Ana")
    assert view.is_found("ANA leads")
    assert view.is_found("support")
    assert view.is_found("")
    assert not view.is_found("Ana Tuesday")
