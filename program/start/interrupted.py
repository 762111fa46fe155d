"""Ctrl-C as in any program of the system: it ends, and shows nobody the lines in which it happened to be.

A program of the house listens to SIGINT itself once it runs; this is for the time before, while it loads, and for
commands that do one thing and end.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable


def end_at_once() -> None:
    """From now on SIGINT ends the process, until it has a handler of its own. Call it first of all.

    A SIGINT that came before is heard now if it was held back (`env --block-signal=INT`); one that is ignored, as
    behind `nohup … &`, stays so.
    """
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def tidily(command: Callable[[], int]) -> int:
    """`command` puts away what it has half done, and then SIGINT ends the process. Returns what the command does."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_DFL:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return command()
    except KeyboardInterrupt:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGINT)
        raise
    finally:
        if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            signal.signal(signal.SIGINT, signal.SIG_DFL)
