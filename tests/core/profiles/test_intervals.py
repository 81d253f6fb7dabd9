"""Files that already hold counts: recognised, previewed and taken in as what they are."""

from pathlib import Path

import pytest

from core.answer import totals
from core.profiles import preview
from core.profiles.preview import REPORTED
from core.query import Query
from core.store.workspace import Workspace
from tests.core.profiles.conftest import HOUSE, suggested, take_in

COUNTS = """\
Fecha;Franja horaria;Cola;Ofrecidas;Atendidas;Abandonadas;Nivel de servicio (%);TMO (seg);TME
02/03/2026;09:00-09:30;Ventas;20;18;2;85,0;312,5;0:00:22
02/03/2026;09:30-10:00;Ventas;30;28;2;80,0;290;0:00:35
27/03/2026;09:30-10:00;Soporte;10;10;0;100;422;0:00:05
27/03/2026;09:30-10:00;Chat;4;10;4;60;422;0:01:10
27/03/2026;nunca;Chat;4;4;0;60;422;0:01:10
Total;;;64;66;8;;;
"""


@pytest.fixture
def counts(tmp_path: Path) -> Path:
    path = tmp_path / "franjas.csv"
    path.write_bytes(COUNTS.encode("latin-1"))
    return path


def test_counts_are_told_from_contacts(counts: Path) -> None:
    profile = suggested(counts).profile
    assert (profile.kind, profile.interval) == ("intervals", "half_hour")
    assert set(profile.mapped) == {
        *("started_at", "queue", "offered", "handled", "abandoned", "service_level"),
        *("average_handling_time", "average_answer_wait_time"),
    }


def test_numbers_are_weighted_by_their_volumes_and_every_row_is_accounted_for(
    counts: Path, workspace: Workspace
) -> None:
    profile = suggested(counts).profile
    seen = preview(counts, profile, HOUSE)
    assert (seen.rows_in, seen.kept, seen.duplicates, seen.rejected) == (6, 3, 0, 3)
    assert dict(seen.reasons) == {
        "line of totals": 1,
        "more handled and abandoned than offered": 1,
        "unreadable timestamp": 1,
    }
    assert seen.kpis == pytest.approx(
        {
            "reported_offered": 60,
            "reported_handled": 56,
            "reported_abandoned": 4,
            "reported_abandon_rate": 4 / 60,
            "reported_average_speed_of_answer": (18 * 22_000 + 28 * 35_000 + 10 * 5_000) / 56,
            "reported_average_handling_time": (18 * 312_500 + 28 * 290_000 + 10 * 422_000) / 56,
            "reported_service_level": (17 + 24 + 10) / 60,
        }
    )
    load = take_in(workspace, counts, profile).loads[0]
    assert (load["rows_in"], load["rows_kept"], load["rows_duplicate"], load["rows_rejected"]) == (6, 3, 0, 3)
    assert totals(workspace.snapshot(), Query(REPORTED), HOUSE).row(0, named=True) == seen.kpis


def test_how_long_an_interval_is_is_told_in_the_readers_language(tmp_path: Path) -> None:
    path = tmp_path / "hours.csv"
    rows = "".join(f"2026-03-02 {hour:02}:00,Sales,20,18,2\n" for hour in range(8, 20))
    path.write_text(f"Interval,Queue,Offered,Handled,Abandoned\n{rows}")
    told = " ".join(note.said("es") for note in suggested(path).notes)
    assert "El paso más corto de un intervalo al siguiente: una hora." in told
