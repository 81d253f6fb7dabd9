"""`atalaya profile`: suggest, check and list the text files by which an analyst's own tables are read."""

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from core.commands.console import DONE, PROBLEM, open_workspace, say, tell

if TYPE_CHECKING:
    from core.profiles import Preview, Suggestion

EXAMPLE = """examples:
  atalaya profile suggest calls.csv                      (what would be made of it, and the profile that says so)
  atalaya profile suggest report.xlsx --sheet Calls -o profiles/calls.toml
  atalaya profile check calls                            (whether the file can be used; mistakes by line)
  atalaya profile check calls march.csv                  (what would become of march.csv; nothing is loaded)
  atalaya profile list
  atalaya ingest --profile calls march.csv
A profile is profiles/NAME.toml in the workspace, or any file that ends in .toml; docs/importing.md tells its keys."""

UNTOLD = {
    "wait": "No column tells how long customers waited: every answered contact counts as answered at once.",
    "talk": "No column tells how long contacts lasted: talk and handling times stay zero.",
}

WRITTEN = frozenset({"day_first", "month_first", "order_close", "order_future", "order_sorted", "order_dots"})
"""What tells how a column's values are to be read."""
GUESSED = frozenset({"order_ambiguous", "order_mixed", "unit_untold", "two_parts_ambiguous", "decimal_ambiguous"})
"""What says that nothing does."""


def add(parser: ArgumentParser) -> None:
    """Declare the options."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    suggest = actions.add_parser("suggest", help="say how a file is probably to be read, and write the profile")
    suggest.add_argument("file", type=Path, metavar="FILE", help="CSV, Excel, ODS or Parquet; .gz and .zip too")
    suggest.add_argument("--sheet", default="", metavar="NAME", help="of a workbook (default: the longest)")
    suggest.add_argument("--platform", default="", metavar="NAME", help="by which its rows are told apart from others'")
    suggest.add_argument("--kind", default="", choices=("conversations", "events", "intervals"), help="what a row is")
    suggest.add_argument("-o", "--output", type=Path, metavar="PROFILE", help="write the profile into this file")
    check = actions.add_parser("check", help="check a profile, and what would become of a file under it")
    check.add_argument("profile", metavar="PROFILE", help="name in the workspace, or a file that ends in .toml")
    check.add_argument("file", nargs="?", type=Path, metavar="FILE", help="a file to look at; nothing is loaded")
    actions.add_parser("list", help="list the workspace's profiles")


def run(arguments: Namespace) -> int:
    """Do what was asked."""
    return {"suggest": _suggest, "check": _check, "list": _list}[arguments.action](arguments)


def _suggest(arguments: Namespace) -> int:
    from core.profiles import suggest, write_suggestion
    from core.profiles.shelf import profile_name
    from core.tabular import read_table

    file: Path = arguments.file
    output: Path | None = arguments.output
    name = profile_name(output.stem if output else file.name.partition(".")[0])
    table = read_table(file, file.name, sheet=arguments.sheet)
    suggestion = suggest(table, name, arguments.platform, arguments.kind)
    _tell_suggestion(suggestion)
    text = write_suggestion(suggestion)
    if output is None:
        say(text.rstrip("\n"))
    elif output.exists():
        tell(f"{output} exists already; give another name, or remove it.")
        return PROBLEM
    else:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(text, encoding="utf-8")
        say(f"{output} is written. See what would become of the file: atalaya profile check {output} {file}")
    return PROBLEM if suggestion.missing else DONE


def _tell_suggestion(suggestion: "Suggestion") -> None:
    for note in (*suggestion.form_notes, *suggestion.notes):
        tell(note.said("en"))
    for column in suggestion.columns:
        where = " + ".join(column.mapped.read) or f"always {column.mapped.always!r}"
        tell(f"{column.target} ← {where}  ({column.confidence:.0%})  {'; '.join(column.samples)}")
        told = [note.said("en") for note in column.why if note.key in WRITTEN]
        guessed = [note.said("en") for note in column.why if note.key in GUESSED]
        if told:
            tell(f"  {column.mapped.style}: {' '.join(told)}")
        if guessed:
            tell(f"  A guess, to be confirmed: {column.target} is read as {column.mapped.style}. {' '.join(guessed)}")
    for name, samples in suggestion.unmapped:
        tell(f"nothing ← {name}  {'; '.join(samples)}")
    for target in suggestion.missing:
        tell(f"Nothing was found that tells {target}, which every row needs: name the column in the profile.")


def _check(arguments: Namespace) -> int:
    from core.commands.contrary import tell_doubts
    from core.profiles import find_profile, preview

    workspace = open_workspace(arguments)
    profile, _ = find_profile(workspace, arguments.profile)
    if arguments.file is None:
        columns = ", ".join(f"{target} ← {' + '.join(mapped.read)}" for target, mapped in profile.columns)
        say(f"{profile.name} can be used: one row is one of {profile.kind}; {columns}.")
        return DONE
    file: Path = arguments.file
    found = preview(file, profile, workspace.settings)
    _say_preview(found)
    contrary = tell_doubts(workspace, {file: file.name}, profile, workspace.house.time_zone)
    return DONE if found.kept + found.duplicates and not contrary else PROBLEM


def _say_preview(found: "Preview") -> None:
    from core.commands.clocks import clock_lines
    from core.format import number
    from core.metrics import METRICS

    cut = "" if found.is_whole else " (its beginning)"
    say(
        f"{found.rows_in:,} rows{cut} = {found.kept:,} kept + {found.duplicates:,} duplicates"
        f" + {found.rejected:,} rejected; nothing is loaded."
    )
    for reason, count in found.reasons:
        say(f"  {count:,} rejected: {reason}")
    for row in found.refused.head(5).iter_rows(named=True):
        say(f"    row {row['position']}: {row['reason']} {row['detail']}".rstrip())
    for name, count in found.disagreements.items():
        say(f"  {count:,} rows whose instants contradict {name}")
    for line in clock_lines(found.clock_changes):
        say(f"  {line}")
    for name, count in found.unmapped.items():
        say(f"  not used: {name} ({count:,} values)")
    for name in found.untold:
        say(f"  {UNTOLD[name]}")
    for metric, value in found.kpis.items():
        say(f"  {METRICS[metric].label.en}: {number(value, METRICS[metric].unit, 'en')}")


def _list(arguments: Namespace) -> int:
    from core.profiles import Shelf

    workspace = open_workspace(arguments)
    entries = Shelf(workspace.files).entries()
    for entry in entries:
        if entry.profile:
            used = len(entry.profile.columns)
            say(f"{entry.name}  {entry.profile.kind}  {entry.profile.told_platform}  {used} columns")
        else:
            say(f"{entry.name}  {entry.problem}")
    if not entries:
        say(f"No profiles yet; make one: atalaya profile suggest FILE -o {workspace.home}/profiles/NAME.toml")
    return PROBLEM if any(entry.problem for entry in entries) else DONE
