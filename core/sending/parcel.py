"""A parcel: what is sent at once, to one or more destinations."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256


@dataclass(frozen=True)
class Attachment:
    """One file of a parcel.

    Args:
        name: of the file, without a folder.
        media_type: such as `text/html`.
        content: its bytes.
    """

    name: str
    media_type: str
    content: bytes

    @property
    def digest(self) -> str:
        """SHA-256 of the content, in hexadecimal digits."""
        return sha256(self.content).hexdigest()


@dataclass(frozen=True)
class Parcel:
    """What is sent.

    Args:
        run: id of the run that made it; the same when it is sent once more.
        title: what it is, for a subject.
        text: what a mail says, plain text.
        files: what is attached.
        facts: what a machine is told of it, such as the schedule, the notebook and the version of the data.
        words: what placeholders of a subject stand for.
    """

    run: str
    title: str
    text: str
    files: tuple[Attachment, ...]
    facts: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)

    def key(self, destination: str) -> str:
        """Names this parcel at that destination: whoever gets it twice can tell by it that it is the same."""
        return sha256(f"{self.run}\n{destination}".encode()).hexdigest()[:32]
