"""One figure of a benchmark: said on the screen, and kept where the run that asked for it collects them."""

import json
import math
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

RESULTS = "ATALAYA_BENCH_RESULTS"
"""The variable that names the file to which figures are added, one line of JSON each."""

Better = Literal["lower", "higher"]


@dataclass(frozen=True)
class Figure:
    """What was measured, in which unit, and what was promised in the same unit; `record` says what each field means."""

    section: str
    name: str
    figure: float
    unit: str
    bar: float | None = None
    better: Better = "lower"
    note: str = ""

    @property
    def is_kept(self) -> bool:
        """Whether the figure is on the good side of its bar, the bar itself included; true where there is none."""
        if self.bar is None:
            return True
        return self.figure <= self.bar if self.better == "lower" else self.figure >= self.bar

    @property
    def told(self) -> str:
        """`12.3 ms`."""
        return shown(self.figure, self.unit)

    @property
    def promise(self) -> str:
        """`≤ 100 ms`; empty where nothing was promised."""
        return "" if self.bar is None else f"{'≤' if self.better == 'lower' else '≥'} {shown(self.bar, self.unit)}"

    def __str__(self) -> str:
        """`Questions · dashboard, p95: 12.3 ms (bar ≤ 100 ms: kept); of one million conversations`."""
        fared = "kept" if self.is_kept else "MISSED"
        bar = f" (bar {self.promise}: {fared})" if self.promise else ""
        note = f"; {self.note}" if self.note else ""
        return f"{self.section} · {self.name}: {self.told}{bar}{note}"


def record(
    section: str,
    name: str,
    figure: float,
    unit: str,
    *,
    bar: float | None = None,
    better: Better = "lower",
    note: str = "",
) -> bool:
    """Say one figure in one line and, when ATALAYA_BENCH_RESULTS names a file, add it there as a line of JSON.

    Args:
        section: What the figure is about, "Questions"; the page has one table a section.
        name: What was measured, unlike any other name of the section.
        figure: In `unit`, not rounded.
        unit: "ms", "events/s", "×", …
        bar: What was promised, in the same unit; None when nothing was.
        better: Which way is good; decides on which side of the bar a figure keeps it.
        note: What a reader has to know of this one figure: rows, runs, what it was compared with.

    Returns:
        Whether the bar is kept; true where there is none. A missed bar is no error: a benchmark fails when something
        breaks or answers differ, because how long work takes is also said by what else the machine does.

    Raises:
        ValueError: `figure` is not a finite number.
    """
    if not math.isfinite(figure):
        raise ValueError(f"{section} · {name} was measured as {figure}; a figure is a finite number")
    one = Figure(section, name, figure, unit, bar, better, note)
    print(one, flush=True)
    if path := os.environ.get(RESULTS):
        with Path(path).open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(asdict(one), ensure_ascii=False) + "\n")
    return one.is_kept


def recorded(file: Path) -> list[Figure]:
    """The figures that `record` added to a file, the earliest first; none when there is no such file."""
    if not file.exists():
        return []
    return [Figure(**json.loads(line)) for line in file.read_text(encoding="utf-8").splitlines()]


def shown(figure: float, unit: str) -> str:
    """Three digits that matter, whole numbers from a hundred on, thousands apart; then the unit."""
    number = f"{figure:,.0f}" if figure == round(figure) or abs(figure) >= 100 else f"{figure:.3g}"
    return f"{number} {unit}".rstrip()
