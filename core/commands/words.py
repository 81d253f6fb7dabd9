"""How moments are written on the command line."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from core.errors import QueryError


def read_moment(name: str, text: str | None, zone: str, *, end: bool = False) -> datetime | None:
    """A day (its local midnight) or an ISO time; without a zone of its own it is local.

    Args:
        name: the option, for the message.
        zone: IANA zone of what has none.
        end: a whole day is included: the midnight after it.
    """
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as problem:
        raise QueryError(
            f"{name} is {text!r}; give a day such as 2026-03-29 or a time such as 2026-03-29T09:00."
        ) from problem
    if end and re.fullmatch(r"[\d-]+|\d+W\d+", text):
        moment += timedelta(days=1)
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))
