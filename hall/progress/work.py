"""Progress in the hall service: it answers requests when the source has answered, turns changes into messages, and
tells the supervisor when the source is away."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from domain.events import DeviceFault
from domain.health.alarm_codes import HALL, alarm
from domain.health.alarms import CASES_AWAY
from domain.refusal import Code, Refusal, no
from domain.state.faults import Faults
from hall.arrivals.replies import reply
from hall.progress.desk import Asking, ChangesFound, LookedUp, ProgressDesk
from hall.progress.teller import ChangeTeller, Keep
from hall.requests import RawRequest, granted, refused
from kiosk.mqtt.port import Incoming, Publication
from kiosk.mqtt.topics import Topics

Waiting = tuple[Incoming, RawRequest]
ProgressNews = LookedUp[Waiting] | ChangesFound
NOT_OFFERED = no(Code.PROGRESS_NOT_OFFERED, "this hall has no case source")
AWAY = no(Code.PROGRESS_AWAY, "the case source does not answer")


class ProgressWork:
    """Every method is called under the hall's lock. The caller publishes what is returned."""

    def __init__(
        self,
        topics: Topics,
        desk: ProgressDesk[Waiting] | None,
        teller: ChangeTeller | None = None,
        keep: Callable[[Keep], None] = lambda _: None,
    ) -> None:
        """`desk`: None in a hall without a case source. `teller`: only if SMS are sent and the source reports changes.
        `keep`: writes rows with the next batch."""
        self._topics = topics
        self._desk = desk
        self._teller = teller
        self._keep = keep

    def begin(self, incoming: Incoming, request: RawRequest, asking: Asking) -> Iterator[Publication]:
        """Have the source asked; if that is not possible, the answer says why."""
        what = (incoming, request)
        refusal = NOT_OFFERED if self._desk is None else self._desk.begin(what, asking)
        if refusal is not None:
            yield self._reply(what, refused(asking.id, refusal))

    def heard(self, news: ProgressNews, now: int) -> Iterator[Publication]:
        """Take in the result of an asking thread."""
        if isinstance(news, ChangesFound):
            if self._teller is not None:
                self._keep(self._teller.take(news, now))
            return
        outcome = None if self._desk is None else self._desk.settled(news)
        if outcome is None:
            return
        id_ = news.asking.id
        yield self._reply(news.what, refused(id_, outcome) if isinstance(outcome, Refusal) else granted(id_, outcome))

    def tick(self, now: int) -> Iterator[Publication]:
        """Call once a second."""
        if self._desk is None:
            return
        for what, asking in self._desk.overdue():
            yield self._reply(what, refused(asking.id, AWAY))
        self._desk.look()
        if self._teller is not None:
            self._teller.tick(now)

    def faults(self, faults: Faults, now: int) -> list[DeviceFault]:
        """The alarms that begin or end."""
        trouble = "" if self._desk is None else self._desk.trouble
        if not faults.changes(HALL, CASES_AWAY, trouble, cleared=not trouble):
            return []
        return [alarm(now, HALL, CASES_AWAY, trouble, cleared=not trouble)]

    def stop(self) -> None:
        if self._desk is not None:
            self._desk.stop()

    def _reply(self, what: Waiting, answer: str) -> Publication:
        return reply(self._topics, *what, answer)
