"""Ctrl-C ends the process as in any other program, without a traceback.

Our programs handle SIGINT themselves once they run. This module is for the time before, while they load, and for
commands that do one thing and end.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable


def end_at_once() -> None:
    """From now on SIGINT ends the process, until it sets a handler of its own. Call this before anything else.

    A blocked SIGINT (`env --block-signal=INT`) is unblocked. An ignored one, as with `nohup … &`, stays ignored.
    """
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def tidily(command: Callable[[], int]) -> int:
    """Run `command`. On SIGINT it first cleans up, then the process ends. Returns the command's result."""
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
