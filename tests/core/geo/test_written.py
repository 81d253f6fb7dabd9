"""Numbers as people write them, beside `phonenumbers.parse()` one text at a time."""

from random import Random

import phonenumbers
import polars as pl
import pytest
from phonenumbers import CountryCodeSource, NumberParseException

from core.errors import UnknownName
from core.geo.numbers.dialling import dialling_in, dialling_to
from core.geo.numbers.parsed import parsed
from core.geo.numbers.written import BAD_LENGTH, NO_COUNTRY, NO_NUMBER, is_plain, written

Answer = tuple[str | None, bool, str | None]
"""Digits with the calling code, whether that was assumed, why there are none."""

COUNTRIES = (
    *("", "US", "GB", "DE", "ES", "MX", "AR", "BR", "IT", "AU", "IN", "RU", "KZ", "CN", "JP", "FR", "SM", "VA", "CI"),
    *("HU", "AG", "GA", "JE", "FI", "HK", "ID", "CL", "CO", "TR", "BY", "NF", "MG", "CC", "KR", "SG", "XK"),
)
PIECES = (
    *("+", "++", "00", "011", "0", "1", "8", "15", "54", "44", "7", "9", "(", ") ", "-", " ", ".", "/", "x", " ext. "),
    *(
        ";ext=",
        "#",
        ",",
        ",,",
        ";",
        "~",
        " x",
        "/ x",
        ";isub=",
        "A",
        "FLOWERS",
        "tel:",
        "*",
        "\u00a0",
        "–",
        "２",
        "[",
        "]",
    ),
    *(
        "anexo",
        "int",
        "extn ",
        ":",
        "e",
        "_",
        "@",
        "&",
        "\t",
        ";phone-context=+1",
        ";phone-context=example.com",
        "٣",
        "é",
    ),
)


def ours(texts: list[str], default_country: str = "") -> list[Answer]:
    rows = pl.DataFrame({"text": texts}, schema={"text": pl.String}).with_row_index("row")
    answers = parsed(rows.with_columns(is_plain=is_plain(pl.col("text"))), default_country).sort("row")
    assert answers["text"].to_list() == texts
    return answers.select("digits", "is_assumed", "error").rows()


def theirs(text: str, default_country: str) -> Answer:
    try:
        number = phonenumbers.parse(text, default_country or None, keep_raw_input=True)
    except NumberParseException as problem:
        kinds = {NumberParseException.NOT_A_NUMBER: NO_NUMBER, NumberParseException.INVALID_COUNTRY_CODE: NO_COUNTRY}
        return None, False, kinds.get(problem.error_type, BAD_LENGTH)
    is_assumed = number.country_code_source == CountryCodeSource.FROM_DEFAULT_COUNTRY
    return f"{number.country_code}{phonenumbers.national_significant_number(number)}", is_assumed, None


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("+1 (415) 555-2671", "14155552671"),
        ("(+1) 415.555.2671", "14155552671"),
        ("++1 415/555/2671 ...", "14155552671"),
        ("[+1] 415\u2013555\u00a02671", "14155552671"),
        ("call: +1 415 555 2671", "14155552671"),
        ("+1 415 555 2671 ext. 12", "14155552671"),
        ("+1 415 555 2671;ext=12", "14155552671"),
        ("+1 415 555 2671 x12/x13", "14155552671"),
        ("+1 415 555 2671,,12#", "14155552671"),
        ("+1 415 555 2671 - 12#", "14155552671"),
        ("+1 415 555 2671;isub=12", "14155552671"),
        ("+1-800-FLOWERS", "18003569377"),
        ("+1 415 555 26 ab 71", "14155552671"),
    ],
)
def test_the_digits_that_were_meant_are_found(text: str, digits: str) -> None:
    rows = pl.DataFrame({"text": [text]}).with_columns(is_plain=is_plain(pl.col("text")))
    found = written(rows).row(0, named=True)
    assert (found["is_international"], found["digits"], found["error"], found["is_odd"]) == (True, digits, None, False)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        *(("", NO_NUMBER), ("+", NO_NUMBER), ("+12", NO_NUMBER), ("1-2", NO_NUMBER), ("12:34:56", NO_NUMBER)),
        *(("3f2a9c10-1234-4abc", NO_NUMBER), ("1+415 555 2671", NO_NUMBER), ("( " * 200, BAD_LENGTH)),
    ],
)
def test_what_no_country_could_read_is_refused_at_once(text: str, error: str) -> None:
    rows = pl.DataFrame({"text": [text]}).with_columns(is_plain=is_plain(pl.col("text")))
    assert written(rows).select("digits", "error", "is_odd").row(0) == (None, error, False)


@pytest.mark.parametrize("text", ["٠١٢٣٤٥٦٧٨٩", "＋14155552671", "tel:415;phone-context=+1", "+1415\x00", "1" * 21])
def test_the_few_odd_texts_are_left_to_the_library(text: str) -> None:
    rows = pl.DataFrame({"text": [text]}).with_columns(is_plain=is_plain(pl.col("text")))
    assert written(rows).select("digits", "error", "is_odd").row(0) == (None, None, True)


@pytest.mark.parametrize(
    ("text", "country", "answer"),
    [
        ("415 555 2671", "US", ("14155552671", True, None)),
        ("1 415 555 2671", "US", ("14155552671", False, None)),
        ("011 44 20 7946 0018", "US", ("442079460018", False, None)),
        ("+011 44 20 7946 0018", "US", ("442079460018", False, None)),
        ("+00 44 20 7946 0018", "US", (None, False, NO_COUNTRY)),
        ("555 2671", "AG", ("1268" + "5552671", True, None)),
        ("020 7946 0018", "GB", ("442079460018", True, None)),
        ("+44 (0) 20 7946 0018", "", ("442079460018", False, None)),
        ("02 3661 8300", "IT", ("390236618300", True, None)),
        ("011 15 2345 6789", "AR", ("5491123456789", True, None)),
        ("0 15 11 2345 6789", "BR", ("551123456789", True, None)),
        ("8 495 123 45 67", "RU", ("74951234567", True, None)),
        ("8~10 44 2079460018", "RU", ("442079460018", False, None)),
        ("06 1 234 5678", "HU", ("3612345678", True, None)),
        ("88 1234", "SM", ("3780549" + "881234", True, None)),
        ("49 30 123456", "DE", ("4930123456", False, None)),
        ("+49 030 123456", "", ("4930123456", False, None)),
        ("112", "DE", ("49112", True, None)),
        ("415 555 2671", "", (None, False, NO_COUNTRY)),
        ("+999 123 456", "", (None, False, NO_COUNTRY)),
        ("+44 1", "", (None, False, BAD_LENGTH)),
        ("0 1", "GB", (None, False, NO_NUMBER)),
        ("００４４ 20 7946 0018", "DE", ("442079460018", False, None)),
    ],
)
def test_the_country_decides_what_is_dialled(text: str, country: str, answer: Answer) -> None:
    assert ours([text], country) == [answer] == [theirs(text, country)]


@pytest.mark.parametrize("country", COUNTRIES)
def test_texts_put_together_by_chance_are_read_as_the_library_reads_them(country: str) -> None:
    random = Random(f"20261121 {country}")
    texts = [_by_chance(random) for _ in range(600)]
    answers = zip(texts, ours(texts, country), (theirs(text, country) for text in texts), strict=True)
    assert [answer for answer in answers if answer[1] != answer[2]] == []


def _by_chance(random: Random) -> str:
    """Three to nine pieces; every other one is digits."""
    groups = ("".join(random.choices("0123456789", k=random.randint(1, 7))) for _ in range(9))
    pieces = [random.choice(PIECES) if random.random() < 0.6 else "" for _ in range(9)]
    texts = [piece + group for piece, group in zip(pieces, groups, strict=True)]
    return "".join(texts[: random.randint(1, 4)]) + random.choice(("", "", random.choice(PIECES)))


def test_no_text_at_all_is_no_row() -> None:
    assert ours([], "US") == []


def test_a_repeated_odd_text_is_answered_each_time() -> None:
    assert ours(["٠٢٠٧٩٤٦٠٠١٨", "+14155552671", "٠٢٠٧٩٤٦٠٠١٨"], "GB") == [
        ("442079460018", True, None),
        ("14155552671", False, None),
        ("442079460018", True, None),
    ]


def test_a_country_or_a_calling_code_without_a_plan_is_named_with_a_way_out() -> None:
    with pytest.raises(UnknownName, match="no country with a numbering plan called 'UX'; did you mean"):
        dialling_in("UX")
    with pytest.raises(UnknownName, match="no calling code called '999'"):
        dialling_to(999)
