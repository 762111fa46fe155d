"""What happened: a notice was given."""

from __future__ import annotations

from dataclasses import dataclass

from domain.one_time_notice.commands import NoticeChannel


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeGiven:
    """The record copy of a one-time notice (S4 7.4.2 b), without the person: the set `content`, which never changes,
    has every word that was told of these items and materials."""

    at: int
    device: str
    items: tuple[str, ...]
    materials: tuple[str, ...]
    content: str
    channel: NoticeChannel
    given_at: int
