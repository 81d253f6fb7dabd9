"""The Events resource, page by page, as often as it takes: https://www.twilio.com/docs/taskrouter/api/event."""

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from math import ceil
from random import uniform
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from core.errors import AtalayaError
from core.pull.windows import Window

HOST = "https://taskrouter.twilio.com"
PAGE_SIZE = 1000
TRIES = 8
LONGEST_WAIT_S = 300.0
TEMPORARY = (408, 425, 429)
"""Of the answers below 500 those that ask for another try."""

FORM = "%Y-%m-%dT%H:%M:%SZ"

ADVICE = {
    401: "the account, or its token or key, is not right",
    403: "these credentials may not read TaskRouter's events",
    404: "there is no such TaskRouter workspace in this account",
}

Wait = Callable[[float], None]
"""Waits so many seconds; raises `Cancelled` when the work is stopped meanwhile."""


class Page(NamedTuple):
    """One answer: its text as it came, how many events it has, and where the next one is; empty at the end."""

    text: str
    events: int
    next: str


class _Again(Exception):
    """It may go well the next time; in so many seconds, where the platform says so."""

    def __init__(self, why: str, wait_s: float | None = None) -> None:
        super().__init__(why)
        self.wait_s = wait_s


class EventsResource:
    """The events of one TaskRouter workspace.

    Args:
        client: the official client.
        workspace_sid: of the workspace.
        wait: waits between tries.
    """

    def __init__(self, client: Any, workspace_sid: str, wait: Wait) -> None:
        self._client = client
        self._path = f"/v1/Workspaces/{workspace_sid}/Events"
        self._wait = wait

    def pages(self, window: Window) -> Iterator[Page]:
        """All events of a window, both of its ends included.

        Raises:
            AtalayaError: the platform refuses, or does not answer after all tries.
        """
        since, until = window
        # Whole seconds are all that the platform is asked in: rounded outwards, and what comes twice counts once.
        params = {"StartDate": since.strftime(FORM), "EndDate": _up(until).strftime(FORM), "PageSize": str(PAGE_SIZE)}
        page = self._ask(HOST + self._path, params)
        seen: set[str] = set()
        while True:
            yield page
            if not page.next:
                return
            if page.next in seen:
                raise AtalayaError("Twilio's pages go round in a circle; try again later.")
            seen.add(page.next)
            page = self._ask(self._there(page.next), {})

    def _there(self, told: str) -> str:
        """The address of the next page. Wherever it points to, the credentials go to nobody else."""
        parts = urlsplit(told)
        if parts.path != self._path:
            raise AtalayaError(
                f"Twilio names {parts.path!r} as the next page of {self._path!r}; nothing is asked there."
            )
        return f"{HOST}{self._path}?{parts.query}"

    def _ask(self, address: str, params: dict[str, str]) -> Page:
        for number in range(1, TRIES + 1):
            try:
                return self._once(address, params)
            except _Again as problem:
                if number == TRIES:
                    raise AtalayaError(
                        f"Twilio gives no answer: {problem}, {TRIES} times. What was pulled before is kept; "
                        "the same command goes on from there."
                    ) from problem
                grown = min(2.0 ** (number - 1), 60.0) * uniform(0.5, 1.0)  # noqa: S311 - spreads tries, hides nothing
                self._wait(grown if problem.wait_s is None else min(problem.wait_s, LONGEST_WAIT_S))
        raise AssertionError("unreachable")

    def _once(self, address: str, params: dict[str, str]) -> Page:
        from requests.exceptions import RequestException

        try:
            answer = self._client.request("GET", address, params=params)
        except RequestException as problem:
            raise _Again(f"the connection failed ({type(problem).__name__})") from problem
        status = int(answer.status_code)
        if status in TEMPORARY or status >= 500:
            raise _Again(f"it answers {status}", _wait_of(answer.headers.get("Retry-After", "")))
        if status != 200:
            raise AtalayaError(f"Twilio answers {status}: {ADVICE.get(status) or _said(answer.text)}.")
        return _page(answer.text)


def _page(text: str) -> Page:
    try:
        told = json.loads(text)
        following = told["meta"].get("next_page_url") or ""
        return Page(text, len(told["events"]), str(following))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as problem:
        raise _Again("the answer is no page of events, or a part of one") from problem


def _said(text: str) -> str:
    """What a refusal says of itself."""
    with suppress(ValueError, TypeError, KeyError):
        return str(json.loads(text)["message"])[:300].rstrip(".")
    return "without a reason"


def _wait_of(told: str) -> float | None:
    """What `Retry-After` says, be it seconds or a date."""
    told = told.strip()
    if told.isascii() and told.isdigit():
        return float(told)
    try:
        moment = parsedate_to_datetime(told)
    except ValueError:
        return None
    return max(0.0, (moment - datetime.now(UTC)).total_seconds()) if moment.tzinfo else None


def _up(moment: datetime) -> datetime:
    return datetime.fromtimestamp(ceil(moment.timestamp()), UTC)
