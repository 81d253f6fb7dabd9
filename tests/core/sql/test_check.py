"""What is let through and what is not: each refusal says why and where, and what is run is written anew."""

import pytest

from core.sql.check import MOST_CHARACTERS, check
from core.sql.frames import ASKED
from core.sql.refusal import Refusal

GIVEN = {"since": "CAST('2026-03-01T00:00:00.000Z' AS TIMESTAMPTZ)", "zone": "'Europe/Madrid'"}


def refused(text: str) -> tuple[str, int, int]:
    with pytest.raises(Refusal) as found:
        check(text, ASKED, GIVEN)
    return found.value.why, found.value.line, found.value.column


def written(text: str) -> str:
    return check(text, ASKED, GIVEN).text


@pytest.mark.parametrize(
    ("text", "why", "line", "column"),
    [
        ("SELECT * FROM read_csv('a.csv')", "table_function", 1, 15),
        ("SELECT * FROM scan_parquet('a.parquet')", "table_function", 1, 15),
        ("SELECT * FROM read_parquet('a.parquet') AS p", "table_function", 1, 15),
        ("SELECT * FROM read_ipc('a.ipc')", "table_function", 1, 15),
        ("SELECT * FROM read_json('a.json')", "table_function", 1, 15),
        ("SELECT * FROM \"read_csv\"('a.csv')", "table_function", 1, 15),
        ("SELECT * FROM (SELECT * FROM read_csv('a.csv')) x", "table_function", 1, 30),
        ("SELECT 1 FROM agents WHERE agent_id IN (SELECT password FROM read_csv('a.csv'))", "table_function", 1, 62),
        ("SELECT (SELECT 1 FROM read_csv('a.csv'))", "table_function", 1, 23),
        ("SELECT 1 FROM agents ORDER BY (SELECT 1 FROM read_csv('a.csv'))", "table_function", 1, 46),
        ("SELECT 1 FROM agents a JOIN read_csv('a.csv') b ON a.agent_id = b.password", "table_function", 1, 29),
        (
            "SELECT 1 FROM agents a JOIN agents b ON a.agent_id = (SELECT 1 FROM read_csv('a.csv'))",
            "table_function",
            1,
            69,
        ),
        ("SELECT 1 FROM agents\nUNION ALL\nSELECT * FROM read_csv('a.csv')", "table_function", 3, 15),
        (
            "WITH x AS (WITH y AS (SELECT * FROM read_csv('a.csv')) SELECT * FROM y) SELECT * FROM x",
            "table_function",
            1,
            37,
        ),
        ("SELECT 1 /* */ FROM /* read */ read_csv /* x */ ('a.csv')", "table_function", 1, 32),
        ("SELECT read_csv('a.csv')", "function", 1, 8),
        ("SELECT 1 FROM agents WHERE scan_parquet('a.parquet')", "function", 1, 28),
        ("SELECT version()", "function", 1, 8),
        ("SELECT getenv('HOME')", "function", 1, 8),
        ("SELECT * FROM 'a.csv'", "table", 1, 15),
        ("SELECT * FROM 'a/*.csv'", "table", 1, 15),
        ('SELECT * FROM "a/*.csv"', "table", 1, 15),
        ("SELECT * FROM 'http://example.org/a.csv'", "table", 1, 15),
        ("SELECT * FROM secrets.agents", "table", 1, 15),
        ("SELECT * FROM a.b.agents", "table", 1, 15),
        ("SELECT * FROM information_schema.tables", "table", 1, 15),
        ('SELECT * FROM "Agents"', "table", 1, 15),
        ("SELECT * FROM ａgents", "table", 1, 15),
        ("SELECT * FROM tasks", "table", 1, 15),
        ("SELECT ｒead_csv('a.csv')", "function", 1, 8),
        ("COPY agents TO 'a.csv'", "statement", 1, 1),
        ("\n  CREATE TABLE x AS SELECT 1", "statement", 2, 3),
        ("DROP TABLE agents", "statement", 1, 1),
        ("TRUNCATE TABLE agents", "statement", 1, 1),
        ("DELETE FROM agents", "statement", 1, 1),
        ("INSERT INTO agents SELECT * FROM agents", "statement", 1, 1),
        ("UPDATE agents SET agent_id = 1", "statement", 1, 1),
        ("PRAGMA table_info(agents)", "statement", 1, 1),
        ("SET x = 1", "statement", 1, 1),
        ("SHOW TABLES", "statement", 1, 1),
        ("EXPLAIN SELECT 1", "statement", 1, 1),
        ("DESCRIBE agents", "statement", 1, 1),
        ("VALUES (1)", "statement", 1, 1),
        ("(SELECT 1)", "statement", 1, 1),
        ("SELECT * INTO stolen FROM agents", "construct", 1, 15),
        ("SELECT 1; DROP TABLE agents", "several", 1, 22),
        ("SELECT 1;\nSELECT 2", "several", 2, 8),
        ("WITH RECURSIVE x AS (SELECT 1 UNION ALL SELECT * FROM x) SELECT * FROM x", "construct", 1, 16),
        ("WITH agents AS (SELECT 1) SELECT * FROM agents", "taken", 1, 6),
        ("WITH x AS (WITH x AS (SELECT 1) SELECT * FROM x) SELECT * FROM x", "taken", 1, 17),
        ("SELECT * FROM customers agents", "taken", 1, 25),
        ("WITH x AS (SELECT 1 AS a) SELECT * FROM customers x", "taken", 1, 51),
        ("SELECT * FROM agents TABLESAMPLE (1)", "construct", 1, 15),
        ("SELECT * FROM agents, LATERAL (SELECT 1)", "construct", 1, 39),
        ("SELECT * FROM unnest([1])", "construct", 1, 23),
        ("SELECT * FROM agents NATURAL JOIN customers", "construct", 1, 35),
        ("SELECT CAST(agent_id AS INT[]) FROM agents", "type", 1, 13),
        ("SELECT :home", "placeholder", 1, 8),
        ("SELECT ?", "placeholder", 1, 8),
        ("SELECT @@version", "construct", 1, 1),
        ("SELECT FROM WHERE", "syntax", 1, 13),
        ("SELECT a b c FROM agents", "syntax", 1, 12),
        ("ATTACH 'a.db'", "syntax", 1, 8),
        ("SELECT 'open", "unended", 0, 0),
        ("", "empty", 0, 0),
        ("-- nothing", "empty", 0, 0),
    ],
)
def test_what_is_not_known_to_be_harmless_is_refused_with_its_place(
    text: str, why: str, line: int, column: int
) -> None:
    assert refused(text) == (why, line, column)


@pytest.mark.parametrize(
    "text",
    [
        f"SELECT {'(' * 200}1{')' * 200}",
        f"SELECT {'NOT ' * 3_000}TRUE",
        f"SELECT {'- ' * 3_000}1",
        "SELECT " + "CASE WHEN TRUE THEN " * 900 + "1" + " END" * 900,
        "SELECT " + " + ".join(["1"] * 3_000),
        "SELECT * FROM " + "(SELECT * FROM " * 60 + "agents" + ") x" * 60,
    ],
)
def test_what_is_too_deep_or_dense_is_refused_and_breaks_nothing(text: str) -> None:
    assert refused(text)[0] in ("deep", "long")


def test_a_text_beyond_measure_is_not_even_read() -> None:
    assert refused("SELECT '" + "x" * MOST_CHARACTERS + "'")[0] == "long"


@pytest.mark.parametrize(
    ("text", "run"),
    [
        ("select Queue_Name q from CONVERSATIONS", 'SELECT "queue_name" AS "q" FROM "conversations"'),
        ("SELECT 1 -- a comment\n", "SELECT 1"),
        ("SELECT /* x */ count(*) FROM agents;", 'SELECT COUNT(*) FROM "agents"'),
        ("SELECT 'it''s; DROP' AS \"A b\"", "SELECT 'it''s; DROP' AS \"A b\""),
        ("SELECT 'a\\' AS b", "SELECT 'a\\' AS \"b\""),
        (
            "SELECT 1 FROM agents WHERE known_at >= :since",
            f'SELECT 1 FROM "agents" WHERE "known_at" >= {GIVEN["since"]}',
        ),
        ("SELECT joined_at AT TIME ZONE :zone FROM agents", None),
    ],
)
def test_what_is_run_is_written_anew_with_every_name_in_quotes(text: str, run: str | None) -> None:
    assert written(text) == (run or 'SELECT "joined_at" AT TIME ZONE \'Europe/Madrid\' FROM "agents"')


def test_only_the_tables_that_are_named_are_opened() -> None:
    found = check("WITH x AS (SELECT * FROM agents) SELECT * FROM x JOIN customers c ON TRUE", ASKED, {})
    assert found.tables == ("agents", "customers")


@pytest.mark.parametrize(("text", "is_in_order"), [("SELECT 1 ORDER BY 1", True), ("SELECT 1", False)])
def test_it_is_known_whether_the_statement_says_an_order(text: str, is_in_order: bool) -> None:
    assert check(text, ASKED, {}).is_in_order == is_in_order


def test_a_refusal_speaks_spanish_and_travels() -> None:
    with pytest.raises(Refusal) as found:
        check("COPY agents TO 'x'", ASKED, {})
    told = Refusal.from_dict(found.value.to_dict()).told("es")
    assert told.startswith("Línea 1, columna 1: COPY no se puede ejecutar")
