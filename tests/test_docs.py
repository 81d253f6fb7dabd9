"""The generated pages of docs/ are fresh."""

import pytest

from tools.build_docs import DOCS, pages


@pytest.mark.parametrize("name", pages())
def test_a_generated_page_is_what_make_docs_would_write(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == pages()[name], "run `make docs`"
