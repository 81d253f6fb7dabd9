"""Whatever happens to a file on its way, reading it ends in events, rejections or one clear error."""

import gzip
import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import SourceError
from core.sources import REASONS
from tests.core.sources.writing import FACTS, SHAPES, ndjson, read_all
from tests.fuzz.accidents import mutated


def check(folder: Path, content: bytes) -> None:
    """The promise: all records are accounted for, or the file is refused by name."""
    try:
        batch = read_all(folder, content)
    except SourceError as refused:
        assert "export.bin" in str(refused)  # noqa: PT017
        return
    assert batch.rows_in == batch.events.height + batch.rejected.height
    assert batch.events["event_id"].null_count() == batch.events["occurred_at"].null_count() == 0
    assert set(batch.rejected["reason"]) <= set(REASONS)
    positions = sorted([*batch.events["position"], *batch.rejected["position"]])
    assert positions == list(range(1, batch.rows_in + 1))


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("shape", SHAPES)
def test_accidents_never_crash(tmp_path: Path, shape: str, packed: bool) -> None:
    chance = random.Random(f"{shape} {packed}")
    plain = SHAPES[shape](FACTS)
    content = gzip.compress(plain) if packed else plain
    for _ in range(5 if packed else 25):
        check(tmp_path, mutated(content, chance))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
NAMES = "* ^.*$ data payload event_data type specversion EventType Timestamp timestamp Sid sid hold request parameters"
names = st.sampled_from(NAMES.split())


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(records=st.lists(st.dictionaries(names | st.text(max_size=4), json_values, max_size=6), max_size=4))
def test_records_of_any_kind_never_crash(tmp_path: Path, records: list[dict[str, object]]) -> None:
    content = ndjson([FACTS[0], *records])
    check(tmp_path, content)
