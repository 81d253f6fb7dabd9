"""What goes wrong is told in the reader's language, on whatever page it shows; what was kept in English as well."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.jobs import INGEST, Task, run
from core.store.workspace import Workspace

Open = Callable[..., AppTest]


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A workspace of this test's own."""
    home = tmp_path / "own"
    home.mkdir()
    return home


def errors(app: AppTest) -> str:
    """All that the page says went wrong, without what keeps it from being read as Markdown."""
    return "\n".join(str(one.value) for one in (*app.error, *app.warning)).replace("\\", "")


def test_a_file_that_cannot_be_read_is_told_in_spanish_though_its_job_was_kept_in_english(
    open_page: Open, own: Path, tmp_path: Path
) -> None:
    file = tmp_path / "ventas.csv"
    file.write_bytes(b"\0\1\2\3" * 100)
    run(Workspace(own), Task(INGEST, (file,)))
    assert "ventas.csv is binary, not text; give JSON" in (own / "job.json").read_text()
    assert "ventas.csv es binario, no texto; cargue JSON, NDJSON, CSV" in errors(open_page("data", home=own, lang="es"))
    assert "ventas.csv is binary, not text; give JSON, NDJSON, CSV" in errors(open_page("data", home=own, lang="en"))


def test_house_rules_that_cannot_be_read_are_told_in_spanish_with_their_line(open_page: Open, own: Path) -> None:
    (own / "settings.toml").write_text('time_zone = "Europe/Madrid"\nanswer_within_s = \n')
    told = errors(open_page("overview", home=own, lang="es"))
    assert "settings.toml: no se puede leer como TOML (valor no válido (en la línea 2, columna 19))." in told


def test_a_mistake_in_a_profile_is_told_in_spanish_with_its_line(open_page: Open, own: Path) -> None:
    (own / "profiles").mkdir()
    (own / "profiles" / "ventas.toml").write_text('kind = "conversations"\n\n[columns]\nqueue = 3\n')
    app = open_page("importing", home=own, lang="es")
    told = errors(app.selectbox(key="importing-profile").set_value("ventas").run())
    assert "ventas.toml, línea 4: columns.queue es 3; indique el nombre de una columna o una tabla con `from`." in told


def test_a_notebook_that_is_not_there_is_told_in_spanish(open_page: Open) -> None:
    app = open_page("notebook", name="nada", lang="es")
    shown = "\n".join(str(one.value) for one in app.markdown).replace("\\", "")
    assert "No hay ningún cuaderno llamado 'nada'; " in shown
