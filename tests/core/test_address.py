"""Filter values in an address: any text goes in and comes out."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.address import read_values, write_values

texts = st.text(min_size=1).filter(lambda text: text.strip() == text)
values = st.lists(st.none() | texts, unique=True, max_size=4).map(tuple)


@settings(deadline=None)
@given(values)
def test_what_was_written_is_read(given_values: tuple[str | None, ...]) -> None:
    assert read_values(write_values(given_values)) == given_values


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("voice,chat", ("voice", "chat")),
        ("Support ES", ("Support ES",)),
        (r"Sales\, and more", ("Sales, and more",)),
        ("~", (None,)),
        (r"\~", ("~",)),
        ("", ()),
        (",,  ,voice,voice,", ("voice",)),
        ("\\", ("\\",)),
    ],
)
def test_an_address_written_by_hand_is_read(text: str, expected: tuple[str | None, ...]) -> None:
    assert read_values(text) == expected
