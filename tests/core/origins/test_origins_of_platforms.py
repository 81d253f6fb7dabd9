"""Origins on other platforms: what a record told leads to the events that it was unfolded into."""

from pathlib import Path

import pytest

from core.schema.tables import CONVERSATIONS
from tests.core.origins.test_origins import found, unexplained
from tests.core.sources.exports import FILES, plain, take_in
from tests.thorough import examples


@pytest.mark.parametrize("name", sorted(file.name for file in FILES.iterdir()))
def test_every_field_that_says_something_leads_somewhere(tmp_path: Path, name: str) -> None:
    snapshot = take_in(tmp_path, plain(name), zone="Europe/Madrid")
    every = snapshot.scan(CONVERSATIONS).select("conversation_id").sort("conversation_id").collect()["conversation_id"]
    ids = every.gather_every(examples(24, 1))
    assert ids.len() > 5
    assert set().union(*(unexplained(*found(snapshot, wanted)) for wanted in ids)) == set()
