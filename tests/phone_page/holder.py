"""People at the hall: each takes a number, is called and served, and has a phone."""

from __future__ import annotations

from typing import Any

from mqtt_asker import Asker


class Holder:
    """Window 1 is open, and so is the machine."""

    def __init__(self, asker: Asker) -> None:
        self.asker = asker
        assert asker.ask("pad-1", "window.open", {"window": "w1", "clerk": "c1"})["ok"]

    def take(self, **more: Any) -> dict[str, Any]:
        """The answer to `ticket.issue`, with the page's path as `path`."""
        answer = self.asker.ask("kiosk-1", "ticket.issue", {"queue": "social", **more})
        assert answer["ok"], answer
        given: dict[str, Any] = answer["data"]
        return given | {"path": f"/t/{given['ticket']}/{given['key']}"}

    def clerk(self, what: str, ticket: str = "", window: str = "w1", pad: str = "pad-1") -> dict[str, Any]:
        about = {"ticket": ticket} if ticket else {}
        answer = self.asker.ask(pad, f"ticket.{what}", {"window": window, **about})
        assert answer["ok"], answer
        data: dict[str, Any] = answer["data"]
        return data

    def served(self, **more: Any) -> dict[str, Any]:
        """Someone who was served just now."""
        given = self.take(**more)
        called = self.clerk("call_next")
        assert called["ticket"] == given["ticket"]
        self.clerk("start", given["ticket"])
        self.clerk("finish", given["ticket"])
        return given
