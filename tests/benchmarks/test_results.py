"""A figure is said in one line, kept where it was asked for, and put in place of its benchmark's earlier ones."""

import json
from pathlib import Path

import pytest

from benchmarks.results import RESULTS, Figure, record, recorded
from benchmarks.suite import TITLES, Run, keep, kept


@pytest.mark.parametrize(
    ("figure", "told"),
    [
        (Figure("Start", "import core", 0.4321, "s"), "Start · import core: 0.432 s"),
        (Figure("Pages", "a rerun", 80, "ms", bar=80), "Pages · a rerun: 80 ms (bar ≤ 80 ms: kept)"),
        (Figure("Pages", "a rerun", 80.4, "ms", bar=80), "Pages · a rerun: 80.4 ms (bar ≤ 80 ms: MISSED)"),
        (
            Figure("Pipeline", "rate", 1_234_567.8, "events/s", bar=2e6, better="higher", note="median of 3"),
            "Pipeline · rate: 1,234,568 events/s (bar ≥ 2,000,000 events/s: MISSED); median of 3",
        ),
        (Figure("Pipeline", "rate", 11, "×", bar=10, better="higher"), "Pipeline · rate: 11 × (bar ≥ 10 ×: kept)"),
    ],
)
def test_a_figure_is_told_in_one_line_with_its_bar(figure: Figure, told: str) -> None:
    assert str(figure) == told


def test_figures_are_kept_where_the_variable_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(RESULTS, str(tmp_path / "figures"))
    assert record("Start", "import core", 0.4, "s", bar=0.5)
    assert not record("Start", "the server", 3.5, "s", bar=3, note="median of 5")
    assert recorded(tmp_path / "figures") == [
        Figure("Start", "import core", 0.4, "s", 0.5),
        Figure("Start", "the server", 3.5, "s", 3, note="median of 5"),
    ]
    assert len(capsys.readouterr().out.splitlines()) == 2


def test_what_is_no_number_is_no_figure() -> None:
    with pytest.raises(ValueError, match="Start · import core was measured as nan"):
        record("Start", "import core", float("nan"), "s")


def test_a_benchmark_that_ran_again_takes_the_place_of_its_own_figures_alone(tmp_path: Path) -> None:
    file = tmp_path / "results.json"
    for name, seconds in (("pipeline", 3.0), ("clock", 1.0), ("pipeline", 2.0)):
        keep(Run(name, [Figure(name, "time", seconds, "s")], seconds, 0, others=1), file)
    assert {name: one.figures[0].figure for name, one in kept(file).items()} == {"pipeline": 2.0, "clock": 1.0}
    assert json.loads(file.read_text())["clock"]["machine"]["processors"] >= 1


def test_every_benchmark_is_run_and_shown() -> None:
    folder = Path(__file__).parents[2] / "benchmarks"
    run_by_themselves = {file.stem for file in folder.glob("*.py") if "\nABOUT = " in file.read_text(encoding="utf-8")}
    assert run_by_themselves == set(TITLES)
