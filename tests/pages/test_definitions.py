"""Definitions: the whole catalogue is there, found as people type, explained with the rules in force, and linked."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

from core.grains import GRAINS
from core.metrics import METRICS, SUBJECTS, describe, related
from core.plan import groups_of
from core.settings import Settings
from core.words import LANGUAGES, catalogue
from ui.definitions.find import is_found
from ui.definitions.subjects import by_subject
from ui.labels import plain

Open = Callable[..., AppTest]


def lines(app: AppTest) -> list[str]:
    return [one.label for one in app.expander]


def texts(app: AppTest) -> str:
    return "\n".join(one.value for one in app.markdown)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_metric_is_on_the_page_with_its_meaning_under_its_subject(open_page: Open, language: str) -> None:
    app = open_page("definitions", lang=language)
    told = [(getattr(one.label, language), getattr(one.meaning, language)) for one in METRICS.values()]
    assert lines(app) == [f"**{plain(label)}** · {plain(meaning, 2_000)}" for label, meaning in told]
    words = catalogue(language)
    assert [heading.value for heading in app.subheader] == [words[f"subject.{subject}"] for subject in SUBJECTS]


def test_the_subject_is_the_file_that_declares_the_metric() -> None:
    """Written out, because reading the files as the page does would prove nothing."""
    groups = by_subject(list(METRICS))
    assert [name for group in groups.values() for name in group] == list(METRICS)
    ends = {subject: (group[0], group[-1]) for subject, group in groups.items()}
    assert ends["service"] == ("service_level", "longest_speed_of_answer")
    assert ends["queues"][0] == "average_queue_time"
    assert ends["efforts"] == ("average_handling_time_per_conversation", "p90_wrap_up_time_per_conversation")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_opens_to_all_that_is_declared(open_page: Open, language: str) -> None:
    app, words = open_page("definitions", lang=language), catalogue(language)
    assert not app.code
    for name in METRICS:
        app.session_state[f"definition-{name}"] = True
    app.run()
    assert not app.exception
    assert [one.value for one in app.code] == [describe(metric, Settings(), language) for metric in METRICS.values()]
    facts = [one.value for one in app.markdown if one.value.startswith(f"**{words['definitions.fact.name']}**")]
    for metric, told in zip(METRICS.values(), facts, strict=True):
        assert f"`{metric.name}`" in told
        assert words[f"definitions.unit.{metric.unit}"] in told
        assert words[f"definitions.better.{metric.better}"] in told
        assert all(words[f"definitions.table.{table.name}"] in told for table in metric.tables)
        assert plain(getattr(metric.null_rule, language), 2_000) in told
        assert plain(metric.source, 2_000) in told
    notes = [plain(text, 2_000) for one in METRICS.values() if (text := getattr(one.notes, language))]
    told = [one.value for one in app.markdown if words["definitions.notes"] in one.value]
    assert told == [f"**{words['definitions.notes']}** {text}" for text in notes]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_metric_of_the_address_is_explained_above_all_others(open_page: Open, language: str) -> None:
    app = open_page("definitions", lang=language, metric="service_level")
    metric = METRICS["service_level"]
    assert app.subheader[0].value == getattr(metric.label, language)
    assert getattr(metric.meaning, language) in [one.value for one in app.markdown]
    assert [one.value for one in app.code] == [describe(metric, Settings(), language)]
    labels = {getattr(METRICS[other].label, language) for other in related("service_level")}
    assert labels <= {one.label for one in app.button}
    assert len(lines(app)) == len(METRICS)


@pytest.mark.parametrize(
    ("language", "wanted", "found"),
    [
        ("es", "conversacion GESTION mediana", ["median_handling_time_per_conversation"]),
        ("en", "Service LEVEL", ["service_level", "reported_service_level"]),
        ("en", "p95_queue", ["p95_queue_time"]),
    ],
)
def test_a_search_in_the_address_finds_by_name_label_and_meaning(
    open_page: Open, language: str, wanted: str, found: list[str]
) -> None:
    app = open_page("definitions", lang=language, find=wanted)
    assert app.text_input(key="find").value == wanted
    labels = [plain(getattr(METRICS[name].label, language)) for name in found]
    assert [line.split("**")[1] for line in lines(app)] == labels


def test_words_are_found_in_any_order_without_accents_and_case() -> None:
    assert is_found("gestion MEDIA", ("Gestión", "media por conversación"))
    assert is_found("medía gestión", ("GESTION MEDIA",))
    assert is_found("", ())
    assert not is_found("gestion media", ("Gestión",))


def test_what_is_typed_narrows_and_what_is_found_nowhere_says_what_to_do(open_page: Open) -> None:
    app = open_page("definitions")
    app.text_input(key="find").set_value("short abandon").run()
    assert 0 < len(lines(app)) < 20
    app.text_input(key="find").set_value("[xyzzy](http://evil.example)").run()
    assert lines(app) == []
    assert r"\[xyzzy\]\(http\://evil.example\)" in app.info[0].value
    app.button(key="clear").click().run()
    assert len(lines(app)) == len(METRICS)
    assert not app.exception


def test_what_is_found_under_the_other_choice_is_told(open_page: Open) -> None:
    app = open_page("definitions", find="campaign attributes")
    assert lines(app) == []
    assert "but 1 under the other choice" in app.info[0].value
    assert "| Campaign | `campaign` |" in texts(open_page("definitions", find="campaign attributes", of="groups"))


def test_rows_that_have_a_name_in_a_formula_are_spelt_out_below_it(open_page: Open) -> None:
    told = texts(open_page("definitions", metric="segments_abandoned_rate"))
    assert "*wait given up in a queue:* `finished wait in a queue and " in told
    assert "*finished wait in a queue:* `kind = " in told
    assert "*handled segment:*" not in told


def test_a_metric_that_does_not_exist_is_told_and_everything_shown(open_page: Open) -> None:
    app = open_page("definitions", metric="[joy](http://evil.example)")
    assert not app.exception
    assert r"“\[joy\]\(http\://evil.example\)”" in app.warning[0].value
    assert len(lines(app)) == len(METRICS)


def test_the_chosen_definition_is_closed_again(open_page: Open) -> None:
    app = open_page("definitions", metric="service_level")
    app.button(key="close").click().run()
    assert "metric" not in app.query_params
    assert not app.code


def test_the_formula_follows_the_house_rules_also_without_data(open_page: Open, tmp_path: Path) -> None:
    home = tmp_path / "house"
    home.mkdir()
    (home / "settings.toml").write_text("answer_within_s = 20\n")
    (home / "regions.csv").write_text("broken\n")
    app = open_page("definitions", home=home, metric="service_level")
    assert not app.exception
    assert not app.error
    assert "speed_of_answer_ms < 20000" in app.code[0].value


def test_a_definition_leads_to_its_conversations_within_the_scope(open_page: Open) -> None:
    app = open_page("definitions", metric="service_level", channel="voice", find="level")
    found = next(one.proto for one in app.main.get("page_link") if one.proto.label == "Conversations it counts")
    assert found.page == "conversations"
    assert parse_qs(found.query_string) == {"channel": ["voice"], "behind": ["service_level"]}


def test_a_definition_leads_to_those_to_read_it_with_and_to_its_own_address(open_page: Open) -> None:
    app = open_page("definitions", metric="service_level", channel="voice", find="level")
    app.button(key="way-chosen-service_level-abandon_rate").click().run()
    assert app.subheader[0].value == "Abandon rate"
    asked = {name: "".join(app.query_params[name]) for name in app.query_params}
    assert asked == {"metric": "abandon_rate", "channel": "voice", "find": "level"}
    app.session_state["definition-service_level"] = True
    app.run()
    app.button(key="way-line-service_level").click().run()
    assert app.subheader[0].value == "Service level"
    assert not app.exception


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_numbers_can_be_split_by_is_told(open_page: Open, language: str) -> None:
    app = open_page("definitions", lang=language, of="groups")
    told, words = texts(app), catalogue(language)
    names = {*GRAINS, *(name for metric in METRICS.values() for name in groups_of(metric))}
    assert [name for name in names if f"| `{name}` |" not in told] == []
    assert [heading.value for heading in app.subheader] == [words["definitions.grains"], words["definitions.columns"]]
    assert (words["definitions.in_english"] in [one.value for one in app.caption]) == (language != "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_numbers_can_be_split_by_has_a_label_in_words(language: str) -> None:
    levels = ("_source", "_precision")
    names = {name for metric in METRICS.values() for name in groups_of(metric)}
    assert [name for name in names if not name.endswith(levels) and f"column.{name}" not in catalogue(language)] == []
