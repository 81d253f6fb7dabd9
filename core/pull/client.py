"""The official client, with the house's credentials, and elsewhere than at the platform when it is told so."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from core.access import FILE, read_access
from core.errors import DefinitionError
from core.pull.wanted import Wanted

WITHIN_S = 60.0
"""How long one step of the talk with the platform may take."""


def client_for(home: Path, wanted: Wanted) -> Any:
    """The official client.

    Raises:
        DefinitionError: credentials are missing, or where they are kept is told wrongly.
    """
    from twilio.rest import Client

    access = read_access(home)
    account = wanted.account_sid or access.account_sid
    is_key = bool(access.api_key)
    user, secret = (access.api_key if is_key else account), access.reveal("api_secret" if is_key else "auth_token")
    if not account or not secret:
        missing = "the account (TWILIO_ACCOUNT_SID)" if not account else _missing(is_key)
        raise DefinitionError(f"{missing} is not known: set the variable, or name its place in {home / FILE}.")
    return Client(user, secret, account, http_client=_http_client(wanted.api))


def _missing(is_key: bool) -> str:
    return "the secret of the API key (TWILIO_API_SECRET)" if is_key else "the account's token (TWILIO_AUTH_TOKEN)"


def _http_client(api: str) -> Any:
    from twilio.http.http_client import TwilioHttpClient

    class Elsewhere(TwilioHttpClient):  # type: ignore[misc]
        """Asks another host for what the client asks the platform for."""

        def request(self, method: str, url: str, *arguments: Any, **named: Any) -> Any:
            parts = urlsplit(url)
            there = api.rstrip("/") + parts.path + (f"?{parts.query}" if parts.query else "")
            return super().request(method, there, *arguments, **named)

    return (Elsewhere if api else TwilioHttpClient)(timeout=WITHIN_S)
