"""Where reports go: a folder, people's mailboxes, or a webhook; passwords only by the name of where they are kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

Tls = Literal["starttls", "tls", "none"]
Form = Literal["multipart", "json"]


@dataclass(frozen=True)
class Secret:
    """A password or token, by where it is kept: it stands in no text of the workspace.

    Args:
        variable: name of an environment variable; empty for none.
        file: path of a file whose first line it is; empty for none.
    """

    variable: str = ""
    file: str = ""

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self.variable or self.file)


@dataclass(frozen=True)
class Folder:
    """A folder; files of the same name are replaced.

    Args:
        name: of the destination, within its schedule.
        path: absolute, or within the workspace.
    """

    name: str
    path: str
    kind = "folder"

    @property
    def recipients(self) -> tuple[str, ...]:
        """The folder."""
        return (self.path,)


@dataclass(frozen=True)
class Smtp:
    """People, by mail.

    Args:
        name: of the destination, within its schedule.
        host, port: of the mail server.
        tls: `starttls`, `tls` from the first byte, or `none`.
        user: whom to log in as; empty for no login.
        password: of the user.
        ca_file: certificates of authorities to trust besides none other; empty for the system's.
        sender: the address that it comes from.
        recipients: addresses.
        subject: may hold {title}, {schedule}, {period} and {date}.
    """

    name: str
    host: str
    sender: str
    recipients: tuple[str, ...]
    port: int = 587
    tls: Tls = "starttls"
    user: str = ""
    password: Secret = Secret()
    ca_file: str = ""
    subject: str = "{title} · {period}"
    kind = "smtp"


@dataclass(frozen=True)
class Webhook:
    """A program at an address.

    Args:
        name: of the destination, within its schedule.
        url: http or https.
        form: `multipart` for a form with files, `json` for one object with the files in base64.
        headers: name → where its value is kept.
        signed_with: where the key of a signature is kept; empty for none.
        ca_file: as of mail.
    """

    name: str
    url: str
    form: Form = "multipart"
    headers: Mapping[str, Secret] = field(default_factory=dict)
    signed_with: Secret = Secret()
    ca_file: str = ""
    kind = "webhook"

    @property
    def recipients(self) -> tuple[str, ...]:
        """The server; what follows it in an address is often as good as a password."""
        parts = urlsplit(self.url)
        port = f":{parts.port}" if parts.port else ""
        return (f"{parts.scheme}://{parts.hostname}{port}",)


Destination = Folder | Smtp | Webhook
