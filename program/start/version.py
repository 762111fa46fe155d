"""Which version of these programs is installed."""

from __future__ import annotations

import sys
from pathlib import Path

NAME, FOLDER = "xiaochuang-", ".dist-info"


def version() -> str:
    """The installed version; "" if the programs run from their sources.

    Read from the name of the folder that an installer makes, because `importlib.metadata` would load the e-mail
    package.
    """
    for place in sys.path:
        for found in Path(place).glob(f"{NAME}*{FOLDER}"):
            return found.name.removeprefix(NAME).removesuffix(FOLDER)
    return ""
