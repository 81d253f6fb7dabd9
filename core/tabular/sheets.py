"""Read a sheet of an Excel or OpenDocument workbook into a frame of text cells."""

import zipfile
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl

from core.errors import SourceError
from core.scratch import scratch
from core.tabular import foreign, web_page
from core.tabular.foreign import COMPOUND_MAGIC
from core.tabular.form import HTML, ODS, XLS, XLSX
from core.tabular.reach import is_locked, reach_of

EXPANDED_LIMIT_BYTES = 4_000_000_000

CELLS_LIMIT = 200_000_000
"""The reader makes room for every cell of a sheet's rectangle, filled or not; without that room the process ends."""

_INSTANT = r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?$"


@dataclass(frozen=True)
class Workbook:
    """An opened workbook.

    Args:
        sheets: name and rows of each sheet that is not hidden, in order.
    """

    name: str
    sheets: tuple[tuple[str, int], ...]
    reader: Any

    def cells(self, sheet: str, rows: int | None = None) -> pl.DataFrame:
        """The sheet as text, its first row first; columns are called `column_0` and on.

        Numbers are exact, instants ISO 8601 without zone, times of day and spans of time hours:minutes:seconds.

        Args:
            sheet: its name; the first when empty.
            rows: at most so many; all when None.

        Raises:
            SourceError: no such sheet, or a damaged one.
        """
        names = [each for each, _ in self.sheets]
        chosen = sheet or (names[0] if names else "")
        if chosen not in names:
            raise SourceError(f"{self.name} has no sheet {chosen!r}; it has {', '.join(map(repr, names)) or 'none'}.")
        read = self._load(chosen, rows, "string", None)
        names = [f"column_{at}" for at in range(read.width)]
        read.columns = names
        read = read.select(_plain_times(pl.col(name)) for name in names)
        numeric = [at for at, each in enumerate(read) if each.cast(pl.Float64, strict=False).is_not_null().any()]
        exact = self._load(chosen, rows, "float", numeric) if numeric else pl.DataFrame()
        return read.with_columns(
            _exact(read[:, at], number).alias(names[at]) for at, number in zip(numeric, exact, strict=True)
        )

    def _load(self, sheet: str, rows: int | None, dtype: str, columns: list[int] | None) -> pl.DataFrame:
        frame: pl.DataFrame = _guarded(
            self.name,
            lambda: self.reader.load_sheet(
                sheet, header_row=None, skip_rows=0, n_rows=rows, dtypes=dtype, use_columns=columns
            ).to_polars(),
        )
        return frame


def _exact(written: pl.Series, number: pl.Series) -> pl.Series:
    """The reader rounds numbers when it writes them as text: to nine decimals."""
    is_rounded = (written.cast(pl.Float64, strict=False) != number).fill_null(False)
    return written.zip_with(~is_rounded, number.cast(pl.String))


def kind_of(path: Path) -> str:
    """The kind of workbook that a file is, by its content; empty when it is none."""
    with path.open("rb") as file:
        magic = file.read(8)
    if magic == COMPOUND_MAGIC:
        return XLS
    if not magic.startswith(b"PK\x03\x04"):
        return HTML if foreign.kind_of(path) == HTML else ""
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return ""
    if {"xl/workbook.xml", "xl/workbook.bin"} & names:
        return XLSX
    return ODS if "content.xml" in names and "mimetype" in names else ""


def opened(path: Path, name: str) -> Workbook | web_page.Page:
    """The workbook in a file, or the web page that stands for one.

    Raises:
        SourceError: damaged, encrypted, expanding beyond all proportion, or without a sheet that is shown.
    """
    if kind_of(path) == HTML:
        return web_page.opened(path, name)
    import fastexcel

    kind = kind_of(path)
    if kind == XLS and is_locked(path):
        raise foreign.locked(name)
    _refuse_bomb(path, name, kind)
    with TemporaryDirectory(dir=scratch()) as folder:
        # The reader believes a file's ending, and many an .xlsx is called .xls.
        named = Path(folder) / f"workbook.{kind}"
        named.symlink_to(path.absolute())
        reader = _guarded(name, lambda: fastexcel.read_excel(named))
    sheets = []
    for each in reader.sheet_names:
        sheet = _guarded(name, lambda each=each: reader.load_sheet(each, header_row=None, skip_rows=0, dtypes="string"))
        if sheet.visible == "visible":
            sheets.append((each, sheet.total_height if sheet.width else 0))
    if not sheets:
        raise SourceError(f"{name} shows no sheet; there is nothing to load.")
    return Workbook(name, tuple(sheets), reader)


def _refuse_bomb(path: Path, name: str, kind: str) -> None:
    if kind != XLS:
        with zipfile.ZipFile(path) as archive:
            expanded = sum(info.file_size for info in archive.infolist())
        if expanded > EXPANDED_LIMIT_BYTES:
            raise SourceError(f"{name} would expand to more than {EXPANDED_LIMIT_BYTES // 10**9} GB; save it as CSV.")
    cells = _guarded(name, lambda: reach_of(path, kind))
    if cells > CELLS_LIMIT:
        raise SourceError(
            f"{name} has a sheet that reaches over {cells:,} cells; delete what stands far from the table."
        )


def _guarded(name: str, act: Any) -> Any:
    """Whatever a workbook's reader raises at damage, a panic of its native part included, said with the name."""
    try:
        return act()
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as problem:  # pyo3's PanicException is no Exception
        detail = str(problem).partition("\n")[0][:160]
        raise SourceError(
            f"{name} cannot be read as a workbook ({detail}); open and save it again, or save it as CSV."
        ) from problem


def _plain_times(cells: pl.Expr) -> pl.Expr:
    """Times of day and spans of time come as instants counted from the workbook's day zero."""
    instant = cells.str.to_datetime("%Y-%m-%d %H:%M:%S%.f", time_unit="ms", strict=False)
    year = instant.dt.year()
    day_zero = (
        pl.when(year == 1904)
        .then(pl.datetime(1904, 1, 1))
        .when(instant < pl.datetime(1900, 3, 1))
        .then(pl.datetime(1899, 12, 31))
        .otherwise(pl.datetime(1899, 12, 30))
        .cast(pl.Datetime("ms"))
    )
    span_ms = (instant - day_zero).dt.total_milliseconds()
    is_span = cells.str.contains(_INSTANT) & ((year <= 1900) | (year == 1904)) & (span_ms >= 0)
    pair = "{}"
    clock = pl.format(
        f"{pair}:{pair}:{pair}",
        span_ms // 3_600_000,
        (span_ms // 60_000 % 60).cast(pl.String).str.zfill(2),
        (span_ms // 1000 % 60).cast(pl.String).str.zfill(2),
    )
    part = span_ms % 1000
    fraction = pl.when(part > 0).then(pl.lit(".") + part.cast(pl.String).str.zfill(3)).otherwise(pl.lit(""))
    return pl.when(is_span).then(clock + fraction).otherwise(cells)
