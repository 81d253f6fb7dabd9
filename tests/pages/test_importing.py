"""Import: an analyst's own table from the upload through the preview to the Overview."""

import os
from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from time import monotonic, sleep
from zipfile import ZipFile

import pytest
from streamlit.testing.v1 import AppTest

from core.jobs import RUNNING, job_now
from core.profiles import Shelf
from core.schema.tables import CONVERSATIONS
from core.store.workspace import Workspace
from core.words import catalogue

Open = Callable[..., AppTest]

ROOT = Path(__file__).parents[2]
HEADER = "Id Llamada;Fecha inicio;Cola;Agente;Teléfono;Resultado;Tiempo espera;Duración conversación;Post llamada;Nota"
FIRST = datetime(2026, 9, 1, 8)
CALLS, EVERY = 60, 4
LOST, TAKEN = ("", "Abandonada", "20,5", "", ""), ("María", "Atendida", "10,5", "0:03:00", "30,5")
BY_HAND = {"en": ["60", "45", "15", "25.0%", "0:11", "3:31"], "es": ["60", "45", "15", "25,0\xa0%", "0:11", "3:31"]}
"""Offered, handled, abandoned, their share, speed of answer (10.5 s) and handling time (3 min and 30.5 s)."""


def calls() -> list[str]:
    """Sixty calls in a fortnight: every fourth abandoned after 20.5 s, the others answered after 10.5 s."""
    rows = []
    for number in range(CALLS):
        at = FIRST + timedelta(hours=6 * number, seconds=7)
        agent, state, wait, talk, wrap = LOST if number % EVERY == 0 else TAKEN
        phone = f"+34 910 000 {number:03}"
        rows.append(f"L{number:03};{at:%d/%m/%Y %H:%M:%S};Ventas;{agent};{phone};{state};{wait};{talk};{wrap};señal")
    return rows


def spanish(rows: list[str] | None = None) -> bytes:
    """A file as a Spanish spreadsheet writes it."""
    return "\r\n".join([HEADER, *(calls() if rows is None else rows), ""]).encode("latin-1")


def bring(app: AppTest, content: bytes, name: str = "llamadas.csv") -> AppTest:
    """Choose a file, as a person does."""
    return app.file_uploader[0].set_value([(name, content, "text/csv")]).run()


def loaded(app: AppTest) -> AppTest:
    """Load it, and wait until the page shows what became of it."""
    return ended(app.button(key="importing-load").click().run())


def ended(app: AppTest) -> AppTest:
    """The page after its job has ended."""
    home = Workspace(Path(os.environ["ATALAYA_HOME"]))
    late = monotonic() + 120
    while (job := job_now(home)) and job.state == RUNNING:
        assert monotonic() < late
        sleep(0.05)
    return app.run()


def tiles(app: AppTest) -> dict[str, str]:
    return {str(tile.label): str(tile.value) for tile in app.metric}


def shown(app: AppTest) -> str:
    """All text of the page."""
    parts = (app.markdown, app.caption, app.info, app.warning, app.error, app.success)
    return "\n".join(str(one.value) for part in parts for one in part)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A workspace of this test's own."""
    return tmp_path / "own"


@pytest.mark.parametrize("lang", ["en", "es"])
def test_a_table_goes_from_the_upload_to_the_overview(open_page: Open, own: Path, lang: str) -> None:
    app = bring(open_page("importing", home=own, lang=lang), spanish())
    words = catalogue(lang)
    sums = words["importing.adds_up"].format(rows=CALLS, kept=CALLS, duplicates=0, rejected=0)
    assert f"**{sums}**" in [one.value for one in app.markdown]
    preview = tiles(app)
    assert list(preview.values())[:6] == BY_HAND[lang]
    assert not app.error
    loaded(app)
    link = next(one for one in app.main.get("page_link") if one.proto.label == words["importing.to_overview"])
    assert link.proto.query_string.endswith(f"lang={lang}&period=2026-09-01..2026-09-16&platform=llamadas")
    there = open_page("overview", home=own, lang=lang, period="2026-09-01..2026-09-16", platform="llamadas")
    numbers = tiles(there)
    both = set(preview) & set(numbers)
    assert len(both) > 3
    assert {label: numbers[label] for label in both} == {label: preview[label] for label in both}


def test_after_a_load_the_next_file_is_shown_below_what_became_of_the_first(open_page: Open, own: Path) -> None:
    app = loaded(bring(open_page("importing", home=own), spanish(month(1)), "enero.csv"))
    assert app.success
    bring(app, spanish(month(2)[:4]), "febrero.csv")
    assert app.success
    assert "**febrero.csv**" in shown(app)
    assert next(iter(tiles(app).values())) == "4"
    loaded(app)
    assert Workspace(own).snapshot().rows(CONVERSATIONS) == 12
    assert not tiles(app)


def button_keys(app: AppTest) -> set[str | None]:
    return {button.key for button in app.button}


def test_a_file_that_is_no_known_export_leads_from_the_page_data_to_the_import(open_page: Open, own: Path) -> None:
    app = open_page("data", home=own)
    app.file_uploader[0].set_value([("llamadas.csv", spanish(), "text/csv")]).run()
    ended(app.button(key="load").click().run())
    assert len(app.error) == 1
    app.button(key="bring-0").click().run()
    assert app.title[0].value == catalogue("en")["page.importing.title"]
    assert list(tiles(app).values())[:6] == BY_HAND["en"]


def test_a_second_file_with_the_same_header_is_read_by_the_saved_profile(open_page: Open, own: Path) -> None:
    app = loaded(bring(open_page("importing", home=own), spanish(calls()[:30])))
    assert Shelf(Workspace(own).files).names() == ("llamadas",)
    again = bring(open_page("importing", home=own), spanish(), "otra cosa 2026-10.csv")
    assert catalogue("en")["importing.fits"].format(name="llamadas") in [one.value for one in again.caption]
    assert not {"importing-save"} & button_keys(again)
    loaded(again)
    job = job_now(Workspace(own))
    assert job
    assert [(load["rows_in"], load["rows_kept"], load["rows_duplicate"]) for load in job.loads] == [(60, 30, 30)]
    assert not app.exception


def test_a_file_that_was_read_wrongly_can_be_read_again_in_another_way(open_page: Open, own: Path) -> None:
    loaded(bring(open_page("importing", home=own), spanish()))
    assert Workspace(own).snapshot().scan(CONVERSATIONS).collect()["queue_name"].drop_nulls().unique().to_list()
    app = bring(open_page("importing", home=own), spanish())
    next(one for one in app.selectbox if one.label == "Queue").set_value("").run()
    ended(app.button(key="importing-read-again").click().run())
    rows = Workspace(own).snapshot().scan(CONVERSATIONS).collect()
    assert (rows.height, rows["queue_name"].drop_nulls().len()) == (CALLS, 0)


def test_where_nothing_tells_whether_day_or_month_comes_first_somebody_is_asked(open_page: Open, own: Path) -> None:
    rows = [f"L{n};0{n}/0{n}/2026 09:00:00;Ventas;María;;Atendida;1,5;0:01:00;1,5;" for n in range(1, 7)]
    app = bring(open_page("importing", home=own), spanish(rows))
    assert [one.icon for one in app.warning] == [":material/help:"]
    assert app.button(key="importing-load").disabled
    assert not app.metric
    next(one for one in app.selectbox if one.label == catalogue("en")["importing.order"]).set_value("dmy").run()
    assert not app.warning
    assert not app.button(key="importing-load").disabled
    assert next(iter(tiles(app).values())) == "6"


def test_a_missing_start_is_told_with_the_way_out(open_page: Open, own: Path) -> None:
    app = bring(
        open_page("importing", home=own), b"Agent,Queue,Talk time (s),When\nAna,Sales,61,soon\nBo,Help,75,soon\n"
    )
    told = catalogue("en")["importing.missing"].format(column="Start")
    assert told in [one.value for one in app.error]
    assert app.button(key="importing-load").disabled
    next(one for one in app.selectbox if one.label == "Start").set_value("When").run()
    assert "**2 rows = 0 usable + 0 duplicates + 2 refused.**" in shown(app)
    assert catalogue("en")["reason.unreadable timestamp"] in "".join(one.label for one in app.expander)


def test_what_is_changed_is_in_the_preview_and_stays_on_the_way_to_another_page_and_back(
    open_page: Open, own: Path
) -> None:
    app = bring(open_page("importing", home=own), spanish())
    next(one for one in app.selectbox if one.label == "Abandonada").set_value("handled").run()
    assert list(tiles(app).values())[:3] == ["60", "60", "0"]
    app.switch_page(str(ROOT / "pages" / "definitions.py")).run()
    app.switch_page(str(ROOT / "pages" / "importing.py")).run()
    assert list(tiles(app).values())[:3] == ["60", "60", "0"]
    assert next(one for one in app.selectbox if one.label == "Abandonada").value == "handled"


def test_the_encoding_and_the_header_can_be_said_otherwise(open_page: Open, own: Path) -> None:
    app = bring(open_page("importing", home=own), spanish())
    next(one for one in app.selectbox if one.label == "Encoding").set_value("cp850").run()
    assert "Teléfono" not in "".join(str(one.options) for one in app.selectbox)
    assert not app.exception
    next(one for one in app.selectbox if one.label == "Names of the columns").set_value(0).run()
    assert "column 1" in "".join(str(one.options) for one in app.selectbox)
    assert not app.exception


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.csv", b""),
        ("blank.csv", b"\n\n\n"),
        ("header.csv", b"Start,Agent\n"),
        ("picture.png", b"\x89PNG\r\n\x1a\n\x00\x00\x00\x00"),
        ("broken.xlsx", b"PK\x03\x04not a workbook"),
        ("broken.parquet", b"PAR1nothing"),
    ],
)
@pytest.mark.parametrize("lang", ["en", "es"])
def test_a_file_that_cannot_be_read_is_told_and_the_upload_stays(
    open_page: Open, own: Path, name: str, content: bytes, lang: str
) -> None:
    app = bring(open_page("importing", home=own, lang=lang), content, name)
    assert not app.exception
    assert len(app.error) == 1
    assert len(app.file_uploader) == 1


def test_events_in_json_lead_to_the_page_that_takes_them(open_page: Open, own: Path) -> None:
    app = bring(open_page("importing", home=own, lang="es"), b'{"events": [{"sid": "EV1"}]}', "eventos.csv")
    assert "eventos.csv es JSON, no una tabla" in app.error[0].value
    label = catalogue("es")["importing.to_data"]
    assert [one.proto.page for one in app.main.get("page_link") if one.proto.label == label] == ["data"]
    bring(app, b"%PDF-1.7 1 0 obj", "informe.csv")
    assert "informe.csv es un documento PDF, no una tabla" in app.error[0].value
    assert label not in [one.proto.label for one in app.main.get("page_link")]


def test_what_stands_in_a_file_is_text_and_nothing_else(open_page: Open, own: Path) -> None:
    evil = "**x** [a](http://b) <script>alert(1)</script> $y$ :red[z]"
    rows = f"Start,{evil},Status\n2026-09-01 10:00:00,{evil},{evil}\n2026-09-02 11:00:00,{evil},answered\n"
    app = bring(open_page("importing", home=own), rows.encode(), f"{evil[:20].replace('/', '')}.csv")
    assert not app.exception
    assert "[a](" not in shown(app)
    assert "<script>" not in shown(app)
    assert not any("[a](" in str(one.label) for one in app.selectbox)


def test_a_very_wide_file_is_shown(open_page: Open, own: Path) -> None:
    names = ["Start", *(f"Field {number}" for number in range(199))]
    row = ["2026-09-01 10:00:00", *("x" for _ in range(199))]
    app = bring(open_page("importing", home=own), "\n".join(map(",".join, [names, row, row])).encode())
    assert not app.exception
    assert not app.error
    assert catalogue("en")["importing.first_of"].format(shown=60, count=len(names) - 1) in shown(app)


def test_personal_data_in_samples_is_masked_until_somebody_asks(open_page: Open, own: Path) -> None:
    app = bring(open_page("importing", home=own), spanish())
    assert "000 007" not in shown(app)
    assert r"\+34 910 ••• ••01" in shown(app)
    app.toggle(key="reveal").set_value(True).run()
    assert r"\+34 910 000 001" in shown(app)


def test_a_mistake_in_the_profiles_text_is_told_by_its_line(open_page: Open, own: Path) -> None:
    app = bring(open_page("importing", home=own), spanish())
    area = app.text_area[0]
    area.set_value(area.value.replace('kind = "conversations"', 'kind = "conversation"')).run()
    app.button(key="text-use").click().run()
    assert "line 4" in app.error[0].value
    assert list(tiles(app).values())[:6] == BY_HAND["en"]


def test_a_saved_profile_is_changed_goes_back_and_goes(open_page: Open, own: Path) -> None:
    app = bring(open_page("importing", home=own), spanish())
    app.button(key="importing-save").click().run()
    shelf = Shelf(Workspace(own).files)
    first = shelf.text("llamadas")[0]
    app = open_page("importing", home=own)
    app.selectbox(key="importing-profile").set_value("llamadas").run()
    app.text_area[0].set_value(first.replace('platform = "llamadas"', 'platform = "Old system"')).run()
    app.button(key="profile-save").click().run()
    assert shelf.open("llamadas").profile.platform == "Old system"
    app.button(key="profile-back-0").click().run()
    assert shelf.text("llamadas")[0] == first
    app.button(key="profile-remove").click().run()
    assert shelf.names() == ()
    assert not app.exception


def test_a_known_platforms_own_export_is_loaded_as_it_is(open_page: Open, own: Path) -> None:
    file = b"callid,queuename,event,time,agent,data\n"
    rows = (
        b"1,sales,ENTERQUEUE,2026-09-01 10:00:00,NONE,|+34910000001\n1,sales,ABANDON,2026-09-01 10:00:09,NONE,1|1|9\n"
    )
    app = bring(open_page("importing", home=own), file + rows, "queue_log.csv")
    assert "importing-as-it-is" in button_keys(app)
    assert not app.exception


def test_counts_are_shown_as_counts_with_what_cannot_be_asked_of_them(open_page: Open, own: Path) -> None:
    rows = "".join(f"2026-09-01 {hour:02}:00,Sales,{hour},{hour - 2},2,0:00:20\n" for hour in range(8, 20))
    head = "Interval start,Queue,Offered,Answered,Abandoned,Average speed of answer\n"
    app = bring(open_page("importing", home=own), (head + rows).encode(), "report.csv")
    assert not app.exception
    assert catalogue("en")["importing.of_intervals"] in [one.value for one in app.info]
    assert next(iter(tiles(app).values())) == str(sum(range(8, 20)))


def test_a_file_that_is_there_already_is_told_before_it_is_loaded_again(open_page: Open, own: Path) -> None:
    app = loaded(bring(open_page("importing", home=own), spanish()))
    assert not app.warning
    again = bring(open_page("importing", home=own), spanish(), "the same under another name.csv")
    assert "Profile llamadas" in again.warning[0].value


def test_of_many_columns_that_nothing_is_made_of_the_result_names_some(open_page: Open, own: Path) -> None:
    names = ["Start", *(f"Field {number}" for number in range(30))]
    row = ["2026-09-01 10:00:00", *("x" for _ in range(30))]
    app = loaded(bring(open_page("importing", home=own), "\n".join(map(",".join, [names, row, row])).encode()))
    told = next(one.value for one in app.caption if "Field 0" in one.value)
    assert told.endswith(" · +10")
    assert told.count("Field ") == 20


def test_what_became_of_files_that_others_loaded_is_no_news_here(open_page: Open, own: Path) -> None:
    app = loaded(bring(open_page("importing", home=own), spanish()))
    assert app.success
    somebody = open_page("importing", home=own)
    assert not somebody.success
    assert "dismiss" not in button_keys(somebody)
    assert open_page("data", home=own).success


def month(number: int, broken: bool = False) -> list[str]:
    """A month of eight calls: every fourth abandoned, and perhaps a row whose date cannot be."""
    rows = []
    for at in range(8):
        agent, state, wait, talk, wrap = LOST if at % EVERY == 0 else TAKEN
        day = f"{3 * at + 1:02}/{number:02}/2026 10:00:00"
        rows.append(f"M{number}-{at};{day};Ventas;{agent};+34 910 000 {at:03};{state};{wait};{talk};{wrap};señal")
    return [*rows, f"M{number}-x;99/99/2026 10:00:00;Ventas;María;;Atendida;1,5;0:01:00;1,5;"] if broken else rows


def in_utf_16(rows: list[str]) -> bytes:
    return "\r\n".join([HEADER, *rows, ""]).encode("utf-16")


def bring_many(app: AppTest, **files: bytes) -> AppTest:
    """Choose files together, as a person does."""
    return (
        app.file_uploader[0].set_value([(f"{name}.csv", content, "text/csv") for name, content in files.items()]).run()
    )


def test_three_months_in_two_encodings_are_loaded_together_and_add_up(open_page: Open, own: Path) -> None:
    files = {"enero": spanish(month(1)), "febrero": in_utf_16(month(2)), "marzo": spanish(month(3, broken=True))}
    app = bring_many(open_page("importing", home=own, lang="es"), **files)
    words = catalogue("es")
    assert f"**{words['importing.files_wanted'].format(count=3, of=3)}**" in shown(app)
    assert words["importing.file_other_encoding"].format(value="utf\\-16\\-le").replace("\\-", "-") in shown(app)
    assert words["importing.file_refused"].format(refused=1, tried=9) in shown(app)
    assert "1 ene 2026 – 22 ene 2026" in shown(app)
    loaded(app)
    assert not app.exception
    sums = words["importing.in_all"].format(files=3, rows=25, kept=24, duplicates=0, rejected=1)
    assert f"**{sums}**" in shown(app)
    rows = Workspace(own).snapshot().scan(CONVERSATIONS).collect()
    assert (rows.height, rows["is_abandoned"].sum(), rows["is_handled"].sum()) == (24, 6, 18)


def test_a_file_that_cannot_be_read_keeps_the_others_from_nothing(open_page: Open, own: Path) -> None:
    files = {"broken": b"\x89PNG\r\n\x1a\n\x00\x00\x00\x00", "enero": spanish(month(1)), "other": b"A,B\n1,2\n3,4\n"}
    app = bring_many(open_page("importing", home=own), **files)
    assert [one.disabled for one in app.checkbox if one.key and one.key.startswith("want-")] == [True, False, True]
    assert "is a picture, no table" in shown(app)
    loaded(app)
    job = job_now(Workspace(own))
    assert job
    assert [(load["file_name"], load["rows_kept"]) for load in job.loads] == [("enero.csv", 8)]
    told = next(one.value for one in app.info if "Not loaded" in one.value)
    assert told == catalogue("en")["importing.try_again"].format(files="broken.csv, other.csv")


def test_files_that_nobody_has_looked_into_yet_are_not_said_to_fit(open_page: Open, own: Path) -> None:
    swapped = month(1)[-1].replace("22/01/", "01/22/").replace("M1-7", "M1-8")
    files = {"enero": spanish([*month(1), swapped]), "broken": b"\x89PNG\r\n\x1a\n\x00\x00\x00\x00"}
    app = bring_many(open_page("importing", home=own, lang="es"), **files)
    words = catalogue("es")
    assert words["importing.file_unlooked"] in shown(app)
    assert words["importing.file_fits"] not in shown(app)
    assert words["importing.files_wanted"].format(count=2, of=2) not in shown(app)
    next(one for one in app.selectbox if one.label == words["importing.order"]).set_value("dmy").run()
    assert words["importing.files_wanted"].format(count=1, of=2) in shown(app)
    button = next(one for one in app.button if one.key == "importing-load")
    assert button.label == words["upload.load_one"]


def test_a_month_with_dates_in_another_order_is_named_and_left_out_until_somebody_wants_it(
    open_page: Open, own: Path
) -> None:
    other = [row.replace(f"{3 * at + 1:02}/02/", f"02/{3 * at + 1:02}/") for at, row in enumerate(month(2))]
    app = bring_many(open_page("importing", home=own), enero=spanish(month(1)), febrero=spanish(other))
    words = catalogue("en")
    told = words["importing.file_order"].format(file="febrero.csv", order=words["importing.style.mdy"])
    assert told in shown(app)
    assert f"**{words['importing.files_wanted'].format(count=1, of=2)}**" in shown(app)
    next(one for one in app.checkbox if one.label == "febrero.csv").check().run()
    assert f"**{words['importing.files_wanted'].format(count=2, of=2)}**" in shown(app)


def test_months_that_were_loaded_and_copies_are_told_and_left_out(open_page: Open, own: Path) -> None:
    loaded(bring(open_page("importing", home=own), spanish(month(1)), "enero.csv"))
    february = spanish(month(2))
    files = {"enero": spanish(month(1)), "febrero": february, "febrero-2": february}
    app = bring_many(open_page("importing", home=own), **files)
    words = catalogue("en")
    assert words["importing.file_known"] in shown(app)
    assert words["importing.file_copy"].format(file="febrero.csv") in shown(app)
    loaded(app)
    job = job_now(Workspace(own))
    assert job
    assert [(load["file_name"], load["rows_kept"]) for load in job.loads] == [("febrero.csv", 8)]


def test_of_a_zip_each_file_is_a_file_of_its_own(open_page: Open, own: Path) -> None:
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        for number in (1, 2):
            archive.writestr(f"mes{number}.csv", spanish(month(number)))
    app = bring(open_page("importing", home=own), packed.getvalue(), "todo.zip")
    assert f"**{catalogue('en')['importing.files_wanted'].format(count=2, of=2)}**" in shown(app)
    loaded(app)
    job = job_now(Workspace(own))
    assert job
    assert [(load["file_name"], load["rows_kept"]) for load in job.loads] == [
        ("todo.zip (mes1.csv)", 8),
        ("todo.zip (mes2.csv)", 8),
    ]


def test_another_file_can_tell_how_all_are_read(open_page: Open, own: Path) -> None:
    wide = [f"{row};x" for row in month(2)]
    content = "\r\n".join([f"{HEADER};Campaña", *wide, ""]).encode("latin-1")
    app = bring_many(open_page("importing", home=own), enero=spanish(month(1)), febrero=content)
    assert catalogue("en")["importing.file_more"].format(columns="Campaña") in shown(app)
    next(one for one in app.selectbox if one.label == "Recognised and shown by").set_value(1).run()
    assert catalogue("en")["importing.file_lacks"].format(columns="Campaña") in shown(app)


def test_what_counts_are_shares_of_and_the_threshold_are_said_on_the_page(open_page: Open, own: Path) -> None:
    rows = "".join(f"2026-09-01 {hour:02}:00,Sales,{hour},{hour - 2},2,80%\n" for hour in range(8, 20))
    head = "Interval start,Queue,Offered,Answered,Abandoned,Service level\n"
    app = bring(open_page("importing", home=own), (head + rows).encode(), "report.csv")
    words = catalogue("en")
    next(one for one in app.number_input if one.label == words["importing.threshold_label"]).set_value(20).run()
    whole = next(one for one in app.selectbox if one.label == words["importing.share_label"])
    whole.set_value(("handled", "abandoned")).run()
    loaded(app)
    assert Shelf(Workspace(own).files).open("report").profile.threshold_s == 20
    assert Shelf(Workspace(own).files).open("report").profile.share_of == ("handled", "abandoned")


def test_whether_the_end_is_of_the_talk_and_what_is_believed_are_asked_only_where_it_matters(
    open_page: Open, own: Path
) -> None:
    words = catalogue("en")
    labels = {words["importing.end_is_label"], words["importing.believe_label"]}
    app = bring(open_page("importing", home=own), spanish())
    assert not labels & {one.label for one in app.selectbox}
    row = "{0},2026-09-0{0} 10:00:00,2026-09-0{0} 10:05:20,ana,0:00:20,0:03:00,0:02:00\n"
    rows = "".join(row.format(number) for number in range(1, 9))
    head = "Call ID,Start,End,Agent,Wait time,Talk time,Wrap-up time\n"
    app = bring(open_page("importing", home=own), (head + rows).encode(), "calls.csv")
    assert labels <= {one.label for one in app.selectbox}
    end = next(one for one in app.selectbox if one.label == words["importing.end_is_label"])
    assert end.value == "wrap-up"
    end.set_value("contact").run()
    assert '\nend_is = "wrap-up"' not in app.text_area[0].value


def test_columns_without_names_are_called_by_their_places_in_the_readers_language(open_page: Open, own: Path) -> None:
    content = "\r\n".join([*calls(), ""]).encode("latin-1")
    app = bring(open_page("importing", home=own, lang="es"), content, "sin cabecera.csv")
    words = catalogue("es")
    assert words["importing.unnamed_columns"] in [one.value for one in app.info]
    assert words["importing.untold_wait"] in [one.value for one in app.warning]
    start = next(one for one in app.selectbox if one.label == words["importing.target.start"])
    assert start.value == "column 2"
    assert "columna 2" in start.options
    assert "column 2" not in shown(app)


def test_no_number_is_doubted_where_columns_tell_what_it_measures(open_page: Open, own: Path) -> None:
    app = bring(open_page("importing", home=own), spanish())
    assert not app.warning


def test_of_many_files_what_nothing_is_made_of_is_told_only_to_who_asks(open_page: Open, own: Path) -> None:
    files = {f"mes {number}": spanish(month(number)) for number in range(1, 6)}
    app = loaded(bring_many(open_page("importing", home=own), **files))
    told = catalogue("en")["load.unknown_fields_of"].format(count=5)
    assert told in [one.label for one in app.expander]
