"""A saved view as a frozen value: the state of a page, with who saved it under which name."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from core.errors import DefinitionError

MOST_LETTERS = {"name": 80, "by": 80, "description": 500, "address": 8_000}
READABLE = ":,~!*()/. "
"""Signs that stay as they are in a written address, so that people can read and change it."""

Params = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class View:
    """One saved view.

    Args:
        name: what it is called; no two of a house are called alike, whatever the case of their letters.
        page: name of the page.
        params: of its address, in their order.
        description: what it is for; may be empty.
        by: who saved it, as they say themselves; may be empty.
        saved_at: when, UTC; None where a file does not say.

    Raises:
        DefinitionError: a text is too long or has several lines, or there is no name or no page.
    """

    name: str
    page: str
    params: Params = ()
    description: str = ""
    by: str = ""
    saved_at: datetime | None = None

    def __post_init__(self) -> None:
        for field in ("name", "by", "description"):
            object.__setattr__(self, field, _line(field, getattr(self, field)))
        if not self.name:
            raise DefinitionError("A view needs a name; give it a few words.")
        if not self.page:
            raise DefinitionError(f"View {self.name!r} names no page; give an address such as queues?period=7d.")
        _line("address", self.address)

    @property
    def address(self) -> str:
        """The page and its state, relative to the app."""
        return write_address(self.page, self.params)

    @property
    def key(self) -> str:
        """What names it among others."""
        return self.name.casefold()

    def with_(self, **changes: Any) -> "View":
        """The same with other fields."""
        return replace(self, **changes)

    def is_found(self, wanted: str) -> bool:
        """Whether all words of a search are in what it says."""
        told = f"{self.name}\n{self.description}\n{self.by}\n{self.address}".casefold()
        return all(word in told for word in wanted.casefold().split())


def write_address(page: str, params: Params) -> str:
    """A page and its parameters as people read them: `queues?period=7d&queue=Support EN`."""
    return f"{page}?{urlencode(params, safe=READABLE).replace('+', ' ')}" if params else page


def read_address(text: str) -> tuple[str, Params]:
    """The page and its parameters; of a whole link, what follows the server's name."""
    parts = urlsplit(text.strip())
    page = parts.path.rstrip("/").rpartition("/")[2]
    # A name that is there twice adds its values up, as in an address.
    params: dict[str, str] = {}
    for name, value in parse_qsl(parts.query):
        params[name] = f"{params[name]},{value}" if name in params else value
    return page, tuple(params.items())


def now() -> datetime:
    """This second, UTC: as exact as anybody reads it."""
    return datetime.now(UTC).replace(microsecond=0)


def _line(field: str, given: str) -> str:
    """One line of text without blanks around it."""
    told = given.strip()
    if len(told) > MOST_LETTERS[field]:
        raise DefinitionError(f"The {field} of a view has {len(told)} letters; {MOST_LETTERS[field]} is the most.")
    if not told.isprintable():
        raise DefinitionError(f"The {field} of a view is {told!r}; give one line of text.")
    return told
