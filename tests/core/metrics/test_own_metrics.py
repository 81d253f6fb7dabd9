"""A house's own metrics: each means what its text says, and no text can do more than that."""

import re
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from core.answer import aggregate
from core.metrics import METRICS, catalogue, describe, named, related
from core.metrics.own import read_own
from core.metrics.words import NAMED_ROWS
from core.plan import groups_of
from core.query import Query
from core.schema.table import Table
from core.settings import Settings
from core.store.workspace import Workspace
from tests.core.metrics.pencil import ATTRIBUTE_ROWS, CONVERSATION_ROWS, SEGMENT_ROWS, frames

S = 1000
DOCUMENT = Path(__file__).parents[3] / "docs" / "own-metrics.md"


def one(formula: str, unit: str = "count", name: str = "mine") -> str:
    """A file with one metric; the formula stands from line 6 on."""
    return f'[{name}]\nlabel = "Mine"\nmeaning = "What is mine."\nunit = "{unit}"\nbetter = "neither"\n{formula}\n'


def day() -> dict[Table, pl.LazyFrame]:
    """The pencil day, of which c1 was a chat and all else came by voice."""

    def by_channel(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [row | {"channel": "chat" if row["conversation_id"] == "c1" else "voice"} for row in rows]

    return frames(by_channel(SEGMENT_ROWS), by_channel(CONVERSATION_ROWS), ATTRIBUTE_ROWS)


def value(text: str, name: str = "mine") -> Any:
    return aggregate(day(), Query((name,)), Settings(metrics=text))[name].item()


def test_the_three_metrics_of_the_manual_are_what_a_pencil_finds() -> None:
    text = re.search(r"```toml\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    assert text
    read = read_own(text[1])
    assert not read.mistakes
    answer = aggregate(day(), Query(tuple(read.metrics)), Settings(metrics=text[1])).row(0, named=True)
    assert answer == pytest.approx(
        {
            "long_calls": 1,  # c2: 580 s; c1 and c6 took less, c5 too
            "p80_wrap_up_of_chats": 16 * S,  # 0 and 20: 0.8 of the way
            "held_share": (6 + 15 + 45) / (60 + 120 + 540 + 200),
        }
    )


def test_every_name_of_rows_in_the_manual_is_known() -> None:
    text = " ".join(DOCUMENT.read_text(encoding="utf-8").split())
    told = re.findall(
        r"\*([a-z -]+)\*", text[text.index("Rows with a name:") : text.index("tells what each of them is")]
    )
    assert len(told) == len(NAMED_ROWS)
    for name in told:
        table = "segments" if any(word in name for word in ("segments", "waits", "offers")) else "conversations"
        assert not read_own(one(f'count = "{table}"\nrows = "{name}"')).mistakes


@pytest.mark.parametrize(
    ("formula", "unit", "expected"),
    [
        ('count = "conversations"', "count", 11),
        ('count = "conversations"\nwhere = ["queue=Support"]', "count", 3),  # c4 c6 c11
        ('count = "conversations"\nwhere = ["queue=Support", "queue=Sales", "direction!=Inbound"]', "count", 2),
        ('count = "conversations"\nwhere = ["talk_time_ms="]', "count", 7),
        ('count = "conversations"\nwhere = ["handling_time_ms<230000", "is_handled=yes"]', "count", 2),  # c1 c5
        ('count = "segments"\nwhere = ["kind~MISSED"]', "count", 1),
        ('count = "segments"\nrows = "Handled segments"', "count", 5),
        ('count = "segments"\nrows = "segmentos atendidos"', "count", 5),
        ('distinct = "conversations.customer_id"\nrows = "conversations offered"', "count", 6),
        ('sum = "segments.talk_time_ms"\nrows = "handled segments"', "ms", 1020 * S),
        ('sum = "conversations.transfer_count"', "count", 2),
        ('average = "conversations.transfer_count"', "ratio", 2 / 11),
        ('average = "segments.ring_time_ms"\nrows = "handled segments"', "ms", (4 + 5 + 20 + 8 + 7) / 5 * S),
        ('median = "segments.ring_time_ms"\nrows = "handled segments"', "ms", 7 * S),
        ('percentile = "segments.ring_time_ms"\np = 0.95\nrows = "handled segments"', "ms", 17.6 * S),
        ('longest = "segments.queue_time_ms"\nrows = "handled segments"', "ms", 60 * S),
        ('count = "segments"\nrows = "handled segments"\nwhere = ["is_lost_in_transfer=true"]', "count", 1),  # c6
        ('count = "conversations"\nwhere = ["conversations.conversation_attribute_1=Repair"]', "count", 2),
        ('count = "conversations"\nwhere = ["conversations.conversation_measure_1>=4"]', "count", 3),  # c1 c2 c3
        ('average = "attributes.conversations.conversation_measure_1"', "ratio", (5 + 4 + 5 + 2 + 1) / 5),
        (
            'average = "attributes.conversations.conversation_measure_1"\nrows = "completed conversations"\n'
            'where = ["handling_time_ms>=230000"]',
            "ratio",
            (4 + 2) / 2,  # c2 c6
        ),
        ('longest = "attributes.conversations.conversation_measure_1"', "ratio", 5),
        ('distinct = "attributes.conversations.conversation_attribute_1"', "count", 2),
        ('sum = "workload.stretch_ms"\nwhere = ["activity=Break"]', "ms", 1800 * S),
        (
            'above = { count = "conversations", where = ["direction=Internal"] }\n'
            'below = { count = "conversations", rows = "conversations offered" }',
            "%",
            1 / 7,
        ),
        (
            'above = { sum = "conversations.talk_time_ms" }\nbelow = { distinct = "conversations.customer_id" }',
            "ms",
            (180 + 540 + 100 + 200) / 10 * S,
        ),
        (
            'above = { count = "segments", rows = "handled segments" }\n'
            'below = { sum = "segments.handling_time_ms", rows = "handled segments" }',
            "ratio",
            5 / (1128 / 3600),  # per hour
        ),
    ],
)
def test_a_formula_is_what_it_says(formula: str, unit: str, expected: float) -> None:
    text = one(formula, unit)
    assert read_own(text).mistakes == ()
    assert value(text) == pytest.approx(expected)


def test_a_share_counts_above_only_what_is_below() -> None:
    text = one(
        'above = { count = "conversations" }\nbelow = { count = "conversations", rows = "conversations offered" }', "%"
    )
    assert value(text) == 1
    assert value(text.replace('unit = "%"', 'unit = "ratio"')) == pytest.approx(11 / 7)


def test_it_is_asked_split_and_explained_like_any_other() -> None:
    rules = Settings(metrics=one('count = "conversations"\nrows = "conversations offered"\nwhere = ["channel=voice"]'))
    assert list(catalogue(rules)) == [*METRICS, "mine"]
    metric = named("mine", rules)
    assert {"hour", "queue_name", "country"} <= set(groups_of(metric))
    assert related("mine", rules) == ()
    assert describe(metric, rules) == 'rows of CONVERSATIONS where conversation offered and channel = "voice"'
    assert describe(metric, rules, "es") == 'filas de CONVERSATIONS donde conversación ofrecida y channel = "voice"'
    by_queue = aggregate(day(), Query(("mine", "conversations_offered"), ("queue_name",)), rules)
    assert by_queue["mine"].to_list() == [3, 3]  # c2 c3 c5; c4 c6 c11


def test_every_row_has_no_where() -> None:
    rules = Settings(metrics=one('count = "conversations"'))
    assert describe(named("mine", rules), rules) == "rows of CONVERSATIONS"


def test_what_is_not_said_in_spanish_is_shown_as_it_is() -> None:
    text = one('label_es = "Lo mío"\ncount = "conversations"')
    metric = read_own(text).metrics["mine"]
    assert (metric.label.es, metric.meaning.es, metric.notes.es) == ("Lo mío", "What is mine.", "")


def test_the_file_of_a_workspace_is_one_of_its_house_rules(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    assert workspace.settings.metrics == ""
    text = one('count = "conversations"\nwhere = ["outcome=Señal"]')
    (tmp_path / "metrics.toml").write_text(text, encoding="utf-8-sig")
    assert workspace.settings.metrics == workspace.house.metrics == text
    (tmp_path / "metrics.toml").write_bytes(b"# one\n" + text.encode("latin-1"))
    (mistake,) = read_own(workspace.settings.metrics).mistakes
    assert (mistake.line, mistake.entry) == (8, "")
