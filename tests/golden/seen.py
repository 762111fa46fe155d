"""What people see of a hall: by this, one release is compared with another."""

from __future__ import annotations

import contextlib
import dataclasses
import sqlite3
from pathlib import Path
from typing import Any

from quiet_hall import MINUTE, QuietHall

from domain.events import EVENTS

NOT_COMPARED = {"version", "wait"}
"""Counted anew at each start; a guess, which may become a better one."""

Json = Any


def seen(small: QuietHall, numbers: list[str]) -> dict[str, Any]:
    """The hall as a supervisor sees it, and each of these numbers with the people ahead of it."""
    tickets = {number: small.ask("desk-1", "ticket.lookup", number=number)["data"] for number in numbers}
    found: dict[str, Any] = _compared({"hall": small.ask("desk-1", "hall.snapshot")["data"], "tickets": tickets})
    return found


def sms(path: Path) -> list[list[str]]:
    """Every text message that the hall has made, and what became of it."""
    with contextlib.closing(sqlite3.connect(path)) as db:
        return [list(row) for row in db.execute("SELECT key, state, text FROM sms ORDER BY key")]


def goes_on(small: QuietHall) -> dict[str, Any]:
    """Five minutes later: the next number of each queue, and whom the windows call until nobody waits."""
    small.now += 5 * MINUTE
    small.tick()
    given = [small.ask("kiosk-1", "ticket.issue", queue=queue)["data"]["number"] for queue in ("social", "civil")]
    called: dict[str, list[str]] = {"w2": [], "w1": []}
    _leave(small, "w2")
    small.ask("pad-2", "window.open", window="w2")
    called["w2"].append(_call(small, "w2"))
    _leave(small, "w1")
    while number := _call(small, "w1"):
        called["w1"].append(number)
        _leave(small, "w1")
    return {"given": given, "called": called}


def _call(small: QuietHall, window: str) -> str:
    """The number called, or nothing."""
    answer = small.ask(f"pad-{window[1]}", "ticket.call_next", window=window)
    return str(answer["data"]["number"]) if answer["ok"] else ""


def _leave(small: QuietHall, window: str) -> None:
    """Whoever is at the window goes."""
    (shown,) = (one for one in small.ask("desk-1", "hall.snapshot")["data"]["windows"] if one["window"] == window)
    ticket = shown["ticket"]
    step = "ticket.no_show" if ticket["state"] == "called" else "ticket.finish"
    answer = small.ask(f"pad-{window[1]}", step, window=window, ticket=ticket["ticket"])
    assert answer["ok"], answer


def _compared(part: Json) -> Json:
    if isinstance(part, dict):
        return {name: _compared(value) for name, value in part.items() if name not in NOT_COMPARED}
    return [_compared(one) for one in part] if isinstance(part, list) else part


def fields_of_events() -> dict[str, list[str]]:
    """What a log of this version can hold."""
    return {name: sorted(field.name for field in dataclasses.fields(cls)) for name, cls in EVENTS.items()}


def differences(expected: Json, found: Json, at: str = "") -> list[str]:
    """Where `found` does not say what was expected. What it says besides is no difference: a later release tells more.

    A dict that lacks a name says None there.
    """
    if isinstance(expected, dict) and isinstance(found, dict):
        return [one for name in expected for one in differences(expected[name], found.get(name), f"{at}.{name}")]
    if isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
        pairs = enumerate(zip(expected, found, strict=True))
        return [one for index, (old, new) in pairs for one in differences(old, new, f"{at}[{index}]")]
    return [] if expected == found else [f"{at}: {expected!r} → {found!r}"]
