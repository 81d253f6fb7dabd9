"""Load the sample data into a workspace that has no data yet; do nothing otherwise.

A load that was stopped half-way has left nothing visible, so the next run simply loads again.
"""

import subprocess
import sys
from pathlib import Path

from core.store.workspace import Workspace, workspace_home

SAMPLE = Path(__file__).parents[1] / "sample_data" / "files"


def main() -> int:
    """Ingest the sample once; the exit code is that of `atalaya ingest`."""
    if Workspace(workspace_home()).snapshot().version > 0:
        return 0
    print(f"Loading the sample data into {workspace_home()} (once, under a minute) …", flush=True)
    return subprocess.run([Path(sys.executable).with_name("atalaya"), "ingest", SAMPLE], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
