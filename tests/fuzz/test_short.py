"""A short run over all ways in; `make fuzz` is the long one."""

import pytest

from tests.fuzz.run import feed
from tests.fuzz.ways import WAYS, Way

INPUTS = 60


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
def test_no_bytes_make_a_way_in_break_its_promise(way: Way) -> None:
    contents = way.seeds()
    assert contents
    different = {feed(way, contents, f"short {way.name} {number}") for number in range(INPUTS)}
    assert len(different) > INPUTS // 2
