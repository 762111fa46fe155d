"""Rating sessions of the day: who was invited, who answered, what lapsed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from domain.events import RatingGiven, RatingInvited, RatingLapsed
from domain.rating import GENESIS
from domain.views import RatingState


@dataclass(slots=True)
class Session:
    """One invitation to review one service. The level given is not kept here: no screen ever shows it."""

    id: str
    nonce: str
    ticket: str
    number: str
    window: str
    clerk: str
    invited_at: int
    expires_at: int
    state: RatingState = RatingState.INVITED

    def over(self, now: int) -> bool:
        """Whether its time is up. A clock set back by more than a whole session must not keep it open."""
        lifetime = self.expires_at - self.invited_at
        set_back = now < self.invited_at - lifetime
        return now >= self.expires_at or set_back


class Sessions:
    """All sessions of the day, by id; `chain` is the hash of the last review of the hall."""

    def __init__(self) -> None:
        self._by_id: dict[str, Session] = {}
        self._invited: dict[str, Session] = {}
        self._of_ticket: dict[str, Session] = {}
        self.chain = GENESIS

    def get(self, session: str | None) -> Session | None:
        return self._by_id.get(session or "")

    def of_ticket(self, ticket: str) -> Session | None:
        """The session that the end of this ticket's service began; None: it was not served yet, or not today."""
        return self._of_ticket.get(ticket)

    def over(self, now: int) -> Iterator[Session]:
        """Those still open whose time is up, oldest first."""
        return (s for s in self._invited.values() if s.over(now))

    def invite(self, event: RatingInvited, number: str) -> None:
        session = Session(
            event.session,
            event.nonce,
            event.ticket,
            number,
            event.window,
            event.clerk,
            event.at,
            event.expires_at,
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

    def end_day(self) -> None:
        """Only those that wait for their answer are needed any longer."""
        self._by_id = dict(self._invited)
        self._of_ticket = {session.ticket: session for session in self._by_id.values()}

    def dump(self) -> dict[str, Any]:
        rows = [
            [s.id, s.nonce, s.ticket, s.number, s.window, s.clerk, s.invited_at, s.expires_at, s.state.value]
            for s in self._by_id.values()
        ]
        return {"chain": self.chain, "sessions": rows}

    def load(self, data: dict[str, Any]) -> None:
        self.chain = data["chain"]
        for *row, state in data["sessions"]:
            session = Session(*row)
            session.state = RatingState(state)
            self._by_id[session.id] = self._of_ticket[session.ticket] = session
            if session.state is RatingState.INVITED:
                self._invited[session.id] = session
