"""Dates as people write them, brought into one way of writing: year-month-day, then whatever follows."""

import polars as pl

MONTHS = (
    "jan(?:uary)?|ene(?:ro)?",
    "feb(?:ruary|rero)?",
    "mar(?:ch|zo)?",
    "apr(?:il)?|abr(?:il)?",
    "may(?:o)?",
    "june?|junio",
    "july?|julio",
    "aug(?:ust)?|ago(?:sto)?",
    "sept?(?:ember|iembre)?|set(?:iembre)?",
    "oct(?:ober|ubre)?",
    "nov(?:ember|iembre)?",
    "dec(?:ember)?|dic(?:iembre)?",
)
"""Names of the months in English and Spanish, whole or short."""

_WEEKDAYS = (
    "(?:mon|tue|tues|wed|thu|thurs?|fri|sat|sun)(?:day|nesday|sday|rsday|urday)?|"
    "lun(?:es)?|martes|mi[eé](?:rcoles)?|jue(?:ves)?|vie(?:rnes)?|s[aá]b(?:ado)?|dom(?:ingo)?"
)
_PART = r"[-/. ]"
_GAP = r"[-/., ]*"
AMBIGUOUS = rf"^(\d{{1,2}}){_PART}(\d{{1,2}}){_PART}(\d{{4}}|\d{{2}})(?:\D|$)"
"""A date of numbers whose order has to be known: the parts, in order."""


def plain(values: pl.Series) -> pl.Series:
    """Lower case, without weekdays and small words; dates that tell their own order as year-month-day.

    That is: the year first with four digits, no separators at all (20240305), or the month by name.
    """
    text = pl.col("value").str.to_lowercase().str.replace_all(r"\s+", " ")
    text = text.str.replace(r"\b([ap])\. ?m\.?|\b([ap]) m\b", "${1}${2}m").str.replace(r" ?\([^)]*\)$", "")
    text = text.str.replace(r"(:\d{2}) ?(?:hs?|hrs?|horas)\.?$", "$1")
    plain_text = values.alias("value").to_frame().select(text).to_series()
    if plain_text.str.contains("[a-z]{3}").any():
        plain_text = plain_text.to_frame().select(_names_numbered(pl.col("value"))).to_series()
    return plain_text.to_frame().select(_years_first(pl.col("value"))).to_series()


def _names_numbered(text: pl.Expr) -> pl.Expr:
    """Months by name as `~03~`, and with them the whole date as year-month-day; two-digit years are of this century."""
    text = text.str.replace(rf"^(?:{_WEEKDAYS})\.?,? ", "").str.replace(
        r"^mar\.?,? (\d{1,2}(?:[-/.]| (?:de )?[a-z]))", "$1"
    )
    text = text.str.replace_all(r" (?:de|del|at|a las) ", " ").str.replace_all(r" (?:de|del) ", " ")
    for number, names in enumerate(MONTHS, start=1):
        text = text.str.replace(rf"(^|[^a-z])(?:{names})(?:\.|\b)", f"${{1}}~{number:02}~")
    clock, zone = r"(\d{1,2}:\d{2}(?::\d{2})?)", r"( [a-z+\-:\d]+)?"
    text = text.str.replace(rf"^~(\d\d)~ (\d{{1,2}}) {clock}{zone} (\d{{4}})$", "${5}-${1}-${2} ${3}${4}")
    year = r"'?(\d{4}|\d{2})"
    text = text.str.replace(rf"^(\d{{4}}){_GAP}~(\d\d)~{_GAP}(\d{{1,2}})", "${1}-${2}-${3}")
    text = text.str.replace(rf"^(\d{{1,2}})(?:st|nd|rd|th|º)?{_GAP}~(\d\d)~{_GAP}{year}(\D|$)", "!${3}-${2}-${1}${4}")
    text = text.str.replace(rf"^~(\d\d)~{_GAP}(\d{{1,2}})(?:st|nd|rd|th)?[-/., ]+{year}(\D|$)", "!${3}-${1}-${2}${4}")
    return text.str.replace(r"^!(\d\d)-", "20${1}-").str.strip_prefix("!")


def _years_first(text: pl.Expr) -> pl.Expr:
    text = text.str.replace(r"^(\d{4})(\d{2})(\d{2})[-_t ]?(\d{2})(\d{2})(\d{2})", "${1}-${2}-${3} ${4}:${5}:${6}")
    text = text.str.replace(
        r"^(\d{4})(\d{2})(\d{2})(?:[-_t ](\d{2})(\d{2}))?($|[ tz+\-])", "${1}-${2}-${3} ${4}:${5}${6}"
    )
    text = text.str.replace(r" :(\D|$)", "${1}")
    return text.str.replace(r"^(\d{4})[/. ](\d{1,2})[/. ](\d{1,2})", "${1}-${2}-${3}")


def ordered(plain_text: pl.Expr, order: str) -> pl.Expr:
    """Dates of numbers as year-month-day too, their parts in the given order: `dmy`, `mdy` or `ymd`."""
    if order == "ymd":
        return plain_text.str.replace(rf"^(\d{{2}}){_PART}(\d{{1,2}}){_PART}(\d{{1,2}})(\D|$)", "20${1}-${2}-${3}${4}")
    day, month = (1, 2) if order == "dmy" else (2, 1)
    turned = plain_text.str.replace(AMBIGUOUS.replace(r"(?:\D|$)", r"(\D|$)"), f"!${{3}}-${{{month}}}-${{{day}}}${{4}}")
    return turned.str.replace(r"^!(\d\d)-", "20${1}-").str.strip_prefix("!")
