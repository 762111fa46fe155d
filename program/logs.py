"""The service's log: one line a message on stderr, and never a phone or identity number in it.

Our code logs nothing personal; the filter is a second safeguard, for what a library may log.
"""

from __future__ import annotations

import logging
import re
import sys

from program.failures import place_of

_IDENTITY = re.compile(r"(?<!\d)\d{17}[\dXx](?![\dXx])")
_PHONE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")


def scrub(text: str) -> str:
    """The text with identity and mobile numbers replaced by `[…]`."""
    return _PHONE.sub("[phone]", _IDENTITY.sub("[identity]", text))


class OneLine(logging.Formatter):
    """Level, logger, message in one line. Of an exception only class and place are logged, because its text may quote
    data."""

    def format(self, record: logging.LogRecord) -> str:
        text = record.getMessage()
        if record.exc_info and record.exc_info[1] is not None:
            text += f" ({place_of(record.exc_info[1])})"
        return scrub(f"{record.levelname.lower()} {record.name}: {text}").replace("\n", " ⏎ ")


def begin(level: int = logging.INFO) -> None:
    """Send all logging of this process to stderr; journald adds the time."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(OneLine())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.getLogger("httpx").setLevel(logging.WARNING)  # it logs every URL, and URLs contain keys
