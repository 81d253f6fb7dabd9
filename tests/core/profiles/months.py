"""Tables of calls, a month or a day each, as a platform's export might be, in whatever unit."""

from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

import xlsxwriter

from core.profiles import Mapped, Profile

CALLS = Profile(
    "calls",
    platform="Old",
    time_zone="UTC",
    columns=(
        ("start", Mapped(("Fecha",), style="dmy")),
        ("wait_time", Mapped(("Espera",), style="seconds")),
        ("talk_time", Mapped(("Charla",), style="seconds")),
    ),
)
Cell = str | float
Write = Callable[[float], Cell]
Row = tuple[str, float, float]


def month(
    number: int, *, rows: int = 200, talk: float = 180, wait: float = 20, days: Sequence[int] = (), seed: int = 0
) -> list[Row]:
    """Calls of a month: when, how long they waited and how long they talked, in seconds."""
    random = Random(f"{number} {seed}")
    told = days or range(1, 29)
    clock = [f"{random.randint(8, 19):02}:{random.randint(0, 59):02}:00" for _ in range(rows)]
    return [
        (
            f"{told[at * len(told) // rows]:02}/{number:02}/2026 {clock[at]}",
            round(random.lognormvariate(0, 1.2) * wait) + 1,
            round(random.lognormvariate(0, 0.9) * talk) + 1,
        )
        for at in range(rows)
    ]


def as_they_are(seconds: float) -> Cell:
    return int(seconds)


def minutes(seconds: float) -> Cell:
    return round(seconds / 60, 2)


def whole_minutes(seconds: float) -> Cell:
    return round(seconds / 60)


def written(path: Path, rows: list[Row], talk: Write = as_they_are, wait: Write = as_they_are) -> Path:
    """A file of calls, CSV or Excel by its name."""
    table = [("Fecha", "Espera", "Charla"), *((at, wait(waited), talk(talked)) for at, waited, talked in rows)]
    if path.suffix == ".csv":
        path.write_text("\n".join(";".join(str(cell) for cell in cells) for cells in table) + "\n")
        return path
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("Llamadas")
        for place, cells in enumerate(table):
            page.write_row(place, 0, cells)
    return path
