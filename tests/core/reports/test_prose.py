"""Markdown in reports: its meaning stays, what could do something does not."""

import pytest

from core.reports.prose import as_blocks, as_html

HTML = [
    ("# Title", "<h3>Title</h3>"),
    ("###### Deep", "<h6>Deep</h6>"),
    ("**a** *b* `c` ~~d~~", "<p><strong>a</strong> <em>b</em> <code>c</code> <s>d</s></p>"),
    ("<b onclick=x>t</b>", "<p>&lt;b onclick=x&gt;t&lt;/b&gt;</p>"),
    ("[x](https://a.b)", '<p><a href="https://a.b" rel="noopener noreferrer">x</a></p>'),
    ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
    ("[x](file:///etc/passwd)", "<p>[x](file:///etc/passwd)</p>"),
    ("[x](/settings)", "<p><a>x</a></p>"),
    ("[x](ftp://a.b)", "<p><a>x</a></p>"),
    ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
]


@pytest.mark.parametrize(("text", "wanted"), HTML)
def test_markdown_becomes_html(text: str, wanted: str) -> None:
    assert as_html(text).strip() == wanted


def test_a_picture_is_never_asked_for() -> None:
    assert "<img" not in as_html("![i](https://example.com/i.png) ![d](data:image/png;base64,AA)")


def test_blocks_say_the_same_without_markup() -> None:
    blocks = as_blocks(
        "# T\n\n1. a\n2. b\n   - **c**\n\n> q\n\n```\nx  y\n```\n\n---\n\n[l](https://a.b) [m](javascript:x)"
    )
    assert [(one.kind, one.level, one.mark) for one in blocks] == [
        ("heading", 1, ""),
        ("item", 1, "1."),
        ("item", 1, "2."),
        ("item", 2, "•"),
        ("quote", 0, ""),
        ("code", 0, ""),
        ("rule", 0, ""),
        ("paragraph", 0, ""),
    ]
    assert blocks[3].runs == [{"text": "c", "strong": True}]
    assert blocks[-1].runs[0] == {"text": "l", "link": "https://a.b"}
    assert all("link" not in run for run in blocks[-1].runs[1:])


def test_a_table_keeps_its_rows() -> None:
    blocks = as_blocks("| a | b |\n|---|---|\n| 1 | 2 |")
    assert ["".join(run["text"] for run in one.runs) for one in blocks] == ["a  |  b", "1  |  2"]
