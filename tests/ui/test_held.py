"""What holds for one run of the script: found out once within it, and anew outside."""

from itertools import count

from ui.held import held, in_run, one_run


def test_a_value_stays_throughout_a_run_and_no_longer() -> None:
    numbers = count()

    @held
    def number() -> int:
        return next(numbers)

    assert [number(), number()] == [0, 1]
    with one_run():
        assert [number(), number()] == [2, 2]
    with one_run():
        assert number() == 3


def test_a_run_within_a_run_is_the_same_one() -> None:
    numbers = count()

    @held
    def number() -> int:
        return next(numbers)

    with one_run():
        before = number()
        with one_run():
            assert number() == before
        assert in_run()
        assert number() == before
    assert not in_run()
