"""Exports as analysts really have them: the calls of one small centre, written in many programs' ways."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

AGENTS = ("Ana Ruiz", "Ben Ode", "Carla Peña", "Dídac Solà")
QUEUES = ("Ventas", "Soporte", "Facturación")
MADRID = ZoneInfo("Europe/Madrid")
FIRST = datetime(2026, 2, 20, 8, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Call:
    """One call as it was. Times in whole seconds; those after the answer are 0 when nobody answered."""

    number: int
    start: datetime
    wait: int
    ring: int
    talk: int
    hold: int
    wrap: int
    is_answered: bool
    agent: str
    queue: str
    phone: str
    is_outbound: bool

    @property
    def answer(self) -> datetime:
        return self.start + timedelta(seconds=self.wait)

    @property
    def end(self) -> datetime:
        """Of the contact."""
        return self.answer + timedelta(seconds=self.talk)


def calls(count: int = 60, seed: int = 7) -> list[Call]:
    """Some weeks of calls, in order of time; every fifth one is abandoned."""
    random = Random(seed)
    made = []
    for number in range(count):
        answered = number % 5 != 3
        wait = random.randint(4, 180)
        talk = random.randint(40, 900) if answered else 0
        made.append(
            Call(
                number=10_000 + number,
                start=FIRST + timedelta(hours=7 * number, seconds=random.randint(0, 3_000)),
                wait=wait,
                ring=random.randint(1, min(wait, 15)) if answered else 0,
                talk=talk,
                hold=random.randint(0, talk // 4) if answered and number % 3 == 0 else 0,
                wrap=random.randint(0, 90) if answered else 0,
                is_answered=answered,
                agent=random.choice(AGENTS) if answered else "",
                queue=random.choice(QUEUES),
                phone=f"+3491{random.randint(1_000_000, 9_999_999)}",
                is_outbound=False,
            )
        )
    return made


def clock(seconds: int) -> str:
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def local(moment: datetime, form: str) -> str:
    return moment.astimezone(MADRID).strftime(form)


def text(header: Sequence[str], rows: Iterable[Sequence[object]], delimiter: str = ",", end: str = "\n") -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator=end)
    if header:
        writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()


def spanish_semicolons(path: Path) -> None:
    """Latin-1, decimal comma, day first, seconds with decimals, semicolons, an agent with an accent."""
    header = (
        "Id llamada",
        "Fecha y hora",
        "Cola",
        "Agente",
        "Teléfono",
        "Estado",
        "Espera (seg)",
        "Conversación (seg)",
        "Retención (seg)",
        "Post llamada (seg)",
        "Código campaña",
    )
    rows = [
        (
            c.number,
            local(c.start, "%d/%m/%Y %H:%M:%S"),
            c.queue,
            c.agent,
            c.phone,
            "Atendida" if c.is_answered else "Abandonada",
            f"{c.wait},0",
            f"{c.talk},0",
            f"{c.hold},0",
            f"{c.wrap},0",
            f"C{c.number % 4}",
        )
        for c in calls()
    ]
    path.write_bytes(text(header, rows, ";", "\r\n").encode("latin-1"))


def american(path: Path) -> None:
    """Month first, AM/PM, durations as h:mm:ss, quoted names with commas."""
    header = (
        "Call ID",
        "Start Time",
        "Skill",
        "Agent Name",
        "ANI",
        "Disposition",
        "Queue Wait Time",
        "Talk Time",
        "Hold Time",
        "After Call Work Time",
    )
    rows = [
        (
            f"30000{c.number}",
            local(c.start, "%m/%d/%Y %I:%M:%S %p"),
            c.queue,
            ", ".join(reversed(c.agent.split(" ", 1))),
            c.phone.removeprefix("+"),
            "Answered" if c.is_answered else "Abandoned",
            clock(c.wait),
            clock(c.talk),
            clock(c.hold),
            clock(c.wrap),
        )
        for c in calls()
    ]
    path.write_text(text(header, rows), encoding="utf-8-sig")


def epoch_milliseconds(path: Path) -> None:
    """Instants as epoch milliseconds, durations in milliseconds, null written as NULL, flags as true and false."""
    header = (
        "conversation_id",
        "created_at",
        "answered_at",
        "ended_at",
        "queue_name",
        "agent_id",
        "customer_phone",
        "abandoned",
        "wait_ms",
        "talk_ms",
        "hold_ms",
        "acw_ms",
    )

    def epoch(moment: datetime) -> int:
        return round(moment.timestamp() * 1000)

    rows = [
        (
            f"c-{c.number}",
            epoch(c.start),
            epoch(c.answer) if c.is_answered else "NULL",
            epoch(c.end),
            c.queue,
            f"u{AGENTS.index(c.agent)}" if c.agent else "NULL",
            c.phone,
            "false" if c.is_answered else "true",
            c.wait * 1000,
            c.talk * 1000 if c.is_answered else "NULL",
            c.hold * 1000,
            c.wrap * 1000,
        )
        for c in calls()
    ]
    path.write_text(text(header, rows, "\t"), encoding="utf-8")


def date_and_time_apart(path: Path) -> None:
    """Date, start and end in three columns, no status, dashes for nothing, trailing empty columns and a total line."""
    header = (
        "Nº",
        "Fecha",
        "Hora inicio",
        "Hora fin",
        "Grupo",
        "Operador",
        "Origen",
        "T. espera",
        "Tiempo de conversación",
        "",
        "",
    )
    rows: list[Sequence[object]] = [
        (
            c.number,
            local(c.start, "%d-%m-%Y"),
            local(c.start, "%H:%M:%S"),
            local(c.end, "%H:%M:%S"),
            c.queue,
            c.agent or "-",
            c.phone,
            clock(c.wait),
            clock(c.talk) if c.is_answered else "-",
            "",
            "",
        )
        for c in calls()
    ]
    rows.append(("Total", "", "", "", "", "", "", "", "", "", ""))
    path.write_text(text(header, rows, ";"), encoding="utf-8")


def five9_like(path: Path) -> None:
    """Upper-case headers, ringing apart from the queue, abandoned as 1 and 0, campaign and disposition besides."""
    header = (
        "CALL ID",
        "TIMESTAMP",
        "CAMPAIGN",
        "CALL TYPE",
        "AGENT",
        "AGENT NAME",
        "DISPOSITION",
        "ANI",
        "DNIS",
        "QUEUE WAIT TIME",
        "RING TIME",
        "TALK TIME",
        "HOLD TIME",
        "AFTER CALL WORK TIME",
        "ABANDONED",
        "SKILL",
    )
    rows = [
        (
            c.number,
            local(c.start, "%a, %d %b %Y %H:%M:%S"),
            "Main line",
            "Inbound",
            c.agent.split(" ")[0].lower() + "@example.com" if c.agent else "",
            c.agent,
            "Sale" if c.number % 2 else "Information given",
            c.phone,
            "+34900100100",
            clock(c.wait - c.ring),
            clock(c.ring),
            clock(c.talk - c.hold),
            clock(c.hold),
            clock(c.wrap),
            int(not c.is_answered),
            c.queue,
        )
        for c in calls()
    ]
    path.write_text(text(header, rows), encoding="utf-8")


def talkdesk_like(path: Path) -> None:
    """Start and end, no answer, wait, talk and hold in seconds, the abandon's wait in a column of its own."""
    header = (
        "Interaction Id",
        "Call Type",
        "Start Time",
        "End Time",
        "Contact Phone Number",
        "User Name",
        "Total Time",
        "Talk Time",
        "Wait Time",
        "Hold Time",
        "Abandon Time",
        "Ring Groups",
    )
    rows = [
        (
            f"{c.number:032x}",
            "Inbound" if c.is_answered else "Abandoned",
            local(c.start, "%Y-%m-%d %H:%M:%S"),
            local(c.end, "%Y-%m-%d %H:%M:%S"),
            c.phone,
            c.agent,
            c.wait + c.talk,
            c.talk,
            c.wait if c.is_answered else 0,
            c.hold,
            "" if c.is_answered else c.wait,
            c.queue,
        )
        for c in calls()
    ]
    path.write_text(text(header, rows), encoding="utf-8")


def aircall_like(path: Path) -> None:
    """UTC in the header, answered as Yes and No, total duration and that of the talk."""
    header = (
        "line",
        "datetime (UTC)",
        "direction",
        "from",
        "to",
        "answered",
        "user",
        "duration (total)",
        "duration (in call)",
        "tags",
    )
    rows = [
        (
            c.queue,
            c.start.strftime("%Y-%m-%d %H:%M:%S"),
            "inbound",
            c.phone,
            "+34900100100",
            "Yes" if c.is_answered else "No",
            c.agent,
            c.wait + c.talk,
            c.talk,
            "vip" if c.number % 7 == 0 else "",
        )
        for c in calls()
    ]
    path.write_text(text(header, rows), encoding="utf-8")


def workbook(path: Path) -> None:
    """Excel: a title sheet and a sheet of calls below two title lines; real dates and day fractions."""
    import xlsxwriter

    book = xlsxwriter.Workbook(path)
    book.add_worksheet("Resumen").write_row(0, 0, ["Informe de llamadas", "2026"])
    sheet = book.add_worksheet("Llamadas")
    moments = book.add_format({"num_format": "dd/mm/yyyy hh:mm:ss"})
    lengths = book.add_format({"num_format": "[h]:mm:ss"})
    sheet.write(0, 0, "Informe de llamadas")
    sheet.write(1, 0, "Febrero y marzo")
    sheet.write_row(
        3,
        0,
        [
            "Identificador",
            "Inicio",
            "Cola",
            "Agente",
            "Cliente",
            "Resultado",
            "Tiempo de espera",
            "Tiempo de conversación",
            "Tiempo ACW",
        ],
    )
    for row, c in enumerate(calls(), start=4):
        sheet.write_number(row, 0, c.number)
        sheet.write_datetime(row, 1, c.start.astimezone(MADRID).replace(tzinfo=None), moments)
        sheet.write_row(
            row, 2, [c.queue, c.agent, f"Cliente {c.number % 9} Gómez", "Contestada" if c.is_answered else "Perdida"]
        )
        for place, seconds in ((6, c.wait), (7, c.talk), (8, c.wrap)):
            sheet.write_number(row, place, seconds / 86_400, lengths)
    book.close()


def no_header(path: Path) -> None:
    """Nothing but values: id, start, answer, end, number, agent, how it went."""
    rows = [
        (
            f"x{c.number}",
            c.start.isoformat(),
            c.answer.isoformat() if c.is_answered else "",
            c.end.isoformat(),
            c.phone,
            c.agent,
            "answered" if c.is_answered else "abandoned",
        )
        for c in calls()
    ]
    path.write_text(text((), rows), encoding="utf-8")


def parquet(path: Path) -> None:
    """A data warehouse's extract: typed columns, instants with a zone, durations as seconds with decimals."""
    import polars as pl

    made = calls()
    pl.DataFrame(
        {
            "interaction_id": [f"i-{c.number}" for c in made],
            "start_time": [c.start for c in made],
            "queue": [c.queue for c in made],
            "agent_email": [f"{c.agent.split(' ')[0].lower()}@example.com" if c.agent else None for c in made],
            "agent_name": [c.agent or None for c in made],
            "status": ["completed" if c.is_answered else "abandoned" for c in made],
            "time_in_queue_seconds": [float(c.wait) for c in made],
            "talk_time_seconds": [c.talk + 0.25 if c.is_answered else None for c in made],
            "wrap_up_time_seconds": [float(c.wrap) for c in made],
        }
    ).write_parquet(path)


def old_mac(path: Path) -> None:
    """Carriage returns, Mac Roman, minutes and seconds, a note with a line break in quotes, years of two digits."""
    header = ("Llamada", "Inicio", "Fin", "Asesor", "Cola", "Observaciones", "Contestada", "Tiempo en cola", "Hablado")
    rows = [
        (
            f"L{c.number}",
            local(c.start, "%d.%m.%y %H:%M:%S"),
            local(c.end, "%d.%m.%y %H:%M:%S"),
            c.agent,
            c.queue,
            "línea uno\rlínea dos" if c.number % 6 == 0 else "",
            "Sí" if c.is_answered else "No",
            f"{c.wait // 60:02}:{c.wait % 60:02}",
            f"{c.talk // 60:02}:{c.talk % 60:02}",
        )
        for c in calls()
    ]
    path.write_bytes(text(header, rows, ",", "\r").encode("mac_roman"))


def genesys_like(path: Path) -> None:
    """Totals without hold in the talk, wrap-up as ACW, YES for abandoned, end after the after-contact work."""
    header = (
        "Conversation ID",
        "Date",
        "End Date",
        "Users",
        "Remote",
        "Queue",
        "Direction",
        "ANI",
        "Total Queue",
        "Total Talk",
        "Total Hold",
        "Total ACW",
        "Abandoned",
        "Media Type",
        "Wrap-up",
    )
    rows = [
        (
            f"g{c.number:07}",
            local(c.start, "%d/%m/%y %H:%M:%S"),
            local(c.end + timedelta(seconds=c.wrap), "%d/%m/%y %H:%M:%S"),
            c.agent,
            c.phone,
            c.queue,
            "Inbound",
            c.phone,
            clock(c.wait),
            clock(c.talk - c.hold),
            clock(c.hold),
            clock(c.wrap),
            "" if c.is_answered else "YES",
            "Voice",
            "Venta" if c.is_answered else "",
        )
        for c in calls()
    ]
    path.write_text(text(header, rows), encoding="utf-8")


def whole_minutes(path: Path) -> None:
    """A helpdesk's list: instants to the minute, no id, durations in words."""
    header = (
        "Created",
        "Answered",
        "Closed",
        "Group",
        "Assigned to",
        "Customer email",
        "Status",
        "Wait",
        "Handling time",
    )
    rows = [
        (
            local(c.start, "%Y-%m-%d %H:%M"),
            local(c.answer, "%Y-%m-%d %H:%M") if c.is_answered else "",
            local(c.end, "%Y-%m-%d %H:%M"),
            c.queue,
            c.agent,
            f"client{c.number % 11}@example.org",
            "Resolved" if c.is_answered else "Missed",
            f"{c.wait // 60}m {c.wait % 60}s",
            f"{(c.talk + c.wrap) // 60}m {(c.talk + c.wrap) % 60}s" if c.is_answered else "",
        )
        for c in calls()
    ]
    path.write_text(text(header, rows, "|"), encoding="utf-16")


def events(path: Path) -> None:
    """One row an event, in Spanish, rows of several calls mixed."""
    header = ("Fecha", "Hora", "Id de llamada", "Evento", "Agente", "Cola", "Teléfono")
    told = []
    for c in calls():
        answered, talked = c.answer, c.end
        steps = [(c.start, "Entra en cola", "")]
        if c.is_answered:
            steps += [(answered - timedelta(seconds=c.ring), "Timbrando", c.agent), (answered, "Contestada", c.agent)]
            if c.hold:
                steps += [
                    (answered + timedelta(seconds=5), "Retenida", c.agent),
                    (answered + timedelta(seconds=5 + c.hold), "Recuperada", c.agent),
                ]
            steps += [
                (talked, "Fin conversación", c.agent),
                (talked + timedelta(seconds=c.wrap), "Finalizada", c.agent),
            ]
        else:
            steps += [(answered, "Abandonada", "")]
        told += [(at, step, agent, c) for at, step, agent in steps]
    told.sort(key=lambda each: each[0])
    rows = [
        (local(at, "%d/%m/%Y"), local(at, "%H:%M:%S"), c.number, step, agent, c.queue, c.phone)
        for at, step, agent, c in told
    ]
    path.write_text(text(header, rows, ";"), encoding="utf-8")


Writer = Callable[[Path], None]

FILES: dict[str, tuple[str, Writer]] = {
    "spanish semicolons": ("llamadas.csv", spanish_semicolons),
    "american": ("calls.csv", american),
    "epoch milliseconds": ("export.tsv", epoch_milliseconds),
    "date and time apart": ("informe.csv", date_and_time_apart),
    "five9 like": ("call-log.csv", five9_like),
    "talkdesk like": ("calls-report.csv", talkdesk_like),
    "aircall like": ("calls-export.csv", aircall_like),
    "workbook": ("informe.xlsx", workbook),
    "no header": ("dump.csv", no_header),
    "parquet": ("extract.parquet", parquet),
    "old mac": ("viejo.txt", old_mac),
    "genesys like": ("interactions.csv", genesys_like),
    "whole minutes": ("tickets.csv", whole_minutes),
    "events": ("eventos.csv", events),
}
"""Name → name of the file and what writes it."""


def written(folder: Path, name: str) -> Path:
    """The file of that name."""
    file, write = FILES[name]
    path = folder / file
    write(path)
    return path
