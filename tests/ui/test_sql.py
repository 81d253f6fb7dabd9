"""The SQL cell: a text is run, refused at its place, cancelled, asked again for another period or masking."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.words import catalogue
from tests.centre import centre

Open = Callable[..., AppTest]
ENDLESS = (
    "SELECT COUNT(*) AS n FROM (SELECT DISTINCT a.segment_id || b.segment_id || c.segment_id || d.segment_id AS x "
    "FROM segments a, segments b, segments c, segments d) t"
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return centre(tmp_path_factory.mktemp("sql") / "workspace").home


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch, home: Path) -> Iterator[Open]:
    """A page with nothing but a cell of SQL."""
    monkeypatch.setenv("ATALAYA_HOME", str(home))
    apps: list[AppTest] = []

    def opener(text: str = "", **params: str) -> AppTest:
        def page() -> None:
            import streamlit as st

            from ui.answers import one_version
            from ui.customer import reveal_switch
            from ui.scope import scope
            from ui.sql import sql_cell

            with one_version():
                reveal_switch()
                sheet = sql_cell(st.session_state.get("text", ""), "cell", scope())
                st.text(sheet.headings[0].label if sheet else "no sheet")

        app = AppTest.from_function(page, default_timeout=30)
        app.session_state["text"] = text
        app.query_params.update({name: [value] for name, value in params.items()})
        apps.append(app)
        return app.run()

    yield opener
    for app in apps:
        cancel(app)


def cancel(app: AppTest) -> None:
    if is_working(app):
        app.button(key="sql-cancel-cell").click().run()


def is_working(app: AppTest) -> bool:
    return any(button.key == "sql-cancel-cell" for button in app.button)


def run(app: AppTest, text: str) -> AppTest:
    app.text_area(key="sql-text-cell").set_value(text)
    return app.button(key="sql-run-cell").click().run()


def answered(app: AppTest) -> AppTest:
    """As the browser does: look again until there is an answer."""
    while is_working(app):
        app.run()
    return app


def rows(app: AppTest) -> list[dict[str, object]]:
    return answered(app).dataframe[0].value.to_dict("records")


def test_nothing_is_asked_until_it_is_run(opened: Open) -> None:
    app = opened("SELECT COUNT(*) AS n FROM conversations")
    assert (app.text[0].value, len(app.dataframe)) == ("no sheet", 0)


def test_a_text_is_answered_with_typed_values(opened: Open) -> None:
    app = run(opened(), "SELECT channel, COUNT(*) AS n, AVG(talk_time_ms) AS talk_ms FROM conversations GROUP BY 1")
    assert [(row["channel"], row["n"]) for row in rows(app)] == [("chat", 15), ("voice", 45)]
    assert app.text[0].value == "channel"
    assert any(note.value.startswith("2 rows") for note in app.caption)


def test_a_refusal_shows_the_line_and_the_place(opened: Open) -> None:
    app = answered(run(opened(), "SELECT 1\nFROM read_csv('a.csv')"))
    assert app.error[0].value.startswith("Line 2, column 6\\: read\\_csv cannot be read as a table")
    assert app.code[-1].value == "FROM read_csv('a.csv')\n     ^"


def test_a_refusal_speaks_spanish(opened: Open) -> None:
    app = answered(run(opened(lang="es"), "COPY agents TO 'x'"))
    assert app.error[0].value.startswith("Línea 1, columna 1\\: COPY no se puede ejecutar")


def test_a_question_that_takes_long_can_be_cancelled(opened: Open) -> None:
    app = run(opened(), ENDLESS)
    app.button(key="sql-cancel-cell").click().run()
    assert [note.value for note in app.info] == [catalogue("en")["sql.cancelled"]]


def test_the_same_text_is_asked_again_for_another_period(opened: Open) -> None:
    text = "SELECT COUNT(*) AS n FROM conversations WHERE started_at >= :since AND started_at < :until"
    app = run(opened(period="2026-03-03..2026-03-04"), text)
    assert rows(app)[0]["n"] == 12
    app.query_params["period"] = "2026-03-03..2026-03-03"
    assert rows(app.run())[0]["n"] == 6


def test_personal_data_is_masked_until_it_is_revealed(opened: Open) -> None:
    app = run(opened(), "SELECT DISTINCT phone_e164 AS p FROM customers WHERE phone_e164 IS NOT NULL ORDER BY 1")
    assert rows(app)[0]["p"] == "+1 212 ••• ••01"
    assert any(catalogue("en")["sql.masked"] in note.value for note in app.caption)
    app.toggle(key="reveal").set_value(True).run()
    assert rows(app)[0]["p"] == "+12125550101"


def test_the_guide_tells_every_table(opened: Open) -> None:
    app = opened()
    app.session_state["sql-help-cell"] = True
    app.run()
    assert [tab.label for tab in app.tabs] == [
        *("conversations", "segments", "attributes", "customers", "agents", "workload", "events", "intervals")
    ]
