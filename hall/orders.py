"""Orders to the machines, on `dev/{device}/order`: a copy of a paper, wanted by a clerk.

An order is an event first and is sent when that is on disk. An order whose end no machine has told is sent again
whenever the link to the broker comes up, also after the service was killed before it could send it: the machine prints
each order once, so sending twice is safe and sending never is not. An order that is too old is not sent any more; the
clerk sees that no answer came.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from domain.decide.hall import Hall
from domain.decide.reprinting import print_order
from domain.events import Event, ReprintOrdered
from domain.state.reprints import Reprint
from kiosk.mqtt.messages import write
from kiosk.mqtt.port import Publication
from kiosk.mqtt.topics import Topics


class Orders:
    """Makes the publications; the caller sends them. `now` is the hall's clock in ms."""

    def __init__(self, topics: Topics) -> None:
        self._topics = topics

    def after(self, hall: Hall, events: Iterable[Event], now: int) -> Iterator[Publication]:
        """The orders among `events`, which are on disk."""
        for event in events:
            reprint = hall.state.reprints.of(event.order) if isinstance(event, ReprintOrdered) else None
            if reprint is not None:
                yield self._publication(hall, reprint, now)

    def open(self, hall: Hall, now: int) -> Iterator[Publication]:
        """Every order that may not have arrived."""
        for reprint in hall.state.reprints.open(now):
            yield self._publication(hall, reprint, now)

    def _publication(self, hall: Hall, reprint: Reprint, now: int) -> Publication:
        seconds = max(1, (reprint.expires_at - now) // 1000)
        return Publication(
            self._topics.order(reprint.device), write(print_order(hall.state, reprint, now)), expiry_s=seconds
        )
