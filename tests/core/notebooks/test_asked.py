"""What a reader asks of a notebook: parameters are theirs, everything else can only be narrowed."""

import pytest

from core.errors import DefinitionError, UnknownName
from core.notebooks.asked import asked, beside, set_words
from core.notebooks.notebook import Notebook

NOTEBOOK = Notebook(
    "mine", scope={"period": "7d", "queue": "Sales,Support", "tz": "Europe/Madrid"}, parameters=("period", "channel")
)


@pytest.mark.parametrize(
    ("address", "changed", "left_out"),
    [
        ({}, {}, ()),
        ({"period": "30d"}, {"period": "30d"}, ()),
        ({"period": ""}, {"period": None}, ()),
        ({"channel": "voice"}, {"channel": "voice"}, ()),
        ({"country": "ES"}, {"country": "ES"}, ()),
        ({"queue": "Sales,Billing"}, {"queue": "Sales"}, ()),
        ({"queue": "Billing"}, {}, ("queue",)),
        ({"tz": "UTC"}, {}, ("tz",)),
        ({"tz": "Europe/Madrid"}, {}, ()),
        ({"lang": "es"}, {"lang": "es"}, ()),
    ],
    ids=str,
)
def test_words_of_an_address_count_where_they_may(
    address: dict[str, str], changed: dict[str, str | None], left_out: tuple[str, ...]
) -> None:
    words = {word: value for word, value in (dict(NOTEBOOK.scope) | changed).items() if value is not None}
    assert asked(NOTEBOOK, address) == (words, left_out)


@pytest.mark.parametrize(
    ("params", "address"),
    [
        ({"period": "7d", "queue": "Sales,Support", "tz": "Europe/Madrid"}, {}),
        (
            {"queue": "Sales,Support", "tz": "Europe/Madrid", "country": "ES"},
            {"period": "30d", "country": "ES"},
        ),
        ({"queue": "Sales,Support", "tz": "Europe/Madrid"}, {"period": "30d"}),
        ({"period": "7d", "tz": "Europe/Madrid"}, {}),  # the queues are no parameter
    ],
)
def test_an_address_says_only_what_differs(params: dict[str, str], address: dict[str, str]) -> None:
    assert beside(NOTEBOOK, params, {"period": "30d"}) == address


def test_a_parameter_is_set_by_its_word_or_its_column() -> None:
    assert set_words(NOTEBOOK, {"period": "90d", "channel": "voice"}).scope == {
        "queue": "Sales,Support",
        "tz": "Europe/Madrid",
        "period": "90d",
        "channel": "voice",
    }
    assert "period" not in set_words(NOTEBOOK, {"period": ""}).scope


def test_what_is_no_parameter_is_refused() -> None:
    with pytest.raises(UnknownName, match="period"):
        set_words(NOTEBOOK, {"queue": "Sales"})
    with pytest.raises(DefinitionError, match="period is 'soon'"):
        set_words(NOTEBOOK, {"period": "soon"})
