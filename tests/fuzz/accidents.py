"""What happens to contents on their way: bytes are lost, doubled, swapped, cut, or written in another encoding."""

import random
from collections.abc import Callable

TOKENS = [
    *(b"", b"\n", b"\r", b"\r\n", b'"', b"'", b"{", b"}", b"[", b"]", b",", b";", b"|", b"\t", b"&", b"=", b"%"),
    *(b"\\", b"\\u0000", b"\\ud800", b"\x00", b"\xff", b"\xc3", b"\xef\xbb\xbf", b"\xff\xfe", b"null", b"NaN", b"-1"),
    *(b"1e999", b"9" * 40, b"-9223372036854775809", b"0", b"true", b"1970-01-01", b"31/02/2026", b"99:99:99", b"#N/A"),
    *(
        b"=cmd|'/c calc'!A1",
        b"../../etc/passwd",
        b"{{7*7}}",
        b"<script>",
        b"\xf0\x9f\x98\x80",
        "مرحبا".encode(),
        b"[" * 300,
    ),
]
"""What does not belong where it lands."""

LONG = 400


def _splice(content: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(content) + 1)
    end = min(len(content), start + chance.choice([0, 1, 3, 40, LONG]))
    piece = chance.choice([*TOKENS, content[end : end + 60], chance.randbytes(3)])
    return content[:start] + piece + content[end:]


def _cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content) + 1)]


def _flip(content: bytes, chance: random.Random) -> bytes:
    if not content:
        return content
    at = chance.randrange(len(content))
    return content[:at] + bytes([content[at] ^ 1 << chance.randrange(8)]) + content[at + 1 :]


def _shuffle_lines(content: bytes, chance: random.Random) -> bytes:
    lines = content.splitlines(keepends=True)
    chance.shuffle(lines)
    return b"".join(lines)


def _repeat_a_line(content: bytes, chance: random.Random) -> bytes:
    lines = content.splitlines(keepends=True)
    if not lines:
        return content
    at = chance.randrange(len(lines))
    return b"".join([*lines[:at], *lines[at : at + 1] * chance.choice([2, 3, 50]), *lines[at:]])


def _drop_a_line(content: bytes, chance: random.Random) -> bytes:
    lines = content.splitlines(keepends=True)
    at = chance.randrange(len(lines) + 1)
    return b"".join(lines[:at] + lines[at + 1 :])


def _another_encoding(content: bytes, chance: random.Random) -> bytes:
    name = chance.choice(["utf-16", "utf-16-le", "utf-16-be", "latin-1", "utf-8-sig"])
    return content.decode("utf-8", "replace").encode(name, "replace")


def _other_line_ends(content: bytes, chance: random.Random) -> bytes:
    return content.replace(b"\n", chance.choice([b"\r", b"\r\n", b"\n\n", b" "]))


def _another_delimiter(content: bytes, chance: random.Random) -> bytes:
    old, new = chance.sample([b",", b";", b"\t", b"|", b"=", b"&", b":"], 2)
    return content.replace(old, new)


def _a_swapped_token(content: bytes, chance: random.Random) -> bytes:
    """One value everywhere another one: field names, dates and numbers that stand in every record."""
    words = content.split()
    return content.replace(chance.choice(words), chance.choice(TOKENS)) if words else content


ACCIDENTS: list[Callable[[bytes, random.Random], bytes]] = [
    *([_splice] * 6),
    *(_cut, _flip, _flip, _shuffle_lines, _repeat_a_line, _drop_a_line),
    *(_another_encoding, _other_line_ends, _another_delimiter, _a_swapped_token),
]


def mutated(content: bytes, chance: random.Random) -> bytes:
    """The content after one to four accidents."""
    for _ in range(chance.randint(1, 4)):
        content = chance.choice(ACCIDENTS)(content, chance)
    return content
