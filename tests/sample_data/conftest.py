"""The committed sample, read once."""

import json
from typing import Any

import polars as pl
import pytest

from tests.sample_data.reading import FILES, read

Committed = tuple[pl.DataFrame, int]


@pytest.fixture(scope="session")
def committed() -> Committed:
    """The committed sample as it stands, and how many of its lines are broken."""
    return read(FILES)


@pytest.fixture(scope="session")
def events(committed: Committed) -> pl.DataFrame:
    """Its events, each once, by time."""
    return committed[0].unique("sid", keep="first", maintain_order=True).sort("at", maintain_order=True)


@pytest.fixture(scope="session")
def attributes(events: pl.DataFrame) -> list[dict[str, Any]]:
    """The attributes with which each task began, where they are JSON."""
    texts = events.filter(event="task.created")["task_attributes"]
    return [json.loads(text) for text in texts if text.endswith("}")]
