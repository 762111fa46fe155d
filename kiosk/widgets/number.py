"""The number of a ticket, as large as its box allows."""

from __future__ import annotations

from typing import Any

from kiosk.widgets.words import Words


class BigNumber(Words):
    """At least the style `number` where the box allows; one line, bold, in the middle."""

    def __init__(self, **kwargs: Any) -> None:
        for name, value in {"style": "number", "bold": True, "halign": "center", "one_line": True}.items():
            kwargs.setdefault(name, value)
        super().__init__(leading=0.8, **kwargs)
