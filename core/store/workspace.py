"""A workspace: the folder that holds the landed files, the tables and the settings of one house."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from core.errors import StoreError
from core.settings import Settings
from core.settings_text import read_settings
from core.store.files import Files, refused
from core.store.lock import locked
from core.store.manifest import kept_versions, read_manifest
from core.store.parts import PART_ROWS
from core.store.region_file import RegionFile
from core.store.snapshot import Snapshot
from core.store.sweep import KEEP_VERSIONS, sweep
from core.store.transaction import Transaction

FOLDERS = ("landed", "tables", "versions")
METRICS_FILE = "metrics.toml"


@dataclass(frozen=True)
class Workspace:
    """One workspace; its folders are made when they are not there.

    Args:
        home: the folder.
        part_rows: rows of one part at most.
        keep: versions that stay readable.

    Raises:
        StoreError: the folder cannot be made.
    """

    home: Path
    part_rows: int = PART_ROWS
    keep: int = KEEP_VERSIONS

    def __post_init__(self) -> None:
        for folder in FOLDERS:
            try:
                (self.home / folder).mkdir(parents=True, exist_ok=True)
            except OSError as problem:
                raise refused(self.home / folder, problem) from problem

    @property
    def files(self) -> Files:
        """The workspace's files."""
        return Files(self.home)

    @property
    def settings(self) -> Settings:
        """The house rules, as `settings.toml`, `metrics.toml` and `regions.csv` have them now.

        Raises:
            DefinitionError: one of the files says something wrong; the message names the file.
        """
        return replace(self.house, regions=RegionFile(self.files).rules())

    @property
    def house(self) -> Settings:
        """The house rules without its own regions: for what works even while `regions.csv` is broken."""
        return replace(read_settings(self.home / "settings.toml"), metrics=self._own_metrics())

    def _own_metrics(self) -> str:
        """The text of `metrics.toml`; what is no UTF-8 in it is kept, so that it can be told where that is."""
        if not self.files.facts(METRICS_FILE):
            return ""
        return self.files.read(METRICS_FILE).decode("utf-8", "surrogateescape").removeprefix("\ufeff")

    @property
    def newest(self) -> int:
        """Number of the newest version; 0 is empty. Lists one folder and reads nothing.

        Raises:
            StoreError: the folder cannot be listed.
        """
        return max(kept_versions(self.files), default=0)

    def snapshot(self, version: int | None = None) -> Snapshot:
        """The newest version, or that version; 0 is empty. Cheap: lists one folder, remembers what it has read.

        Raises:
            StoreError: the version is not kept, or its manifest cannot be read.
        """
        if version is None:
            version = self.newest
        return Snapshot(self.files, read_manifest(self.files, version))

    @contextmanager
    def write(self, wait_s: float = 60) -> Iterator[Transaction]:
        """A transaction on the newest version; what is not committed when the block ends has never been.

        Args:
            wait_s: how long to wait for another writer (seconds).

        Raises:
            Busy: another writer is still at work after that.
        """
        with locked(self.home / "lock", wait_s):
            base = self.snapshot()
            self._tidy()
            transaction = Transaction(self.files, base, self.part_rows)
            try:
                yield transaction
            finally:
                transaction.close()
                # What is committed is committed, tidy or not: what stays here, the next writer sweeps.
                with suppress(StoreError):
                    self._tidy()

    def _tidy(self) -> None:
        """Remove what no version names and what lies in the folder for temporary files."""
        sweep(self.files, self.keep)
        shutil.rmtree(self.home / "staging", ignore_errors=True)


def workspace_home() -> Path:
    """The folder named by ATALAYA_HOME, else `workspace` in the current one.

    Raises:
        StoreError: ATALAYA_HOME is an address and no folder.
    """
    home = os.environ.get("ATALAYA_HOME") or "workspace"
    if "://" in home:
        raise StoreError(f"ATALAYA_HOME is {home!r}; object stores are not supported yet: give a folder.")
    return Path(home).expanduser()
