"""Write the exports of the other platforms: `python -m sample_data.platforms.generate`."""

import gzip
from pathlib import Path

from sample_data.platforms import cdr, connect, genesys, insights, queue_log, twilio_calls

FILES = Path(__file__).parent / "files"
EXPORTS = {
    "amazon-connect.json.gz": connect.export,
    "genesys-cloud.json.gz": genesys.export,
    "queue_log": queue_log.export,
    "Master.csv": cdr.master,
    "freepbx-cdr.csv": cdr.table,
    "flex-insights.csv": insights.export,
    "twilio-calls.json.gz": twilio_calls.export,
}
"""File → what writes it."""


def content(name: str) -> bytes:
    """What stands in one of the files, unpacked; the same each time."""
    return EXPORTS[name]()


def main() -> None:
    """Write all files; `.gz` ones are packed so that the same content gives the same bytes."""
    FILES.mkdir(exist_ok=True)
    for name in EXPORTS:
        plain = content(name)
        packed = gzip.compress(plain, 9, mtime=0) if name.endswith(".gz") else plain
        (FILES / name).write_bytes(packed)
        print(f"{name}: {len(plain):,} bytes, {len(packed):,} written")


if __name__ == "__main__":
    main()
