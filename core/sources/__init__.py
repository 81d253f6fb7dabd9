"""Ways in: a landed file is recognised by its content and read into EVENTS, batch by batch."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from core.errors import SourceError
from core.sources.amazon_connect import CONTACT_RECORD
from core.sources.asterisk_cdr import CALL_DETAIL
from core.sources.asterisk_queue_log import QUEUE_LOG
from core.sources.batch import REASONS, Batch
from core.sources.containers import members
from core.sources.expected import Expected
from core.sources.flex_insights import SEGMENTS_REPORT
from core.sources.formats import records
from core.sources.genesys_cloud import CONVERSATION_DETAIL
from core.sources.reading import Reading
from core.sources.source import Source
from core.sources.translation import recognise, translated
from core.sources.twilio_calls import CALLS
from core.sources.twilio_taskrouter import EVENT_CALLBACK, EVENT_STREAM, EVENTS_RESOURCE
from core.store.landing import Landed

__all__ = ["REASONS", "SOURCES", "Batch", "Expected", "Reading", "expand", "read"]

SOURCES: tuple[Source, ...] = (
    EVENT_STREAM,
    EVENTS_RESOURCE,
    CONTACT_RECORD,
    CONVERSATION_DETAIL,
    QUEUE_LOG,
    CALL_DETAIL,
    SEGMENTS_REPORT,
    CALLS,
    EVENT_CALLBACK,
)
"""Every source, in the order in which they are tried."""

OPENS = tuple(sorted({path for source in SOURCES for path in source.opens}))
HEADLESS = tuple(source.headless for source in SOURCES if source.headless)


def expand(paths: Iterable[Path]) -> list[Path]:
    """The files that the paths mean: files themselves, folders with all that is in them, without hidden files.

    Raises:
        SourceError: a path that does not exist.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if not path.exists():
            raise SourceError(f"{path} does not exist; give a file or a folder.")
        inside = [path] if path.is_file() else sorted(path.rglob("*"))
        for each in inside:
            hidden = any(part.startswith(".") for part in each.relative_to(path).parts)
            if each.is_file() and not hidden:
                found[each] = None
    return list(found)


def read(landed: Landed, reading: Reading = Reading()) -> Iterator[Batch]:  # noqa: B008 - a frozen value
    """The events of one landed file, in its own order, in batches of bounded size.

    Every record becomes events or is rejected with one of REASONS; positions count records from 1, through the
    members of an archive.

    Args:
        landed: the file.
        reading: what it does not say itself, such as the time zone of its local times.

    Raises:
        SourceError: the file as a whole cannot be read, perhaps after some batches: discard those.
    """
    position = 1
    for member in members(landed.path, landed.name):
        source = None
        for batch in records(member, OPENS, position, HEADLESS):
            source = source or recognise(SOURCES, batch, member.name)
            position += batch.count
            if batch.count:
                yield replace(translated(batch, source, landed.file_id, reading), bytes_read=member.bytes_read())
    if position == 1:
        raise SourceError(f"{landed.name} holds no records; there is nothing to load.")
