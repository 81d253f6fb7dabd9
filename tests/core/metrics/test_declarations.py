"""A metric is declared whole: in both languages, with a unit, over columns that exist."""

import polars as pl
import pytest

from core.errors import DefinitionError, UnknownName
from core.lending import has
from core.metrics import METRICS, Metric, describe, named, related
from core.metrics.measure import Formula, count
from core.metrics.metric import BETTER, UNITS, Text, metric
from core.metrics.words import condition
from core.schema.tables import SEGMENTS
from core.settings import Settings


@pytest.mark.parametrize("one", METRICS.values(), ids=lambda one: one.name)
def test_a_metric_says_what_it_is_in_both_languages(one: Metric) -> None:
    assert one.label.en
    assert one.label.es
    assert one.meaning.en.endswith(".")
    assert one.meaning.es.endswith(".")
    assert one.meaning.en != one.meaning.es
    assert one.unit in UNITS
    assert one.better in BETTER
    assert one.source


@pytest.mark.parametrize("one", METRICS.values(), ids=lambda one: one.name)
def test_what_surprises_about_a_metric_is_told_in_both_languages(one: Metric) -> None:
    english, spanish = one.notes.en, one.notes.es
    assert bool(english) == bool(spanish)
    assert not english or english != spanish
    # Spanish says as much, in about a fifth more room: neither a summary nor another metric's text.
    assert 0.6 * len(english) <= len(spanish) <= 1.8 * len(english)


@pytest.mark.parametrize("name", METRICS)
def test_every_metric_has_others_to_read_it_with(name: str) -> None:
    assert related(name)


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_two_metrics_share_a_label(language: str) -> None:
    labels = [getattr(one.label, language) for one in METRICS.values()]
    assert len(labels) == len(set(labels))


@pytest.mark.parametrize("one", METRICS.values(), ids=lambda one: one.name)
def test_a_formula_reads_only_declared_columns(one: Metric) -> None:
    for measure in one.formula(Settings()).measures():
        assert all(has(measure.table, name) for name in measure.columns)


@pytest.mark.parametrize("name", METRICS)
def test_related_metrics_exist_and_name_each_other(name: str) -> None:
    assert set(METRICS[name].neighbours) <= set(METRICS) - {name}
    assert name not in related(name)
    assert all(name in related(other) for other in related(name))


def test_the_statistics_of_one_time_are_related() -> None:
    others = ("average_ring_time", "p90_ring_time", "p95_ring_time", "longest_ring_time", "total_ring_time")
    assert related("median_ring_time") == others


def test_a_median_and_a_longest_time_are_told_by_their_names() -> None:
    assert describe(METRICS["median_ring_time"], Settings()).startswith("median of ring_time_ms in SEGMENTS")
    assert describe(METRICS["longest_ring_time"], Settings(), "es").startswith("mayor ring_time_ms en SEGMENTS")


def test_the_catalogue_is_in_the_order_of_its_subjects() -> None:
    assert next(iter(METRICS)) == "conversations"
    assert list(METRICS)[-1] == "reported_total_handling_time"


def test_a_formula_is_told_in_words_with_the_house_rules_in_force() -> None:
    told = describe(METRICS["service_level"], Settings(answer_within_s=20))
    assert "speed_of_answer_ms < 20000" in told
    assert "÷" in told


def test_the_houses_hours_are_told_as_it_wrote_them() -> None:
    house = Settings(time_zone="Asia/Tokyo", opening_hours="Mon 09:00-17:00", waking_hours="")
    told = describe(METRICS["outside_hours_awake"], house)
    assert "conversation offered and outside opening hours (Mon 09:00-17:00, Asia/Tokyo)" in told
    assert "within the customer's waking hours (always, the customer's own clock)" in told
    spanish = describe(METRICS["outside_hours_awake_rate"], house, "es")
    assert "fuera del horario de apertura (Mon 09:00-17:00, Asia/Tokyo)" in spanish
    assert spanish.endswith("conversación ofrecida y se conoce la zona horaria del cliente")


def test_a_metric_without_a_definition_is_refused() -> None:
    def nameless(_: Settings) -> Formula:
        return count(SEGMENTS, pl.lit(True))

    with pytest.raises(DefinitionError, match=r"nameless.*docstring"):
        metric(label=Text("a", "b"), meaning_es="c", unit="count", better="higher", source="d")(nameless)


def test_a_misspelt_metric_is_told_its_neighbours() -> None:
    with pytest.raises(UnknownName, match=r"'servic_level'; did you mean service_level"):
        named("servic_level")


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("one", METRICS.values(), ids=lambda one: one.name)
def test_every_formula_has_words_and_none_of_the_engines_signs(one: Metric, language: str) -> None:
    told = describe(one, Settings(), language)
    assert one.tables[0].name in told
    assert not set("[]&|") & set(told)
    assert "col(" not in told


def test_junctions_within_another_are_bracketed() -> None:
    first, second, third = (pl.col(name) for name in ("is_a", "is_b", "is_c"))
    assert condition(first & (second | third)) == "is_a and (is_b or is_c)"
    assert condition(first & second & ~(first | third), "es") == "is_a y is_b y no (is_a o is_c)"


def test_an_expression_without_words_asks_for_them() -> None:
    with pytest.raises(NotImplementedError, match=r"add them to core/metrics/words\.py"):
        condition(pl.col("channel").str.starts_with("v"))
