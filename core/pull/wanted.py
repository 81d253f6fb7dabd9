"""What is to be pulled: of which workspace of the platform, and of what time."""

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

KEPT_DAYS = 30
"""For so long the platform keeps events; of older ones the attributes of tasks are blanked out."""


@dataclass(frozen=True)
class Wanted:
    """The events of a span of time.

    Args:
        workspace_sid: the TaskRouter workspace, `WS…`.
        since, until: from when to when, both included; UTC.
        account_sid: the account, `AC…`.
        api: where the API is, when it is not where the platform has it: `http://127.0.0.1:8080`.
        is_again: also what has been pulled before.
    """

    workspace_sid: str
    since: datetime
    until: datetime
    account_sid: str = ""
    api: str = ""
    is_again: bool = False

    def as_json(self) -> str:
        """As text, to be read by `from_json` in another process."""
        return json.dumps(asdict(self) | {"since": self.since.isoformat(), "until": self.until.isoformat()})

    @classmethod
    def from_json(cls, text: str) -> "Wanted":
        """What was written so."""
        told = json.loads(text)
        times = {name: datetime.fromisoformat(told[name]).astimezone(UTC) for name in ("since", "until")}
        return cls(**{**told, **times})
