"""A house's own metrics, wrong: each mistake is told by its line, and no text at all breaks anything."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.answer import aggregate
from core.errors import UnknownName
from core.metrics import METRICS, catalogue, describe, named
from core.metrics.own import read_own
from core.metrics.own_mistakes import MISTAKES
from core.query import Query
from core.settings import Settings
from tests.core.metrics.test_own_metrics import day, one, value

LINE = 6
"""Where the formula of `one` begins."""

WRONG: list[tuple[str, str, int, str]] = [
    ("toml", "[mine\n", 1, r"not readable as TOML"),
    ("toml", one('count = "conversations'), LINE, r"not readable as TOML"),
    ("toml", "\n" + "x = " + "[" * 5000, 1, r"too deeply nested"),
    ("encoding", "# ca\udcf1a\n", 1, r"no UTF-8 text; save the file again"),
    ("no_table", 'label = "x"', 1, r"label stands outside of a metric; write \[its_name\]"),
    ("name", one('count = "conversations"', name='"Long calls"'), 1, r"'Long calls'; use small letters"),
    ("taken_metric", one('count = "conversations"', name="abandon_rate"), 1, r"'abandon_rate' is a metric of Atalaya"),
    ("taken_column", one('count = "conversations"', name="queue_name"), 1, r"'queue_name' is what numbers are split"),
    ("taken_column", one('count = "conversations"', name="weekday"), 1, r"'weekday' is what numbers are split by"),
    ("missing", '[mine]\nlabel = "a"', 1, r"meaning is missing; give what it is"),
    ("missing", one('percentile = "segments.ring_time_ms"', "ms"), LINE, r"p is missing; give a number such as 0.9"),
    ("key", one('count = "conversations"\nzzz = []'), LINE + 1, r"no key 'zzz' here; known: above, average"),
    ("key", one('count = "conversations"\nwher = []'), LINE + 1, r"did you mean where"),
    ("key", one('where = []\nabove = {count="segments"}\nbelow = {count="segments"}'), LINE, r"no key 'where' here"),
    ("key", one('above = {count="conversations", per="x"}\nbelow = {}'), LINE, r"no key 'per' here"),
    (
        "text",
        '[mine]\nlabel = 5\nmeaning = "b"\nunit = "ms"\nbetter = "lower"',
        2,
        r"label is 5; give a text in quotes",
    ),
    ("text", one("count = 5"), LINE, r"count is 5"),
    ("text", one('count = "segments"\nrows = []'), LINE + 1, r"rows is \[\]"),
    ("choice", one('count = "conversations"', "s"), 4, r"unit is 's'; give one of count, ms, %, ratio"),
    ("no_formula", one("# nothing"), 1, r"no formula; give one of count, distinct"),
    ("no_formula", one("above = {}\nbelow = {}"), LINE, r"no formula"),
    ("formulas", one('count = "segments"\nsum = "segments.talk_time_ms"'), LINE + 1, r"count, sum are given together"),
    ("formulas", one('count = "segments"\nbelow = {}'), LINE + 1, r"count, below are given together"),
    ("half", one('above = {count="conversations"}'), LINE, r"above stands alone"),
    ("inline", one('above = "segments"\nbelow = {}'), LINE, r"above is 'segments'; give one measure in braces"),
    (
        "divided",
        one('above = {average="segments.talk_time_ms"}\nbelow = {count="segments"}'),
        LINE,
        r"average cannot be divided: .* divides count, distinct, sum",
    ),
    (
        "divided",
        one('above={count="conversations"}\nbelow={median="segments.talk_time_ms"}'),
        LINE + 1,
        r"median cannot",
    ),
    ("table", one('count = "conversation"'), LINE, r"'conversation' to count; did you mean conversations"),
    ("table", one('sum = "events.task_priority"'), LINE, r"no table 'events.task_priority' to count"),
    ("table", one('count = "segments.talk_time_ms"'), LINE, r"no table 'segments.talk_time_ms' to count"),
    ("no_column", one('sum = "segments"'), LINE, r"'segments' names no column; write TABLE.COLUMN"),
    ("no_key", one('sum = "attributes.number"', "ratio"), LINE, r"names no attribute; write attributes.KEY"),
    ("no_key", one('count = "attributes"'), LINE, r"'attributes' names no attribute"),
    ("column", one('sum = "segments.talktime"'), LINE, r"segments has no column 'talktime'; did you mean talk_time_ms"),
    (
        "column",
        one('count = "conversations"\nwhere = [\n "channel=voice",\n "chanel=x"]'),
        LINE + 3,
        r"did you mean channel",
    ),
    ("quantity", one('sum = "segments.queue_name"', "ms"), LINE, r"queue_name is no quantity"),
    ("quantity", one('average = "conversations.latitude"', "ratio"), LINE, r"latitude is no quantity"),
    ("different", one('distinct = "conversations.started_at"'), LINE, r"started_at is no name or id"),
    ("personal", one('distinct = "conversations.customer_phone"'), LINE, r"customer_phone identifies customers"),
    (
        "personal",
        one('count = "conversations"\nwhere = ["phone_e164=+1"]'),
        LINE + 1,
        r"phone_e164 identifies customers",
    ),
    (
        "personal",
        one('count = "conversations"\nwhere = ["customer_id=c"]'),
        LINE + 1,
        r"customer_id identifies customers",
    ),
    ("stretches", one('count = "workload"'), LINE, r"count of workload says nothing.*use distinct, sum"),
    (
        "p",
        one('percentile = "segments.ring_time_ms"\np = 90', "ms"),
        LINE + 1,
        r"p is 90; give a number between 0 and 1",
    ),
    ("p", one('percentile = "segments.ring_time_ms"\np = nan', "ms"), LINE + 1, r"p is nan"),
    ("p_alone", one('count = "conversations"\np = 0.5'), LINE + 1, r"p stands without percentile"),
    (
        "rows",
        one('count = "segments"\nrows = "good ones"'),
        LINE + 1,
        r"no rows called 'good ones'; known: handled seg",
    ),
    ("rows_elsewhere", one('count = "conversations"\nrows = "handled segments"'), LINE + 1, r"conversation offered"),
    ("kind", one('count = "segments"\nwhere = ["channel=voice"]'), 1, r"segments are of eight kinds"),
    (
        "list",
        one('count = "conversations"\nwhere = "channel=voice"'),
        LINE + 1,
        r"where is 'channel=voice'; give a list",
    ),
    ("list", one('count = "conversations"\nwhere = [1]'), LINE + 1, r"give a list of conditions"),
    (
        "condition",
        one('count = "conversations"\nwhere = ["channel is voice"]'),
        LINE + 1,
        r"is no condition; write COLUMN",
    ),
    (
        "condition",
        one('count = "conversations"\nwhere = ["talk_time_ms>="]'),
        LINE + 1,
        r"'talk_time_ms>=' is no condition",
    ),
    (
        "grain",
        one('count = "conversations"\nwhere = ["weekday=1"]'),
        LINE + 1,
        r"weekday is a grain of time and no column",
    ),
    ("region", one('count = "conversations"\nwhere = ["region=Iberia"]'), LINE + 1, r"region is drawn by the house"),
    ("compared", one('count = "conversations"\nwhere = ["talk_time_ms>=long"]'), LINE + 1, r"give a whole number"),
    ("compared", one(f'count = "conversations"\nwhere = ["talk_time_ms<{10**30}"]'), LINE + 1, r"give a whole number"),
    ("compared", one('count = "conversations"\nwhere = ["is_handled=perhaps"]'), LINE + 1, r"give true or false"),
    ("compared", one('count = "conversations"\nwhere = ["talk_time_ms~1"]'), LINE + 1, r"~ is for texts"),
    (
        "compared",
        one('count = "conversations"\nwhere = ["started_at>=2026"]'),
        LINE + 1,
        r"give an instant with its zone",
    ),
    (
        "compared",
        one('count = "conversations"\nwhere = ["started_at<0001-01-01T00:00+14:00"]'),
        LINE + 1,
        r"an instant",
    ),
    ("unit", one('count = "conversations"', "ms"), 4, r"unit is 'ms', but this formula gives count"),
    (
        "unit",
        one('above = {count="conversations"}\nbelow = {count="segments", rows="offers to an agent"}', "%"),
        4,
        r"unit is '%', but this formula gives ratio",
    ),
]


@pytest.mark.parametrize(("_what", "text", "line", "message"), WRONG)
def test_a_mistake_is_told_with_its_line_and_the_way_out(_what: str, text: str, line: int, message: str) -> None:
    (mistake,) = read_own(text).mistakes
    assert mistake.line == line
    assert re.search(message, str(mistake))
    assert str(mistake).startswith(f"metrics.toml, line {line}: ")
    assert mistake.told.es != mistake.told.en


def test_every_kind_of_mistake_is_made_above() -> None:
    assert {what for what, *_ in WRONG} == set(MISTAKES)


def test_a_broken_metric_stops_only_itself() -> None:
    text = one('count = "nothing"', name="broken") + one('count = "conversations"')
    rules = Settings(metrics=text)
    assert value(text) == 11
    assert "broken" not in catalogue(rules)
    with pytest.raises(
        UnknownName, match=r"no metric called 'broken': metrics\.toml, line 6: there is no table 'nothing'"
    ):
        named("broken", rules)
    with pytest.raises(UnknownName, match=r"'min'; did you mean mine"):
        named("min", rules)


def test_a_file_that_is_no_toml_stops_the_houses_own_alone() -> None:
    rules = Settings(metrics="[mine\n")
    assert set(catalogue(rules)) == set(METRICS)
    assert named("abandon_rate", rules) is METRICS["abandon_rate"]
    with pytest.raises(UnknownName, match=r"no metric called 'mine': metrics\.toml, line 1: not readable as TOML"):
        named("mine", rules)


VALID = "\n".join(
    [
        one('count = "conversations"\nwhere = ["channel=voice", "queue!=Sales"]', name="first"),
        one('percentile = "segments.ring_time_ms"\np = 0.9\nrows = "handled segments"', "ms", "second"),
        one(
            'above = { sum = "segments.hold_time_ms", where = ["kind=Conversation"] }\n'
            'below = { count = "segments", rows = "handled segments" }\nnotes = """two\nlines"""',
            "ms",
            "third",
        ),
    ]
)
PIECES = (
    "[",
    "]",
    "{",
    "}",
    '"',
    "'",
    '"""',
    "=",
    ">=",
    "~",
    ".",
    ",",
    "\n",
    "\\u0000",
    "\x00",
    "\udcff",
    "#",
    "é",
    "1e400",
    "[[a]]",
)
WORDS = (
    "segments",
    "workload",
    "agents",
    "count",
    "sum",
    "p",
    "unit",
    "rows",
    "started_at",
    "customer_phone",
    "is_handled",
)


@st.composite
def texts(draw: st.DrawFn) -> str:
    """A file that is right but for a few places where something was taken out, put in or repeated."""
    text = VALID
    for _ in range(draw(st.integers(1, 5))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.sampled_from((0, 0, 1, 5, 40))))
        put = draw(st.sampled_from((*PIECES, *WORDS)) | st.text(max_size=4) | st.just(text[start : start + 30]))
        text = text[:start] + put + text[end:]
    return text


@settings(max_examples=300, deadline=None)
@given(texts())
def test_whatever_the_text_is_nothing_breaks_and_what_is_read_can_be_asked(text: str) -> None:
    read = read_own(text)
    rules = Settings(metrics=text)
    assert all(1 <= mistake.line <= text.count("\n") + 1 for mistake in read.mistakes)
    assert set(read.metrics).isdisjoint({mistake.entry for mistake in read.mistakes})
    for name, metric in read.metrics.items():
        assert describe(metric, rules, "es")
        assert aggregate(day(), Query((name,)), rules).height == 1


@settings(max_examples=100, deadline=None)
@given(st.text())
def test_any_text_at_all_is_read(text: str) -> None:
    read_own(text)
