"""The addresses that are compared are what they claim to be."""

import re
from random import Random

from tests.core.geo.number_cases import quick_batches
from tests.core.geo.number_patterns import patterns, plans, sampler


def test_samples_are_numbers_that_their_pattern_allows() -> None:
    random = Random(1)
    drawn = [(pattern, sampler(pattern)(random)) for plan in plans() for pattern in patterns(plan)]
    assert len(drawn) > 1_000
    assert not [(pattern, text) for pattern, text in drawn if not re.fullmatch(pattern, text)]


def test_a_seed_draws_the_same_addresses_each_time_and_another_seed_others() -> None:
    first, again, other = (next(quick_batches(seed)) for seed in (1, 1, 2))
    assert first == again
    assert first != other
