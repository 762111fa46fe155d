"""Any commands in any order, with the clock going anywhere and the power going off: what always stays true."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace

from acting import DAY, HALL, HOUR, MINUTE, SECOND, at
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from in_place import everything_is_in_its_place, it_is_the_hall_of_its_snapshot

from domain import commands as c
from domain.config import HallConfig
from domain.decide.hall import Hall
from domain.events import DayClosed, Event, TicketCalled, TicketIssued
from domain.queue_rules import Policy
from domain.refusal import Refusal
from domain.show import snapshots
from domain.show.answers import answer
from domain.state.ticket import TABLE
from domain.ticket_number import number_of
from domain.views.ticket import OPEN_STATES

WINDOWS = st.sampled_from(["w1", "w2", "w3", "w9"])
QUEUES = st.sampled_from(["papers", "social", "advice", "nothing"])
PERSONS = st.sampled_from([None, None, "p1", "p2"])
ABOUT_A_TICKET = st.sampled_from(
    [
        c.RecallTicket,
        c.StartService,
        c.StartService,
        c.FinishService,
        c.FinishService,
        c.NoShow,
        c.ReinstateTicket,
        c.HoldTicket,
        c.ResumeTicket,
    ]
)
STEPS = st.sampled_from(["finish", "hold", "transfer", "miss", "recall", "back"])


class AnyDay(RuleBasedStateMachine):
    """A hall that is treated badly. `issued` remembers every number that was ever shown to somebody."""

    def __init__(self) -> None:
        super().__init__()
        self.log: list[Event] = []
        self.issued: set[str] = set()
        self.now = at("2026-11-20 09:00")
        self.fresh = 0

    @initialize(
        policy=st.sampled_from([Policy.HEAD_START, Policy.RATIO]), times=st.sampled_from(["Asia/Shanghai", "UTC"])
    )
    def opens(self, policy: Policy, times: str) -> None:
        small = tuple(replace(q, last=6) if q.id == "advice" else q for q in HALL.queues)
        rules = replace(HALL.rules, policy=policy, no_show_after_seconds=20)
        self.config: HallConfig = replace(HALL, timezone=times, queues=small, rules=rules)
        self.hall = Hall(self.config)
        self.ask(c.Tick())
        for window in ("w1", "w2"):
            self.ask(c.OpenWindow(window=window, clerk="li"))

    def ask(self, command: c.Command, device: str = "kiosk-1") -> Refusal | list[Event]:
        self.fresh += 1
        decision = self.hall.decide(command, self.now, device=device, token=f"{self.fresh:048x}"[::-1])
        if not isinstance(decision, Refusal):
            for event in decision:
                self.hall.apply(event)
                if isinstance(event, TicketIssued):
                    assert event.ticket not in self.issued, "a number twice in a hall day"
                    self.issued.add(event.ticket)
            self.log += decision
            answer(self.hall, command, decision, self.now)
        return decision

    def some_ticket(self, data: st.DataObject) -> str:
        tickets = sorted(self.hall.state.tickets)
        return data.draw(st.sampled_from(tickets)) if tickets else "20261120-A001"

    @rule(queue=QUEUES, priority=st.sampled_from([None, None, "elder", "soldier", "king"]), person=PERSONS)
    def someone_takes_a_number(self, queue: str, priority: str | None, person: str | None) -> None:
        items = ("pension", "id-card") if queue == "social" else ()
        self.ask(c.IssueTicket(queue=queue, priority=priority, person=person, items=items))

    @rule(
        counter=st.integers(898, 951), ago=st.sampled_from([0, MINUTE, HOUR, DAY, 40 * DAY, -HOUR]), sure=st.booleans()
    )
    def a_machine_tells_of_an_offline_number(self, counter: int, ago: int, sure: bool) -> None:
        at = self.now - ago
        self.ask(c.RecordOfflineTicket(number=f"A{counter}", queue="papers", issued_at=at, sure=sure))

    @rule(window=st.sampled_from(["w1", "w2", "w3"]), steps=st.lists(STEPS, min_size=1, max_size=6))
    def a_window_works(self, window: str, steps: list[str]) -> None:
        """The usual course of things, so that any other rule finds tickets in every state."""
        now = self.hall.state.windows[window]
        if now.state != "open":
            self.ask(c.OpenWindow(window=window, clerk="li"))
        for step in steps:
            if now.ticket is None:
                self.ask(c.IssueTicket(queue="papers" if window == "w1" else "social", items=("pension", "id-card")))
                back = [*now.held, *self.hall.state.missed]
                resumed = back and step == "back"
                number = self.hall.state.tickets[back[0]].number if resumed else ""
                self.ask(c.CallTicket(window=window, number=number) if resumed else c.CallNext(window=window))
            if now.ticket is None:
                return
            ticket = now.ticket.id
            if step in {"finish", "hold", "transfer"}:
                self.ask(c.StartService(window=window, ticket=ticket))
            self.now += 30 * SECOND
            match step:
                case "finish":
                    self.ask(c.FinishService(window=window, ticket=ticket))
                case "hold":
                    self.ask(c.HoldTicket(window=window, ticket=ticket))
                case "transfer":
                    to = "w2" if window == "w1" else "w1"
                    self.ask(c.TransferTicket(window=window, ticket=ticket, to_window=to))
                case "miss":
                    self.ask(c.NoShow(window=window, ticket=ticket))
                case _:
                    self.ask(c.RecallTicket(window=window, ticket=ticket))

    @rule(window=WINDOWS)
    def the_next_one_is_called(self, window: str) -> None:
        self.ask(c.CallNext(window=window))

    @rule(data=st.data(), kind=ABOUT_A_TICKET, right=st.booleans())
    def something_is_done_with_a_ticket(self, data: st.DataObject, kind: type[c.StartService], right: bool) -> None:
        in_hand = [w.ticket for w in self.hall.state.windows.values() if w.ticket]
        ticket = data.draw(st.sampled_from(in_hand)).id if right and in_hand else self.some_ticket(data)
        known = self.hall.state.tickets.get(ticket)
        window = known.window if right and known and known.window else data.draw(WINDOWS)
        before = known.state if known else None
        decision = self.ask(kind(window=window, ticket=ticket))
        if before not in TABLE[kind]:
            assert isinstance(decision, Refusal)

    @rule(data=st.data(), window=WINDOWS)
    def a_chosen_number_is_called(self, data: st.DataObject, window: str) -> None:
        self.ask(c.CallTicket(window=window, number=number_of(self.some_ticket(data))))

    @rule(data=st.data(), window=WINDOWS, queue=QUEUES, to=st.sampled_from([None, "w1", "w2", "w3", "w9"]))
    def a_ticket_is_transferred(self, data: st.DataObject, window: str, queue: str, to: str | None) -> None:
        serving = [w.ticket for w in self.hall.state.windows.values() if w.ticket]
        if not serving:
            return
        ticket = data.draw(st.sampled_from(serving))
        self.ask(c.StartService(window=ticket.window or "", ticket=ticket.id))
        named = None if to and data.draw(st.booleans()) else queue
        self.ask(c.TransferTicket(window=ticket.window or "", ticket=ticket.id, queue=named, to_window=to))

    @rule(data=st.data(), device=st.sampled_from(["kiosk-1", "kiosk-2"]))
    def someone_gives_a_number_back(self, data: st.DataObject, device: str) -> None:
        self.ask(c.CancelTicket(ticket=self.some_ticket(data)), device)

    @rule(data=st.data(), phone=st.sampled_from(["13800138000", "rubbish"]))
    def someone_leaves_a_phone(self, data: st.DataObject, phone: str) -> None:
        self.ask(c.LeavePhone(ticket=self.some_ticket(data), phone=phone))

    @rule(
        window=WINDOWS,
        clerk=st.sampled_from([None, "li", "nobody"]),
        queues=st.sampled_from([None, None, ("social", "advice"), (), ("nothing",)]),
    )
    def a_window_opens(self, window: str, clerk: str | None, queues: tuple[str, ...] | None) -> None:
        self.ask(c.OpenWindow(window=window, clerk=clerk, queues=queues))

    @rule(window=WINDOWS, kind=st.sampled_from(["pause", "close"]))
    def a_window_stops(self, window: str, kind: str) -> None:
        self.ask(c.PauseWindow(window=window, reason="r") if kind == "pause" else c.CloseWindow(window=window))

    @rule(code=st.sampled_from(["k1", "k2"]), away=st.sampled_from([0, 10 * MINUTE, HOUR]), person=PERSONS)
    def someone_books(self, code: str, away: int, person: str | None) -> None:
        starts = self.now + away
        booking = c.BookAppointment(code=code, queue="papers", starts_at=starts, ends_at=starts + HOUR, person=person)
        self.ask(booking)

    @rule(code=st.sampled_from(["k1", "k2", "k3"]), cancel=st.booleans())
    def someone_checks_in_or_does_not(self, code: str, cancel: bool) -> None:
        self.ask(c.CancelAppointment(code=code) if cancel else c.IssueTicket(appointment=code))

    @rule(code=st.sampled_from(["k1", "k2"]), person=st.sampled_from(["p1", "p2"]))
    def someone_who_booked_comes_by_code_and_then_with_the_card(self, code: str, person: str) -> None:
        self.someone_books(code, 0, person)
        self.ask(c.IssueTicket(appointment=code))
        self.ask(c.IssueTicket(queue="social", person=person))

    @rule(level=st.integers(0, 6), right=st.booleans(), device=st.sampled_from(["pad-1", "citizen-2", "kiosk-1"]))
    def someone_reviews(self, level: int, right: bool, device: str) -> None:
        session = self.hall.state.sessions.get(self.hall.state.windows["w1"].rating)
        if session is None:
            return
        nonce = session.nonce if right else "0"
        self.ask(c.GiveRating(session=session.id, nonce=nonce, level=level, comment="slow"), device)

    @rule(data=st.data(), fault=st.sampled_from(["", "paper_out"]))
    def paper_comes_out_or_not(self, data: st.DataObject, fault: str) -> None:
        self.ask(c.RecordPrint(ticket=self.some_ticket(data), fault=fault))

    @rule(by=st.sampled_from([SECOND, 30 * SECOND, 5 * MINUTE, 2 * HOUR]))
    def time_passes(self, by: int) -> None:
        self.now += by

    @rule(by=st.sampled_from([-5 * SECOND, -HOUR, HOUR, -DAY, 8 * HOUR, DAY, 3 * DAY]))
    def the_clock_is_set(self, by: int) -> None:
        self.now += by

    @rule()
    def the_service_ticks(self) -> None:
        self.ask(c.Tick())

    @rule()
    def the_power_is_cut_and_the_log_read_again(self) -> None:
        again = Hall(self.config)
        for event in self.log:
            again.apply(event)
        assert again.dump() == self.hall.dump()
        self.hall = again

    @rule()
    def the_power_is_cut_and_the_snapshot_read_again(self) -> None:
        it_is_the_hall_of_its_snapshot(self.hall, self.now)
        self.hall = Hall.load(self.config, json.loads(json.dumps(self.hall.dump())))

    @rule(data=st.data())
    def some_prefix_of_the_log_is_a_valid_hall(self, data: st.DataObject) -> None:
        again = Hall(self.config)
        for event in self.log[: data.draw(st.integers(0, len(self.log)))]:
            again.apply(event)
        check(again, self.now)

    @invariant()
    def all_is_as_it_should_be(self) -> None:
        if hasattr(self, "hall"):
            check(self.hall, self.now)

    def teardown(self) -> None:
        for event in self.log:
            if isinstance(event, DayClosed):
                assert event.issued == event.served + event.no_show + event.cancelled + event.expired


def check(hall: Hall, now: int) -> None:
    """Every ticket is in its place, nobody has two numbers, and everything can be shown."""
    everything_is_in_its_place(hall)
    state = hall.state
    booked = {booking["ticket"]: booking["person"] for booking in state.bookings.dump()}
    holders = Counter(t.person or booked.get(t.id) for t in state.tickets.values() if t.state in OPEN_STATES)
    assert all(count == 1 for person, count in holders.items() if person), "two open numbers of one person"
    snapshot = snapshots.hall_snapshot(hall, now, 1)
    for view in snapshot.windows:
        if view.next and view.ticket is None and view.state == "open" and state.days.of(now) <= hall.day:
            decision = hall.decide(c.CallNext(window=view.window), now)
            assert not isinstance(decision, Refusal)
            assert isinstance(decision[-1], TicketCalled)
            assert decision[-1].ticket == view.next[0].ticket


TestAnyDay = AnyDay.TestCase
TestAnyDay.settings = settings(max_examples=300, stateful_step_count=50, deadline=None)
