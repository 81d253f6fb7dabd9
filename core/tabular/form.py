"""How a table file is written, as a value that a profile's text file can keep, and the facts that it was told by."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields

from core.errors import SourceError
from core.words import say_in

CSV, XLSX, XLS, ODS, HTML, PARQUET = "csv", "xlsx", "xls", "ods", "html", "parquet"
KINDS = (CSV, XLSX, XLS, ODS, HTML, PARQUET)
SHEETS = (XLSX, XLS, ODS, HTML)
"""The kinds that hold sheets; those of a web page are its tables."""

DELIMITERS = (",", ";", "\t", "|")
LINE_ENDS = {"\n": "LF", "\r\n": "CRLF", "\r": "CR"}
ENCODINGS = (
    *("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"),
    *("windows-1252", "iso-8859-15", "mac-roman", "cp850"),
)

Param = str | int | float


@dataclass(frozen=True)
class Note:
    """One fact by which something was recognised: a key of the catalogues' section `tabular`, and what it names.

    Args:
        key: such as `day_first`.
        params: what the sentence is filled with, such as `(("part", 1), ("reaches", 31))`.
    """

    key: str
    params: tuple[tuple[str, Param], ...] = ()

    def said(self, language: str) -> str:
        """The fact as a sentence."""
        return say_in(language, f"tabular.{self.key}", **dict(self.params))


def note(key: str, **params: Param) -> Note:
    """A note, written briefly."""
    return Note(key, tuple(params.items()))


@dataclass(frozen=True)
class Form:
    """How a table file is written.

    Rows are counted from 1 as a spreadsheet shows them: title lines, blank rows and the header are counted too.

    Args:
        kind: one of KINDS; CSV whatever the delimiter is.
        encoding: one of ENCODINGS; of CSV only, as are `delimiter`, `quote` and `line_end`. A byte order mark in the
            file counts more.
        delimiter: one character.
        quote: one character.
        line_end: one of LINE_ENDS' names. All three are read as line ends whatever is said here.
        header_row: the row that names the columns; 0 when none does, and columns are called `column 1`, `column 2` …
        first_row: the first row of values; what is between the header and it, such as a line of units, is skipped.
        sheet: of a workbook; the first when empty.
        totals: whether lines of totals are set aside as rejected.
    """

    kind: str = CSV
    encoding: str = "utf-8"
    delimiter: str = ","
    quote: str = '"'
    line_end: str = "LF"
    header_row: int = 1
    first_row: int = 2
    sheet: str = ""
    totals: bool = True

    def __post_init__(self) -> None:
        """Refuse what cannot be.

        Raises:
            SourceError: a field of another type or beyond its range; the message names it.
        """
        for each in fields(self):
            value = getattr(self, each.name)
            if type(value) is not type(each.default):
                raise SourceError(f"form: {each.name} must be {type(each.default).__name__}, not {value!r}.")
        for name, allowed in (("kind", KINDS), ("encoding", ENCODINGS), ("line_end", tuple(LINE_ENDS.values()))):
            if getattr(self, name) not in allowed:
                raise SourceError(f"form: {name} must be one of {', '.join(allowed)}, not {getattr(self, name)!r}.")
        for name in ("delimiter", "quote"):
            value = getattr(self, name)
            if len(value) != 1 or not value.isascii() or value in "\r\n\0":
                raise SourceError(f"form: {name} must be one ASCII character, not {value!r}.")
        if self.delimiter == self.quote:
            raise SourceError(f"form: delimiter and quote are both {self.quote!r}; they must differ.")
        if not 0 <= self.header_row < self.first_row:
            raise SourceError(
                f"form: header_row {self.header_row} must be before first_row {self.first_row}, or 0 for none."
            )

    def to_dict(self) -> dict[str, Param]:
        """Only the fields that its kind has, for a text file."""
        text_only = ("encoding", "delimiter", "quote", "line_end")
        left_out = () if self.kind == CSV else text_only
        return {
            name: value
            for name, value in asdict(self).items()
            if name not in left_out and (name != "sheet" or self.kind in SHEETS)
        }

    @classmethod
    def from_dict(cls, said: Mapping[str, object]) -> "Form":
        """The form that a text file says; what it leaves out is as usual.

        Raises:
            SourceError: an unknown field, or a value that cannot be.
        """
        known = {each.name for each in fields(cls)}
        unknown = sorted(set(said) - known)
        if unknown:
            raise SourceError(f"form: {unknown[0]!r} is unknown; it may say {', '.join(sorted(known))}.")
        return cls(**said)  # type: ignore[arg-type]  # __post_init__ checks each type


@dataclass(frozen=True)
class Recognised:
    """What a file was seen to be.

    Args:
        form: the likeliest way of reading it.
        notes: what tells so, in the order of the form's fields.
        sheets: every sheet of a workbook, with its rows; empty for other kinds.
        columns: names of the columns, unique and trimmed.
        units: what a line of units says of some columns, by name.
    """

    form: Form
    notes: tuple[Note, ...]
    columns: tuple[str, ...]
    sheets: tuple[tuple[str, int], ...] = ()
    units: tuple[tuple[str, str], ...] = ()
