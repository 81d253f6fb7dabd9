"""`atalaya pull`: back-fill from a platform, after an outage or at first."""

import re
from argparse import ArgumentParser, Namespace
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from core.commands.console import DONE, open_workspace, say, tell
from core.commands.ingest import work
from core.errors import DefinitionError

if TYPE_CHECKING:
    from core.pull.wanted import Wanted
    from core.store.workspace import Workspace

EXAMPLE = """examples:
  atalaya pull twilio --since 2026-11-01 --workspace-sid WS0123456789abcdef0123456789abcdef
  atalaya pull twilio --since 36h
Twilio keeps events for 30 days. Credentials come from TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN, or from where
twilio.toml in the workspace says (docs/live.md). What has been pulled is not asked for again; Ctrl-C stops it, and the
same command goes on from there."""

_ago = re.compile(r"(\d{1,4})([dh])")


def add(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("platform", choices=["twilio"], help="where to pull from")
    parser.add_argument("--since", required=True, metavar="WHEN", help="a day, an instant in ISO 8601, 7d or 36h ago")
    parser.add_argument("--until", metavar="WHEN", help="up to when (default: now)")
    parser.add_argument("--workspace-sid", metavar="WS…", help="TaskRouter workspace (default: $TWILIO_WORKSPACE_SID)")
    parser.add_argument("--account-sid", metavar="AC…", help="account (default: $TWILIO_ACCOUNT_SID)")
    parser.add_argument("--again", action="store_true", help="also what has been pulled before")
    parser.add_argument(
        "--api", default="", metavar="URL", help="where the API is, when it is not at Twilio's own host"
    )


def run(arguments: Namespace) -> int:
    """Turn after turn, each a job of its own, until all of it is there."""
    from core.jobs import PULL, Task
    from core.pull.windows import left, reached

    workspace = open_workspace(arguments)
    wanted = _wanted(arguments, workspace)
    if not (windows := left(workspace, wanted)):
        say("All of it has been pulled before; --again pulls it once more.")
        return DONE
    tell(f"Pulling {wanted.workspace_sid} from {windows[0][0]:%Y-%m-%d %H:%M} to {windows[-1][1]:%Y-%m-%d %H:%M} UTC.")
    kept = duplicates = rejected = 0
    while left(workspace, wanted):
        for load in work(workspace, Task(PULL, wanted=wanted)).loads:
            kept += load["rows_kept"]
            duplicates += load["rows_duplicate"]
            rejected += load["rows_rejected"]
        wanted = replace(wanted, since=reached(workspace, wanted))
    say(f"{kept:,} new events, {duplicates:,} that came twice or were there already, {rejected:,} rejected.")
    return DONE


def _wanted(arguments: Namespace, workspace: "Workspace") -> "Wanted":
    """What the command line and the workspace's `twilio.toml` ask for.

    Raises:
        DefinitionError: the workspace is not named, or a time cannot be one.
    """
    from core.access import FILE, read_access
    from core.pull.wanted import KEPT_DAYS, Wanted

    access = read_access(workspace.home)
    workspace_sid = arguments.workspace_sid or access.workspace_sid
    if not re.fullmatch(r"WS[0-9a-fA-F]{32}", workspace_sid):
        told = f"is {workspace_sid!r}" if workspace_sid else "is not known"
        raise DefinitionError(
            f"The TaskRouter workspace {told}: give --workspace-sid (WS and 32 digits), or workspace_sid in "
            f"{workspace.home / FILE}."
        )
    now, zone = datetime.now(UTC), ZoneInfo(workspace.house.time_zone)
    since = _moment(arguments.since, "--since", zone, now)
    until = min(_moment(arguments.until, "--until", zone, now), now) if arguments.until else now
    if since < (kept_since := now - timedelta(days=KEPT_DAYS)):
        tell(f"Twilio keeps events for {KEPT_DAYS} days: what is before {kept_since:%Y-%m-%d %H:%M} UTC is not there.")
        since = kept_since
    if since >= until:
        raise DefinitionError(f"--since {arguments.since} is not before the end, {until:%Y-%m-%d %H:%M} UTC.")
    return Wanted(workspace_sid, since, until, arguments.account_sid or "", arguments.api, arguments.again)


def _moment(text: str, option: str, zone: ZoneInfo, now: datetime) -> datetime:
    """A day or an instant, on the house's clock where it names no zone, or so many days or hours ago."""
    if ago := _ago.fullmatch(text):
        return now - (timedelta(days=int(ago[1])) if ago[2] == "d" else timedelta(hours=int(ago[1])))
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as problem:
        raise DefinitionError(
            f"{option} is {text!r}; give a day (2026-11-01), an instant (2026-11-01T08:00Z), 7d or 36h."
        ) from problem
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
