"""By mail: one message to all, and of each recipient what the server said."""

import smtplib
import ssl
from contextlib import suppress
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime

from core.errors import DefinitionError
from core.sending.destination import Smtp
from core.sending.parcel import Parcel
from core.sending.secret import reveal, trusting
from core.sending.tried import Tried, all_later, all_never

WITHIN_S = 60.0
"""How long one step of the talk with a server may take."""


def mail(smtp: Smtp, parcel: Parcel, left: tuple[str, ...], within_s: float = WITHIN_S) -> Tried:
    """Send the message to those who do not have it yet.

    Args:
        left: the recipients of this try; the message names all of them whatever the try.
        within_s: how long one step of the talk may take (seconds).
    """
    try:
        password = reveal(smtp.password) if smtp.user else ""
        message = message_of(smtp, parcel)
        context = None if smtp.tls == "none" else trusting(smtp.ca_file)
    except (DefinitionError, ValueError) as problem:
        return all_never(left, str(problem))
    has_begun = False
    try:
        server = _connected(smtp, within_s, context)
        try:
            if smtp.user:
                server.login(smtp.user, password)
            has_begun = True
            return _handed_over(server, smtp, message, left)
        finally:
            # What was said before stands, whatever the server answers to the farewell.
            with suppress(smtplib.SMTPException, OSError):
                server.quit()
    except smtplib.SMTPResponseException as problem:
        return _refused(left, problem.smtp_code, problem.smtp_error)
    except (smtplib.SMTPNotSupportedError, ssl.SSLCertVerificationError) as problem:
        return all_never(left, f"{smtp.host}: {problem}")
    except (OSError, smtplib.SMTPException) as problem:
        why = f"{smtp.host}:{smtp.port}: {problem or type(problem).__name__}"
        return all_later(left, why, is_uncertain=has_begun)
    except ValueError as problem:
        return all_never(left, f"{smtp.host}: {problem}")


def message_of(smtp: Smtp, parcel: Parcel) -> EmailMessage:
    """The message; the same parcel is the same message, so that mailboxes can tell a copy.

    Raises:
        ValueError: a header would hold a line break.
    """
    message = EmailMessage()
    message["Subject"] = _filled(smtp.subject, parcel)
    message["From"] = smtp.sender
    message["To"] = ", ".join(smtp.recipients)
    message["Date"] = format_datetime(datetime.now(UTC))
    message["Message-ID"] = f"<{parcel.key(smtp.name)}@{smtp.sender.rpartition('@')[2]}>"
    # Nobody's holiday notice shall answer a machine.
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(parcel.text)
    for file in parcel.files:
        main, _, sub = file.media_type.partition("/")
        message.add_attachment(file.content, maintype=main, subtype=sub, filename=file.name)
    return message


def _filled(subject: str, parcel: Parcel) -> str:
    """Placeholders replaced one by one: what stands in a value is no placeholder. All on one line, as headers are."""
    pieces = subject.split("{")
    filled = [pieces[0]]
    for piece in pieces[1:]:
        name, brace, rest = piece.partition("}")
        known = {"title": parcel.title, **parcel.words}
        filled.append(f"{known[name]}{rest}" if brace and name in known else "{" + piece)
    return " ".join("".join(filled).split())


def _connected(smtp: Smtp, within_s: float, context: ssl.SSLContext | None) -> smtplib.SMTP:
    if context and smtp.tls == "tls":
        return smtplib.SMTP_SSL(smtp.host, smtp.port, timeout=within_s, context=context)
    server = smtplib.SMTP(smtp.host, smtp.port, timeout=within_s)
    if context:
        try:
            server.starttls(context=context)
        except BaseException:
            server.close()
            raise
    return server


def _handed_over(server: smtplib.SMTP, smtp: Smtp, message: EmailMessage, left: tuple[str, ...]) -> Tried:
    try:
        refused = server.send_message(message, smtp.sender, list(left))
    except smtplib.SMTPRecipientsRefused as problem:
        refused = problem.recipients
    later: dict[str, str] = {}
    never: dict[str, str] = {}
    for address, (code, said) in refused.items():
        (later if _is_temporary(code) else never)[address] = _told(code, said)
    return Tried(tuple(one for one in left if one not in refused), later, never)


def _refused(left: tuple[str, ...], code: int, said: bytes | str) -> Tried:
    told = _told(code, said)
    return all_later(left, told) if _is_temporary(code) else all_never(left, told)


def _is_temporary(code: int) -> bool:
    """Only what begins with 5 is final; a code below 0 means that the server hung up."""
    return not 500 <= code < 600


def _told(code: int, said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return " ".join(f"{code} {text}".split())[:300]
