"""The trail: clicks that can be undone one by one, and an address that keeps them."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.trail import MOST, Step, advanced, read_trail, undone, write_trail

names = st.sampled_from(["queue", "period", "customers.a:b,c", "conversations.\\x"])
texts = st.text(max_size=8)
steps = st.builds(Step, st.sampled_from(["", "abandon_rate"]), st.lists(st.tuples(names, texts), min_size=1).map(tuple))


@settings(deadline=None)
@given(st.lists(steps, max_size=4).map(tuple))
def test_what_was_written_is_read(trail: tuple[Step, ...]) -> None:
    assert read_trail(write_trail(trail)) == trail


def test_it_reads_well() -> None:
    trail = (Step("abandon_rate", (("queue", ""),)), Step("", (("hour", ""), ("weekday", "1"))))
    assert write_trail(trail) == "/abandon_rate,queue:,/,hour:,weekday:1"


@pytest.mark.parametrize("text", ["queue:", "/x,queue", "~", ":"])
def test_what_is_no_trail_is_none(text: str) -> None:
    assert read_trail(text) is None


@settings(deadline=None)
@given(
    st.lists(
        st.dictionaries(st.sampled_from(["queue", "period", "hour"]), st.sampled_from(["a", "b"])),
        min_size=2,
        max_size=MOST,
    )
)
def test_undoing_every_click_leads_back_to_where_it_began(addresses: list[dict[str, str]]) -> None:
    trail: tuple[Step, ...] = ()
    for before, after in pairwise(addresses):
        trail = advanced(trail, "", before, after)
    assert undone(trail, 0, addresses[-1]) == addresses[0]


def test_each_click_is_undone_alone() -> None:
    first = advanced((), "a", {"period": "30d"}, {"period": "2026-03-03"})
    second = advanced(first, "b", {"period": "2026-03-03"}, {"period": "2026-03-03", "queue": "Support"})
    now = {"period": "2026-03-03", "queue": "Support", "tz": "UTC"}
    assert undone(second, 1, now) == {"period": "2026-03-03", "tz": "UTC"}
    assert undone(second, 0, now) == {"period": "30d", "tz": "UTC"}


def test_a_click_that_changes_nothing_is_no_step_and_one_of_which_nothing_is_left_goes() -> None:
    trail = advanced((), "a", {}, {"queue": "Support"})
    assert advanced(trail, "a", {"queue": "Support"}, {"queue": "Support"}) == trail
    assert advanced(trail, "b", {}, {"channel": "voice"}) == (Step("b", (("channel", ""),)),)


def test_only_so_many_clicks_are_kept() -> None:
    trail: tuple[Step, ...] = ()
    for number in range(MOST + 3):
        trail = advanced(trail, "", {"period": str(number)}, {"period": str(number + 1)})
    assert len(trail) == MOST
    assert trail[0].before == (("period", "3"),)
