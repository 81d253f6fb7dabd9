"""The process that answers one question: `python -m core.sql`, with the question on standard input.

It writes the answer, or why there is none, to standard output, and nothing anywhere else: the system lets it write no
file, use no more memory than it may, and outlive neither its time nor the program that began it for long.
"""

import json
import os
import signal
import sys
from contextlib import suppress

from core.errors import AtalayaError
from core.sql.question import Question
from core.sql.refusal import Refusal
from core.sql.run import ANSWERED, REFUSED

NICE = 10
"""Behind the app, as all long work."""

GRACE_S = 5
"""Whoever asked ends it in time; this is for when nobody is there any more."""


def main() -> int:
    """Answer the question."""
    question = Question.from_json(sys.stdin.read())
    _bound(question)
    from core.sql.ask import ask

    try:
        told = ask(question).to_bytes()
    except Refusal as refused:
        _write(REFUSED, json.dumps(refused.to_dict(), default=str).encode())
    except AtalayaError as problem:
        _write(REFUSED, json.dumps(Refusal("engine", message=str(problem)).to_dict()).encode())
    except MemoryError:
        _write(REFUSED, json.dumps(Refusal("memory", most=question.limits.memory_mb).to_dict()).encode())
    else:
        _write(ANSWERED, told)
    return 0


def _write(kind: bytes, told: bytes) -> None:
    sys.stdout.buffer.write(kind + told)
    sys.stdout.buffer.flush()


def _bound(question: Question) -> None:
    """What the system takes care of, where it can."""
    if sys.platform == "win32":
        return
    import resource

    os.nice(NICE)
    signal.alarm(question.limits.seconds + GRACE_S)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    with suppress(ValueError, OSError):
        most = question.limits.memory_mb << 20
        resource.setrlimit(resource.RLIMIT_DATA, (most, most))
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    sys.exit(main())
