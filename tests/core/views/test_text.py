"""`views.toml`: read with the line of every mistake; changed without touching what people wrote beside it."""

from datetime import UTC, datetime

import pytest

from core.views import View, read_views
from core.views.text import opening_with, put, taken_out

BY_HAND = """# ours
default = "monday"  # the meeting's

# what the leads look at
[[view]]
name = "Monday"
address = "queues?period=7d"   # a week
by = "Ana"
saved_at = 2026-11-02T09:30:00+01:00

[[view]]
name = "Spain"
description = "All of it"
address = "geography?country=ES"
"""


def test_what_is_written_by_hand_is_read() -> None:
    views = read_views(BY_HAND)
    saved_at = datetime(2026, 11, 2, 8, 30, tzinfo=UTC)
    monday = View("Monday", "queues", (("period", "7d"),), by="Ana", saved_at=saved_at)
    assert views.mistakes == ()
    assert views.views == (monday, View("Spain", "geography", (("country", "ES"),), "All of it"))
    assert views.default == monday
    assert views.named(" SPAIN ") == views.views[1]


@pytest.mark.parametrize(
    ("was", "now", "line", "wanted"),
    [
        ('name = "Spain"', 'name = "monday"', 12, "another view called “monday”"),
        ('name = "Spain"', "name = 5", 12, "name is 5; give text"),
        ('name = "Spain"\n', "", 11, "has no name"),
        ('description = "All of it"', 'remark = "All of it"', 13, "no “remark”; known: name"),
        ("saved_at = 2026-11-02T09:30:00+01:00", 'saved_at = "today"', 9, "a moment such as"),
        ('default = "monday"', 'default = "Tuesday"', 2, "no view here; known: Monday, Spain"),
        ('default = "monday"', 'first = "monday"', 2, "no “first”"),
        ('address = "geography?country=ES"', 'address = "?country=ES"', 11, "names no page"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_spoils_nothing_else(was: str, now: str, line: int, wanted: str) -> None:
    views = read_views(BY_HAND.replace(was, now))
    assert views.mistakes[0].line == line
    assert wanted in str(views.mistakes[0])
    assert views.mistakes[0].told("es") != views.mistakes[0].told("en")
    assert views.is_readable
    assert views.views


def test_a_text_that_is_no_toml_says_where() -> None:
    views = read_views('[[view]]\nname = "Monday\n')
    assert (views.views, views.is_readable, views.mistakes[0].line) == ((), False, 2)


def test_a_new_view_comes_last_and_all_else_stays_as_it_was() -> None:
    view = View("Nights", "explore", (("m", "conversations"),), "Hours", "Bo", datetime(2026, 11, 21, tzinfo=UTC))
    changed = put(BY_HAND, view)
    assert changed.startswith(BY_HAND)
    assert read_views(changed).views[-1] == view


def test_a_view_is_replaced_in_its_place_under_another_name_and_still_opens_first() -> None:
    changed = put(BY_HAND, View("Mondays", "queues", (("period", "30d"),)), "MONDAY")
    assert [view.name for view in read_views(changed).views] == ["Mondays", "Spain"]
    assert read_views(changed).default == View(
        "Mondays", "queues", (("period", "30d"),), saved_at=datetime(2026, 11, 2, 8, 30, tzinfo=UTC)
    )
    assert "# what the leads look at" in changed


def test_a_view_that_is_taken_out_opens_nothing_any_more() -> None:
    changed = taken_out(BY_HAND, "monday")
    assert [view.name for view in read_views(changed).views] == ["Spain"]
    assert (read_views(changed).default, read_views(changed).mistakes) == (None, ())
    assert read_views(taken_out(changed, "Spain")).views == ()
    assert read_views(put(taken_out(changed, "Spain"), View("New", "data"))).views == (View("New", "data"),)


@pytest.mark.parametrize("text", [BY_HAND, BY_HAND.replace('default = "monday"', "")])
def test_another_view_opens_first(text: str) -> None:
    changed = opening_with(text, "Spain")
    default = read_views(changed).default
    assert default is not None
    assert default.name == "Spain"
    assert read_views(opening_with(changed, "")).default is None
    assert len(read_views(opening_with(changed, "")).views) == 2


def test_the_first_view_of_all_makes_a_file_that_explains_itself() -> None:
    text = put("", View("Monday", "queues"))
    assert text.startswith("# Views")
    assert read_views(text).views == (View("Monday", "queues"),)
