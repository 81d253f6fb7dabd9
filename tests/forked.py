"""Processes of Python that begin with what they need already imported.

The import of Polars and of what takes events in is most of what a short process costs. One process a run, which has
imported it and done nothing else, forks for every test that needs many: each is a process as any other, that can be
killed at any step, and knows nothing of the tests. It must have asked nothing of Polars: a fork does not take its
threads of work along. Those that the import begins only give memory and files back, and are not missed.
"""

from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess

CONTEXT = get_context("forkserver")
CONTEXT.set_forkserver_preload(["__main__", "core.cli", "core.commands.ingest", "core.live.take", "core.ingest"])


def forked(work: Callable[..., object], *words: object) -> ForkServerProcess:
    """A process that has begun to do this. It has the variables of the first one's environment: name workspaces.

    Args:
        work: a function of a module that is quick to import, as the process imports it.
        words: what it is called with.
    """
    process = CONTEXT.Process(target=work, args=words, daemon=True)
    process.start()
    return process
