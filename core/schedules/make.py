"""Make the report of a schedule, for the time at which it is due."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import polars as pl

from core.format import moment
from core.ledger.log import Run
from core.ledger.numbers import Asked
from core.ledger.publish import Published, publish_by_hand
from core.notebooks import Notebook
from core.notebooks.asked import set_words
from core.notebooks.shelf import Shelf
from core.period import DEFAULT
from core.reports import Report, report_scope, work_report
from core.reports.files import MIME, report_files
from core.reports.small_cells import MERGED
from core.schedules.file import ScheduleFile
from core.schedules.period import period_on
from core.schedules.schedule import Schedule
from core.scope_words import period_in_words
from core.sending import Attachment, Parcel
from core.settings import Settings
from core.store.snapshot import Snapshot
from core.store.workspace import Workspace
from core.words import say_in


@dataclass(frozen=True, eq=False)
class Made:
    """A report that has been made.

    Args:
        published: to be remembered.
        problems: the cells that could not be shown, each with the reason; empty when all could.
    """

    published: Published
    problems: str


def make(workspace: Workspace, schedule: Schedule, due: datetime) -> Made:
    """Work the notebook out and write its files.

    Args:
        due: when it is due: what `last-month` means follows from that, not from when it is made.

    Raises:
        AtalayaError: no such notebook or parameter, a value that the data does not have, or a form that cannot be
            written.
    """
    rules, snapshot = workspace.settings, workspace.snapshot()
    notebook = _asked(Shelf(workspace.files).open(schedule.notebook).notebook, schedule, due, rules)
    report = work_report(notebook, snapshot, rules, {}, schedule.language)
    written = report_files(report, schedule.formats)
    # Two schedules of one notebook may share a folder.
    files = {f"{schedule.name}.{name}": content for name, content in written.items()}
    problems = " ".join(f"{cell}: {problem}" for cell, problem in report.problems)
    return Made(published_of(report, snapshot, rules, files), problems)


def _asked(notebook: Notebook, schedule: Schedule, due: datetime, rules: Settings) -> Notebook:
    """The notebook with the schedule's parameters, its period in days."""
    word = schedule.parameters.get("period") or notebook.scope.get("period", DEFAULT)
    period = period_on(word, due, schedule.zone or rules.time_zone, rules.week_start)
    if "period" in schedule.parameters:
        return set_words(notebook, {**schedule.parameters, "period": period})
    # The notebook's own words, too, count back from the day on which the report is due.
    asked = set_words(notebook, schedule.parameters)
    return asked.with_(scope={**asked.scope, "period": period})


def published_of(
    report: Report, snapshot: Snapshot, rules: Settings, files: Mapping[str, bytes], period: str = ""
) -> Published:
    """A report as the ledger remembers it.

    Args:
        snapshot, rules: what it was worked out of.
        files: its files by name.
        period: in words; empty for what the notebook's own scope says.
    """
    if not period:
        scope = report_scope(report.notebook, snapshot, rules, {}, report.labels.language)
        period = period_in_words(scope.period, scope.zone, report.labels) if scope.period else ""
    return Published(report.title, period, snapshot, rules, files, asked_of(report))


def publish_report(workspace: Workspace, report: Report, files: Mapping[str, bytes], period: str = "") -> str:
    """Remember a report that somebody publishes by hand; the id of its run.

    Args:
        report: of the data and the rules that the workspace has now.
        files: its files by name.
        period: as of `published_of`.

    Raises:
        Busy: somebody else is publishing.
        StoreError: the disk refused, or the data of the report are no longer kept.
    """
    published = published_of(report, workspace.snapshot(report.version), workspace.settings, files, period)
    keep_most = ScheduleFile(workspace.files).read().schedules.keep_files
    name, language = report.notebook.name, report.labels.language
    return publish_by_hand(workspace.files, name, language, published, datetime.now(UTC), keep_most)


def asked_of(report: Report) -> list[Asked]:
    """The numbers of a report as the ledger remembers them."""
    parts = {part.cell.name: part.worked for part in report.parts if part.worked}
    found = []
    for name, query, answer in report.published():
        worked = parts[name]
        is_whole = worked.kept is None and worked.row_groups.height == worked.rows_there
        is_whole = is_whole and worked.column_groups.height == worked.columns_there
        # What a small-cell rule has merged is no group that could be asked for.
        own = answer
        for group in query.by:
            if own[group].dtype == pl.String:
                own = own.filter(own[group].ne_missing(MERGED))
        found.append(Asked(name, query, own, is_whole and own.height == answer.height))
    return found


def parcel_of(schedule: Schedule, run: Run, contents: Mapping[str, bytes]) -> Parcel:
    """What is sent of a run.

    Args:
        run: of the log; its report has been made.
        contents: its files by name.
    """
    files = tuple(
        Attachment(name, MIME.get(name.rpartition(".")[2], "application/octet-stream"), content)
        for name, content in contents.items()
    )
    zone, language = schedule.zone or "UTC", schedule.language
    due = moment(run.due, zone, language, seconds=False)
    end = moment(run.data_end, zone, language, seconds=False)
    words = {"schedule": schedule.name, "notebook": run.notebook, "period": run.period, "date": f"{run.due:%Y-%m-%d}"}
    lines = [say_in(language, "letter.what", title=run.title, period=run.period)]
    lines += [say_in(language, "letter.data", moment=end, zone=zone)] if run.data_end else []
    lines += [say_in(language, "letter.files", names=", ".join(contents))]
    lines += ["", say_in(language, "letter.who", schedule=schedule.name, moment=due, zone=zone, run=run.id)]
    facts = {
        **{key: value for key, value in words.items() if key != "date"},
        "language": language,
        "due": run.due.isoformat(),
        "version": str(run.version),
        "data_end": run.data_end.isoformat() if run.data_end else "",
    }
    return Parcel(run.id, run.title, "\n".join(lines) + "\n", files, facts, words)
