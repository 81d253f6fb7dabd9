"""Addresses of every channel and form, with answers that can be looked up by hand; and long columns row by row."""

import subprocess
import sys
from random import Random

import polars as pl
import pytest

from core.errors import QueryError, UnknownName
from core.geo.numbers import read_numbers
from core.geo.numbers.read import CHUNK
from tests.core.geo.number_oracle import TOLD, told

NOTHING = {
    "e164": None,
    "country": None,
    "number_type": None,
    "is_valid": False,
    "description_en": None,
    "description_es": None,
    "time_zones": None,
    "calling_code": None,
    "area_code": None,
    "is_assumed": False,
}
SAN_FRANCISCO = {
    "e164": "+14155552671",
    "country": "US",
    "number_type": "fixed line or mobile",
    "is_valid": True,
    "description_en": "San Francisco, CA",
    "description_es": "San Francisco, CA",
    "time_zones": "America/Los_Angeles",
    "calling_code": 1,
    "area_code": "415",
    "is_assumed": False,
    "reason": None,
}


def one(address: object, default_country: str = "") -> dict[str, object]:
    return read_numbers(pl.Series([address]), default_country).row(0, named=True)


@pytest.mark.parametrize(
    "address",
    [
        *("+14155552671", "+1 (415) 555-2671", "  +14155552671 ", "+1 415-555-2671 ext. 12", "+1.415.555.2671 x12"),
        *("whatsapp:+14155552671", "WhatsApp: +1 415 555 2671", "sms:+14155552671", "mms:+14155552671"),
        *("rcs:+14155552671", "callto:+14155552671", "tel:+1-415-555-2671;ext=12", "Tel:+14155552671"),
        *("sip:+14155552671@pbx.example;transport=tls", "sips:%2B14155552671@10.0.0.1:5061", "SIP:+14155552671"),
        *(
            "(+1) 415 555 2671",
            "+1\u00a0415\u00a0555\u00a02671",
            "+1–415–555–2671",
            "＋１４１５５５５２６７１",
            "+1 415 LLL COP1",
        ),
    ],
)
def test_a_number_is_the_same_however_it_is_written(address: str) -> None:
    assert one(address) == SAN_FRANCISCO


@pytest.mark.parametrize(
    ("address", "default_country", "e164", "country", "is_assumed"),
    [
        ("4155552671", "US", "+14155552671", "US", True),
        ("(415) 555-2671", "us", "+14155552671", "US", True),
        ("1-415-555-2671", "US", "+14155552671", "US", False),
        ("14155552671", "US", "+14155552671", "US", False),
        ("011 34 612345678", "US", "+34612345678", "ES", False),
        ("00 34 612 34 56 78", "FR", "+34612345678", "ES", False),
        ("1-800-FLOWERS", "US", "+18003569377", "US", False),
        ("800 FLOWERS", "US", "+18003569377", "US", True),
        ("612 34 56 78", "ES", "+34612345678", "ES", True),
        ("020 7946 0018", "GB", "+442079460018", "GB", True),
        ("sip:02079460018@pbx.example", "GB", "+442079460018", "GB", True),
        ("02 3661 8300", "IT", "+390236618300", "IT", True),
        ("011 15 2345-6789", "AR", "+5491123456789", "AR", True),
        ("8 (495) 123-45-67", "RU", "+74951234567", "RU", True),
        ("8 (727) 250-00-00", "KZ", "+77272500000", "KZ", True),
        ("+442079460018", "US", "+442079460018", "GB", False),
        ("+44 (0)20 7946 0018", "", "+442079460018", "GB", False),
        ("+80012345678", "", "+80012345678", None, False),
        ("+1 869 565 2671", "", "+18695652671", "KN", False),
    ],
)
def test_the_country_is_the_numbers_own_or_else_the_default(
    address: str, default_country: str, e164: str, country: str | None, is_assumed: bool
) -> None:
    found = one(address, default_country)
    assert (found["e164"], found["country"], found["is_assumed"]) == (e164, country, is_assumed)


@pytest.mark.parametrize(
    ("address", "facts"),
    [
        ("+442079460018", ("GB", "fixed line", "London", "London", "Europe/London", 44, None)),
        ("+34 612345678", ("ES", "mobile", "Spain", "España", "Atlantic/Canary Europe/Madrid", 34, None)),
        ("+34 900 123 456", ("ES", "toll free", "Spain", "España", "Atlantic/Canary Europe/Madrid", 34, None)),
        ("+525512345678", ("MX", "fixed line or mobile", "Mexico City, FD", "Ciudad de México, CDMX",
                           "America/Mexico_City", 52, None)),
        ("+5511987654321", ("BR", "mobile", "São Paulo", "São Paulo", "America/Sao_Paulo", 55, None)),
        ("+16045551234", ("CA", "fixed line or mobile", "British Columbia", "British Columbia",
                          "America/Vancouver", 1, "604")),
        ("+12423930001", ("BS", "fixed line", "New Providence", "New Providence", "America/Nassau", 1, "242")),
        ("+17875551234", ("PR", "fixed line or mobile", "Puerto Rico", "Puerto Rico", "America/Puerto_Rico", 1, "787")),
        ("+80012345678", (None, "toll free", None, None, None, 800, None)),
    ],
)  # fmt: skip
def test_the_plan_tells_of_a_valid_number(address: str, facts: tuple[object, ...]) -> None:
    found = one(address)
    told_of = ("country", "number_type", "description_en", "description_es", "time_zones", "calling_code", "area_code")
    assert tuple(found[name] for name in told_of) == facts
    assert (found["is_valid"], found["reason"]) == (True, None)


@pytest.mark.parametrize("address", ["+18005551234", "+19002345678", "+15005551234", "+16002001234", "+12422250001"])
def test_a_number_of_the_whole_north_american_plan_has_no_area_code(address: str) -> None:
    assert (one(address)["is_valid"], one(address)["area_code"]) == (True, None)


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        *((word, "anonymous") for word in ("anonymous", "Restricted", "UNAVAILABLE", "blocked", "unknown", "withheld")),
        *((number, "anonymous") for number in ("+266696687", "+7378742833", "+2562533", "+8656696", "+86282452253")),
        *(("sip:anonymous@anonymous.invalid", "anonymous"), ("whatsapp:+266 696 687", "anonymous")),
        *(
            ("client:alice", "not a phone"),
            ("messenger:1000123", "not a phone"),
            ("sip:alice@pbx.example", "not a phone"),
        ),
        *(("ana@example.com", "not a phone"), ("415@example.com", "not a phone"), ("Ñandú", "not a phone")),
        *(("3f2a9c10-1234-4abc-9def-123456789012", "not a phone"), ("🙂", "not a phone"), ("\x00", "not a phone")),
        *(("", "not a phone"), ("   ", "not a phone"), ("+", "not a phone"), ("12:30:00", "not a phone")),
        *((None, "not a phone"), ("whatsapp:", "not a phone"), ("sip:", "not a phone"), ("sip:@host", "not a phone")),
        *(("4155552671", "unknown country"), ("011 34 612345678", "unknown country"), ("72975", "unknown country")),
        *(("+999123456", "invalid"), ("+44 1", "invalid"), ("9" * 251, "invalid"), ("+" + "1" * 400, "invalid")),
    ],
)
def test_an_address_without_a_number_says_why(address: str | None, reason: str) -> None:
    assert one(address) == {**NOTHING, "reason": reason}


@pytest.mark.parametrize(
    ("address", "e164", "calling_code", "reason"),
    [
        ("+14155", "+14155", 1, "invalid"),
        ("+447700900123", "+447700900123", 44, "invalid"),
        ("+81 0077 7123 4567 89012", "+8100777123456789012", 81, "invalid"),
        ("+1 4155 ab", "+14155", 1, "not a phone"),
        ("+39 000", "+39000", 39, "invalid"),
    ],
)
def test_a_number_that_is_not_valid_is_shown_without_a_country(
    address: str, e164: str, calling_code: int, reason: str
) -> None:
    invalid = {"e164": e164, "calling_code": calling_code, "number_type": "unknown", "reason": reason}
    assert one(address) == {**NOTHING, **invalid}


@pytest.mark.parametrize(
    "address", ["whatsapp:+5215512345678", "+5215512345678", "+52 1 55 1234 5678", "+521 5512345678"]
)
def test_an_old_mexican_mobile_loses_the_1_that_the_plan_gave_up(address: str) -> None:
    assert (one(address)["e164"], one(address)["is_valid"]) == ("+525512345678", True)


def test_the_1_stays_where_it_makes_no_difference() -> None:
    assert (one("+5210012345678")["e164"], one("+5210012345678")["reason"]) == ("+5210012345678", "invalid")


@pytest.mark.parametrize("address", ["Tel. +1 415 555 2671", "T +14155552671", "mobile 415 555 2671", "+14155552671@x"])
def test_a_leading_letter_or_an_at_sign_is_no_phone_unlike_in_the_library(address: str) -> None:
    assert one(address, "US") == {**NOTHING, "reason": "not a phone"}


@pytest.mark.parametrize("nothing", [pl.Series([], dtype=pl.String), pl.Series([], dtype=pl.Null)])
def test_no_address_is_no_row_with_the_same_columns(nothing: pl.Series) -> None:
    found = read_numbers(nothing)
    assert found.is_empty()
    assert found.schema == read_numbers(pl.Series(["+14155552671", "garbage"]), "US").schema
    assert found.columns == TOLD.names()


@pytest.mark.parametrize("dtype", [pl.String, pl.Null])
def test_an_empty_address_has_its_row(dtype: type[pl.DataType]) -> None:
    found = read_numbers(pl.Series([None] * 3, dtype=dtype))
    assert found.rows(named=True) == [{**NOTHING, "reason": "not a phone"}] * 3


def test_codes_and_whole_numbers_are_read_as_text() -> None:
    coded = read_numbers(pl.Series(["+14155552671", None], dtype=pl.Categorical))
    assert coded["e164"].to_list() == ["+14155552671", None]
    assert read_numbers(pl.Series([4155552671]), "US")["e164"].to_list() == ["+14155552671"]


def test_what_is_neither_text_nor_a_whole_number_is_refused() -> None:
    with pytest.raises(QueryError, match="Addresses have to be text, not Float64; convert the column to String first"):
        read_numbers(pl.Series([4155552671.0]), "US")


@pytest.mark.parametrize("country", ["UX", "Spain", "001", "ZZ"])
def test_an_unknown_default_country_is_named_with_a_way_out(country: str) -> None:
    with pytest.raises(UnknownName, match=f"called '{country}'; (did you mean|known: AC, AD)"):
        read_numbers(pl.Series(["+14155552671"]), country)


@pytest.mark.parametrize("country", ["", "US", "es"])
def test_a_hundred_thousand_rows_in_any_order_are_each_read_as_the_library_reads_them(country: str) -> None:
    random = Random(f"20261121 {country}")
    addresses = [random.choice(FORMS).format(number=_number(random)) for _ in range(2_000)]
    distinct = pl.Series("address", [None, "", "anonymous", "client:alice", *addresses], dtype=pl.String).unique()
    expected = distinct.to_frame().hstack(told(distinct, country.upper()))
    rows = distinct.sample(100_000, with_replacement=True, seed=7).to_frame()
    found = read_numbers(rows["address"], country)
    assert found.cast(dict(TOLD)).equals(
        rows.join(expected, on="address", how="left", nulls_equal=True).select(TOLD.names())
    )


FORMS = (
    *("+{number}", "+{number}", "+{number}", "{number}", "+1 {number}", "whatsapp:+{number}", "sip:+{number}@host"),
    *("00{number}", "011 {number}", "0{number}", "+{number} x12", "{number} ext. 3", "(+{number})", "client:{number}"),
    *(
        "+{number}-CALL",
        "tel:{number};phone-context=+1",
        "＋{number}",
        "+ {number}",
        "{number}@example.com",
        "+0{number}",
    ),
)


def _number(random: Random) -> str:
    start = random.choice(
        ("1415", "1212", "1800", "4420", "34612", "34912", "5255", "52155", "549", "49", "44", "7", "800")
    )
    return start + "".join(random.choices("0123456789", k=random.randint(5, 9)))


def test_rows_keep_their_places_in_a_column_that_is_read_in_parts() -> None:
    few = pl.Series(["+14155552671", None, "020 7946 0018", "anonymous", "+34612345678", "٠٢٠٧٩٤٦٠٠١٨", "+999"])
    places = pl.int_range(CHUNK + 10, eager=True) % len(few)
    assert read_numbers(few[places], "GB").equals(read_numbers(few, "GB")[places])


def test_the_library_is_loaded_for_odd_numbers_only_and_never_its_geocoder() -> None:
    program = """
import sys
import polars as pl
from core.geo.numbers import read_numbers
read_numbers(pl.Series(["+14155552671", "whatsapp:+34612345678", "+1 (415) 555-2671 x3", "client:alice", "x", None]))
print("phonenumbers" in sys.modules)
read_numbers(pl.Series(["٠٢٠٧٩٤٦٠٠١٨", "+44 (0)20 7946 0018", "020 7946 0018"]), "GB")
print([name for name in ("geocoder", "carrier", "timezone") if f"phonenumbers.{name}" in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["False", "[]"]
