"""What the sources share: fields that may be missing, times with their faults, attributes that users named."""

import polars as pl
import pytest

from core.pipeline.attributes import TASK_PATHS
from core.sources.given import MODELLED, attributes, given, keys, read_local, seconds, time_fault


def test_fields_that_no_record_has_are_null() -> None:
    fields = pl.DataFrame({"a": [" x ", ""], "^.*$": ["y", "z"]})
    assert given(fields, ("a", "b")).rows() == [("x", None), (None, None)]


def test_users_attributes_never_set_what_the_model_works_by() -> None:
    """Language, campaign and outcome may be told by a platform's users; every other column of the model may not."""
    columns = {path[1] for path in TASK_PATHS.values() if path[0] == "conversations"}
    assert columns - MODELLED == {"language", "campaign", "outcome"}
    assert columns >= MODELLED


def test_what_is_told_goes_before_what_users_named() -> None:
    records = pl.DataFrame({"own": ["theirs"], "queue": ["Sales"], "told": ["ours"]})
    named = {"outcome": "own", "queue": "queue", "a.b": "own"}
    text = attributes(records, {"conversations.outcome": "told", "direction": pl.lit("inbound")}, named)
    assert text.to_list() == ['{"direction":"inbound","conversations":{"a.b":"theirs","outcome":"ours"}}']


def test_records_without_an_id_are_named_by_what_they_say() -> None:
    fields = pl.DataFrame({"id": ["1", None, None, None], "x": ["a", "a", "b", "a"]})
    named = keys(fields["id"], fields, ()).to_list()
    assert named[0] == "1"
    assert named[1] == named[3] != named[2]
    assert named[1].startswith("sha256:")


@pytest.mark.parametrize(
    ("written", "hours"), [("2026-07-01 12:00:00", 10), ("2026-12-01T12:00", 11), ("2026-03-29 02:30:00", None)]
)
def test_the_clock_of_a_zone(written: str, hours: int | None) -> None:
    (found,) = read_local(pl.DataFrame({"at": [written]}), "Europe/Madrid")["at"]
    assert (found.hour if found else None) == hours


def test_faults_name_what_is_wrong_with_times() -> None:
    written = pl.DataFrame({"a": ["2026-01-01T00:00:00Z", None, "soon", "1950-01-01T00:00:00Z"], "b": [None] * 4})
    written = written.with_columns(pl.col("b").cast(pl.String))
    read = pl.DataFrame({"a": [1767225600_000, None, None, None], "b": [None] * 4}).cast(pl.Datetime("ms", "UTC"))
    assert time_fault(written, read, ("a", "b")).rows() == [
        (None, None),
        ("no timestamp", None),
        ("unreadable timestamp", "soon"),
        ("timestamp outside 2000–2100", "1950-01-01T00:00:00Z"),
    ]


def test_lengths_that_cannot_be_are_none() -> None:
    texts = pl.DataFrame({"s": ["1.5", "-1", "x", None, "1e300"]})
    spans = texts.select(seconds("s").dt.total_milliseconds()).to_series()
    assert spans.to_list() == [1500, None, None, None, None]
