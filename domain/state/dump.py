"""The state as JSON and back, for the snapshot on disk that makes a restart quick. Indexes are not stored but rebuilt.

Every value is stored under its name (see `rows.py`). The store (`hall/disk`) knows the version of a dump, and migrates
an older one before it is read here.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import asdict
from sys import intern
from typing import Any

from domain.config import Serves
from domain.emergency.views import Emergency
from domain.state.booking_history import BookingHistory
from domain.state.cases import Cases
from domain.state.faults import Faults
from domain.state.help.calls import HelpCalls
from domain.state.left import LeftBehind, still_there, without_person
from domain.state.phone_codes import PhoneCodes
from domain.state.rating_sessions import RatingSessions
from domain.state.reprints import Reprints
from domain.state.rows import Rows, by_name
from domain.state.state import State, Totals, WindowNow
from domain.state.ticket import Ticket
from domain.views.public import CallView, Pause
from domain.views.ticket import TicketState
from domain.views.window import WindowState

_TICKETS = Rows(
    Ticket, state=TicketState, items=tuple, visited=tuple, queue=intern, language=intern, device=intern
)  # all tickets share one string object for each name


def dump(state: State, *, tickets: bool = True) -> dict[str, Any]:
    """The whole state, ready for JSON. `tickets=False`: without tickets, as a new day begins after the old one was
    closed."""
    return {
        "day": state.day,
        "last_issue_at": state.last_issue_at,
        "order": state.order,
        "seq": state.seq,
        "totals": asdict(state.totals),
        "tickets": _TICKETS.write(state.tickets.values() if tickets else ()),
        "missed": list(state.missed) if tickets else [],
        "put_back": dict(state.put_back) if tickets else {},
        "offline": sorted(state.offline),
        "queues": {
            name: {
                "counter": q.counter,
                "issued": q.issued,
                "times": list(q.times),
                "turns": q.line.turns(),
                "skipped": [list(pair) for pair in q.run.skipped],
            }
            for name, q in state.queues.items()
        },
        "windows": {name: _window(window, tickets=tickets) for name, window in state.windows.items()},
        "calls": [asdict(call) for call in state.calls],
        "ratings": state.sessions.dump(),
        "bookings": state.bookings.dump(),
        "past_bookings": state.bookings.history.dump(),
        "phone_codes": (state.phone_codes if tickets else PhoneCodes()).dump(),
        "cases": state.cases.dump(),
        "faults": state.faults.dump(),
        "reprints": (state.reprints if tickets else Reprints()).dump(),
        "help": (state.help if tickets else HelpCalls()).dump(),
        "acted_at": state.acted_at,
        "emergency": asdict(state.emergency) if state.emergency else None,
        "left": [{"day": one.day, "closed_at": one.closed_at, "dumped": one.dumped} for one in state.left],
        "used": {day: dict(counters) for day, counters in state.used.items()},
    }


def dump_left(state: State, only: Container[str] | None = None) -> dict[str, Any]:
    """The content of a `LeftBehind`: the tickets that are still open (if given: only those of `only`), without personal
    data."""
    there = [t for t in state.tickets.values() if still_there(t) and (only is None or t.id in only)]
    names = {ticket.id for ticket in there}
    windows = {name: _window(window, tickets=True) for name, window in state.windows.items()}
    for window in windows.values():
        window["ticket"] = window["ticket"] if window["ticket"] in names else None
        window["held"] = [name for name in window["held"] if name in names]
        window["rating"] = None
    return dump(state, tickets=False) | {
        "tickets": _TICKETS.write(map(without_person, there)),
        "missed": [name for name in state.missed if name in names],
        "put_back": {name: why for name, why in state.put_back.items() if name in names},
        "windows": windows,
        "offline": [],
        "calls": [],
        "ratings": RatingSessions().dump(),
        "bookings": state.bookings.dump_without_persons(),
        "past_bookings": BookingHistory().dump(),
        "cases": Cases().dump(),
        "faults": Faults().dump(),
        "emergency": None,
        "help": HelpCalls().dump(),
        "left": [],
        "used": {},
    }


def copied(state: State) -> State:
    """A new state with the same content and rebuilt indexes."""
    made = State(state.config, state.verify, state.ticket_key)
    load(made, dump(state))
    return made


def _window(window: WindowNow, *, tickets: bool) -> dict[str, Any]:
    return {
        "state": window.state.value,
        "clerk": window.clerk,
        "pause": asdict(window.pause) if window.pause else None,
        "serves": [asdict(serves) for serves in window.serves] if window.tidal else None,
        "ticket": window.ticket.id if window.ticket and tickets else None,
        "held": list(window.held) if tickets else [],
        "rating": window.rating,
        "served": window.served,
        "busy_from": window.busy_from,
        "free_at": window.free_at,
    }


def load(state: State, data: dict[str, Any]) -> None:
    """Fill the new `state` from a dump."""
    state.day = data["day"]
    state.last_issue_at = data["last_issue_at"]
    state.order = data["order"]
    state.seq = data["seq"]
    state.totals = by_name(Totals, data["totals"])
    _load_tickets(state, data["tickets"])
    state.missed = {name: state.tickets[name] for name in data["missed"]}
    state.put_back = dict(data.get("put_back", {}))
    state.offline = set(data["offline"])
    for name, row in data["queues"].items():
        queue = state.queue(name)
        queue.issued = row["issued"]
        queue.times.extend(row["times"])
        queue.line.set_turns(row["turns"])
        queue.run.given(row["counter"])  # all queues of a series give its counter: the highest is right
        gaps = [(first, last) for first, last in row.get("skipped", ())]
        queue.run.skipped += [gap for gap in gaps if gap not in queue.run.skipped]
    for name, row in data["windows"].items():
        _load_window(state, state.window(name), row)
    state.calls.extend(by_name(CallView, row) for row in data["calls"])
    state.sessions.load(data["ratings"])
    state.bookings.load(data["bookings"])
    state.bookings.history.load(data["past_bookings"])
    state.phone_codes.load(data["phone_codes"])
    state.cases.load(data["cases"])
    state.faults.load(data["faults"])
    state.reprints.load(data["reprints"])
    state.help.load(data["help"])
    state.acted_at = data["acted_at"]
    state.emergency = by_name(Emergency, data["emergency"]) if data["emergency"] else None
    state.left = [by_name(LeftBehind, row) for row in data["left"]]
    state.used = {day: dict(counters) for day, counters in data["used"].items()}
    state.windows_changed()


def _load_tickets(state: State, table: dict[str, Any]) -> None:
    waiting: list[Ticket] = []
    for ticket in _TICKETS.read(table):
        state.tickets[ticket.id] = ticket
        if ticket.effective_at == ticket.issued_at:
            ticket.effective_at = ticket.issued_at  # share one int object, as when it was issued
        if ticket.state is not TicketState.EXPIRED:  # expired: it is of an earlier day and was reported late
            state.numbers[ticket.number] = ticket  # if a wrong turn of the day made two, the newer one counts
            state.people.took(ticket)
            state.phones.took(ticket.phone)
            if ticket.pickup is not None:
                state.pickups[ticket.pickup] = ticket
        if ticket.state is TicketState.WAITING:
            waiting.append(ticket)
    waiting.sort(key=lambda t: (t.effective_at, t.order))  # sorted, so that each is added at the end
    for ticket in waiting:
        if ticket.kept_for is None:
            state.queue(ticket.queue).line.add(ticket)
        else:
            state.window(ticket.kept_for).kept.add(ticket)
            state.queue(ticket.queue).kept += 1


def _load_window(state: State, window: WindowNow, row: dict[str, Any]) -> None:
    window.state = WindowState(row["state"])
    window.clerk = row["clerk"]
    window.pause = by_name(Pause, row["pause"]) if row["pause"] else None
    if row["serves"] is not None:
        window.serves = tuple(by_name(Serves, serves) for serves in row["serves"])
        window.tidal = True
    window.ticket = state.tickets[row["ticket"]] if row["ticket"] else None
    window.held = {name: state.tickets[name] for name in row["held"]}
    window.rating = row["rating"]
    window.served = row["served"]
    window.busy_from, window.free_at = row["busy_from"], row["free_at"]
