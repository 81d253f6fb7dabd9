"""Files of several months by the profile of the first: each read as it is written, and checked before the load."""

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
import xlsxwriter

from core.errors import SourceError
from core.profiles import Mapped, Profile, look, see
from core.profiles.suited import table_by
from core.schema.tables import CONVERSATIONS
from core.store.workspace import Workspace
from core.tabular import Form
from tests.core.profiles.conftest import conversations, take_in

MONTHLY = Profile(
    "monthly",
    platform="Old",
    time_zone="UTC",
    form=Form(delimiter=";"),
    columns=(
        ("id", Mapped(("Id",))),
        ("start", Mapped(("Fecha",), style="dmy")),
        ("talk_time", Mapped(("Charla",), style="h:m:s")),
        ("agent_name", Mapped(("Agente",))),
    ),
)
HEADER = ("Id", "Fecha", "Agente", "Charla")


def rows(month: int, days: tuple[int, ...] = (1, 14, 28), order: str = "{day:02}/{month:02}") -> list[tuple[str, ...]]:
    return [
        (f"{month}-{day}", f"{order.format(day=day, month=month)}/2026 09:00:00", "José Núñez", "0:02:00")
        for day in days
    ]


def text(month: int, delimiter: str = ";", **how: str) -> str:
    return "\n".join(delimiter.join(cells) for cells in (HEADER, *rows(month, **how))) + "\n"  # type: ignore[arg-type]


def written(tmp_path: Path, content: bytes | str, name: str = "march.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def sheet(month: int, *, called: str) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        book.add_worksheet("Portada").write_column(0, 0, ["Informe", "de", "llamadas", "del", "mes", "entero"])
        page = book.add_worksheet(called)
        for at, cells in enumerate((HEADER, *rows(month))):
            page.write_row(at, 0, cells)
    return content.getvalue()


OTHERWISE: dict[str, bytes | str] = {
    "utf-16": ("\ufeff" + text(3)).encode("utf-16-le"),
    "utf-16 without a mark": text(3).encode("utf-16-le"),
    "windows-1252": text(3).encode("cp1252"),
    "commas": text(3, ","),
    "a title above": "Informe de marzo\n\n" + text(3),
    "a workbook": sheet(3, called="Marzo"),
}


@pytest.mark.parametrize("how", OTHERWISE)
def test_a_month_that_is_written_otherwise_is_read_by_the_same_profile(tmp_path: Path, how: str) -> None:
    workspace = Workspace(tmp_path / "workspace")
    load = take_in(workspace, written(tmp_path, OTHERWISE[how]), MONTHLY).loads[0]
    assert (load["rows_in"], load["rows_kept"], load["rows_rejected"]) == (3, 3, 0)
    assert conversations(workspace)["agent_name"].unique().to_list() == ["José Núñez"]
    begun = workspace.snapshot().scan(CONVERSATIONS).select("started_at").collect()["started_at"].sort()
    assert [each.day for each in begun] == [1, 14, 28]


def test_letters_are_those_of_the_file_though_the_profile_of_last_month_says_another_encoding(tmp_path: Path) -> None:
    profile = MONTHLY.with_(form=Form(delimiter=";", encoding="windows-1252"))
    table = table_by(written(tmp_path, text(3)), "march.csv", profile)
    assert table.form.encoding == "utf-8"
    assert table.sample().fields["Agente"].unique().to_list() == ["José Núñez"]


def test_between_encodings_that_only_likeliness_tells_apart_the_profile_s_counts(tmp_path: Path) -> None:
    profile = MONTHLY.with_(form=Form(delimiter=";", encoding="iso-8859-15"))
    table = table_by(written(tmp_path, text(3).encode("cp1252")), "march.csv", profile)
    assert table.form.encoding == "iso-8859-15"


def test_of_a_workbook_the_sheet_is_read_that_has_the_columns(tmp_path: Path) -> None:
    profile = MONTHLY.with_(form=Form(kind="xlsx", sheet="Febrero"))
    seen = see(written(tmp_path, sheet(3, called="Marzo"), "march.xlsx"), "march.xlsx", profile, "UTC")
    assert (seen.form.sheet, seen.rows) == ("Marzo", 3)
    assert look(seen, profile, "UTC").written == ("sheet",)


def test_a_file_is_looked_through_from_its_first_moment_to_its_last(tmp_path: Path) -> None:
    seen = see(written(tmp_path, text(3)), "march.csv", MONTHLY, "UTC")
    assert (seen.rows, seen.is_whole) == (3, True)
    assert (seen.since, seen.until) == (datetime(2026, 3, 1, 9, tzinfo=UTC), datetime(2026, 3, 28, 9, tzinfo=UTC))
    found = look(seen, MONTHLY, "UTC", HEADER)
    assert (found.lacking, found.more, found.written, found.order) == ((), (), (), "")
    assert (found.tried, found.refused) == (3, 0)


def test_dates_that_show_another_order_than_the_profile_s_are_told(tmp_path: Path) -> None:
    path = written(tmp_path, text(3, order="{month:02}/{day:02}"))
    found = look(see(path, "march.csv", MONTHLY, "UTC"), MONTHLY, "UTC")
    assert found.order == "mdy"
    assert (found.tried, found.refused) == (3, 2)


def test_columns_that_a_file_lacks_or_has_more_are_named(tmp_path: Path) -> None:
    lines = ["Id;Fecha;Charla;Nota", "1;01/03/2026 09:00:00;0:01:00;a", "2;14/03/2026 09:00:00;0:01:00;b"]
    found = look(see(written(tmp_path, "\n".join(lines)), "march.csv", MONTHLY, "UTC"), MONTHLY, "UTC", HEADER)
    assert (found.lacking, found.more) == (("Agente",), ("Nota",))


def test_a_broken_row_is_counted_among_those_that_would_be_refused(tmp_path: Path) -> None:
    lines = text(3) + '9;"01/03/2026\n'
    found = look(see(written(tmp_path, lines), "march.csv", MONTHLY, "UTC"), MONTHLY, "UTC")
    assert (found.tried, found.refused) == (4, 1)


def test_a_file_without_what_every_row_needs_is_a_problem_of_its_own(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="has no column 'Fecha'"):
        see(written(tmp_path, "Id;Cuando\n1;2\n2;3\n"), "march.csv", MONTHLY, "UTC")


def test_what_was_seen_holds_for_a_profile_that_reads_other_columns_of_it(tmp_path: Path) -> None:
    seen = see(written(tmp_path, text(3)), "march.csv", MONTHLY, "UTC")
    fewer = MONTHLY.with_(columns=MONTHLY.columns[:2])
    assert seen.holds_for(fewer)
    assert not seen.holds_for(MONTHLY.with_(columns=(*MONTHLY.columns, ("queue", Mapped(("Cola",))))))


def test_events_are_looked_through_as_well(tmp_path: Path) -> None:
    columns = (
        ("time", Mapped(("Fecha",), style="dmy")),
        ("event", Mapped(("Suceso",), values=(("entra", "task-queue.entered"),))),
        ("id", Mapped(("Id",))),
    )
    profile = MONTHLY.with_(kind="events", form=None, columns=columns)
    content = "Fecha,Suceso,Id\n14/03/2026 09:00:00,entra,1\n15/03/2026 09:00:00,,2\n"
    seen = see(written(tmp_path, content), "march.csv", profile, "UTC")
    assert (seen.rows, seen.since) == (2, datetime(2026, 3, 14, 9, tzinfo=UTC))
    assert look(seen, profile, "UTC").refused == 1


@pytest.mark.parametrize(
    ("style", "lengths", "expected"),
    [
        ("seconds_comma", ("52.000", "0.000", "0.083"), ("Charla",)),
        ("seconds", ("52,5", "11,25", "7,0"), ("Charla",)),
        ("seconds", ("52000", "611000", "83000"), ("Charla",)),
        ("seconds_comma", ("52", "611", "83"), ()),
        ("seconds_comma", ("52,5", "11,25", "7,0"), ()),
        ("seconds_comma", ("1.052", "2.611", "3.083"), ()),  # either: nothing is beyond doubt
        ("milliseconds", ("52000", "611000", "83000"), ()),
        ("seconds", ("7200", "5431", "12000"), ()),
    ],
)
def test_lengths_that_show_another_sign_or_unit_are_told(
    tmp_path: Path, style: str, lengths: tuple[str, ...], expected: tuple[str, ...]
) -> None:
    columns = (("start", Mapped(("Fecha",), style="dmy")), ("talk_time", Mapped(("Charla",), style=style)))
    lines = [f"14/03/2026 09:0{at}:00;{length}" for at, length in enumerate(lengths)]
    path = written(tmp_path, "\n".join(["Fecha;Charla", *lines]) + "\n")
    profile = MONTHLY.with_(columns=columns)
    assert look(see(path, "march.csv", profile, "UTC"), profile, "UTC").lengths == expected
