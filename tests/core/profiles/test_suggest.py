"""What is suggested for single questions that odd files ask."""

from pathlib import Path

import polars as pl
import pytest

from core.profiles import preview
from core.profiles.features import Column
from core.profiles.matching import match
from core.profiles.suggest import MOST_COLUMNS
from core.profiles.targets import CONVERSATION_TARGETS
from tests.core.profiles.conftest import HOUSE, suggested


def table(tmp_path: Path, text: str, name: str = "table.csv") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_words_that_come_late_in_a_file_are_translated_too(tmp_path: Path) -> None:
    lines = [f"{number},2026-03-02T09:00:00,Atendida,Entrante" for number in range(3_000)]
    lines += ["3001,2026-03-02T10:00:00,Buzón de voz,Saliente", "3002,2026-03-02T10:00:00,Rareza,Otra"]
    profile = suggested(table(tmp_path, "Id llamada,Fecha,Estado,Sentido\n" + "\n".join(lines) + "\n")).profile
    assert dict(profile.mapped["status"].values) == {"Atendida": "handled", "Buzón de voz": "voicemail"}
    assert profile.mapped["direction"].otherwise == "Inbound"
    assert dict(profile.mapped["direction"].values) == {"Entrante": "Inbound", "Saliente": "Outbound"}


def test_an_id_that_several_rows_share_names_their_conversation(tmp_path: Path) -> None:
    rows = [f"c{number // 2},2026-03-02T09:{number:02}:00,60" for number in range(20)]
    profile = suggested(table(tmp_path, "Call ID,Start,Talk time\n" + "\n".join(rows) + "\n")).profile
    assert "id" not in profile.mapped
    assert profile.mapped["conversation_id"].columns == ("Call ID",)


def test_a_column_of_what_happened_makes_rows_of_several_kinds(tmp_path: Path) -> None:
    rows = [
        f"{call},2026-03-02T09:{call:02}:0{at},{verb}"
        for call in range(9)
        for at, verb in enumerate(("ENTERQUEUE", "CONNECT", "COMPLETEAGENT"))
    ]
    suggestion = suggested(table(tmp_path, "callid,time,event\n" + "\n".join(rows) + "\n"))
    assert suggestion.profile.kind == "events"
    assert dict(suggestion.profile.mapped["event"].values)["CONNECT"] == "reservation.accepted"
    assert suggested(table(tmp_path, "callid,time,event\n1,2026-03-02T09:00:00,CONNECT\n")).profile.kind != "events"


@pytest.mark.parametrize(
    ("header", "values", "target"),
    [
        ("Correo", ("ana@example.com", "ben@example.com"), "customer_email"),
        ("X", ("+34911234567", "+34911234568"), "customer_phone"),
        ("X", ("Entrante", "Saliente"), "direction"),
        ("Motivo", ("Alta", "Baja"), "outcome"),
        ("Resultado", ("Atendida", "Perdida"), "status"),
        ("Resultado", ("Venta", "Baja"), ""),
        ("Teléfono", ("rojo", "verde"), ""),
        ("Charla", ("0:02:00", "0:01:30"), "talk_time"),
        ("Tiempo de espera", ("mucho", "poco"), ""),
        ("Agente", ("Ana", "Ben"), "agent_name"),
    ],
)
def test_a_header_alone_is_not_believed_against_the_values(
    header: str, values: tuple[str, ...], target: str, tmp_path: Path
) -> None:
    rows = "\n".join(f"2026-03-02T09:00:0{at},{value}" for at, value in enumerate(values * 4))
    suggestion = suggested(table(tmp_path, f"Inicio,{header}\n{rows}\n"))
    assert {each.target for each in suggestion.columns if header in each.mapped.read} == ({target} - {""})
    assert (header in dict(suggestion.unmapped)) == (not target)


def test_what_is_known_of_the_kind_is_believed(tmp_path: Path) -> None:
    path = table(tmp_path, "Fecha,Ofrecidas,Atendidas\n02/03/2026,20,18\n03/03/2026,30,28\n")
    assert suggested(path).profile.kind == "intervals"
    assert suggested(path, kind="conversations").profile.kind == "conversations"


def test_a_date_alone_is_suggested_with_a_warning(tmp_path: Path) -> None:
    suggestion = suggested(table(tmp_path, "Fecha,Estado\n15/03/2026,Atendida\n16/03/2026,Perdida\n"))
    (start,) = (each for each in suggestion.columns if each.target == "start")
    assert start.confidence == 0.5
    assert "midnight" in start.why[0].said("en")


def test_only_the_beginning_of_a_long_file_is_previewed(tmp_path: Path) -> None:
    rows = "\n".join(f"{number},2026-03-02T09:00:00,60" for number in range(50))
    path = table(tmp_path, f"Id llamada,Inicio,Tiempo de conversación\n{rows}\n")
    seen = preview(path, suggested(path).profile, HOUSE, most_rows=20)
    assert (seen.rows_in, seen.kept, seen.is_whole) == (20, 20, False)
    assert preview(path, suggested(path).profile, HOUSE, most_rows=50).is_whole


def test_of_a_very_wide_table_the_columns_with_telling_headers_are_looked_into(tmp_path: Path) -> None:
    wide = [f"X{number}" for number in range(MOST_COLUMNS + 20)]
    rows = [",".join(["9"] * len(wide)) + f",2026-03-02 09:{row:02}:00,Sales,c{row},{60 + row}" for row in range(20)]
    path = table(tmp_path, ",".join([*wide, "Start", "Queue", "Call ID", "Talk time"]) + "\n" + "\n".join(rows) + "\n")
    suggestion = suggested(path)
    assert {"start", "queue", "id", "talk_time"} <= set(suggestion.profile.mapped)
    assert {name for name, _ in suggestion.unmapped} == set(wide)
    wide_note = next(told for told in suggestion.notes if told.key == "wide")
    assert dict(wide_note.params) == {"columns": MOST_COLUMNS + 24, "most": MOST_COLUMNS}


def test_of_columns_that_are_named_like_nothing_of_ours_no_way_of_reading_is_tried() -> None:
    """It is what makes tables of hundreds of columns wait."""
    values = pl.Series([f"0:0{n}:30" for n in range(1, 10)])
    columns = [Column("Espera", values), *(Column(f"Campo {name}", values) for name in "xyz")]
    match(columns, CONVERSATION_TARGETS)
    tried = [column.name for column in columns if {"instants", "durations", "numbers"} & set(vars(column))]
    assert tried == ["Espera"]


def test_the_order_of_dates_is_told_by_rows_after_the_sample(tmp_path: Path) -> None:
    """A long file in order of time shows its thirteenth day late."""
    rows = [f"03/{1 + at // 250:02}/2026 {9 + at % 8:02}:00:00,{60 + at % 90}" for at in range(3_250)]
    suggestion = suggested(table(tmp_path, "Start,Talk\n" + "\n".join(rows) + "\n"))
    (start,) = (each for each in suggestion.columns if each.target == "start")
    assert (start.mapped.style, start.why[-1].key) == ("mdy", "month_first")
    assert suggestion.profile.mapped["start"] == start.mapped
