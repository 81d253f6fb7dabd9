"""The few texts that only `phonenumbers` itself can read: other alphabets' digits, contexts, control characters."""

import polars as pl

from core.geo.numbers.written import BAD_LENGTH, ERROR, NO_COUNTRY, NO_NUMBER

ANSWER: dict[str, pl.DataType | type[pl.DataType]] = {
    "text": pl.String,
    "digits": pl.String,
    "is_assumed": pl.Boolean,
    "error": ERROR,
}


def ask_library(texts: pl.Series, default_country: str) -> pl.DataFrame:
    """Ask for each distinct text, one at a time.

    Returns:
        One row a distinct text: `digits` of calling code and national number, whether the calling code `is_assumed`;
        or else the `error`.
    """
    if texts.is_empty():
        return pl.DataFrame(schema=ANSWER)
    import phonenumbers

    phonenumbers.enable_pattern_cache()
    answers = [(text, *_asked(text, default_country)) for text in texts.unique()]
    return pl.DataFrame(answers, schema=ANSWER, orient="row")


def _asked(text: str, default_country: str) -> tuple[str | None, bool, str | None]:
    from phonenumbers import CountryCodeSource, NumberParseException, national_significant_number, parse

    try:
        number = parse(text, default_country or None, keep_raw_input=True)
    except NumberParseException as problem:
        known = {NumberParseException.NOT_A_NUMBER: NO_NUMBER, NumberParseException.INVALID_COUNTRY_CODE: NO_COUNTRY}
        return None, False, known.get(problem.error_type, BAD_LENGTH)
    is_assumed = number.country_code_source == CountryCodeSource.FROM_DEFAULT_COUNTRY
    return f"{number.country_code}{national_significant_number(number)}", is_assumed, None
