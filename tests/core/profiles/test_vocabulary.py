"""The words of headers: those of common platforms' exports, and of nobody's in particular, in English and Spanish."""

from collections import Counter

import polars as pl
import pytest

from core.profiles.features import Column
from core.profiles.schema import targets_of
from core.profiles.spoken import CHANNELS, DIRECTIONS, EVENTS, STATES
from core.profiles.targets import KINDS
from core.profiles.vocabulary import HEADERS, PHRASES, normal, without_unit

EXPORTS = {
    "Five9": {"CALL ID": "id", "TIMESTAMP": "start", "ANI": "from", "DNIS": "to", "SKILL": "queue"}
    | {"AFTER CALL WORK TIME": "wrap_up_time", "DISPOSITION": "outcome", "CALL TYPE": "direction"},
    "Talkdesk": {"Interaction Id": "id", "Contact Phone Number": "customer_phone", "User Name": "agent_name"}
    | {"Total Ringing Time": "ring_time", "Abandon Time": "abandon_time", "Ring Groups": "queue"},
    "Aircall": {"duration (total)": "total_time", "duration (in call)": "talk_time", "answered": "status"}
    | {"line": "queue", "user": "agent_name", "datetime (UTC)": "start"},
    "Genesys Cloud": {"Conversation ID": "id", "End Date": "end", "Total ACW": "wrap_up_time", "Users": "agent_name"}
    | {
        "Total Alert": "ring_time",
        "Total Handle": "handling_time",
        "Media Type": "channel",
        "Remote": "customer_phone",
    },
    "NICE CXone": {"contact_id": "id", "master_contact_id": "conversation_id", "skill_name": "queue"}
    | {"start_date": "start", "InQueue": "wait_time", "Agent_Time": "talk_time", "ANI_DIALNUM": "from"},
    "Avaya": {"UCID": "id", "SEGSTART": "start", "SEGSTOP": "end", "ACWTIME": "wrap_up_time", "TALKTIME": "talk_time"}
    | {"ANSHOLDTIME": "hold_time", "CALLING_PTY": "from", "DIALED_NUM": "to", "ANSLOGIN": "agent_id"},
    "Asterisk": {"calldate": "start", "src": "from", "dst": "to", "billsec": "talk_time", "uniqueid": "id"},
    "Zendesk Talk": {"completion_status": "status", "time_to_answer": "wait_time", "call_group_name": "queue"}
    | {"wrap_up_time": "wrap_up_time", "created_at": "start"},
    "Dialpad": {"date_started": "start", "date_connected": "answer", "date_ended": "end", "talk_duration": "talk_time"}
    | {"external_number": "customer_phone", "hold_duration": "hold_time"},
    "HubSpot": {"Activity date": "start", "Activity assigned to": "agent_name", "Call duration": "total_time"},
    "RingCentral": {"Action Result": "status", "Result Description": "outcome", "Phone Number": "customer_phone"},
    "3CX": {"Call Time": "start", "Caller ID": "customer_phone", "Ringing": "ring_time", "Talking": "talk_time"},
    "Español": {
        "Fecha y hora de inicio": "start",
        "Hora de finalización": "end",
        "Tiempo de espera (seg.)": "wait_time",
    }
    | {"Teleoperador": "agent_name", "Tipificación": "outcome", "Código postal": "zip", "Campaña": "campaign"}
    | {"Tiempo de conversación": "talk_time", "Núm. llamante": "", "Población": "city", "Sentido": "direction"},
}
"""Platform → some headers of its exports and what each is; nothing for one that is not known."""


@pytest.mark.parametrize("platform", EXPORTS)
def test_the_headers_of_an_export_are_known(platform: str) -> None:
    for header, target in EXPORTS[platform].items():
        column = Column(header, pl.Series(["x"]))
        exact = {name for name in HEADERS if column.named(name)[0] == 1}
        assert (target in exact) if target else not exact, (header, exact)


def test_a_header_is_read_as_words() -> None:
    assert normal("TalkTime_(s)") == "talk time s"
    assert normal("  Tiempo de CONVERSACIÓN (seg.) ") == "tiempo de conversacion seg"
    assert without_unit("tiempo de conversacion seg") == "tiempo de conversacion"
    assert without_unit("wait in seconds utc") == "wait"
    assert without_unit("s") == "s"


def test_every_phrase_is_written_as_headers_are_and_names_a_target() -> None:
    known = {target for kind in KINDS for target in targets_of(kind)} | {"start_time"}
    assert set(PHRASES) <= known
    assert [phrase for phrases in PHRASES.values() for phrase in phrases if normal(phrase) != phrase] == []
    for words in (STATES, DIRECTIONS, CHANNELS, EVENTS):
        assert [word for word in words if normal(word) != word] == []


def test_a_phrase_means_one_thing_unless_the_values_tell_which() -> None:
    several = Counter(phrase for phrases in HEADERS.values() for phrase in {p.strip() for p in phrases.split(";")})
    told_by_values = {
        "state",
        "disposition",
        "outcome",
        "call outcome",
        "wrap up",
        "answered",
        "agent",
        "user",
        "agente",
    }
    told_by_values |= {
        "usuario",
        "operador",
        "operator",
        "assignee",
        "respondida",
        "contact",
        "contacto",
        "time",
        "hora",
    }
    assert {phrase for phrase, times in several.items() if times > 1} <= told_by_values
