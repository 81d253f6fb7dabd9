"""A month in minutes beside one in seconds, on the page Import a table."""

from pathlib import Path

from core.words import catalogue
from tests.pages.conftest import Open
from tests.pages.test_importing import bring_many, shown


def month(number: int, unit_s: int) -> bytes:
    """Forty calls of one to six minutes, their talk counted in a unit."""
    rows = [
        f"{number}-{at};{1 + at // 2:02}/{number:02}/2026 10:{at:02}:00;Ana;{round((60 + 8 * at) / unit_s, 2)}"
        for at in range(40)
    ]
    return "\r\n".join(["Id llamada;Fecha y hora;Agente;Conversación", *rows, ""]).encode()


def test_it_is_left_unticked_and_told_with_both_lengths(open_page: Open, tmp_path: Path) -> None:
    app = bring_many(open_page("importing", home=tmp_path, lang="es"), enero=month(1, 1), febrero=month(2, 60))
    words = catalogue("es")
    told = words["tabular.unit_shorter"].format(
        column="Conversación", own="0:00:04", usual="0:03:40", other="enero.csv", factor=60
    )
    assert told in shown(app).replace("\\", "")
    assert words["importing.file_units"].format(file="febrero.csv", columns="Conversación") in shown(app)
    ticks = {one.label: one.value for one in app.checkbox if one.key and one.key.startswith("want-")}
    assert ticks == {"enero.csv": True, "febrero.csv": False}
    assert not app.exception
