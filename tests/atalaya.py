"""The real command line on a workspace of the test's own."""

import os
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).parents[1]
ATALAYA = (sys.executable, "-c", "import sys; from core.cli import main; sys.exit(main())")


def environment(home: Path) -> dict[str, str]:
    """The variables of a process that works on this workspace."""
    return {**os.environ, "ATALAYA_HOME": str(home)}


def run_atalaya(home: Path, *words: str | Path) -> str:
    """Run one command on a workspace; what it printed. A failing command fails the test with what it said."""
    done = subprocess.run(
        [*ATALAYA, *map(str, words)], cwd=ROOT, env=environment(home), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"atalaya {' '.join(map(str, words))}:\n{done.stdout}\n{done.stderr}"
    return done.stdout


def command(*words: str | Path) -> NoReturn:
    """Be a process that runs one command: for `tests.forked`."""
    from core.cli import main

    sys.exit(main([*map(str, words)]))
