"""Cut JSON that is not one object a line (arrays, pages, indented objects) into lines of one object each."""

import json
import re
from collections.abc import Iterator
from json import JSONDecodeError, JSONDecoder
from typing import Any

from core.errors import SourceError
from core.sources.text import BATCH_BYTES, BATCH_LINES, RECORD_LIMIT_BYTES, too_long

PAGE_KEYS = ("events", "conversations", "calls")
"""A page of a list keeps its records under one of these keys."""


def _whole_number(digits: str) -> int | float:
    """Python refuses to convert thousands of digits; as infinity they make a record that is rejected."""
    return int(digits) if len(digits) < 1000 else float("inf")


_decoder = JSONDecoder(parse_int=_whole_number)
_page_start = re.compile(rf'\{{\s*"(?:{"|".join(PAGE_KEYS)})"\s*:\s*(?=\[)')
_space = re.compile(r"[ \t\r\n]*")


def object_lines(chunks: Iterator[bytes], name: str) -> Iterator[bytes]:
    """Blocks of lines, each one element: of arrays, of pages, or a value by itself.

    Raises:
        SourceError: the text is no JSON, or stops in the middle.
    """
    lines: list[str] = []
    size = 0
    for line in _elements(_Text(chunks, name)):
        lines.append(line)
        size += len(line)
        if size > BATCH_BYTES or len(lines) >= BATCH_LINES:
            yield ("\n".join(lines)).encode("utf-8", "surrogateescape")
            lines, size = [], 0
    if lines:
        yield ("\n".join(lines)).encode("utf-8", "surrogateescape")


class _Text:
    """A window that slides over the text: what is before `at` has been used."""

    def __init__(self, chunks: Iterator[bytes], name: str) -> None:
        self.name = name
        self._chunks = _characters(chunks)
        self._text = ""
        self._at = 0
        self._before = 0

    def more(self) -> bool:
        """Read one more piece; False at the end."""
        piece = next(self._chunks, None)
        if piece is None:
            return False
        self._before += self._at
        self._text, self._at = self._text[self._at :] + piece, 0
        if len(self._text) > RECORD_LIMIT_BYTES + len(piece):
            raise too_long(self.name)
        return True

    def peek(self) -> str:
        """The next character that is no space; empty at the end."""
        while True:
            self._at = _space.match(self._text, self._at).end()  # type: ignore[union-attr]
            if self._at < len(self._text):
                return self._text[self._at]
            if not self.more():
                return ""

    def skip(self) -> None:
        """Go past one character."""
        self._at += 1

    def value(self) -> tuple[Any, str]:
        """The next JSON value and its text."""
        while True:
            try:
                value, end = _decoder.raw_decode(self._text, self._at)
            except RecursionError as problem:
                raise SourceError(f"{self.name} is nested too deeply to be a list of events.") from problem
            except JSONDecodeError as problem:
                unread = len(self._text) - self._at
                if not self.more():
                    raise self.broken(problem.pos, problem.msg) from problem
                while len(self._text) < 2 * unread and self.more():
                    pass
                continue
            if end == len(self._text) and isinstance(value, int | float) and self.more():
                continue
            text = self._text[self._at : end]
            self._at = end
            return value, text

    def reopen(self) -> None:
        """Read what follows a comma inside an object as an object of its own."""
        self._text, self._before = "{" + self._text[self._at + 1 :], self._before + self._at
        self._at = 0

    def enters(self, opening: re.Pattern[str]) -> bool:
        """Go past the opening when the text begins with it."""
        match = opening.match(self._text, self._at)
        self._at = match.end() if match else self._at
        return match is not None

    def broken(self, at: int | None = None, message: str = "") -> SourceError:
        """The error that says where the text stops being JSON."""
        at = self._at if at is None else at
        if not self._text[at:].strip() or message.startswith("Unterminated"):
            return SourceError(f"{self.name} is truncated: its JSON stops before its end. Copy or export it again.")
        return SourceError(
            f"{self.name} is no valid JSON from character {self._before + at + 1:,} on "
            f"({self._text[at : at + 40]!r}); give a JSON array, or one JSON object a line."
        )


def _characters(chunks: Iterator[bytes]) -> Iterator[str]:
    """The chunks as text; a character cut in two waits for its other half, invalid bytes are kept for later."""
    rest = b""
    for chunk in chunks:
        block = rest + chunk
        end = len(block)
        while end > len(block) - 4 and end > 0 and block[end - 1] >= 0x80:
            end -= 1
        rest = block[end:]
        yield block[:end].decode("utf-8", "surrogateescape")
    if rest:
        yield rest.decode("utf-8", "surrogateescape")


def _elements(text: _Text) -> Iterator[str]:
    while start := text.peek():
        if start == "[":
            yield from _array(text)
        elif text.enters(_page_start):
            yield from _array(text)
            if text.peek() == ",":
                text.reopen()
                text.value()
            elif text.peek() == "}":
                text.skip()
            else:
                raise text.broken()
        else:
            yield from _value(text)


def _array(text: _Text) -> Iterator[str]:
    text.skip()
    if text.peek() == "]":
        text.skip()
        return
    while True:
        text.peek()
        yield from _value(text)
        following = text.peek()
        if following not in ("]", ","):
            raise text.broken()
        text.skip()
        if following == "]":
            return


def _value(text: _Text) -> Iterator[str]:
    value, written = text.value()
    inner = page(value)
    if inner is None:
        # A line break inside JSON is only ever space between tokens.
        yield written.replace("\n", " ").replace("\r", " ")
        return
    for record in inner:
        yield _written(record)


def _written(record: Any) -> str:
    """JSON text in which invalid bytes stay invalid, so that the record is rejected rather than changed."""
    text = json.dumps(record, ensure_ascii=False)
    try:
        text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # half of a surrogate pair, written as an escape
        return json.dumps(record)
    return text


def page(value: Any) -> list[Any] | None:
    """The records of a page of a REST list; None when the value is no page."""
    inner = (value.get(key) for key in PAGE_KEYS) if isinstance(value, dict) else ()
    return next((records for records in inner if isinstance(records, list)), None)
