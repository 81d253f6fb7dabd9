"""A question in SQL and what comes back of it, as frozen values that travel between processes."""

import io
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import polars as pl


@dataclass(frozen=True)
class Limits:
    """How much a question may take.

    Args:
        rows: of the answer at most; what is beyond is left out, and that is told.
        seconds: until it is given up.
        memory_mb: of the process that answers it, where the platform can bound that.
    """

    rows: int = 10_000
    seconds: int = 60
    memory_mb: int = 2_048


@dataclass(frozen=True)
class Question:
    """What is asked of which data.

    Args:
        home: folder of the workspace.
        version: of its data.
        text: the statement, as it was written.
        given: what `:name` stands for in it, as SQL that this program wrote.
        is_masked: whether personal data is hidden.
        limits: how much it may take.
    """

    home: Path
    version: int
    text: str
    given: tuple[tuple[str, str], ...] = ()
    is_masked: bool = True
    limits: Limits = field(default_factory=Limits)

    def to_json(self) -> str:
        """As text for another process."""
        return json.dumps(asdict(self), default=str)

    @classmethod
    def from_json(cls, text: str) -> "Question":
        """What `to_json` wrote."""
        told = json.loads(text)
        given = tuple((name, value) for name, value in told["given"])
        more = {"home": Path(told["home"]), "given": given, "limits": Limits(**told["limits"])}
        return cls(**told | more)


@dataclass(frozen=True, eq=False)
class Answer:
    """What was answered.

    Args:
        rows: in the statement's order; without one, by their columns from the first on. Lengths of time are integer
            milliseconds.
        units: of each column `ms`, `count`, `number`, or empty for what is no quantity.
        is_cut: whether there were more rows than the limit.
    """

    rows: pl.DataFrame
    units: tuple[str, ...]
    is_cut: bool

    def to_bytes(self) -> bytes:
        """As bytes for another process."""
        head = json.dumps({"units": self.units, "is_cut": self.is_cut}).encode()
        body = io.BytesIO()
        self.rows.write_ipc(body, compression="lz4")
        return head + b"\n" + body.getvalue()

    @classmethod
    def from_bytes(cls, told: bytes) -> "Answer":
        """What `to_bytes` wrote."""
        head, _, body = told.partition(b"\n")
        facts: dict[str, Any] = json.loads(head)
        return cls(pl.read_ipc(body), tuple(facts["units"]), bool(facts["is_cut"]))
