"""What both screens of a window's pad know of the hall: its snapshots, whether it is there, and its time.

The screens are two processes with a flow each: the citizen's in `pad/citizen.py`, the clerk's in `pad/clerk.py`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import assert_never

from domain.config import Text
from domain.flow import (
    Arrived,
    DiskChanged,
    Doubt,
    HallAway,
    HallOnline,
    HallReplaced,
    HallTime,
    IdentityDoubted,
    Snapshot,
)
from domain.help.views import HelpSnapshot
from domain.views.catalogue import Catalogue, WindowCard
from domain.views.public import CallsSnapshot, ContentSnapshot, NoticesSnapshot, QueuesSnapshot, QueueView
from domain.views.window import WindowSnapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseReason:
    """A reason of 暂停服务 (S3 §7(二)): `short` on the clerk's button, `text` for the people before the window."""

    short: Text
    text: Text


PAUSE_REASONS: tuple[PauseReason, ...] = (
    PauseReason(
        short=Text(zh="急事", en="Urgent"),
        # S3 §8(二)7 prescribes this sentence for a clerk who must leave at once.
        text=Text(
            zh="对不起，请稍等一下，我有急事处理，马上就回来。",
            en="Sorry, I have something urgent to see to. I will be right back.",
        ),
    ),
    PauseReason(
        short=Text(zh="核对事项", en="Checking"),
        text=Text(zh="正在与其他部门核对事项，稍后回来。", en="Checking a matter with another department, back soon."),
    ),
    PauseReason(
        short=Text(zh="会议培训", en="Meeting"),
        text=Text(zh="正在开会或培训。", en="In a meeting or training."),
    ),
    PauseReason(
        short=Text(zh="设备维护", en="Equipment"),
        text=Text(zh="设备需要维护。", en="The equipment needs attention."),
    ),
    PauseReason(short=Text(zh="用餐", en="Meal"), text=Text(zh="用餐休息。", en="Meal break.")),
)
"""The reasons that a clerk can choose; screens show them in both languages."""


@dataclass(frozen=True, slots=True)
class PictureCame:
    """A clerk's portrait has come or changed; it lies in the terminal's folder (`kiosk/terminal/hall_cache.py`)."""


@dataclass(frozen=True, slots=True)
class Recovered:
    """The screen has recovered from a bug: keep the hall's snapshots, forget everything about a person."""


Heard = HallOnline | HallAway | HallReplaced | IdentityDoubted | DiskChanged | PictureCame | Arrived
"""The inputs that both screens take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The newest snapshots, and whether the hall can be reached. `own`: the id of this pad's window."""

    own: str
    online: bool = False
    disk_works: bool = True  # whether this terminal's disk can be written
    doubt: Doubt = Doubt.NONE  # whether another machine may use this one's name
    time: HallTime = field(default_factory=HallTime)
    catalogue: Catalogue | None = None
    window: WindowSnapshot | None = None
    queues: QueuesSnapshot | None = None
    notices: NoticesSnapshot | None = None
    help: HelpSnapshot | None = None
    pictures: int = 0  # how often a portrait has come; a screen reloads its picture when this changes


def learn(known: Known, given: Heard, now_ms: int) -> Known:
    """`known` after an input that both screens take. If nothing changes, the same object is returned."""
    match given:
        case HallOnline():
            return known if known.online else replace(known, online=True)
        case HallAway():
            return replace(known, online=False) if known.online else known
        case HallReplaced():
            return replace(known, catalogue=None, window=None, queues=None, notices=None, help=None)
        case IdentityDoubted(doubt):
            return replace(known, doubt=doubt)
        case DiskChanged(works):
            return known if known.disk_works == works else replace(known, disk_works=works)
        case PictureCame():
            return replace(known, pictures=known.pictures + 1)
        case Arrived(snapshot, live):
            return _with_snapshot(replace(known, time=known.time.heard(snapshot.at, now_ms, live=live)), snapshot)
        case _:
            assert_never(given)


def _with_snapshot(known: Known, snapshot: Snapshot) -> Known:
    match snapshot:
        case WindowSnapshot():
            return replace(known, window=snapshot) if snapshot.window == known.own else known
        case Catalogue():
            return replace(known, catalogue=snapshot)
        case QueuesSnapshot():
            return replace(known, queues=snapshot)
        case NoticesSnapshot():
            return replace(known, notices=snapshot)
        case HelpSnapshot():
            return replace(known, help=snapshot)
        case CallsSnapshot() | ContentSnapshot():
            return known  # the pad does not subscribe to them
        case _:
            assert_never(snapshot)


def queue_view(known: Known, queue: str) -> QueueView | None:
    """The queue as the whole hall sees it."""
    return next((q for q in known.queues.queues if q.id == queue), None) if known.queues else None


def queue_name(known: Known, queue: str) -> Text:
    """A queue's name, or its id while the catalogue has not come."""
    cards = known.catalogue.queues if known.catalogue else ()
    return next((card.name for card in cards if card.id == queue), Text(zh=queue, en=queue))


def item_name(known: Known, item: str) -> Text:
    cards = known.catalogue.items if known.catalogue else ()
    return next((card.name for card in cards if card.id == item), Text(zh=item, en=item))


def own_card(known: Known) -> WindowCard | None:
    cards = known.catalogue.windows if known.catalogue else ()
    return next((card for card in cards if card.id == known.own), None)


def windows_alike(known: Known) -> tuple[WindowCard, ...]:
    """The other windows that serve a queue of this one by the configuration, open now or not."""
    card = own_card(known)
    if card is None or known.catalogue is None:
        return ()
    return tuple(w for w in known.catalogue.windows if w.id != card.id and set(w.queues) & set(card.queues))


def served_elsewhere(known: Known) -> bool:
    """Whether open windows serve every queue of this window: then the waiting people need not do anything."""
    card = own_card(known)
    if card is None or not card.queues:
        return False
    views = [queue_view(known, queue) for queue in card.queues]
    return all(view is not None and view.windows > 0 for view in views)


def reason_short(reason: str) -> Text:
    """The pause reason in as few words as possible, for a screen that people only pass."""
    return next((known.short for known in PAUSE_REASONS if known.text.zh == reason), Text(zh=reason, en=reason))


def reason_text(reason: str) -> Text:
    """The pause reason in both languages, if it is one of ours; else as the hall has it."""
    return next((known.text for known in PAUSE_REASONS if known.text.zh == reason), Text(zh=reason, en=reason))
