"""The house's own metrics on the pages: shown like any other; what is wrong with them is told in the reader's words."""

from pathlib import Path

import pytest

from tests.centre import centre
from tests.pages.conftest import Open

TEXT = """
[long_calls]
label = "Long calls"
label_es = "Llamadas largas"
meaning = "Conversations of a minute or more."
unit = "count"
better = "lower"
count = "conversations"
rows = "completed conversations"
where = ["handling_time_ms>=60000"]

[broken]
label = "Broken"
meaning = "Nothing."
unit = "count"
better = "lower"
count = "conversation"
"""


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A workspace with data and a file of metrics, of which one cannot be used."""
    centre(tmp_path)
    (tmp_path / "metrics.toml").write_text(TEXT, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("language", "subject", "label", "mistake"),
    [
        (
            "en",
            "The house's own",
            "Long calls",
            "there is no table 'conversation' to count; did you mean conversations?",
        ),
        (
            "es",
            "Propias de la casa",
            "Llamadas largas",
            "no hay ninguna tabla 'conversation' que contar; ¿quería decir",
        ),
    ],
)
def test_they_are_defined_under_a_subject_of_their_own_and_their_mistakes_told(
    open_page: Open, house: Path, language: str, subject: str, label: str, mistake: str
) -> None:
    app = open_page("definitions", home=house, lang=language, metric="long_calls")
    assert not app.exception
    assert app.subheader[0].value == label
    assert app.subheader[-1].value == subject
    assert "handling_time_ms ≥ 60000" in app.code[0].value
    (warning,) = app.warning
    assert "17" in warning.value
    assert mistake in warning.value.replace("\\", "")


def test_one_that_cannot_be_used_is_no_metric_of_the_address(open_page: Open, house: Path) -> None:
    app = open_page("definitions", home=house, metric="broken")
    assert not app.exception
    assert len(app.warning) == 2


def test_the_conversations_that_one_counts_are_listed(open_page: Open, house: Path) -> None:
    app = open_page("conversations", home=house, behind="long_calls")
    assert not app.exception
    assert not app.error
    assert any("Long calls" in one.value for one in [*app.markdown, *app.caption, *app.subheader, *app.info])


def test_one_has_a_passport_down_to_its_rows(open_page: Open, house: Path) -> None:
    app = open_page("passport", home=house, metric="long_calls")
    assert not app.exception
    assert not app.error
    assert "Long calls" in [one.value for one in app.subheader]
    assert "Conversations of a minute or more." in [one.value for one in app.markdown]
