"""Into a folder: every file whole or not at all."""

import errno
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from core.sending.destination import Folder
from core.sending.parcel import Parcel
from core.sending.tried import Tried, all_later, all_never

PERMANENT = (
    *(errno.EACCES, errno.EPERM, errno.EROFS, errno.EEXIST),
    *(errno.ENOTDIR, errno.EISDIR, errno.ENAMETOOLONG, errno.ELOOP),
)
"""What the file system refuses today and tomorrow alike; a full disk or a share that is away is not among it."""


def put(folder: Folder, parcel: Parcel, home: Path) -> Tried:
    """Write the files; those of the same name are replaced, so that a second try leaves no second copy.

    Only the last level of the path is made: where more is missing, it is rather a disk that is not mounted.

    Args:
        home: of the workspace, where a relative path begins.
    """
    path = home / Path(folder.path).expanduser()
    try:
        path.mkdir(exist_ok=True)
        for file in parcel.files:
            _write(path / file.name, file.content)
    except OSError as problem:
        why = f"{path}: {problem.strerror or problem}"
        is_permanent = problem.errno in PERMANENT
        return all_never(folder.recipients, why) if is_permanent else all_later(folder.recipients, why)
    return Tried(delivered=folder.recipients)


def _write(path: Path, content: bytes) -> None:
    hidden = path.with_name(f".{uuid4().hex}")
    try:
        hidden.write_bytes(content)
        hidden.replace(path)
    except OSError:
        with suppress(OSError):
            hidden.unlink(missing_ok=True)
        raise
