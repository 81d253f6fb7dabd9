"""How a file is to be read where it does not say so itself."""

import json
from dataclasses import asdict, dataclass

PROFILE = "profile"
"""In EVENTS.source and LOADS.source, before the name of the profile by which a file was read."""


@dataclass(frozen=True)
class Reading:
    """What a file's reader must be told; kept with its load, so that the file can be read in the same way again.

    Args:
        time_zone: IANA zone of times that name none, where the format writes local time.
        profile: text of the profile by which the file is read; empty when its own format is recognised.
        profile_name: what the profile is called.
    """

    time_zone: str = "UTC"
    profile: str = ""
    profile_name: str = ""

    def as_json(self) -> str:
        """As text, for LOADS.reading."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str | None) -> "Reading":
        """The reading that was written so; of a load from before readings were kept, the one that needs no telling."""
        return cls(**json.loads(text)) if text else cls()
