"""A short run over all ways in; `make fuzz` is the long one."""

import pytest

from tests.fuzz.run import feed
from tests.fuzz.ways import WAYS, Way
from tests.thorough import examples

INPUTS, COSTLY_INPUTS = examples(60, 600), examples(20, 600)
COSTLY = ("loads", "tables", "profiles")
"""Where each input is tried in many ways, or taken in."""


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
def test_no_bytes_make_a_way_in_break_its_promise(way: Way) -> None:
    contents = way.seeds()
    assert contents
    inputs = COSTLY_INPUTS if way.name in COSTLY else INPUTS
    different = {feed(way, contents, f"short {way.name} {number}") for number in range(inputs)}
    assert len(different) > inputs // 2
