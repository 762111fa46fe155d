"""What may be asked for a window: to open it, to pause it with words for the people before it, to close it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenWindow:
    """Open, or open again after a pause. `queues` replaces what it serves (潮汐窗口), without lag; exactly the
    queues of the configuration are the configuration again, with its lags. `pin` or `card` prove who sits down
    (`domain/staff/`): needed when a clerk opens the window, not to end a pause; neither is kept."""

    window: str
    clerk: str | None = None  # needed unless the window has one already, or a card says who
    queues: tuple[str, ...] | None = None
    pin: str | None = field(default=None, repr=False)  # the clerk's; or
    card: str | None = field(default=None, repr=False)  # what the reader says of the clerk's card


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseWindow:
    """暂停服务 with 去向留言 (S1 附件四(六))."""

    window: str
    reason: str
    contact: str = ""
    until: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseWindow:
    window: str
