"""Every error is asked in one way what it is in the reader's language; its text stays English."""

from collections.abc import Callable
from pathlib import Path

import pytest

from core.corrections.mistake import WrongCorrection, mistake
from core.corrections.text import read_corrections
from core.errors import AtalayaError, UnknownName
from core.metrics.catalogue import named
from core.metrics.own import read_own
from core.schedules.file import ScheduleFile
from core.settings import Settings
from core.store.files import refused
from core.store.workspace import Workspace
from core.views.text import read_views


def test_a_name_that_is_not_there_is_told_with_those_that_are_near() -> None:
    wrong = UnknownName.among("metric", "conversatons", ["conversations", "talk_time"])
    assert str(wrong) == "There is no metric called 'conversatons'; did you mean conversations?"
    assert wrong.told("en") == str(wrong)
    assert wrong.told("es") == "No hay ninguna métrica llamada 'conversatons'; ¿quería decir conversations?"


def test_many_names_are_told_with_how_many_more_there_are() -> None:
    told = UnknownName.among("group", "zzz", [f"g{number:02}" for number in range(25)]).told("es")
    assert told.startswith("No hay ningún grupo llamado 'zzz'; hay: g00, g01, ")
    assert told.endswith(", g19 y 5 más.")


def test_what_the_system_refuses_is_told_with_its_reason() -> None:
    wrong: AtalayaError = refused(Path("/w/landed"), PermissionError(13, "Permission denied"))
    assert wrong.told("es") == (
        "/w/landed: no hay permiso. Compruebe el espacio libre del disco y de quién es la carpeta."
    )


def test_a_metric_of_the_house_is_told_with_file_line_and_mistake_in_spanish() -> None:
    with pytest.raises(UnknownName) as found:
        named("bad", Settings(metrics='[bad]\nlabel = 3\nmeaning = "m"\nunit = "count"\nbetter = "higher"\n'))
    assert str(found.value).startswith("There is no metric called 'bad': metrics.toml, line 2: label is 3; give")
    assert found.value.told("es").startswith("No hay ninguna métrica llamada 'bad': metrics.toml, línea 2: label es 3;")


def test_all_mistakes_of_schedules_are_told_in_spanish(tmp_path: Path) -> None:
    file = ScheduleFile(Workspace(tmp_path).files)
    _, mark = file.load()
    with pytest.raises(AtalayaError) as found:
        file.save('[one]\nnotebok = "x"\n\n[two]\nnotebook = 3\n', mark)
    told = found.value.told("es")
    assert "schedules.toml, line 2: " in str(found.value)
    assert told.count("schedules.toml, línea ") == str(found.value).count("schedules.toml, line ") > 1
    assert "did you mean" not in told
    assert "line " not in told


def test_a_correction_is_told_with_its_line() -> None:
    wrong = WrongCorrection(mistake("id", "id", value="a b", better="a-b").at(4))
    assert str(wrong).startswith("line 4: ")
    assert wrong.told("es") == f"línea 4: {wrong.mistake.told('es')}"


@pytest.mark.parametrize(
    ("told", "spanish"),
    [
        (read_views("x = = 3\n").mistakes[0].told, "el archivo no es TOML: valor no válido; corríjalo."),
        (read_corrections("[[correction]]\nkind =").mistakes[0].told, "valor no válido (al final del texto)"),
        (read_own("[a]\nlabel 3\n").mistakes[0].said_in, "línea 2: no se puede leer como TOML: falta '=' después de"),
    ],
    ids=["views", "corrections", "metrics"],
)
def test_what_a_reader_of_toml_says_is_told_in_spanish(told: Callable[[str], str], spanish: str) -> None:
    assert spanish in told("es")
    assert spanish not in told("en")
