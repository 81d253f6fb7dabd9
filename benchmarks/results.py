"""One figure of a benchmark: said on the screen, and kept where the run that asked for it collects them."""

import json
import math
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

RESULTS = "ATALAYA_BENCH_RESULTS"

Better = Literal["lower", "higher"]


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
        figure: In `unit`, unrounded.
        unit: "ms", "events/s", "×", …
        bar: What was promised, in the same unit; None when nothing was.
        better: Which way is good; decides on which side of the bar a figure keeps it.
        note: What a reader has to know of this one figure: rows, runs, what it was compared with.

    Returns:
        Whether the bar is kept; true where there is none. A missed bar is no error: a benchmark fails when something
        breaks or answers differ, because how long work takes is also said by what else the machine does.

    Raises:
        ValueError: `figure` is not a number.
    """
    if not math.isfinite(figure):
        raise ValueError(f"{section} · {name} was measured as {figure}; a figure is a finite number")
    kept = is_kept(figure, bar, better)
    print(line(section, name, figure, unit, bar, better, note), flush=True)
    if path := os.environ.get(RESULTS):
        said = {"section": section, "name": name, "figure": figure, "unit": unit, "bar": bar, "better": better}
        on = datetime.now(UTC).date().isoformat()
        with Path(path).open("a", encoding="utf-8") as lines:
            lines.write(json.dumps({**said, "kept": kept, "note": note, "on": on}, ensure_ascii=False) + "\n")
    return kept


def is_kept(figure: float, bar: float | None, better: Better) -> bool:
    """Whether a figure is on the good side of its bar, the bar itself included."""
    if bar is None:
        return True
    return figure <= bar if better == "lower" else figure >= bar


def line(section: str, name: str, figure: float, unit: str, bar: float | None, better: Better, note: str) -> str:
    """`Questions · dashboard, p95: 12.3 ms (bar ≤ 100 ms: kept) one million conversations`."""
    promise = "" if bar is None else f" ({promised(bar, unit, better)}: {said_of(is_kept(figure, bar, better))})"
    return f"{section} · {name}: {shown(figure)} {unit}{promise}" + (f" {note}" if note else "")


def promised(bar: float, unit: str, better: Better) -> str:
    """`bar ≤ 100 ms`."""
    return f"bar {'≤' if better == 'lower' else '≥'} {shown(bar)} {unit}"


def said_of(kept: bool) -> str:
    """How a bar fared."""
    return "kept" if kept else "MISSED"


def shown(figure: float) -> str:
    """Three digits that matter; whole numbers from a hundred on, thousands apart."""
    if figure == round(figure) or abs(figure) >= 100:
        return f"{figure:,.0f}"
    return f"{figure:.3g}"
