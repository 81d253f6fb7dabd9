"""The story as Asterisk's `queue_log`: a line a thing that happened, in the order of time, whole seconds."""

from sample_data.platforms.story import DAYS, FIRST_DAY, QUEUES, Agent, Call, Visit, agents, tell

SECOND = 1000
NAMES = [name.lower() for name in QUEUES]
Line = tuple[int, str]


def export(seed: int = 7, calls: int = 320) -> bytes:
    """All lines; outbound calls are in no queue, so the log knows nothing of them."""
    told = tell(seed, calls, SECOND)
    inbound = [call for call in told if call.direction == "inbound"]
    last = max(call.started for call in told)
    lines = [line for call in inbound for line in _call(call)] + _days(last)
    first = min(at for at, _ in lines)
    lines.append((first - SECOND, "NONE|NONE|NONE|QUEUESTART|"))
    ordered = sorted(lines, key=lambda line: line[0])
    return "".join(f"{at // SECOND}|{text}\n" for at, text in ordered).encode()


def _call(call: Call) -> list[Line]:
    channel = f"{call.started // SECOND}.{call.index * 3}"
    did = (
        [(call.visits[0].entered, f"{channel}|{NAMES[call.visits[0].queue]}|NONE|DID|18005550100")]
        if call.visits
        else []
    )
    return did + [line for visit in call.visits for line in _visit(call, visit, channel)]


def _visit(call: Call, visit: Visit, channel: str) -> list[Line]:
    everyone, queue = agents(), NAMES[visit.queue]
    lines = [(visit.entered, f"{channel}|{queue}|NONE|ENTERQUEUE||{call.number}|1")]
    for offer in visit.offers:
        if not offer.is_answered:
            verb = "RINGCANCELED" if offer.until == visit.left else "RINGNOANSWER"
            rang = offer.until - offer.since
            lines.append((offer.until, f"{channel}|{queue}|{_member(everyone[offer.agent])}|{verb}|{rang}"))
    if visit.left is None:
        return lines
    waited = (visit.left - visit.entered) // SECOND
    if visit.how != "answered":
        verbs = {"abandoned": "ABANDON|1|1", "overflow": "EXITWITHTIMEOUT|1|1"}
        left = verbs.get(visit.how or "", "EXITWITHKEY|1|1|1")
        return [*lines, (visit.left, f"{channel}|{queue}|NONE|{left}|{waited}")]
    return lines + _talk(call, visit, channel, waited)


def _talk(call: Call, visit: Visit, channel: str, waited: int) -> list[Line]:
    talk, offer, left = visit.talk, visit.offers[-1], visit.left or 0
    if talk is None:
        return []
    of = f"{channel}|{NAMES[visit.queue]}|{_member(agents()[talk.agent])}"
    rang = (offer.until - offer.since) // SECOND
    lines = [(left, f"{of}|CONNECT|{waited}|{left // SECOND}.{call.index * 3 + 1}|{rang}")]
    if talk.until is None:
        return lines
    spoke = (talk.until - talk.since) // SECOND
    if visit is not call.visits[-1]:
        verb = "BLINDTRANSFER|700|from-internal" if call.index % 3 else "ATTENDEDTRANSFER|BRIDGE|b-7"
        return [*lines, (talk.until, f"{of}|{verb}|{waited}|{spoke}|1")]
    verb = f"COMPLETE{'CALLER' if call.hung_up == 'customer' else 'AGENT'}"
    return [*lines, (talk.until, f"{of}|{verb}|{waited}|{spoke}|1")]


def _days(last: int) -> list[Line]:
    """Members come at eight, pause for lunch in one line a queue and one for all, and leave at half past nine."""
    lines = []
    for day in range(DAYS):
        midnight = FIRST_DAY.replace(day=FIRST_DAY.day + day)
        for place, agent in enumerate(agents()):
            who = _member(agent)

            def at(hour: int, minute: int, midnight: object = midnight, place: int = place) -> int:
                return int(midnight.replace(hour=hour, minute=minute).timestamp() + place * 40) * SECOND  # type: ignore[attr-defined]

            lines += [(at(8, 0), f"REALTIME|{queue}|{who}|ADDMEMBER|") for queue in NAMES]
            lines += [(at(13, 0), f"NONE|{queue}|{who}|PAUSE|Lunch") for queue in NAMES]
            lines.append((at(13, 0), f"NONE|NONE|{who}|PAUSEALL|Lunch"))
            lines.append((at(13, 45), f"NONE|NONE|{who}|UNPAUSEALL|"))
            lines += [(at(21, 30), f"REALTIME|{queue}|{who}|REMOVEMEMBER|") for queue in NAMES]
    return [line for line in lines if line[0] <= last]


def _member(agent: Agent) -> str:
    return f"PJSIP/{agent.login}"
