"""Rating sessions: which were invited, answered or lapsed. Unanswered ones stay known for days, because a review given
in time counts whenever it arrives.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from domain.events import RatingGiven, RatingInvited, RatingLapsed
from domain.state.rating import GENESIS
from domain.state.rows import Rows
from domain.views.window import RatingState

KNOWN_MS = 8 * 86_400_000
"""How long an unanswered session stays known: a pad delivers a stored review when it reaches the hall again."""

MOST_KNOWN = 20_000
"""How many unanswered sessions of closed days are kept; the oldest are dropped first."""


@dataclass(slots=True, kw_only=True)
class RatingSession:
    """One invitation to review one service. It does not hold the level, because no screen ever shows it.

    shift_ms: by how much the hall's time was corrected since; a pad may have noted its review in the time before.
    """

    id: str
    nonce: str
    ticket: str
    number: str
    window: str
    clerk: str
    invited_at: int
    expires_at: int
    state: RatingState = RatingState.INVITED
    shift_ms: int = 0

    def over(self, now: int) -> bool:
        """Whether its time is up. A clock set back by more than a whole session must not keep it open."""
        lifetime = self.expires_at - self.invited_at
        set_back = now < self.invited_at - lifetime
        return now >= self.expires_at or set_back


_ROWS = Rows(RatingSession, state=RatingState)


class RatingSessions:
    """All sessions of the day and the unanswered ones of the days before, by id; `chain` is the hash of the last review
    of the hall."""

    def __init__(self) -> None:
        self._by_id: dict[str, RatingSession] = {}
        self._invited: dict[str, RatingSession] = {}
        self._of_ticket: dict[str, RatingSession] = {}
        self.chain = GENESIS
        self._of_hall: set[str] = set()  # tickets whose holders have reviewed the hall as a whole

    def get(self, session: str | None) -> RatingSession | None:
        return self._by_id.get(session or "")

    def of_ticket(self, ticket: str) -> RatingSession | None:
        """The session that began when this ticket's service ended; None: the service has not ended, or not today."""
        return self._of_ticket.get(ticket)

    def reviewed_hall(self, ticket: str) -> bool:
        return ticket in self._of_hall

    def over(self, now: int) -> Iterator[RatingSession]:
        """The open sessions whose time is up, oldest first."""
        return (s for s in self._invited.values() if s.over(now))

    def invite(self, event: RatingInvited, number: str) -> None:
        session = RatingSession(
            id=event.session,
            nonce=event.nonce,
            ticket=event.ticket,
            number=number,
            window=event.window,
            clerk=event.clerk,
            invited_at=event.at,
            expires_at=event.expires_at,
        )
        self._by_id[session.id] = self._invited[session.id] = self._of_ticket[session.ticket] = session

    def end(self, event: RatingGiven | RatingLapsed) -> None:
        session = self._by_id.get(event.session)
        self._invited.pop(event.session, None)
        given = isinstance(event, RatingGiven)
        if session is not None:
            session.state = RatingState.GIVEN if given else RatingState.LAPSED
        if isinstance(event, RatingGiven):
            self.chain = event.hash
            if not event.window:
                self._of_hall.add(event.ticket)

    def renamed(self, window: str, to: str) -> None:
        """The window has another id now."""
        for session in self._by_id.values():
            if session.window == window:
                session.window = to

    def end_day(self, now: int) -> None:
        """Keep the sessions without an answer: a pad that had no network may deliver the review days later."""
        self._of_hall.clear()
        since = now - KNOWN_MS
        known = [s for s in self._by_id.values() if s.state is not RatingState.GIVEN and s.invited_at >= since]
        self._by_id = self._invited | {session.id: session for session in known[-MOST_KNOWN:]}
        self._of_ticket = {session.ticket: session for session in self._by_id.values()}

    def move(self, wrong: Callable[[int], bool], shift_ms: int) -> None:
        """Move the times of sessions that were noted in the wrong time by `shift_ms`."""
        for session in self._by_id.values():
            if wrong(session.invited_at):
                session.invited_at += shift_ms
                session.expires_at += shift_ms
                session.shift_ms += shift_ms

    def dump(self) -> dict[str, Any]:
        return {"chain": self.chain, "sessions": _ROWS.write(self._by_id.values()), "hall": sorted(self._of_hall)}

    def load(self, data: dict[str, Any]) -> None:
        self.chain = data["chain"]
        self._of_hall = set(data["hall"])
        for session in _ROWS.read(data["sessions"]):
            self._by_id[session.id] = self._of_ticket[session.ticket] = session
            if session.state is RatingState.INVITED:
                self._invited[session.id] = session
