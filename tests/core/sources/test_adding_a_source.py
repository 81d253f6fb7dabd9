"""The document on adding a source: its list is that of SOURCES, and its example is a source that works."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from core import sources
from core.sources import SOURCES
from tests.atalaya import ROOT
from tests.core.sources.exports import conversation, counted, refused, take_in

DOCUMENT = (ROOT / "docs" / "adding-a-source.md").read_text(encoding="utf-8")


def test_the_document_lists_every_source_with_its_platform() -> None:
    told = re.findall(r"^\| ([a-z ]+) \| ([A-Z][\w ]+) \|", DOCUMENT, flags=re.MULTILINE)
    assert sorted(told) == sorted((source.name, source.platform) for source in SOURCES)


def test_every_file_that_the_document_names_is_there() -> None:
    for name in re.findall(r"`((?:core|tests|sample_data)/[\w/.-]+)`", DOCUMENT):
        assert (ROOT / name).exists(), name


@pytest.fixture
def example(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The example of the document, among the sources."""
    code = re.search(r"```python\n(.*?)```", DOCUMENT, flags=re.DOTALL)
    assert code is not None
    module: dict[str, Any] = {}
    exec(compile(code[1], "adding-a-source.md", "exec"), module)
    monkeypatch.setattr(sources, "SOURCES", (*SOURCES, module["CALLS"]))
    return module["CALLS"]


@pytest.mark.usefixtures("example")
def test_the_example_reads_its_records(tmp_path: Path) -> None:
    records = [
        {"call": "7", "came": 1767225600, "answered": 1767225640, "left": 1767225700, "who": "mary", "mood": "fine"},
        {"call": "8", "came": 1767225600, "left": 1767225660, "number": "+12125550101"},
        {"call": "9", "left": 1767225660},
    ]
    snapshot = take_in(tmp_path, "\n".join(map(json.dumps, records)).encode())
    row = conversation(snapshot, "7")
    assert (row["platform"], row["agent_name"], row["ring_time_ms"]) == ("Acme", "mary", None)
    assert (row["speed_of_answer_ms"], row["talk_time_ms"]) == (40_000, 60_000)
    given_up = conversation(snapshot, "8")
    assert (given_up["is_abandoned"], given_up["customer_phone"]) == (True, "+12125550101")
    assert refused(snapshot) == [(3, "no timestamp", "")]
    assert counted(snapshot) == [(3, 2, 0, 1)]
