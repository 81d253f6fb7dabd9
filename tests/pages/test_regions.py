"""Regions: a house's own regions are drawn, ordered, written, tried out, saved and taken back."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.settings import RegionRule
from core.store.region_file import RegionFile
from core.store.workspace import Workspace
from core.words import catalogue
from tests.callbacks import taken_in
from tests.stories import answered

Open = Callable[..., AppTest]
HEAD = "country,state,area_code,region\n"
TEXT = f"{HEAD}ES,,,Iberia\nUS,,,America\n,,212,New York\n"
ALL = {"period": "all"}


@pytest.fixture
def home(tmp_path: Path, sixty_conversations: Path) -> Path:
    """Sixty conversations to be written to: 24 from the United States, 12 each from Spain, Britain and nowhere."""
    home = tmp_path / "own"
    shutil.copytree(sixty_conversations, home)
    return home


def file_of(home: Path) -> RegionFile:
    return RegionFile(Workspace(home).files)


def write(home: Path, text: str) -> None:
    file = file_of(home)
    file.save(text, file.load().mark)


def rows(app: AppTest, column: str) -> list[dict[str, object]]:
    return next(one.value for one in app.dataframe if column in one.value).to_dict("records")


def effect(app: AppTest) -> dict[object, tuple[object, object]]:
    return {row["region"]: (row["now"], row["then"]) for row in rows(app, "then")}


def by_region(open_page: Open, home: Path) -> dict[object, object]:
    table = rows(open_page("overview", home=home, **ALL), "conversations_offered")
    return {row["region"]: row["conversations_offered"] for row in table}


def save(app: AppTest) -> AppTest:
    return app.button(key="regions-save").click().run()


def map_key(app: AppTest) -> str:
    keys = [one.proto.id.split("-", 2)[2] for one in app.get("deck_gl_json_chart") if one.proto.id]
    return next(key for key in keys if key.startswith("regions-map-"))


def click_map(app: AppTest, code: str) -> AppTest:
    app.session_state[map_key(app)] = {"selection": {"objects": {"areas": [{"properties": {"code": code}}]}}}
    return app.run()


def test_without_own_regions_the_page_says_how_to_begin(open_page: Open, home: Path) -> None:
    app = open_page("regions", home=home, **ALL)
    words = catalogue("en")
    assert words["regions.state_none"] in [one.value for one in app.markdown]
    assert words["regions.left_out_all"] in [one.value for one in app.caption]
    assert app.multiselect(key="regions-country").disabled
    assert app.button(key="regions-save").disabled


def test_a_region_is_drawn_from_lists_tried_out_and_saved(open_page: Open, home: Path) -> None:
    app = open_page("regions", home=home, **ALL)
    app.text_input(key="regions-new").set_value("Iberia").run()
    app.multiselect(key="regions-country").select(("ES", "", "")).select(("PT", "", "")).run()
    assert effect(app) == {"North America": (24, 24), "Iberia": (0, 12), "Europe": (24, 12), "Not known": (12, 12)}
    assert file_of(home).load().text == ""
    save(app)
    assert not app.exception
    assert file_of(home).load().text == f"{HEAD}ES,,,Iberia\nPT,,,Iberia\n"
    assert [note.value for note in app.success] == [catalogue("en")["regions.is_saved"]]
    assert effect(app)["Iberia"] == (12, 12)


def test_a_click_on_the_map_adds_a_place_and_another_takes_it_out(open_page: Open, home: Path) -> None:
    write(home, TEXT)
    app = open_page("regions", home=home, **ALL)
    click_map(app, "GB")
    assert effect(app)["Iberia"] == (12, 24)
    click_map(app, "GB")
    assert effect(app)["Iberia"] == (12, 12)
    app.selectbox(key="regions-view").select("US").run()
    click_map(app, "NY")
    assert effect(app)["Iberia"] == (12, 24)
    assert app.session_state["regions-text"].splitlines()[2] == "US,NY,,Iberia"
    assert not app.exception


def test_without_a_name_a_click_changes_nothing(open_page: Open, home: Path) -> None:
    app = click_map(open_page("regions", home=home, **ALL), "GB")
    assert app.session_state["regions-text"] == ""
    assert not app.exception


def test_the_last_place_taken_out_leaves_the_name_to_go_on_with(open_page: Open, home: Path) -> None:
    write(home, f"{HEAD}ES,,,Iberia\n")
    app = click_map(open_page("regions", home=home, **ALL), "ES")
    assert app.text_input(key="regions-new").value == "Iberia"
    click_map(app, "PT")
    assert app.session_state["regions-text"] == f"{HEAD}PT,,,Iberia\n"
    assert app.selectbox(key="regions-drawn").value == "Iberia"


def test_every_answer_follows_what_is_saved_and_goes_back(open_page: Open, home: Path) -> None:
    where = {"region": "Iberia", **ALL}
    assert len(open_page("geography", home=home, **where).warning) == 1
    app = open_page("regions", home=home, **ALL)
    app.text_area(key="regions-text").set_value(TEXT).run()
    save(app)
    page = open_page("geography", home=home, **where)
    assert not page.warning
    assert page.metric[0].value == "12"

    app = open_page("regions", home=home, **ALL)
    app.button(key="regions-remove-all").click().run()
    save(app)
    assert len(open_page("geography", home=home, **where).warning) == 1

    app = open_page("regions", home=home, **ALL)
    assert app.selectbox(key="regions-version").options[0].endswith("3 rules")
    app.button(key="regions-take").click().run()
    save(app)
    assert open_page("geography", home=home, **where).metric[0].value == "12"
    assert not app.exception


def test_what_the_draft_promises_is_what_comes(open_page: Open, home: Path) -> None:
    app = open_page("regions", home=home, **ALL)
    app.text_area(key="regions-text").set_value(f"{HEAD},,212,New York\nUS,,,America\nES,,,Iberia\n").run()
    promised = {region: then for region, (_, then) in effect(app).items()}
    save(app)
    came = {region: now for region, (now, _) in effect(open_page("regions", home=home, **ALL)).items()}
    assert came == {region: size for region, size in promised.items() if size}
    for region, size in came.items():
        named = {"Not known": "~"}.get(str(region), str(region))
        assert open_page("geography", home=home, region=named, **ALL).metric[0].value == str(size)


def test_a_rule_is_moved_and_taken_out(open_page: Open, home: Path) -> None:
    write(home, TEXT)
    app = open_page("regions", home=home, **ALL)
    assert "never fires: rule 2 (United States) takes all of it" in app.warning[0].value
    app.selectbox(key="name-regions-rules").set_value(2).run()
    app.button(key="regions-up").click().run()
    assert app.session_state["regions-text"] == f"{HEAD}ES,,,Iberia\n,,212,New York\nUS,,,America\n"
    assert not app.warning
    assert effect(app)["New York"] == (0, 12)
    app.button(key="regions-take_out").click().run()
    assert app.session_state["regions-text"] == f"{HEAD}ES,,,Iberia\nUS,,,America\n"
    assert not app.exception


def test_a_region_is_renamed_and_removed(open_page: Open, home: Path) -> None:
    write(home, f"{TEXT}# ours\nPT,,,Iberia\n")
    app = open_page("regions", home=home, lang="es", **ALL)
    app.text_input(key="regions-name-Iberia").set_value("europa")
    next(button for button in app.button if "rename-form" in str(button.form_id)).click().run()
    assert app.session_state["regions-text"].splitlines()[1::3] == ["ES,,,Europe", "# ours"]
    assert app.selectbox(key="regions-drawn").value == "Europe"
    app.button(key="regions-remove-region").click().run()
    assert app.session_state["regions-text"] == f"{HEAD}US,,,America\n,,212,New York\n# ours\n"


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("en", "**Line 3:** There is no country called “Frnace”; did you mean France?"),
        ("es", "**Línea 3:** No hay ningún país que se llame «Frnace»; ¿quería decir France?"),
    ],
)
def test_a_mistake_is_told_by_line_and_cannot_be_saved(open_page: Open, home: Path, lang: str, told: str) -> None:
    app = open_page("regions", home=home, lang=lang, **ALL)
    app.text_area(key="regions-text").set_value(
        f"{HEAD}ES,,,Iberia\nFrnace,,,West\n[x](http://e.example),,,West\n"
    ).run()
    assert told in app.error[0].value
    assert r"\[x\]\(http\://e.example\)" in app.error[0].value
    assert app.button(key="regions-save").disabled
    assert dict(effect(app)).keys() >= {catalogue(lang)["value.nothing"], "Iberia"}


@pytest.mark.parametrize("lang", ["en", "es"])
def test_every_kind_of_mistake_has_its_words(open_page: Open, home: Path, lang: str) -> None:
    lines = (
        "Atlantis,,,A",
        "Frnace,,,A",
        ",TX,,A",
        "US,ZZ,,A",
        ",,1,A",
        ",,999,A",
        "ES,,212,A",
        "PT,,,",
        ",,,A",
        "a,b",
    )
    app = open_page("regions", home=home, lang=lang, **ALL)
    app.text_area(key="regions-text").set_value(HEAD + "ES,,,A\nES,,,B\n" + "\n".join(lines[:6])).run()
    assert not app.exception
    assert len(app.error[0].value.splitlines()) == 9
    app.text_area(key="regions-text").set_value(HEAD + "\n".join([*lines[6:], '"x,,,A', *lines])).run()
    assert not app.exception
    app.text_area(key="regions-text").set_value("nonsense\n").run()
    assert "country,state,area\\_code,region" in app.error[0].value


def test_a_file_broken_by_hand_is_told_on_pages_and_mended_on_this_one(open_page: Open, home: Path) -> None:
    file_of(home).files.path("regions.csv").write_text(f"{HEAD}Atlantis,,,West\n")
    page = open_page("overview", home=home, **ALL)
    assert not page.exception
    assert "line 2: there is no country called 'Atlantis'" in page.error[0].value.replace("\\", "")
    app = open_page("regions", home=home, **ALL)
    assert "Atlantis" in app.error[0].value
    app.text_area(key="regions-text").set_value(f"{HEAD}ES,,,West\n").run()
    save(app)
    assert not open_page("overview", home=home, **ALL).error
    assert [version.mistakes for version in file_of(home).versions()] == [1]


def test_a_file_in_another_encoding_is_saved_again_as_it_is_read(open_page: Open, home: Path) -> None:
    file_of(home).files.path("regions.csv").write_bytes(f"{HEAD}España,,,Península\n".encode("cp1252"))
    assert open_page("overview", home=home, **ALL).error
    app = open_page("regions", home=home, **ALL)
    assert catalogue("en")["regions.not_utf_8"] in [one.value for one in app.warning]
    save(app)
    assert file_of(home).rules() == (RegionRule("Península", "ES"),)
    assert not app.warning


def test_whoever_saves_second_is_told_and_loses_nothing(open_page: Open, home: Path) -> None:
    app = open_page("regions", home=home, **ALL)
    app.text_area(key="regions-text").set_value(TEXT).run()
    write(home, f"{HEAD}GB,,,Isles\n")
    save(app)
    assert file_of(home).load().text == f"{HEAD}GB,,,Isles\n"
    assert catalogue("en")["regions.overtaken"] in [one.value for one in app.warning]
    app.button(key="regions-keep-mine").click().run()
    save(app)
    assert file_of(home).load().text == TEXT
    assert [version.text for version in file_of(home).versions()] == [f"{HEAD}GB,,,Isles\n"]


def test_theirs_can_be_taken_instead(open_page: Open, home: Path) -> None:
    app = open_page("regions", home=home, **ALL)
    app.text_area(key="regions-text").set_value(TEXT).run()
    write(home, f"{HEAD}GB,,,Isles\n")
    app.run()
    app.button(key="regions-take-theirs").click().run()
    assert app.session_state["regions-text"] == f"{HEAD}GB,,,Isles\n"
    assert not app.warning


def test_a_draft_is_nobody_elses_and_can_be_given_up(open_page: Open, home: Path) -> None:
    app = open_page("regions", home=home, **ALL)
    app.text_area(key="regions-text").set_value(TEXT).run()
    assert "Iberia" not in effect(open_page("regions", home=home, **ALL))
    app.button(key="regions-give-up").click().run()
    assert app.session_state["regions-text"] == ""
    assert file_of(home).versions() == []


def test_places_that_no_rule_takes_are_listed(open_page: Open, home: Path) -> None:
    write(home, f"{HEAD},,212,New York\nES,,,Iberia\n")
    app = open_page("regions", home=home, **ALL)
    left = [(row["place"], row["region"], row["size"]) for row in rows(app, "size")]
    assert left == [
        ("United Kingdom", "Europe", 12),
        ("415 · San Francisco, CA", "North America", 12),
        ("Not known", "Not known", 12),
    ]


def test_who_has_no_area_code_is_told_apart_where_rules_cut_into_a_country(open_page: Open, tmp_path: Path) -> None:
    home = tmp_path / "two"
    stories = (
        *answered("WT1", "10:00:00", "Ana", **{"from": "+14155550171"}),
        *answered("WT2", "10:10:00", "Ana", **{"from": "client:x", "customers": {"country": "US"}}),
    )
    taken_in(home, *stories)
    write(home, f"{HEAD}GB,,,Isles\n")
    assert [row["place"] for row in rows(open_page("regions", home=home, **ALL), "size")] == ["United States"]
    write(home, f"{HEAD},,212,New York\nUS,NY,,New York\n")
    places = [row["place"] for row in rows(open_page("regions", home=home, **ALL), "size")]
    assert places == ["415 · San Francisco, CA", "United States, without an area code"]


def test_states_of_other_countries_can_be_chosen_as_the_data_write_them(open_page: Open, tmp_path: Path) -> None:
    home = tmp_path / "bavaria"
    told = {"customers": {"country": "DE", "state": "Bavaria"}}
    taken_in(home, *answered("WT1", "10:00:00", "Ana", **{"from": "client:x", **told}))
    app = open_page("regions", home=home, **ALL)
    app.text_input(key="regions-new").set_value("South").run()
    app.multiselect(key="regions-state").select(("DE", "Bavaria", "")).run()
    assert app.session_state["regions-text"] == f"{HEAD}DE,Bavaria,,South\n"
    assert effect(app) == {"South": (0, 1), "Europe": (1, 0)}


def test_a_workspace_without_data_can_have_regions(open_page: Open, tmp_path: Path) -> None:
    home = tmp_path / "empty"
    app = open_page("regions", home=home)
    assert catalogue("en")["regions.no_data"] in [one.value for one in app.caption]
    app.text_area(key="regions-text").set_value(TEXT).run()
    save(app)
    assert file_of(home).load().text == TEXT


def test_the_period_can_be_changed_and_filters_stay_in_the_address(open_page: Open, home: Path) -> None:
    app = open_page("regions", home=home, channel="voice", period="2026-03-02")
    before = sum(int(str(then)) for _, then in effect(app).values())
    app.selectbox(key="period").select("all").run()
    assert sum(int(str(then)) for _, then in effect(app).values()) == 60 > before
    assert app.query_params["channel"] in ("voice", ["voice"])


def test_letters_of_a_state_abroad_are_not_read_as_an_american_one(open_page: Open, home: Path) -> None:
    write(home, f"{HEAD}AU,WA,,West\nUS,WA,,West\n")
    places = [row["place"] for row in rows(open_page("regions", home=home, **ALL), "note")]
    assert places == ["WA, Australia", "Washington, United States"]
