"""The story as Asterisk's call detail records: `Master.csv`, and the same as an export of FreePBX's table."""

import csv
import io
from collections.abc import Iterator
from datetime import datetime

from sample_data.platforms.story import QUEUES, ZONE, Call, Visit, agents, tell

SECOND = 1000
FILE = (
    *("accountcode", "src", "dst", "dcontext", "clid", "channel", "dstchannel", "lastapp", "lastdata"),
    *("start", "answer", "end", "duration", "billsec", "disposition", "amaflags", "uniqueid", "userfield"),
)
TABLE = (
    *("calldate", "clid", "src", "dst", "dcontext", "channel", "dstchannel", "lastapp", "lastdata", "duration"),
    *("billsec", "disposition", "amaflags", "accountcode", "uniqueid", "userfield", "did", "linkedid", "sequence"),
)
Record = dict[str, str | int]


def master(seed: int = 13, calls: int = 260) -> bytes:
    """`Master.csv`: no header, times on the clock of Madrid, text in quotes."""
    return _written(FILE, _records(seed, calls), has_header=False)


def table(seed: int = 13, calls: int = 260) -> bytes:
    """The same calls as FreePBX exports them."""
    return _written(TABLE, _records(seed, calls), has_header=True)


def _written(names: tuple[str, ...], records: Iterator[Record], *, has_header: bool) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, names, extrasaction="ignore", quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n")
    if has_header:
        writer.writeheader()
    writer.writerows(records)
    return text.getvalue().encode()


def _records(seed: int, calls: int) -> Iterator[Record]:
    """Records come when calls are over: what still goes on has none."""
    sequence = 0
    for call in tell(seed, calls, SECOND):
        if call.ended is None:
            continue
        for visit in call.visits or [None]:
            sequence += 1
            yield _record(call, visit, sequence)


def _record(call: Call, visit: Visit | None, sequence: int) -> Record:
    since = call.started if visit is None or visit is call.visits[0] else visit.entered
    talk = visit.talk if visit else None
    until = (talk.until if talk else visit.left if visit else call.ended) or since
    billed = (until - talk.since) // SECOND if talk and talk.until else 0
    trunk, who = f"PJSIP/trunk-{call.index:08x}", agents()[talk.agent if talk else 0]
    device = f"PJSIP/{who.login}-{sequence:08x}"
    is_out = call.direction == "outbound"
    queue = QUEUES[visit.queue].lower() if visit else ""
    application = ("Dial", f"PJSIP/{call.number}@trunk") if is_out else ("Queue", f"{queue},t,,,300")
    if visit is None:
        application = ("BackGround", "welcome")
    elif visit.how == "voicemail":
        application = ("VoiceMail", "700@default,u")
    met = device if talk else ""
    return {
        "accountcode": "",
        "src": "2001" if is_out else call.number,
        "dst": call.number if is_out else "700",
        "dcontext": "from-internal" if is_out else "ext-queues",
        "clid": '"Brisa Home" <2001>' if is_out else f'"" <{call.number}>',
        "channel": device if is_out else trunk,
        "dstchannel": trunk if is_out else met,
        "lastapp": application[0],
        "lastdata": application[1],
        "start": _clock(since),
        "calldate": _clock(since),
        "answer": _clock(until - billed * SECOND) if talk else "",
        "end": _clock(until),
        "duration": (until - since) // SECOND,
        "billsec": billed,
        "disposition": "ANSWERED" if talk or not is_out else "NO ANSWER",
        "amaflags": "DOCUMENTATION",
        "uniqueid": f"{call.started // SECOND}.{call.index * 2}",
        "userfield": call.topic,
        "did": "" if is_out else "18005550100",
        "linkedid": f"{call.started // SECOND}.{call.index * 2}",
        "sequence": sequence,
    }


def _clock(milliseconds: int) -> str:
    return datetime.fromtimestamp(milliseconds // SECOND, ZONE).strftime("%Y-%m-%d %H:%M:%S")
