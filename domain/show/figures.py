"""The hall in numbers: the answer to `hall.figures`. Counts only, so that monitoring learns of no person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from domain.decide.hall import Hall
from domain.show.snapshots import queues_snapshot
from domain.views.figures import AlarmFigure, DeviceFigures, HallFigures, QueueFigures
from domain.views.queries import AlarmView


def hall_figures(
    hall: Hall, now: int, devices: tuple[DeviceFigures, ...] = (), unwritten: Iterable[AlarmView] = ()
) -> HallFigures:
    """`devices`: what the service knows of the devices; `unwritten`: alarms that could not be stored as events."""
    counts: dict[str, Counter[str]] = {}
    for ticket in hall.state.tickets.values():
        counts.setdefault(ticket.queue, Counter())[ticket.state.value] += 1
    queues = tuple(
        QueueFigures(
            id=view.id,
            status=view.status,
            waiting=view.waiting,
            windows=view.windows,
            longest_wait_at=view.longest_wait_at,
            wait=view.wait,
            today=dict(counts.get(view.id, {})),
        )
        for view in queues_snapshot(hall, now, 0).queues
    )
    windows = Counter(window.state.value for window in hall.state.windows.values() if window.known)
    alarms = (*hall.state.faults.views(), *unwritten)
    return HallFigures(
        at=now,
        day=hall.day,
        queues=queues,
        windows=dict(windows),
        devices=devices,
        alarms=tuple(AlarmFigure(device=one.device, code=one.code, since=one.since) for one in alarms),
    )
