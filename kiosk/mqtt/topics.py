"""All our topics. They are made and parsed only here. Levels: lower case, digits, dashes."""

from __future__ import annotations

import re
from dataclasses import dataclass

ROOT = "xc/v1"
_LEVEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")


class BadLevelError(ValueError):
    """A hall, device or window id that cannot be a topic level."""


def level(text: str) -> str:
    """Return `text` if it may be one topic level, or raise `BadLevelError`."""
    if not _LEVEL.fullmatch(text):
        raise BadLevelError(f"{text!r} is not lower case letters, digits and dashes (at most 64)")
    return text


@dataclass(frozen=True, slots=True)
class Topics:
    """The topics of one hall. `+` may be given for a device or window to subscribe to all of them."""

    hall: str

    def __post_init__(self) -> None:
        level(self.hall)

    @property
    def base(self) -> str:
        return f"{ROOT}/{self.hall}"

    @property
    def host_state(self) -> str:
        return f"{self.base}/host/state"

    @property
    def event_stream(self) -> str:
        return f"{self.base}/event"

    @property
    def queues(self) -> str:
        return f"{self.base}/public/queues"

    @property
    def calls(self) -> str:
        return f"{self.base}/public/calls"

    @property
    def notices(self) -> str:
        return f"{self.base}/public/notices"

    @property
    def emergency(self) -> str:
        return f"{self.base}/public/emergency"

    @property
    def help(self) -> str:
        return f"{self.base}/public/help"

    @property
    def content(self) -> str:
        return f"{self.base}/public/content"

    @property
    def catalogue(self) -> str:
        return f"{self.base}/public/catalogue"

    def picture(self, name: str) -> str:
        """A retained PNG (a clerk's portrait); `name` is its file name without the ending, or `+`."""
        return f"{self.base}/public/picture/{_or_plus(name)}"

    def window_state(self, window: str) -> str:
        return f"{self.base}/window/{_or_plus(window)}/state"

    def device_state(self, device: str) -> str:
        return f"{self.base}/dev/{_or_plus(device)}/state"

    def command(self, device: str) -> str:
        return f"{self.base}/dev/{_or_plus(device)}/command"

    def reply(self, device: str) -> str:
        return f"{self.base}/dev/{_or_plus(device)}/reply"

    def event(self, device: str) -> str:
        return f"{self.base}/dev/{_or_plus(device)}/event"

    def ack(self, device: str) -> str:
        return f"{self.base}/dev/{_or_plus(device)}/ack"

    def order(self, device: str) -> str:
        return f"{self.base}/dev/{_or_plus(device)}/order"

    def device_of(self, topic: str) -> tuple[str, str] | None:
        """`(device, last level)` of a topic under `dev/`, or None for any other topic."""
        parts = topic.split("/")
        if parts[:4] != [*self.base.split("/"), "dev"] or len(parts) != 6 or not _LEVEL.fullmatch(parts[4]):
            return None
        return parts[4], parts[5]

    def window_of(self, topic: str) -> str | None:
        """The window of a `window/{window}/state` topic."""
        parts = topic.split("/")
        if parts[:4] != [*self.base.split("/"), "window"] or len(parts) != 6 or parts[5] != "state":
            return None
        return parts[4]

    def picture_of(self, topic: str) -> str | None:
        """The name of a `public/picture/{name}` topic."""
        prefix = f"{self.base}/public/picture/"
        return topic[len(prefix) :] if topic.startswith(prefix) else None

    def may_reply_to(self, device: str, topic: str) -> bool:
        """Whether an answer to `device` may go to `topic`: only to its own reply topic, or a level below it.

        A response topic is chosen by the asker; without this rule the hall could be made to write anywhere.
        """
        own = self.reply(device)
        return (topic == own or topic.startswith(own + "/")) and not set("+#") & set(topic)


def _or_plus(text: str) -> str:
    return text if text == "+" else level(text)
