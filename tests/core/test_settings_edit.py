"""Single rules changed within a text that somebody wrote: the rest of it stays."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import DefinitionError
from core.settings import Settings
from core.settings_edit import Changes, changed, edited, value_at
from core.settings_text import parse_settings, settings_text
from tests.core.test_settings import any_settings, names

TEXT = """\
# The house rules of Hito.
time_zone = "Europe/Madrid"   # where the head office is
answer_within_s = 60  # agreed in 2024

holidays = [
    2026-01-06,  # Epiphany
    2026-12-25,
]

[queues."Support"]  # the old team
answer_within_s = 30

[channels.chat]
# chats may wait
answer_within_s = 120
"""


@pytest.mark.parametrize(
    ("changes", "before", "after"),
    [
        ({("answer_within_s",): 20}, "answer_within_s = 60  #", "answer_within_s = 20  #"),
        ({("time_zone",): "UTC"}, 'time_zone = "Europe/Madrid"   # where', 'time_zone = "UTC"  # where'),
        ({("answer_within_s",): None}, "answer_within_s = 60  # agreed in 2024\n", ""),
        ({("short_abandon_s",): 3}, "    2026-12-25,\n]\n", "    2026-12-25,\n]\nshort_abandon_s = 3\n"),
        (
            {("queues", "Support", "short_abandon_s"): 3},
            "answer_within_s = 30\n",
            "answer_within_s = 30\nshort_abandon_s = 3\n",
        ),
        ({("channels", "chat", "answer_within_s"): 90}, "= 120", "= 90"),
        (
            {("queues", 'The "VIP"', "answer_within_s"): 5, ("queues", 'The "VIP"', "short_abandon_s"): 1},
            "answer_within_s = 120\n",
            'answer_within_s = 120\n\n[queues."The \\"VIP\\""]\nanswer_within_s = 5\nshort_abandon_s = 1\n',
        ),
    ],
)
def test_one_rule_is_changed_and_nothing_else(changes: Changes, before: str, after: str) -> None:
    assert TEXT.count(before) == 1
    assert edited(TEXT, changes) == TEXT.replace(before, after)


def test_a_rule_over_several_lines_is_replaced_whole() -> None:
    text = edited(TEXT, {("holidays",): ()})
    assert "Epiphany" not in text
    assert "holidays = []\n\n[queues" in text


def test_a_queue_that_says_nothing_any_more_does_as_the_house() -> None:
    text = edited(TEXT, {("queues", "Support", "answer_within_s"): None})
    assert parse_settings(text).queues == ()
    assert "# the old team" in text


def test_an_empty_file_gets_its_first_rules() -> None:
    text = edited("", {("answer_within_s",): 20, ("queues", "VIP", "answer_within_s"): 5})
    assert text == "answer_within_s = 20\n\n[queues.VIP]\nanswer_within_s = 5\n"


def test_a_single_rule_goes_before_the_first_table() -> None:
    assert edited("[queues.VIP]\nanswer_within_s = 5\n", {("answer_within_s",): 20}).startswith(
        "answer_within_s = 20\n"
    )


def test_lines_end_as_they_did() -> None:
    assert (
        edited("answer_within_s = 60\r\n", {("short_abandon_s",): 3})
        == "answer_within_s = 60\r\nshort_abandon_s = 3\r\n"
    )


def test_a_table_within_a_line_is_written_anew() -> None:
    text = edited(
        'queues = {VIP = {answer_within_s = 5}}\ntime_zone = "UTC"\n', {("queues", "VIP", "answer_within_s"): 9}
    )
    assert parse_settings(text).queue("VIP").answer_within_s == 9


def test_a_dotted_rule_is_found() -> None:
    text = edited("queues.VIP.answer_within_s = 5 # soon\n", {("queues", "VIP", "answer_within_s"): 9})
    assert parse_settings(text).queue("VIP").answer_within_s == 9


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        (("answer_within_s",), -1, "answer_within_s is -1; give seconds, 0 or more"),
        (("answer_within_s",), "x", "answer_within_s is 'x'; give a value of type int"),
        (("queues", "VIP", "colour"), "red", r"\[queues.\"VIP\"\]: unknown key 'colour'"),
        (("service_level_variant",), "mine", "service_level_variant is 'mine'; give one of"),
    ],
)
def test_a_value_that_cannot_be_used_is_refused(key: tuple[str, ...], value: str | int, message: str) -> None:
    with pytest.raises(DefinitionError, match=message):
        edited(TEXT, {key: value})


seconds = st.none() | st.integers(0, 999)
changes = st.dictionaries(
    st.sampled_from((("answer_within_s",), ("short_abandon_s",)))
    | st.tuples(
        st.sampled_from(("queues", "channels")), names, st.sampled_from(("answer_within_s", "short_abandon_s"))
    ),
    seconds,
    max_size=4,
)


@settings(max_examples=150, deadline=None)
@given(before=any_settings, change=changes)
def test_whatever_is_changed_is_read_again(before: Settings, change: Changes) -> None:
    after = parse_settings(edited(settings_text(before), change))
    assert after == changed(before, change)
    for key, value in change.items():
        default = None if len(key) > 1 else getattr(Settings(), key[0])
        assert value_at(after, key) == (default if value is None else value)
