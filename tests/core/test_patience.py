"""Patience: by hand, and never fooled by those who were answered."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import patience as module
from core.patience import given_up, patience
from core.query import Query
from core.settings import Settings
from tests.centre import centre

WAITS = st.lists(st.tuples(st.integers(0, 900_000), st.booleans()), min_size=20, max_size=200)


def of(*waits: tuple[int, bool]) -> pl.DataFrame:
    return given_up(pl.LazyFrame(waits, schema={"queue_time_ms": pl.Int64, "counts": pl.Boolean}, orient="row"))


def test_by_hand() -> None:
    """Of 20, 5 give up after a second, 5 are answered after two, and of the 10 left 5 give up after three."""
    found = of(*[(1_000, True)] * 5, *[(2_000, False)] * 5, *[(3_000, True)] * 5, *[(9_000, False)] * 5)
    assert found.select("waited_ms", "of_offered", "waiting").rows() == [
        (0, 0, 20),
        (1_000, 0, 20),
        (2_000, 5 / 20, 15),
        (3_000, 5 / 20, 10),
        (4_000, 10 / 20, 5),
    ]
    # Of those who reached the third second half gave up; the five answered before are not told apart from them.
    assert found["if_unanswered"].to_list() == pytest.approx([0, 0, 1 / 4, 1 / 4, 1 - 3 / 4 * 1 / 2])


@given(WAITS)
def test_shares_only_rise_and_patience_is_never_better_than_what_happened(waits: list[tuple[int, bool]]) -> None:
    found = of(*waits)
    for line in ("of_offered", "if_unanswered"):
        assert found[line].is_sorted()
        assert found[line].is_between(0, 1).all()
    assert (found["if_unanswered"] >= found["of_offered"] - 1e-12).all()
    assert found["waiting"].is_sorted(descending=True)


def test_the_same_when_nobody_is_answered() -> None:
    found = of(*((1_000 * second, True) for second in range(40)))
    assert found["if_unanswered"].to_list() == pytest.approx(found["of_offered"].to_list())


def test_the_curve_ends_while_enough_are_waiting() -> None:
    found = of(*((1_000 * second, True) for second in range(1_000)))
    assert found["waiting"][-2] >= module.LEAST_SHARE * 1_000


def test_nobody_gave_up() -> None:
    assert of(*[(1_000, False)] * 30).is_empty()
    assert of().is_empty()


def test_of_a_workspace(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Ten of sixty gave up, the last of those that are told within 0:54."""
    snapshot = centre(tmp_path_factory.mktemp("patience") / "workspace").snapshot()
    found = patience(snapshot, Query(("conversations",)), Settings())
    assert found["waiting"][0] == 60
    assert 0 < found["of_offered"][-1] <= 10 / 60
