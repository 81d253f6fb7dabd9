"""What is remembered of a report reads back as it was: numbers, house rules, the log."""

from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from core.errors import QueryError, StoreError
from core.ledger import kept_files
from core.ledger.ground import ground_mark, settings_read
from core.ledger.log import BEGUN, ENDED, MADE, add_line, read_lines, read_log, write_line
from core.ledger.noted import note
from core.ledger.numbers import Asked, keep_numbers, kept_numbers
from core.ledger.rules import changed_keys, keep_rules, kept_rules
from core.metrics import METRICS
from core.query import Condition, Query
from core.settings import ChannelRule, QueueRule, RegionRule, Settings
from core.store.files import Files
from core.store.snapshot import Snapshot

MOMENT = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path)


def test_answers_of_every_type_read_back_exactly(files: Files) -> None:
    answer = pl.DataFrame(
        {
            "queue_name": ["Söporte\u2028", None],
            "day": [date(2026, 3, 1), None],
            "hour": [MOMENT, None],
            "weekday": pl.Series([1, None], dtype=pl.Int8),
            "is_abandoned": [True, None],
            "conversations": pl.Series([2**53, 0], dtype=pl.Int64),
            "service_level": [0.1 + 0.2, None],
        },
        schema_overrides={"hour": pl.Datetime("ms", "UTC")},
    )
    query = Query(("conversations", "service_level"), ("queue_name", "day", "hour", "weekday", "is_abandoned"))
    keep_numbers(files, "r1", [Asked("figure", query, answer, False, "ground")])
    [read] = kept_numbers(files, "r1")
    assert (read.figure, read.query, read.is_whole, read.ground) == ("figure", query, False, "ground")
    assert_frame_equal(read.answer, answer.cast({"weekday": pl.Int64}), check_exact=True)


def test_numbers_of_a_run_are_never_written_over(files: Files) -> None:
    query = Query(("conversations",))
    keep_numbers(files, "r1", [Asked("a", query, pl.DataFrame({"conversations": [1]}))])
    keep_numbers(files, "r1", [Asked("a", query, pl.DataFrame({"conversations": [2]}))])
    assert kept_numbers(files, "r1")[0].answer.item() == 1


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"format": 1}', b'{"format": 99, "asked": []}'])
def test_damaged_numbers_name_their_file(files: Files, content: bytes) -> None:
    files.put_if_absent("sent/numbers/r1.json", content)
    with pytest.raises(StoreError, match=r"r1\.json"):
        kept_numbers(files, "r1")


def test_all_house_rules_read_back_equal(files: Files) -> None:
    rules = Settings(
        time_zone="Europe/Madrid",
        holidays=(date(2026, 12, 25),),
        queues=(QueueRule('So "q"', answer_within_s=10), QueueRule("Sales", opening_hours="Mon-Fri 09:00-10:00")),
        channels=(ChannelRule("chat", short_abandon_s=0),),
        regions=(RegionRule("Home", "US", "CA"),),
        metrics="# caf\udce9\n",
    )
    assert kept_rules(files, keep_rules(files, rules)) == rules
    assert keep_rules(files, rules) == keep_rules(files, rules)
    assert changed_keys(rules, Settings(time_zone="Europe/Madrid", memory_gb=2.0)) == (
        *("holidays", "queues", "channels", "regions", "metrics"),
    )


@pytest.mark.parametrize("name", sorted(METRICS)[::9])
def test_every_metric_tells_the_settings_that_it_reads(name: str) -> None:
    assert settings_read(Query((name,)), Settings()) <= set(Settings().__dict__)


def test_settings_are_read_by_metrics_groups_and_conditions() -> None:
    level = settings_read(Query(("service_level",)), Settings())
    assert {"answer_within_s", "short_abandon_s", "service_level_variant"} <= level
    assert "time_zone" not in level
    assert "time_zone" in settings_read(Query(("conversations",), ("day",)), Settings())
    assert "week_start" in settings_read(Query(("conversations",), ("week",)), Settings())
    where = (Condition("region", "in", ("Home",)),)
    assert "regions" in settings_read(Query(("conversations",), where=where), Settings())


def test_the_ground_is_that_of_the_period_unless_rows_borrow(snapshot: Snapshot) -> None:
    whole = Query(("conversations",))
    empty = whole.with_(until=datetime(2020, 1, 1, tzinfo=UTC))
    assert ground_mark(snapshot, whole, Settings()) == ground_mark(snapshot, whole, Settings())
    assert ground_mark(snapshot, whole, Settings()) != ground_mark(snapshot, empty, Settings())
    offers = empty.with_(metrics=("offers",))
    assert ground_mark(snapshot, offers.with_(by=("agent_team_name",)), Settings()) != ground_mark(
        snapshot, offers, Settings()
    )


@settings(max_examples=60, deadline=None)
@given(cut=st.integers(0, 2_000), junk=st.binary(max_size=20))
def test_a_log_torn_anywhere_reads_up_to_there_and_can_be_gone_on_with(
    cut: int, junk: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    files = Files(tmp_path_factory.mktemp("log"))
    for number in range(3):
        write_line(files, BEGUN, run=f"r{number}", schedule="s", notebook="n", why="due", due=MOMENT)
        write_line(files, ENDED, run=f"r{number}", state="sent")
    path = files.path("sent/log.jsonl")
    path.write_bytes(path.read_bytes()[:cut] + junk)
    before = list(read_log(files).runs)
    write_line(files, BEGUN, run="next", schedule="s", notebook="n", why="due", due=MOMENT)
    assert list(read_log(files).runs) == [*before, "next"]


def test_lines_of_another_version_say_nothing(files: Files) -> None:
    add_line(files, "sent/log.jsonl", '{"at": "2026-03-01T00:00:00+00:00", "event": "flown", "run": "r1"}')
    add_line(files, "sent/log.jsonl", '{"at": "yesterday", "event": "begun"}')
    assert dict(read_log(files).runs) == {}
    assert len(list(read_lines(files, "sent/log.jsonl"))) == 2


def test_kept_files_that_were_changed_are_not_sent_again(files: Files) -> None:
    write_line(files, BEGUN, run="r1", schedule="s", notebook="n", why="due", due=MOMENT)
    kept = kept_files.keep(files, "r1", {"a.html": b"one"})
    circumstances = {"title": "", "period": "", "version": 1, "rules": "", "program": ""}
    write_line(files, MADE, run="r1", committed_at=None, data_end=None, files=kept, **circumstances)
    run = read_log(files).runs["r1"]
    assert kept_files.content_of(files, run) == {"a.html": b"one"}
    files.path("sent/files/r1/a.html").write_bytes(b"two")
    assert kept_files.content_of(files, run) is None


@pytest.mark.parametrize("name", ["", "  ", "x" * 101, "a\x00b"])
def test_nobody_notes_a_change(files: Files, name: str) -> None:
    with pytest.raises(QueryError, match="no name"):
        note(files, ["c1"], name)
