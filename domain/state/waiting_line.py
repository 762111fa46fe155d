"""The waiting line of one queue, by the hall's policy: head start (one lane) or ratio (two lanes, in rounds)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Protocol

from domain.queue_rules import Policy, Rules
from domain.state.lane import Entry, Lane
from domain.state.ticket import Ticket


class WaitingLine(Protocol):
    """The tickets that wait in one queue, without those kept for one window."""

    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[Entry]: ...
    def add(self, ticket: Ticket) -> None: ...
    def remove(self, ticket: Ticket) -> None: ...

    def called(self, ticket: Ticket) -> None:
        """Note that a ticket of this line was called. It was removed before."""

    def upcoming(self) -> Iterator[Entry]:
        """All tickets in the order of their calls if nobody else comes. The two numbers of an entry say how the line
        competes with other lines at that call; they never decrease."""

    def ahead(self, ticket: Ticket) -> int:
        """How many tickets of this line are called before `ticket`, which is in it."""

    def before(self, effective_at: int, order: int = 0) -> int:
        """How many tickets have an earlier effective time, or the same one and an earlier `order`."""

    def lane_of(self, ticket: Ticket) -> Lane:
        """The lane that `ticket` stands in, or would stand in."""

    def turns(self) -> list[int]:
        """What a snapshot on disk stores of the line besides its tickets."""

    def set_turns(self, turns: list[int]) -> None:
        """Restore what `turns` returned, perhaps under an older configuration with longer or shorter rounds."""


class HeadStartLine:
    """Smallest effective time first."""

    def __init__(self) -> None:
        self._lane = Lane()
        self.remove = self._lane.remove
        self.add = self._lane.add

    def __len__(self) -> int:
        return len(self._lane)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._lane)

    upcoming = __iter__

    def called(self, ticket: Ticket) -> None:
        pass

    def ahead(self, ticket: Ticket) -> int:
        return self._lane.before(ticket.effective_at, ticket.order)

    def before(self, effective_at: int, order: int = 0) -> int:
        return self._lane.before(effective_at, order)

    def lane_of(self, ticket: Ticket) -> Lane:
        return self._lane

    def turns(self) -> list[int]:
        return []

    def set_turns(self, turns: list[int]) -> None:
        pass


class RatioLine:
    """Rounds of `priority` priority tickets, then `ordinary` ordinary ones. A class with no ticket loses its turn.

    Against other lines it competes with its oldest ticket, so that neither class holds the other one back.
    """

    def __init__(self, priority: int, ordinary: int) -> None:
        self._share = (max(priority, 1), max(ordinary, 1))
        self._lanes = (Lane(), Lane())
        self._done = (0, 0)  # how many were called in this round, from each lane

    def __len__(self) -> int:
        return len(self._lanes[0]) + len(self._lanes[1])

    def __iter__(self) -> Iterator[Entry]:
        return chain(*self._lanes)

    def lane_of(self, ticket: Ticket) -> Lane:
        return self._lanes[_lane(ticket)]

    def add(self, ticket: Ticket) -> None:
        self.lane_of(ticket).add(ticket)

    def remove(self, ticket: Ticket) -> None:
        self.lane_of(ticket).remove(ticket)

    def called(self, ticket: Ticket) -> None:
        self._done = self._after(self._done, _lane(ticket))

    def _after(self, done: tuple[int, int], lane: int) -> tuple[int, int]:
        """The state of the round after one call from `lane`. A call out of turn uses the turn that the other class
        did not take."""
        priority, ordinary = self._share
        if lane == 0:
            return (done[0] + 1, 0) if done[0] < priority else (1, 0)
        return (priority, done[1] + 1) if done[1] + 1 < ordinary else (0, 0)

    def upcoming(self) -> Iterator[Entry]:
        lanes = [iter(lane) for lane in self._lanes]
        heads = [next(lane, None) for lane in lanes]
        done = self._done
        while True:
            waiting = [head for head in heads if head is not None]
            if not waiting:
                return
            turn = 0 if done[0] < self._share[0] else 1
            if heads[turn] is None:
                turn = 1 - turn
            chosen = heads[turn]
            assert chosen is not None
            yield (*min(entry[:2] for entry in waiting), chosen[2])
            done = self._after(done, turn)
            heads[turn] = next(lanes[turn], None)

    def ahead(self, ticket: Ticket) -> int:
        """The tickets of its own lane before it, and those of the other lane whose turn comes meanwhile."""
        lane = _lane(ticket)
        own = self._lanes[lane].before(ticket.effective_at, ticket.order)
        priority, ordinary = self._share
        left_priority, left_ordinary = priority - self._done[0], ordinary - self._done[1]
        if lane == 0:
            later = own - left_priority
            other = 0 if later < 0 else left_ordinary + later // priority * ordinary
        else:
            later = own - left_ordinary
            other = left_priority if later < 0 else left_priority + (later // ordinary + 1) * priority
        return own + min(other, len(self._lanes[1 - lane]))

    def before(self, effective_at: int, order: int = 0) -> int:
        return sum(lane.before(effective_at, order) for lane in self._lanes)

    def turns(self) -> list[int]:
        return list(self._done)

    def set_turns(self, turns: list[int]) -> None:
        if len(turns) != 2:
            self._done = (0, 0)
            return
        priority = min(turns[0], self._share[0])
        # ordinary tickets are counted only when all priority ones were called, and the last one ends the round
        self._done = (priority, min(turns[1], self._share[1] - 1) if priority == self._share[0] else 0)


def _lane(ticket: Ticket) -> int:
    """0 for priority tickets, 1 for ordinary ones. Bookings count as priority tickets: they have waited at home."""
    return 0 if ticket.priority or ticket.appointment else 1


def new_line(rules: Rules) -> WaitingLine:
    """An empty waiting line, by the hall's policy."""
    if rules.policy is Policy.RATIO:
        return RatioLine(rules.ratio_priority, rules.ratio_ordinary)
    return HeadStartLine()
