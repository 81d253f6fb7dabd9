"""Markdown of notebooks as HTML, and as plain blocks for paper: links are checked, HTML in it is text."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

SCHEMES = ("http://", "https://", "mailto:")
"""Links that stay links; of all others the text stays."""


@cache
def _reader() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable(["table", "strikethrough"])
    # A picture would be asked for from somewhere; its address stays as the text that it is.
    return reader.disable("image")


def as_html(text: str) -> str:
    """Markdown as HTML; headings begin below those of the report itself."""
    reader = _reader()
    tokens = reader.parse(text)
    for token in _all(tokens):
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1]) + 2)}"
        if token.type == "link_open":
            _check(token)
    return str(reader.renderer.render(tokens, reader.options, {}))


def _check(token: "Token") -> None:
    if str(token.attrs.get("href", "")).lower().startswith(SCHEMES):
        token.attrs["rel"] = "noopener noreferrer"
    else:
        token.attrs.pop("href", None)


def _all(tokens: Sequence["Token"]) -> list["Token"]:
    return [one for token in tokens for one in (token, *(token.children or ()))]


@dataclass
class Block:
    """A paragraph, a heading, an item of a list or a piece of code.

    Args:
        kind: `paragraph`, `heading`, `item`, `quote`, `code`, `rule` or `row`.
        level: of a heading from 1; of an item how deep it lies, from 1.
        mark: what stands before an item.
        runs: its text, each piece with how it is set (`strong`, `em`, `code`) and where it leads.
    """

    kind: str
    level: int = 0
    mark: str = ""
    runs: list[dict[str, Any]] = field(default_factory=list)


def as_blocks(text: str) -> list[Block]:
    """Markdown as blocks without any markup."""
    blocks: list[Block] = []
    lists: list[list[Any]] = []
    quotes, opened = 0, ""
    for token in _reader().parse(text):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            lists.append([token.type.startswith("ordered"), int(token.attrs.get("start", 1) or 1) - 1])
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif token.type == "list_item_open":
            lists[-1][1] += 1
            opened = f"{lists[-1][1]}." if lists[-1][0] else "•"
        elif token.type in ("blockquote_open", "blockquote_close"):
            quotes += 1 if token.nesting > 0 else -1
        elif token.type == "hr":
            blocks.append(Block("rule"))
        elif token.type in ("fence", "code_block"):
            blocks.append(Block("code", runs=[{"text": token.content.rstrip("\n")}]))
        elif token.type == "heading_open":
            blocks.append(Block("heading", int(token.tag[1])))
        elif token.type == "tr_open":
            blocks.append(Block("row"))
        elif token.type == "inline":
            _add(blocks, token, "item" if lists else "quote" if quotes else "paragraph", len(lists), opened)
            opened = ""
    return blocks


def _add(blocks: list[Block], token: "Token", kind: str, level: int, mark: str) -> None:
    """The text of a block; of a heading or a row of a table into the one that is open."""
    runs = _runs(token.children or [])
    if blocks and blocks[-1].kind == "heading" and not blocks[-1].runs:
        blocks[-1].runs = runs
    elif blocks and blocks[-1].kind == "row":
        blocks[-1].runs += [*([{"text": "  |  "}] if blocks[-1].runs else []), *runs]
    else:
        blocks.append(Block(kind, level, mark, runs))


def _runs(tokens: Sequence["Token"]) -> list[dict[str, Any]]:
    runs: list[dict[str, Any]] = []
    looks: dict[str, int] = {"strong": 0, "em": 0, "s": 0}
    link = ""
    for token in tokens:
        name = token.type.removesuffix("_open").removesuffix("_close")
        if name in looks:
            looks[name] += token.nesting
        elif token.type == "link_open":
            target = str(token.attrs.get("href", ""))
            link = target if target.lower().startswith(SCHEMES) else ""
        elif token.type == "link_close":
            link = ""
        else:
            text = "\n" if token.type == "hardbreak" else " " if token.type == "softbreak" else token.content
            run: dict[str, Any] = {"text": text, **{look: True for look, on in looks.items() if on}}
            runs.append(
                run | ({"code": True} if token.type == "code_inline" else {}) | ({"link": link} if link else {})
            )
    return [run for run in runs if run["text"]]
