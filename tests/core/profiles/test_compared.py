"""Files of several months compared: another unit or order is told with its numbers, and an honest month is not."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from core.profiles import Known, Looked, Mapped, Profile, compared, loaded_by, look, see
from core.store.workspace import Workspace
from tests.core.profiles.conftest import take_in
from tests.core.profiles.months import CALLS, Row, Write, as_they_are, minutes, month, whole_minutes, written

TODAY = date(2027, 1, 15)
DATES = CALLS.with_(columns=CALLS.columns[:1])


def found(
    paths: Sequence[Path], profile: Profile = CALLS, before: Sequence[Known] = (), today: date = TODAY
) -> list[Looked]:
    seen = [see(path, path.name, profile, "UTC") for path in paths]
    return compared(seen, [look(each, profile, "UTC", today=today) for each in seen], profile, before, today)


def said(one: Looked) -> list[tuple[str, dict[str, object]]]:
    return [(note.key, dict(note.params)) for note in one.why]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize("how", [minutes, whole_minutes])
def test_a_month_in_minutes_among_months_in_seconds_is_told_with_both_lengths(
    tmp_path: Path, how: Write, ending: str
) -> None:
    paths = [written(tmp_path / f"{n:02}.{ending}", month(n), how if n == 4 else as_they_are) for n in (1, 2, 3, 4)]
    talked = sorted(talk for _, _, talk in month(4))
    told = found(paths)
    assert [one.units for one in told] == [(), (), (), ("Charla",)]
    (key, facts), *_ = said(told[3])
    assert (key, facts["column"], facts["other"], facts["factor"]) == ("unit_shorter", "Charla", f"01.{ending}", 60)
    # The middle of the file's lengths: minutes that are read as seconds.
    assert facts["own"] == f"0:00:0{talked[100] / 60:.0f}"
    assert "60 times as short" in told[3].why[0].said("en")
    assert "unas 60 veces menos" in told[3].why[0].said("es")


def test_eight_rows_of_another_unit_are_told_among_months_and_among_files_as_small(tmp_path: Path) -> None:
    def milliseconds(seconds: float) -> int:
        return int(seconds * 1000 + 7)

    odd_one = written(tmp_path / "odd.csv", month(4, rows=8), milliseconds, milliseconds)
    months = [written(tmp_path / f"{n:02}.csv", month(n)) for n in (1, 2)]
    small = [written(tmp_path / f"small {n}.csv", month(n, rows=8, seed=n)) for n in range(5, 9)]
    for others in (months, small):
        told = found([*others, odd_one])
        assert [bool(one.units) for one in told] == [False] * len(others) + [True]
        assert said(told[-1])[0][1]["factor"] == 1000


OTHERWISE: dict[str, tuple[str, Write, str, int]] = {
    "seconds among minutes": ("minutes", minutes, "unit_longer", 60),
    "milliseconds among seconds": ("seconds", as_they_are, "unit_longer", 1000),
    "hours among seconds": ("seconds", as_they_are, "unit_shorter", 3600),
    "hours and minutes among minutes and seconds": (
        "h:m:s",
        lambda s: f"{s // 60:.0f}:{s % 60:02.0f}",
        "unit_shorter",
        60,
    ),
}


def odd(how: str) -> Write:
    return {
        "seconds among minutes": as_they_are,
        "milliseconds among seconds": lambda seconds: int(seconds * 1000 + 7),
        "hours among seconds": lambda seconds: round(seconds / 3600, 5),
        "hours and minutes among minutes and seconds": lambda s: f"{s // 3600:.0f}:{s // 60 % 60:02.0f}",
    }[how]


@pytest.mark.parametrize("how", OTHERWISE)
def test_any_other_unit_is_told_by_its_factor(tmp_path: Path, how: str) -> None:
    style, usual, key, factor = OTHERWISE[how]
    profile = CALLS.with_(columns=(CALLS.columns[0], ("talk_time", Mapped(("Charla",), style=style))))
    paths = [written(tmp_path / f"{n}.csv", month(n, talk=600), odd(how) if n == 2 else usual) for n in (1, 2, 3)]
    told = found(paths, profile)
    assert [one.is_contrary for one in told] == [False, True, False]
    assert (key, factor) in [(each, facts.get("factor")) for each, facts in said(told[1])]


def test_days_as_spreadsheets_count_them_are_told_by_the_file_alone(tmp_path: Path) -> None:
    path = written(tmp_path / "1.csv", month(1), lambda seconds: round(seconds / 86_400, 7))
    (told,) = found([path])
    assert (told.lengths, told.units, said(told)[0][0]) == (("Charla",), (), "hardly_any")


HONEST: dict[str, dict[str, float]] = {
    "a quiet month": {"rows": 40},
    "few rows": {"rows": 6, "talk": 3},
    "much longer calls": {"talk": 4500},
    "much longer calls and waits": {"talk": 7200, "wait": 900},
    "all calls short": {"talk": 8},
    "sixty times the wait": {"wait": 1200},
    "hardly any wait": {"wait": 1},
}


@pytest.mark.parametrize("how", HONEST)
def test_an_honest_month_raises_no_alarm(tmp_path: Path, how: str) -> None:
    for seed in range(2):
        own = month(4, seed=seed, **HONEST[how])  # type: ignore[arg-type]
        rows = {1: month(1), 2: month(2), 3: month(3), 4: own}
        told = found([written(tmp_path / f"{n:02}.csv", each) for n, each in rows.items()])
        assert [one.is_contrary for one in told] == [False] * 4, told


def test_clocks_of_three_parts_tell_their_unit_themselves(tmp_path: Path) -> None:
    profile = CALLS.with_(columns=(CALLS.columns[0], ("talk_time", Mapped(("Charla",), style="h:m:s"))))

    def clock(seconds: float) -> str:
        return f"{seconds // 3600:.0f}:{seconds // 60 % 60:02.0f}:{seconds % 60:02.0f}"

    paths = [written(tmp_path / f"{n}.csv", month(n, talk=180 if n < 3 else 10_800), clock) for n in (1, 2, 3)]
    assert not any(one.is_contrary for one in found(paths, profile))


def test_of_two_that_differ_the_one_that_tells_how_they_are_read_is_believed(tmp_path: Path) -> None:
    paths = [written(tmp_path / "1.csv", month(1)), written(tmp_path / "2.csv", month(2), minutes, minutes)]
    assert [set(one.units) for one in found(paths)] == [set(), {"Espera", "Charla"}]
    assert [set(one.units) for one in found(paths[::-1])] == [set(), {"Espera", "Charla"}]


def test_a_month_alone_is_compared_with_what_was_loaded_before_by_its_own_text(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "workspace")
    took_minutes = CALLS.with_(
        columns=(CALLS.columns[0], *((name, Mapped(each.columns, style="minutes")) for name, each in CALLS.columns[1:]))
    )
    take_in(workspace, written(tmp_path / "january.csv", month(1), minutes, minutes), took_minutes)
    before = loaded_by(workspace, "calls")
    assert [each.name for each in before] == ["january.csv"]
    (told,) = found([written(tmp_path / "february.csv", month(2))], before=before)
    assert not told.is_contrary
    (told,) = found([written(tmp_path / "march.csv", month(3), minutes, minutes)], before=before)
    assert [(key, facts["other"], facts["factor"]) for key, facts in said(told)] == [
        ("unit_shorter", "january.csv", 60),
        ("unit_shorter", "january.csv", 60),
    ]
    assert loaded_by(workspace, "others") == ()


def turned(rows: list[Row]) -> list[Row]:
    """The same with the month first."""
    return [(f"{at[3:5]}/{at[:2]}{at[5:]}", waited, talked) for at, waited, talked in rows]


TWELVE = range(1, 13)


def test_a_half_month_in_the_other_order_is_told_by_how_close_its_days_are(tmp_path: Path) -> None:
    rows = month(3, days=TWELVE)
    (told,) = found([written(tmp_path / "march.xlsx", turned(rows))], DATES)
    assert (told.order, said(told)) == ("mdy", [("order_close", {"days": 12, "other_days": 335})])
    (told,) = found([written(tmp_path / "right.csv", rows)], DATES)
    assert (told.order, told.why) == ("", ())


def test_days_in_the_future_are_told_where_the_other_order_has_none(tmp_path: Path) -> None:
    path = written(tmp_path / "november.csv", turned(month(11, days=(1, 2)) + month(11, days=(12,))))
    (told,) = found([path], DATES, today=date(2026, 11, 12))
    assert told.order == "mdy"
    assert ("order_future", {"count": 1, "until": "2026-12-11"}) in said(told)


def test_the_later_days_of_a_long_file_decide(tmp_path: Path) -> None:
    """Read as the profile says, only the last of five thousand rows could not be read."""
    rows = month(3, rows=4_900, days=TWELVE) + month(3, rows=100, days=(13,))
    (told,) = found([written(tmp_path / "march.csv", turned(rows))], DATES)
    assert (told.order, told.refused, told.why[0].key) == ("mdy", 0, "month_first")


def test_dates_of_both_orders_in_one_file_are_told_and_a_slip_is_not(tmp_path: Path) -> None:
    rows, others = month(3), turned(month(4))
    (told,) = found([written(tmp_path / "both.csv", rows + others)], DATES)
    assert said(told) == [("order_mixed", {"first": 28, "second": 28})]
    (told,) = found([written(tmp_path / "slip.csv", [*rows, others[-1]])], DATES)
    assert not told.is_contrary


def test_files_of_one_day_each_are_told_together(tmp_path: Path) -> None:
    days = {day: month(3, rows=5, days=(day,)) for day in (2, 3, 4, 5)}
    wrong = found([written(tmp_path / f"{day}.csv", turned(rows)) for day, rows in days.items()], DATES)
    assert {one.order for one in wrong} == {"mdy"}
    assert said(wrong[0]) == [("order_together", {"files": 4}), ("order_close", {"days": 4, "other_days": 90})]
    right = found([written(tmp_path / f"{day}.csv", rows) for day, rows in days.items()], DATES)
    assert not any(one.is_contrary for one in right)


def test_a_day_that_the_others_lack_and_that_would_lie_far_from_them_is_told(tmp_path: Path) -> None:
    days = {day: month(3, rows=5, days=(day,)) for day in (1, 3, 4, 13, 14, 15)}
    paths = [written(tmp_path / f"{day}.csv", rows) for day, rows in days.items()]
    odd_one = written(tmp_path / "2.csv", turned(month(3, rows=5, days=(2,))))
    told = found([*paths, odd_one], DATES)
    assert [one.order for one in told] == [""] * 6 + ["mdy"]
    gap = {"own": "2026-02-03", "turned": "2026-03-02", "first": "2026-03-01", "last": "2026-03-15"}
    assert said(told[6]) == [("order_gap", gap)]


SPARSE: dict[str, list[Row]] = {
    "first days of months, without a time": [(f"01/{n:02}/2026", 20, 180) for n in TWELVE],
    "a day alone": month(2, days=(5,)),
    "a closed month": month(2, rows=30, days=(2, 5)),
    "three days of a year": [*month(2, days=(5,)), *month(5, days=(9,)), *month(9, days=(6,))],
    "the days of a month that was": month(10, days=TWELVE),
}


@pytest.mark.parametrize("how", SPARSE)
def test_honest_dates_raise_no_alarm(tmp_path: Path, how: str) -> None:
    own = written(tmp_path / "own.csv", SPARSE[how])
    others = [written(tmp_path / f"{n:02}.csv", month(n)) for n in (1, 3, 4, 5)]
    assert [one.order for one in found([own, *others], DATES)] == [""] * 5
    assert found([own], DATES)[0].order == ""


def test_the_next_day_alone_is_told_by_the_days_before_it(tmp_path: Path) -> None:
    """Read with the day first, the second of June is a day in February, which nobody could rule out by itself."""
    days = [written(tmp_path / f"{day}.csv", month(5, rows=5, days=(day,))) for day in (27, 28, 29)]
    before = [Known.of(see(path, path.name, DATES, "UTC"), DATES) for path in days]
    (told,) = found([written(tmp_path / "odd.csv", turned(month(6, rows=5, days=(2,))))], DATES, before)
    assert [key for key, _ in said(told)] == ["order_gap"]
    (told,) = found([written(tmp_path / "right.csv", month(6, rows=5, days=(2,)))], DATES, before)
    assert told.order == ""
