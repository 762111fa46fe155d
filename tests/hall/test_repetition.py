"""A request that is sent again has one effect, however and whenever: each hall is compared with one that hears it
once."""

from __future__ import annotations

import contextlib
import hashlib
import json
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from quiet_hall import MINUTE, QuietHall

from domain.commands import DEVICE_EVENTS, REQUESTS
from domain.roles import MAY
from domain.views.ticket import TicketState
from hall.requests import RawRequest
from hall.sms.states import SmsState

KINDS = {**REQUESTS, **DEVICE_EVENTS}
NEXT_STEPS = {
    None: ("ticket.issue", "ticket.issue", "ticket.call_next", "ticket.call_next", "rating.given", "rating.by_phone"),
    TicketState.CALLED: ("ticket.start", "ticket.start", "ticket.recall", "ticket.no_show"),
    TicketState.SERVING: ("ticket.finish", "ticket.finish", "ticket.hold", "ticket.transfer"),
}
"""What is asked at a window by the state of its ticket, when nothing is the matter."""

IDS = st.integers(0, 40).map("id-{}".format)
QUEUES = st.sampled_from(["social", "civil"])
CODES = st.sampled_from(["Y1", "Y2"])
PHONES = st.sampled_from([None, "13800000001", "13800000002"])
PERSONS = st.sampled_from([None, "ab" * 16])
OFFLINE = st.integers(900, 903).map("A{}".format)
NO_REQUEST = ("request.invalid", "request.unknown", "device.unknown")
"""Refused like this, it would have no id to be known by."""

OVER = "needs a code and a slot of at most a day that is not over"
"""A booking may be asked for in the moment in which a supervisor sets the hall a day on: it is known, and refused."""

DISK_TROUBLE = {
    "takes nothing": "PRAGMA query_only=ON",
    "is full at the last row": "CREATE TEMP TRIGGER IF NOT EXISTS no_room AFTER INSERT ON answers"
    " BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END",
}


def named(request: RawRequest) -> RawRequest:
    """The same with an id that no other device has."""
    body = json.loads(request.payload)
    return replace(request, payload=json.dumps(body | {"id": f"{request.device}.{body['id']}"}).encode())


class Repeating(RuleBasedStateMachine):
    """`told` hears everything that is sent, on a disk that comes and goes; `once` only what `told` answered for the
    first time."""

    @initialize()
    def opens(self) -> None:
        self.folder = contextlib.ExitStack()
        folder = Path(self.folder.enter_context(tempfile.TemporaryDirectory()))
        for name in ("told", "once"):
            (folder / name).mkdir()
        self.told, self.once = QuietHall(folder / "told"), QuietHall(folder / "once")
        for small in (self.told, self.once):
            self.folder.callback(small.store.close)
        self.sent: list[RawRequest] = []
        self.answers: dict[tuple[str, str], Any] = {}
        self.troubled = False
        for window, pad in (("w1", "pad-1"), ("w2", "pad-2")):
            self.send([self.told.request(pad, "window.open", f"open-{window}", window=window, clerk="c1")])

    # ---- what is asked

    @rule(data=st.data(), count=st.integers(1, 4))
    def somebody_asks(self, data: st.DataObject, count: int) -> None:
        self.send([self.any_request(data) for _ in range(count)])

    @rule(data=st.data(), count=st.integers(1, 4), fresh=st.integers(0, 1))
    def somebody_asks_again(self, data: st.DataObject, count: int, fresh: int) -> None:
        again = [data.draw(st.sampled_from(self.sent)) for _ in range(count)]
        new = [self.any_request(data) for _ in range(fresh)]
        self.send(data.draw(st.permutations([*again, *new])))

    @rule(data=st.data())
    def another_device_has_chosen_the_same_id(self, data: st.DataObject) -> None:
        first = data.draw(st.sampled_from(self.sent))
        other = self.any_request(data, json.loads(first.payload)["id"])
        self.send([first, other, first])

    def any_request(self, data: st.DataObject, id_: str | None = None) -> RawRequest:
        """Of any kind, from a device that may ask it, about something that is there if it can be."""
        draw = data.draw
        window = draw(st.sampled_from(["w1", "w2"]))
        now = self.told.writer.hall.state.windows[window]
        usual = NEXT_STEPS[now.ticket.state if now.ticket else None] if now.clerk else ("window.open",)
        type_ = draw(st.sampled_from([*usual, *KINDS] if draw(st.booleans()) else usual))
        may = [one for one in self.told.config.devices if KINDS[type_] in MAY[one.role]]
        device = draw(st.sampled_from([one for one in may if one.window in {None, window}]))
        return self.told.request(device.id, type_, id_ or draw(IDS), **self.words(data, type_, window))

    def words(self, data: st.DataObject, type_: str, window: str) -> dict[str, Any]:
        state, draw = self.told.writer.hall.state, data.draw
        tickets = sorted(state.tickets) or ["20261120-A001"]
        in_hand = state.windows[window].ticket
        usual = in_hand is not None and type_ in NEXT_STEPS[in_hand.state]
        ticket = in_hand.id if usual else draw(st.sampled_from(tickets))
        about = {"window": window, "ticket": ticket}
        code, starts = {"code": draw(CODES)}, self.told.now + 30 * MINUTE
        slot = self.told.now - self.told.now % (60 * MINUTE) + draw(st.integers(1, 3)) * 60 * MINUTE
        made_here = {"queue": "social", "starts_at": slot, "person": draw(PERSONS), "phone": draw(PHONES)}
        booked = st.sampled_from([*state.bookings.codes, "Y1", "Y2"])
        made_elsewhere = {**code, "queue": "civil", "starts_at": starts, "ends_at": starts + 30 * MINUTE}
        other = "w2" if window == "w1" else "w1"
        ways = [{"queue": "civil"}, {"queue": "social"}, {"to_window": other}]
        rated = state.sessions.get(state.windows[window].rating)
        session = {"session": rated.id, "nonce": rated.nonce} if rated else {"session": "none", "nonce": "none"}
        own = {
            "ticket.issue": {"queue": draw(QUEUES), "phone": draw(PHONES), "person": draw(PERSONS)},
            "ticket.issued_offline": {"queue": "social", "number": draw(OFFLINE), "issued_at": self.told.now},
            "ticket.cancel": {"ticket": ticket},
            "ticket.printed": {"ticket": ticket},
            "ticket.print_failed": {"ticket": ticket, "fault": "no_paper"},
            "ticket.leave_phone": {"ticket": ticket, "phone": "13800000003"},
            "ticket.call_next": {"window": window},
            "ticket.call": {"window": window, "number": ticket.rpartition("-")[2]},
            "ticket.change": about | draw(st.sampled_from([{"priority": ""}, {"items": []}, {"items": ["nothing"]}])),
            "ticket.transfer": about | draw(st.sampled_from(ways)),
            "window.open": {"window": window, "clerk": "c1", "queues": draw(st.none() | st.just(["civil"]))},
            "window.pause": {"window": window, "reason": "用餐休息。"},
            "window.close": {"window": window},
            "staff.sign_in": {"staff": "c1"},
            "staff.sign_out": {"staff": "c1"},
            "rating.given": {**session, "level": 5, "given_at": self.told.now},
            "rating.of_hall": {"ticket": ticket, "key": f"key of {ticket}", "level": 3},
            "rating.by_phone": {"ticket": ticket, "key": f"key of {ticket}", "level": 4},
            "appointment.book": draw(st.sampled_from([made_here, made_elsewhere])),
            "appointment.move": {"code": draw(booked), "starts_at": slot},
            "appointment.cancel": {"code": draw(booked)},
            "phone.send_code": {"phone": "13800000001"},
            "phone.prove": {"phone": "13800000001", "code": draw(st.sampled_from(["000000", "123456"]))},
            "case.open": {"kind": "complaint", "text": "等了两个小时"},
            "progress.lookup": {"receipt": "A-1", "phone_tail": "0001"},
            "notice.given": {
                "items": ["i1"],
                "materials": [],
                "content": "a1",
                "channel": "paper",
                "given_at": self.told.now,
            },
            "help.call": {},
            "help.withdraw": {"call": "none"},
            "help.take": {"call": "none", "window": window},
            "help.done": {"call": "none", "window": window},
            "hall.set_day": {"day": draw(st.sampled_from(["2026-11-20", "2026-11-21"]))},
            "hall.emergency": {"on": draw(st.booleans()), "text": "请从东门离开"},
            "device.fault": {"code": "printer.paper_out", "cleared": draw(st.booleans())},
        }
        return own.get(type_, about)

    # ---- what happens to it

    def send(self, requests: list[RawRequest]) -> None:
        self.sent += requests
        first: dict[tuple[str, str], tuple[RawRequest, Any]] = {}
        for request, answer in zip(requests, self.work(self.told, requests), strict=True):
            key = (request.device, answer["id"])
            if not answer["ok"] and answer["error"]["detail"] != OVER:
                assert answer["error"]["code"] not in NO_REQUEST, answer
            if key in self.answers:
                assert answer == self.answers[key], "another answer to the same id"
            elif not answer["ok"] and answer["error"]["code"] == "hall.disk_full":
                assert self.troubled, "there is room"
                assert key not in first, "one id, refused and answered"
            else:
                assert first.setdefault(key, (request, answer))[1] == answer, "two answers to one id in a batch"
        if first:
            heard = self.work(self.once, [named(request) for request, _ in first.values()])
            assert [one | {"id": ""} for one in heard] == [answer | {"id": ""} for _, answer in first.values()]
        self.answers |= {key: answer for key, (_, answer) in first.items()}
        self.same()

    @staticmethod
    def work(small: QuietHall, requests: list[RawRequest]) -> list[Any]:
        """Chance, where the hall needs some, is made of how many were served: the same at both desks."""

        def fresh(_bytes: int) -> str:
            return hashlib.sha256(str(small.writer.hall.state.totals.served).encode()).hexdigest()[:48]

        with patch("hall.batch.secrets.token_hex", fresh):
            return small.handle(*requests)

    @rule(minutes=st.sampled_from([1, 10]))
    def time_passes(self, minutes: int) -> None:
        for small in (self.told, self.once):
            small.now += minutes * MINUTE
        self.told.tick()
        if self.told.writer.trouble is None:
            self.once.tick()
        self.same()

    @rule(written=st.booleans())
    def the_power_goes(self, written: bool) -> None:
        if written:
            self.told.writer.snapshot()
        self.told.restart()
        self.troubled = False
        self.same()

    @rule(trouble=st.sampled_from(sorted(DISK_TROUBLE)))
    def the_disk(self, trouble: str) -> None:
        self.told.store._db.execute("PRAGMA query_only=OFF")  # a trigger is a row too
        self.told.store._db.execute(DISK_TROUBLE[trouble])
        self.troubled = True

    @rule()
    def the_disk_has_room(self) -> None:
        self.told.store._db.execute("PRAGMA query_only=OFF")
        self.told.store._db.execute("DROP TRIGGER IF EXISTS temp.no_room")
        self.troubled = False

    def same(self) -> None:
        """One effect: the hall, its events and its messages are those of the hall that heard nothing twice."""
        assert self.told.writer.hall.dump() == self.once.writer.hall.dump()
        assert [*self.told.store.events(0)] == [*self.once.store.events(0)]
        assert self.told.store.sms(SmsState) == self.once.store.sms(SmsState)

    def teardown(self) -> None:
        self.folder.close()


Repeating.TestCase.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
TestRepeating = pytest.mark.timeout(900)(Repeating.TestCase)  # a failure is made small before it is told
