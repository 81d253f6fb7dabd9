"""Answers in SQL: right, masked to the ground, cut, and nothing else is opened, whatever anybody writes."""

from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from core.answer import answer
from core.query import Query
from core.settings import Settings
from core.sql.ask import ask
from core.sql.frames import ASKED
from core.sql.given import given_of
from core.sql.grammar import FUNCTIONS
from core.sql.question import Answer, Limits, Question
from core.sql.refusal import Refusal
from core.store.snapshot import Snapshot
from tests.core.sql.watch import Watch

RULES = Settings()


def asked(snapshot: Snapshot, text: str, *, is_masked: bool = True, rows: int = 1_000) -> Answer:
    return ask(Question(snapshot.files.root, snapshot.version, text, (), is_masked, Limits(rows=rows)))


def refused(snapshot: Snapshot, text: str) -> Refusal:
    with pytest.raises(Refusal) as found:
        asked(snapshot, text)
    return found.value


@pytest.mark.parametrize(
    ("text", "query"),
    [
        (
            "SELECT queue_name, COUNT(*) AS n FROM conversations WHERE is_abandoned GROUP BY queue_name ORDER BY 1",
            Query(("conversations_abandoned",), ("queue_name",)),
        ),
        (
            "SELECT channel, COUNT(*) AS conversations FROM conversations WHERE is_abandoned GROUP BY 1 ORDER BY 1",
            Query(("conversations_abandoned",), ("channel",)),
        ),
        (
            "SELECT COUNT(DISTINCT customer_id) AS customers FROM conversations",
            Query(("unique_customers",)),
        ),
        (
            "SELECT agent_name, AVG(talk_time_ms) AS t_ms FROM segments "
            "WHERE kind = 'Conversation' AND agent_id IS NOT NULL GROUP BY agent_name ORDER BY agent_name",
            Query(("average_talk_time",), ("agent_name",)),
        ),
        (
            "SELECT SUM(CASE WHEN is_abandoned THEN 1 ELSE 0 END) / COUNT(*) AS rate FROM conversations "
            "WHERE direction = 'Inbound'",
            Query(("abandon_rate",)),
        ),
        (
            "SELECT CAST(started_at AT TIME ZONE 'Europe/Madrid' AS DATE) AS day, COUNT(*) AS n FROM conversations "
            "WHERE is_abandoned GROUP BY 1 ORDER BY 1",
            Query(("conversations_abandoned",), ("day",), zone="Europe/Madrid"),
        ),
    ],
)
def test_a_question_in_sql_has_the_answer_that_it_has_everywhere(sixty: Snapshot, text: str, query: Query) -> None:
    told, usual = asked(sixty, text).rows, answer(sixty, query, RULES)
    assert usual.height == told.height > 0
    for ours, theirs in zip(told.iter_columns(), usual.iter_columns(), strict=True):
        assert ours.to_list() == (pytest.approx(theirs.to_list()) if theirs.dtype.is_float() else theirs.to_list())


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("SELECT 1 + 2 * 3 AS a, 7 / 2 AS b, 7 % 4 AS c, 'it''s \\' AS d", [(7, 3.5, 3, "it's \\")]),
        ("WITH a AS (WITH b AS (SELECT 2 AS x) SELECT x + 1 AS x FROM b) SELECT x FROM a", [(3,)]),
        ("SELECT 1 AS x UNION ALL SELECT 2 UNION ALL SELECT 1", [(1,), (1,), (2,)]),
        ("SELECT 1 AS x UNION SELECT 1", [(1,)]),
        ("SELECT COALESCE(NULL, 'a') || UPPER(SUBSTR('xyz', 2, 1)) AS t", [("aY",)]),
        ("SELECT COUNT(*) FILTER (WHERE channel = 'chat') AS n FROM conversations", [(15,)]),
        ("SELECT MIN(started_at) AS first FROM conversations", [(datetime(2026, 3, 2, 9, tzinfo=UTC),)]),
        ("SELECT DATE_TRUNC('month', MIN(started_at)) AS m FROM conversations", [(datetime(2026, 3, 1, tzinfo=UTC),)]),
        (
            "SELECT COUNT(*) AS n FROM conversations WHERE started_at >= '2026-03-03' AND started_at < '2026-03-04'",
            [(6,)],
        ),
        ("SELECT CAST('2026-03-04' AS DATE) AS d", [(date(2026, 3, 4),)]),
        ("SELECT MAX(ended_at - started_at) AS took FROM segments WHERE agent_id = 'x'", [(None,)]),
        (
            "SELECT COUNT(*) AS n FROM conversations c JOIN customers k ON c.customer_id = k.customer_id "
            "LEFT JOIN segments s ON s.conversation_id = c.conversation_id AND s.kind = 'Queue'",
            [(60,)],
        ),
        (
            "SELECT n FROM (SELECT conversation_id, ROW_NUMBER() OVER (PARTITION BY channel ORDER BY started_at) AS n "
            "FROM conversations) t WHERE n > 44",
            [(45,)],
        ),
        (
            "SELECT COUNT(*) AS n FROM conversations WHERE conversation_id IN (SELECT conversation_id FROM segments "
            "WHERE kind = 'Queue' AND queue_name = 'Billing')",
            [(20,)],
        ),
    ],
)
def test_what_sql_says_is_what_is_answered(sixty: Snapshot, text: str, rows: list[tuple[object, ...]]) -> None:
    assert asked(sixty, text).rows.rows() == rows


@pytest.mark.parametrize("name", ASKED)
def test_every_declared_table_can_be_asked(sixty: Snapshot, name: str) -> None:
    found = asked(sixty, f"SELECT * FROM {name}").rows
    assert found.columns == list(ASKED[name].by_name)


@pytest.mark.parametrize("column", ["customer_name", "customer_phone", "phone_e164", "customer_email", "customer_id"])
@pytest.mark.parametrize(
    "text",
    [
        "SELECT {0} AS harmless FROM conversations",
        "SELECT SUBSTR({0}, 1, 9) || '' AS x FROM customers",
        "SELECT DISTINCT x FROM (SELECT {0} AS x FROM conversations) t",
        "WITH a AS (SELECT {0} AS x FROM customers) SELECT MAX(x) AS y, STRING_AGG(x, ',') AS z FROM a",
        "SELECT {0} FROM conversations WHERE {0} LIKE '%5550101%' OR {0} = '+12125550101'",
        "SELECT CASE WHEN {0} = '+12125550101' THEN 'it is' ELSE 'no' END AS x FROM conversations",
        "SELECT c.{0} AS a, k.{0} AS b FROM conversations c JOIN customers k ON c.customer_id = k.customer_id",
    ],
)
def test_personal_data_is_masked_below_everything(sixty: Snapshot, text: str, column: str) -> None:
    told = asked(sixty, text.format(column)).rows.write_csv()
    assert not any(secret in told for secret in ("2125550101", "911234567", "it is"))


def test_free_text_is_masked_whole_and_attributes_where_they_are_addresses(sixty: Snapshot) -> None:
    texts = asked(sixty, "SELECT task_attributes AS a, agent_attributes AS b, extra AS c FROM events").rows
    assert set(texts["a"].to_list()) == {"•••"}
    assert "212555" not in texts.write_csv()


def test_masked_customers_can_be_counted_and_joined(sixty: Snapshot) -> None:
    text = (
        "SELECT COUNT(DISTINCT c.customer_id) AS n, COUNT(*) AS rows FROM conversations c JOIN customers k "
        "ON c.customer_id = k.customer_id"
    )
    assert asked(sixty, text).rows.rows() == asked(sixty, text, is_masked=False).rows.rows()


def test_whoever_may_see_personal_data_sees_it(sixty: Snapshot) -> None:
    text = "SELECT COUNT(*) AS n FROM conversations WHERE phone_e164 = '+12125550101'"
    assert (asked(sixty, text).rows.item(), asked(sixty, text, is_masked=False).rows.item()) == (0, 12)


def test_more_rows_than_the_limit_are_left_out_and_that_is_told(sixty: Snapshot) -> None:
    found = asked(sixty, "SELECT conversation_id FROM conversations ORDER BY 1", rows=10)
    assert (found.rows.height, found.is_cut) == (10, True)
    assert not asked(sixty, "SELECT conversation_id FROM conversations", rows=60).is_cut


def test_quantities_have_units_and_rows_without_an_order_get_one(sixty: Snapshot) -> None:
    found = asked(
        sixty, "SELECT channel, COUNT(*) AS n, AVG(talk_time_ms) AS talk_ms, 0.5 AS x FROM conversations GROUP BY 1"
    )
    assert found.units == ("", "count", "ms", "number")
    assert found.rows["channel"].to_list() == ["chat", "voice"]


def test_a_length_of_time_comes_as_milliseconds_and_says_so(sixty: Snapshot) -> None:
    found = asked(sixty, "SELECT MAX(ended_at - started_at) AS lasted FROM conversations")
    assert (found.rows.columns, found.units) == (["lasted_ms"], ("ms",))
    assert found.rows.dtypes == [pl.Int64]


def test_a_column_that_is_not_there_is_told_with_its_place(sixty: Snapshot) -> None:
    problem = refused(sixty, "SELECT channel,\n  queue_nam FROM conversations")
    assert (problem.why, problem.line, problem.column) == ("column", 2, 3)
    assert "queue_name" in problem.told("es")


def test_what_the_engine_cannot_do_is_told_in_one_line(sixty: Snapshot) -> None:
    problem = refused(sixty, "SELECT channel + 1 AS x FROM conversations GROUP BY queue_name HAVING SUM(channel) > 'a'")
    assert problem.why in ("engine", "column")
    assert "\n" not in str(problem)


def test_an_answer_travels_between_processes(sixty: Snapshot) -> None:
    found = asked(sixty, "SELECT queue_name, started_at, talk_time_ms FROM conversations")
    again = Answer.from_bytes(found.to_bytes())
    assert (again.rows.equals(found.rows), again.units, again.is_cut) == (True, found.units, False)


ESCAPES = [
    text.format(path=path)
    for path in ("a.csv", "a/*.csv", "*.parquet", "./a.parquet", "{here}/a.csv", "file://{here}/a.json")
    for text in (
        "SELECT * FROM read_csv('{path}')",
        "SELECT * FROM read_parquet('{path}')",
        "SELECT * FROM read_json('{path}')",
        "SELECT * FROM read_ipc('{path}')",
        "SELECT * FROM scan_parquet('{path}')",
        "SELECT * FROM '{path}'",
        'SELECT * FROM "{path}"',
        "SELECT * FROM agents, read_csv('{path}') AS x",
        "WITH x AS (WITH y AS (SELECT * FROM read_csv('{path}')) SELECT * FROM y) SELECT * FROM x",
        "SELECT (SELECT COUNT(*) FROM read_csv('{path}')) AS n",
        "SELECT 1 FROM agents WHERE EXISTS (SELECT 1 FROM read_csv('{path}'))",
        "SELECT '\\'' AS x FROM read_csv('{path}') --'",
        "SELECT 'x\\' AS a, ' FROM read_csv(''{path}'') --' AS b",
        "SELECT 1 /* '*/ FROM read_csv('{path}') /*' */",
        "COPY (SELECT 1) TO '{path}'",
        "COPY agents FROM '{path}'",
        "CREATE TABLE x AS SELECT * FROM read_csv('{path}')",
        "SELECT * INTO OUTFILE '{path}' FROM agents",
        "INSERT INTO agents SELECT * FROM read_csv('{path}')",
        "ATTACH '{path}'",
        "LOAD '{path}'",
        "SELECT 1; SELECT * FROM read_csv('{path}')",
    )
]


def test_no_way_out_is_known_and_none_opens_a_file(sixty: Snapshot, watched: Watch, secrets: Path) -> None:
    for text in ESCAPES:
        try:
            told = asked(sixty, text.replace("{here}", str(secrets))).rows.write_csv()
        except Refusal:
            continue
        assert "hunter2" not in told
    assert watched.touched() == []


def test_a_file_that_is_opened_would_be_seen(watched: Watch, secrets: Path) -> None:
    pl.SQLContext().execute(f"SELECT * FROM read_csv('{secrets / 'a.csv'}')").collect()
    assert "a.csv" in watched.touched()


WORDS = some.sampled_from(
    [
        *(
            "SELECT",
            "FROM",
            "WHERE",
            "GROUP BY",
            "ORDER BY",
            "LIMIT",
            "JOIN",
            "ON",
            "WITH x AS (",
            "UNION ALL",
            "AS",
            "IN",
        ),
        *(
            "(",
            ")",
            ",",
            "*",
            "'",
            '"',
            ";",
            "--",
            "/*",
            "*/",
            "=",
            "1",
            "'a.csv'",
            "'a/*.csv'",
            "NOT",
            "NULL",
            "::",
            ".",
        ),
        *(
            "agents",
            "conversations",
            "agent_id",
            "queue_name",
            "x",
            "read_csv",
            "read_csv('a.csv')",
            "scan_parquet",
            "COPY",
        ),
        *(
            "CREATE TABLE",
            "INTO",
            "CASE WHEN",
            "END",
            "OVER (",
            "LATERAL",
            "TABLE",
            "VALUES",
            "'",
            "\\",
            "\x00",
            "\u202e",
        ),
        *sorted(FUNCTIONS),
    ]
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=some.one_of(some.text(max_size=60), some.lists(WORDS, max_size=25).map(" ".join)))
def test_any_text_is_answered_or_refused_and_nothing_is_opened(sixty: Snapshot, watched: Watch, text: str) -> None:
    with suppress(Refusal):
        asked(sixty, text)
    assert watched.touched() == []


def test_the_period_and_the_zone_of_the_page_have_names(sixty: Snapshot) -> None:
    from core.scope import Scope

    text = "SELECT COUNT(*) AS n FROM conversations WHERE started_at >= :since AND started_at < :until"
    everything = Question(sixty.files.root, sixty.version, text, given_of(Scope(None, "Europe/Madrid")))
    assert ask(everything).rows.item() == 60
