"""What may be logged of an exception: its class and its place, never its text, which may quote personal data."""

from __future__ import annotations

import logging


def place_of(error: BaseException) -> str:
    """`ValueError at file.py:12`: the kind of an exception and the line that raised it."""
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    where = f"{frame.tb_frame.f_code.co_filename}:{frame.tb_lineno}" if frame is not None else "?"
    return f"{type(error).__name__} at {where}"


def log_failure(logger: logging.Logger, what: str, error: BaseException) -> None:
    """Log at ERROR that `what` failed, with the exception's kind and place."""
    logger.error("%s failed: %s", what, place_of(error))
