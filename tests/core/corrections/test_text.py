"""`corrections.toml`: read with the line of every mistake; changed without touching what people wrote beside it."""

import random
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.corrections import CLOSE, END_STATUS, EXCLUDE, MERGE, RELABEL, Correction, Undone, read_corrections
from core.corrections.text import with_added, with_undone

BY_HAND = """# ours
[[correction]]
id = "spelling"   # told by the leads
kind = "relabel"
who = "Ana"
at = 2026-11-02T09:30:00+01:00
why = "One queue, two spellings"
column = "queue_name"
from = "Suport"
to = "Support"
where = { channel = ["voice", "chat"], customers.tier = "gold" }
since = 2026-10-01

[[correction]]
id = "test-calls"
kind = "exclude"
who = "Ben"
at = 2026-11-03T10:00:00Z
why = "Load test"
conversations = ["WT1", "WT2"]
undone_by = "Ana"
undone_at = 2026-11-04T10:00:00Z
undone_why = "They were real"

[[correction]]
id = "one-person"
kind = "merge_customers"
who = "Ben"
at = 2026-11-03
why = "Wrote from two addresses"
customers = ["a@example.com", "b@example.com"]
into = "a@example.com"

[[correction]]
id = "lost-ends"
kind = "close"
who = "Ben"
at = 2026-11-05T10:00:00Z
why = "The feed broke"
until = 2026-11-05T08:00:00Z
closed_at = 2026-11-05T08:00:00Z
"""


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc]


WANTED = (
    Correction(
        "spelling",
        RELABEL,
        "Ana",
        utc(2026, 11, 2, 8, 30),
        "One queue, two spellings",
        where=(("channel", ("voice", "chat")), ("customers.tier", ("gold",))),
        since=utc(2026, 10, 1),
        column="queue_name",
        was="Suport",
        to="Support",
    ),
    Correction(
        "test-calls",
        EXCLUDE,
        "Ben",
        utc(2026, 11, 3, 10),
        "Load test",
        conversations=("WT1", "WT2"),
        undone=Undone("Ana", utc(2026, 11, 4, 10), "They were real"),
    ),
    Correction(
        "one-person",
        MERGE,
        "Ben",
        utc(2026, 11, 3),
        "Wrote from two addresses",
        customers=("a@example.com", "b@example.com"),
        into="a@example.com",
    ),
    Correction(
        "lost-ends",
        CLOSE,
        "Ben",
        utc(2026, 11, 5, 10),
        "The feed broke",
        until=utc(2026, 11, 5, 8),
        closed_at=utc(2026, 11, 5, 8),
    ),
)


def test_what_is_written_by_hand_is_read() -> None:
    told = read_corrections(BY_HAND)
    assert told.mistakes == ()
    assert told.all == WANTED
    assert told.effective == (WANTED[0], *WANTED[2:])
    assert told.undone == (WANTED[1],)


def test_what_is_written_is_read_again_and_comments_stay() -> None:
    text = ""
    for one in WANTED:
        text = with_added(text, one.with_(undone=None))
    text = with_undone(text, "test-calls", WANTED[1].undone or Undone("", utc(2026, 1, 1), ""))
    assert read_corrections(text).all == WANTED
    more = with_added(BY_HAND, WANTED[0].with_(id="again", was="Suporte"))
    assert "# told by the leads" in more
    assert more.startswith("# ours\n")
    assert read_corrections(more).ids == ("spelling", "test-calls", "one-person", "lost-ends", "again")


@pytest.mark.parametrize(
    ("was", "now", "line", "wanted"),
    [
        ('kind = "relabel"', 'kind = "rename"', 4, "kind is “rename”; known: relabel"),
        ('id = "spelling"', 'id = "two words"', 3, "give one word, such as “two-words”"),
        ('who = "Ana"\n', "", 2, "who is missing"),
        ('who = "Ana"', 'who = "  "', 5, "who is missing"),
        ('who = "Ana"', "who = 7", 5, "who is 7; give text"),
        ('who = "Ana"', f'who = "{"A" * 81}"', 5, "81 letters; 80 is the most"),
        ('why = "One queue, two spellings"', 'why = "two\\nlines"', 7, "one line of text"),
        ("at = 2026-11-02T09:30:00+01:00", 'at = "monday"', 6, "a moment such as"),
        ("at = 2026-11-02T09:30:00+01:00", "at = 0001-01-01T00:00:00+14:00", 6, "a moment such as"),
        ('column = "queue_name"', 'column = "speed"', 8, "“speed” cannot be given another value; known: queue_name"),
        ('column = "queue_name"\n', "", 2, "column is missing"),
        ('to = "Support"', 'to = "Suport"', 10, "both “Suport”"),
        ('to = "Support"\n', "", 2, "to is missing"),
        ('from = "Suport"', 'from = ""', 9, "only replaced where it is known"),
        ('column = "queue_name"', 'column = "direction"', 10, "one of Inbound, Outbound, Internal"),
        ('column = "queue_name"', 'column = "channel"', 10, "in lower case: “support”"),
        ('column = "queue_name"', 'column = "queue_name"\ninto = "x"', 9, "into says nothing"),
        ("since = 2026-10-01", "since = 2026-10-01\nuntil = 2026-09-01", 13, "the period is empty"),
        ('channel = ["voice", "chat"]', "channel = []", 11, "channel has no value"),
        ('channel = ["voice", "chat"]', "channel = 5", 11, "a list of texts"),
        ('channel = ["voice", "chat"]', 'speed = "x"', 11, "cannot be chosen by “speed”"),
        ("where = {", "where = 5 # {", 11, "give columns with their values"),
        ("where = { channel", "where = { country", 11, "is worked out of other columns"),
        ("where = { channel", "where = { colour", 11, "known: "),
        ('conversations = ["WT1", "WT2"]', 'conversations = "WT1"', 20, "a list of texts"),
        ('conversations = ["WT1", "WT2"]', 'conversations = [""]', 20, "an empty id"),
        ('conversations = ["WT1", "WT2"]\n', "", 14, "true of every conversation"),
        ('conversations = ["WT1", "WT2"]', 'remark = "x"', 20, "no “remark”; known: id"),
        ('id = "test-calls"', 'id = "spelling"', 15, "another correction called “spelling”"),
        ("undone_at = 2026-11-04T10:00:00Z\n", "", 14, "undone_at is missing"),
        (
            'customers = ["a@example.com", "b@example.com"]',
            'customers = ["a@example.com"]',
            31,
            "at least one customer",
        ),
        ('into = "a@example.com"\n', "", 25, "into is missing"),
        ("# ours", 'name = "x"', 1, "no “name”; begin each correction"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_spoils_nothing_else(was: str, now: str, line: int, wanted: str) -> None:
    assert was in BY_HAND
    told = read_corrections(BY_HAND.replace(was, now, 1))
    assert len(told.mistakes) == 1
    assert (told.mistakes[0].line, told.is_readable) == (line, True)
    assert wanted in str(told.mistakes[0])
    assert len(told.all) == (4 if was == "# ours" else 3)
    assert "{" not in told.mistakes[0].told("es").replace("{ queue_name", "")


@pytest.mark.parametrize(
    ("text", "line"),
    [("[[correction]\n", 1), ('correction = "x"', 1), ("\n\n[correction]\nid = 1", 3), ('id = "\udcff"', 1)],
)
def test_of_what_is_no_list_of_corrections_none_is_read(text: str, line: int) -> None:
    told = read_corrections(text)
    assert (told.all, told.is_readable, told.mistakes[0].line) == ((), False, line)


def mutated(seed: int) -> str:
    """The file with some of its pieces cut out, doubled, swapped or made into others."""
    chance = random.Random(seed)
    signs = ['"', "[", "]", "{", "}", "=", "\n", ",", "#", "5", "-", "\\", "\x00", "\udcff", "true", "inf", "é", '"""']
    text = BY_HAND
    for _ in range(chance.randint(1, 6)):
        start = chance.randrange(len(text) + 1)
        end = min(len(text), start + chance.choice((0, 1, 1, 5, 40)))
        piece = chance.choice([*signs, "", text[start:end] * 2, text[chance.randrange(len(text) + 1) :][:20]])
        text = text[:start] + piece + text[end:]
    return text


def check_no_crash(seeds: range) -> None:
    for seed in seeds:
        told = read_corrections(mutated(seed))
        lines = mutated(seed).count("\n") + 1
        assert all(1 <= one.line <= lines for one in told.mistakes), seed
        assert all(one.told("en") and one.told("es") for one in told.mistakes), seed
        assert all(one.who and one.why for one in told.effective), seed


def test_no_file_however_broken_ends_in_a_crash() -> None:
    check_no_crash(range(1_500))


@pytest.mark.slow
def test_no_file_of_many_however_broken_ends_in_a_crash() -> None:
    check_no_crash(range(1_500, 12_000))


def test_the_example_of_the_manual_is_read() -> None:
    manual = (Path(__file__).parents[3] / "docs" / "corrections.md").read_text()
    told = read_corrections(manual.split("```toml\n")[1].split("```")[0])
    assert told.mistakes == ()
    assert [one.kind for one in told.all] == [RELABEL, EXCLUDE, MERGE, CLOSE, END_STATUS]
    assert [one.id for one in told.undone] == ["lost-ends"]


def test_a_hundred_thousand_ids_are_one_correction() -> None:
    ids = tuple(f"WT{number:032x}" for number in range(100_000))
    one = WANTED[1].with_(
        conversations=ids, undone=None, why='A "quoted" \\ reason é', where=(("customers.tier", ("", "a b")),)
    )
    assert read_corrections(with_added("", one)).all == (one,)


def test_an_entry_that_begins_no_table_is_not_changed_by_hand_of_the_program() -> None:
    inline = (
        'correction = [{ id = "x", kind = "exclude", who = "A", at = 2026-01-01, why = "w", conversations = ["a"] }]\n'
    )
    assert read_corrections(inline).ids == ("x",)
    assert with_undone(inline, "x", Undone("A", utc(2026, 1, 2), "b")) == inline
