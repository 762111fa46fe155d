"""What a machine tells of a notice that it gave."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class NoticeChannel(StrEnum):
    """How a one-time notice reached whoever asked."""

    PAPER = "paper"  # a slip came out whole
    CODE = "code"  # it stood on the screen as a code for a phone


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordNotice:
    """`notice.given`: what must be brought for these items was told once, whole and in writing (S0 一次性告知 第三条).

    `items`, `materials`: ids in the content; `content`: id of the set that they stand in; `given_at`: the machine's
    best known hall time, ms. Nothing says to whom.
    """

    items: tuple[str, ...]
    materials: tuple[str, ...]
    content: str
    channel: NoticeChannel
    given_at: int
