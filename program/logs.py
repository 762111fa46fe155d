"""The service's log: one line a message on stderr, and never a phone or identity number in it.

Nothing personal is logged on purpose; the filter is the second lock, for what a library may say.
"""

from __future__ import annotations

import logging
import re
import sys

from program.failures import place_of

_IDENTITY = re.compile(r"(?<!\d)\d{17}[\dXx](?![\dXx])")
_PHONE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")


def scrub(text: str) -> str:
    """Identity and mobile numbers become `[…]`."""
    return _PHONE.sub("[phone]", _IDENTITY.sub("[identity]", text))


class OneLine(logging.Formatter):
    """Kind, place, words. An exception is named by kind and place: its text may quote what was read."""

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
    logging.getLogger("httpx").setLevel(logging.WARNING)  # it names every address, and addresses carry keys
