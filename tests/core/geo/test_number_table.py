"""The table of the numbering plans: whole, of the installed version, and right number by number."""

import json
from importlib.metadata import version
from random import Random

import phonenumbers
import polars as pl
import pytest
from phonenumbers import NumberParseException, PhoneMetadata, PhoneNumber, PhoneNumberFormat, PhoneNumberType
from phonenumbers.geocoder import description_for_number
from phonenumbers.phonenumberutil import COUNTRY_CODE_TO_REGION_CODE
from phonenumbers.timezone import time_zones_for_number
from polars.testing import assert_frame_equal

from core.geo.gazetteer import REFERENCE
from core.geo.numbers.table import ACT, FACTS, INTERVALS, LONGEST, built_from, facts, find, keys
from tests.core.geo.number_patterns import digits, examples, patterns, plans, sampler
from tools.number_automaton import Automaton

REBUILD = "Run `python tools/build_numbers.py` and commit core/geo/reference; then `make prove-numbers`."
TYPES = {kind: name.lower().replace("_", " ") for name, kind in vars(PhoneNumberType).items() if isinstance(kind, int)}


def found(numbers: list[str]) -> pl.DataFrame:
    """The table's facts of numbers, without what they were read as."""
    rows = find(pl.DataFrame({"e164": numbers}).select(keys(pl.col("e164"))).to_series())
    return facts().drop("act")[rows].with_columns(pl.col(pl.Enum, pl.Categorical).cast(pl.String))


def told(numbers: list[str]) -> pl.DataFrame:
    """The same of `phonenumbers`."""
    schema = {name: pl.String for name in facts().columns if name != "act"}
    rows = [_told(*_split(number)) for number in numbers]
    return pl.DataFrame(rows, schema=schema | {"calling_code": pl.Int16, "is_valid": pl.Boolean}, orient="row")


def _split(number: str) -> tuple[int, str]:
    lengths = (2, 3, 4)
    end = next(end for end in lengths if int(number[1:end]) in COUNTRY_CODE_TO_REGION_CODE)
    return int(number[1:end]), number[end:]


def _told(calling_code: int, national: str) -> tuple[object, ...]:
    zeros = len(national) - len(national[:-1].lstrip("0")) - 1
    number = PhoneNumber(
        calling_code, int(national), italian_leading_zero=zeros > 0 or None, number_of_leading_zeros=zeros or None
    )
    zones = time_zones_for_number(number)
    return (
        calling_code,
        phonenumbers.region_code_for_number(number),
        TYPES[phonenumbers.number_type(number)],
        phonenumbers.is_valid_number(number),
        description_for_number(number, "en") or None,
        description_for_number(number, "es") or None,
        None if zones == ("Etc/Unknown",) else " ".join(zones),
    )


def test_the_table_is_of_the_installed_version() -> None:
    assert built_from() == version("phonenumbers"), REBUILD
    assert pl.read_parquet_metadata(FACTS)["phonenumbers"] == version("phonenumbers"), REBUILD


def test_both_files_are_credited_with_their_version() -> None:
    sources = json.loads((REFERENCE / "manifest.json").read_text(encoding="utf-8"))["files"]
    for file in (INTERVALS, FACTS):
        assert [source["licence"] for source in sources[file.name]] == ["Apache-2.0"]
        assert f"phonenumbers {built_from()} " in sources[file.name][0]["name"], REBUILD


def test_the_intervals_ascend_begin_anew_at_each_length_and_leave_nothing_out() -> None:
    intervals = pl.read_parquet(INTERVALS)
    first_keys = intervals["first_key"]
    assert first_keys.diff().drop_nulls().min() > 0
    assert first_keys.dtype == pl.UInt64
    assert intervals.null_count().row(0) == (0, 0)
    starts = [length * 10**17 for length in range(1, LONGEST + 1)]
    assert first_keys[0] == starts[0]
    assert set(starts) <= set(first_keys.filter(first_keys % 10**17 == 0))
    assert first_keys.max() < (LONGEST + 1) * 10**17


def test_every_set_of_facts_is_used_and_there_only_once() -> None:
    used = pl.read_parquet(INTERVALS)["facts"].unique().sort()
    assert used.to_list() == list(range(facts().height))
    assert facts().is_unique().all()


def test_facts_of_numbers_that_are_not_valid_are_empty() -> None:
    invalid = facts().filter(~pl.col("is_valid"))
    assert invalid["number_type"].unique().to_list() == ["unknown"]
    assert invalid.select("description_en", "description_es", "time_zones").null_count().row(0) == (invalid.height,) * 3
    assert facts().filter("is_valid")["number_type"].cast(pl.String).str.contains("unknown").sum() == 0


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("+14155550123", 11 * 10**17 + 14155550123),
        ("+0", 10**17),
        ("+00123", 5 * 10**17 + 123),
        ("+" + "7" * 17, 17 * 10**17 + int("7" * 17)),
        ("+" + "7" * 17 + "9", 18 * 10**17 + int("7" * 17)),
        ("+" + "9" * LONGEST, LONGEST * 10**17 + int("9" * 17)),
        ("+" + "9" * (LONGEST + 1), None),
        ("14155550123", None),
        ("++14155550123", None),
        ("+", None),
        ("", None),
        (None, None),
        ("-1", None),
        ("+1 415", None),
        ("+1_415", None),
        ("+1.0", None),
        ("+1e5", None),
        ("+１４１５", None),
        ("+" + "7" * 17 + "x", None),
        ("+" + "7" * 17 + "+1", None),
        ("+" + "7" * 16 + "+1", None),
        ("+1" + " " * 20, None),
    ],
)
def test_a_key_is_length_and_digits_of_what_is_only_plus_and_digits(text: str | None, key: int | None) -> None:
    texts = pl.DataFrame({"e164": [text]}, schema={"e164": pl.String})
    assert texts.select(key=keys(pl.col("e164")))["key"].to_list() == [key]


def test_a_key_that_is_null_finds_nothing() -> None:
    none = pl.Series([None], dtype=pl.UInt64)
    assert find(none).to_list() == [None]
    assert facts()[find(none)].row(0) == (None,) * len(facts().columns)


def test_example_numbers_of_every_region_and_type_are_as_phonenumbers_says() -> None:
    numbers = [number for plan in plans() for number in examples(plan)]
    assert_frame_equal(found(numbers), told(numbers))
    assert len(numbers) > 1000


def test_numbers_of_every_region_and_pattern_are_as_phonenumbers_says() -> None:
    random = Random(20)
    numbers = [
        f"+{plan.country_code}{sampler(pattern)(random)}"
        for plan in plans()
        for pattern in patterns(plan)
        for _ in range(3)
    ]
    # One digit more, one less and a zero before them are mostly no numbers: that has to be known as well.
    numbers += [random.choice((number[:-1], number + "5", number[:4] + "0" + number[4:])) for number in numbers]
    assert_frame_equal(found(numbers), told(numbers))
    assert found(numbers)["is_valid"].sum() > len(numbers) * 0.3


def test_the_first_and_last_numbers_of_intervals_are_as_phonenumbers_says() -> None:
    intervals = pl.read_parquet(INTERVALS)
    lasts = intervals.select(first_key=pl.col("first_key").shift(-1) - 1, facts="facts")
    has_code = facts().with_row_index("facts").filter(pl.col("calling_code").is_not_null(), pl.col("act") != "error")
    ends = (
        pl.concat([intervals, lasts]).filter(pl.col("first_key") < 18 * 10**17).join(has_code, on="facts", how="semi")
    )
    drawn = ends.sort("first_key").sample(4000, seed=7)["first_key"]
    numbers = [f"+{key % 10**17:0{key // 10**17}}" for key in drawn]
    assert_frame_equal(found(numbers), told(numbers))


def test_every_calling_code_reads_leading_zeros_as_part_of_the_number() -> None:
    random = Random(3)
    numbers = [f"+{code}{zeros}{digits(7, random)}" for code in COUNTRY_CODE_TO_REGION_CODE for zeros in ("0", "00")]
    assert_frame_equal(found(numbers), told(numbers))


def test_the_act_says_what_parsing_does() -> None:
    random = Random(5)
    numbers = [f"+{digits(length, random)}" for length in range(1, LONGEST + 1) for _ in range(100)]
    for plan in plans():
        national = sampler(random.choice(patterns(plan)))(random)
        prefix = _national_prefix(plan, random)
        numbers += [f"+{plan.country_code}{national}", f"+{plan.country_code}{prefix}{national}"]
    rows = find(pl.DataFrame({"e164": numbers}).select(keys(pl.col("e164"))).to_series())
    said = dict(zip(numbers, facts()["act"][rows], strict=True))
    unlike = {number: act for number, act in said.items() if act not in _allowed(number)}
    assert unlike == {}
    assert set(said.values()) == set(ACT.categories)


def _national_prefix(plan: PhoneMetadata, random: Random) -> str:
    """What may come before a national number; also what a plan only takes for a prefix when nothing follows."""
    return sampler((plan.national_prefix_for_parsing or "0").replace("$", ""))(random)


def _allowed(number: str) -> tuple[str, ...]:
    """The acts that would be right; strip is a suspicion and is right for whatever can be parsed."""
    try:
        read = phonenumbers.parse(number)
    except NumberParseException as problem:
        is_unknown = problem.error_type == NumberParseException.INVALID_COUNTRY_CODE
        return ("unknown calling code",) if is_unknown else ("error", "strip")
    is_same = phonenumbers.format_number(read, PhoneNumberFormat.E164) == number
    return ("plain", "strip") if is_same else ("strip",)


def test_no_longer_text_is_a_number() -> None:
    random = Random(9)
    for plan in plans():
        for _ in range(20):
            begin = f"+{plan.country_code}{_national_prefix(plan, random)}"
            with pytest.raises(NumberParseException):
                phonenumbers.parse(begin + digits(LONGEST + 2 - len(begin), random))


@pytest.mark.parametrize("pattern", [r"(?=1)\d", r"(?!1)\d", r"(?<=1)\d", r"(\d)\1", "^1", "a", "[^1]", "."])
def test_a_pattern_that_is_more_than_digits_fails_the_build(pattern: str) -> None:
    with pytest.raises(ValueError, match="A numbering pattern has"):
        Automaton().add(1, pattern)
