"""Two hall days in which everything happens that a log can hold, told to a hall by requests as terminals send them.

`tell` leaves the hall in the middle of its second day, with a ticket in every state, a whole state on disk and more
events after it. Nothing here knows how the hall works inside: the same story is told to every release.
"""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from quiet_hall import DAY, MINUTE, QuietHall
from sample_hall import four_windows

from domain.commands import GiveRating, SkipNumbers
from domain.config import Text
from domain.staff.people import StaffList, StaffMember, StaffRole
from domain.state.rating import signed_bytes
from domain.statuses import PrinterStatus
from domain.views.catalogue import Block
from domain.views.ticket import PrintOrder
from hall.sms.ledger import Ledger
from hall.sms.port import Accepted
from hall.staff.pins import hashed_pin
from kiosk.mqtt.outbox import Outbox
from kiosk.number_machine.copies import Copies
from kiosk.number_machine.offline import OwnNumbers

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = base64.b64encode(KEY.public_key().public_bytes_raw()).decode()
CONFIG = four_windows().replace('window = "w2"', f'window = "w2"\npublic_key = "{PUBLIC}"')
HOLDER, BOOKED, ANYBODY = "ab" * 16, "cd" * 16, "ef" * 16
HANDED_OVER_AT = 1_763_690_000.0
"""Seconds since 1970."""

PHONE = "13800000001"
LAST_ID = "the-last-of-the-story"


CHIEF_PIN = "736251"
STAFF = StaffList(
    people=(
        StaffMember(id="chief", name=Text(zh="方", en="Fang"), role=StaffRole.SUPERVISOR, pin=hashed_pin(CHIEF_PIN)),
    )
)
"""Who stands behind the hall."""


class Teller:
    """Asks a hall, and fails if it does not do what it is asked. `asked` has each request once, as it was sent."""

    def __init__(self, small: QuietHall) -> None:
        self.small = small
        self.asked: dict[str, dict[str, Any]] = {}
        self.last: Any = None  # the answer to the last request, which had the id `LAST_ID`

    def __call__(self, device: str, type_: str, by: str = "", **data: Any) -> Any:
        answer = self.small.ask(device, type_, by=by, **data)
        assert answer["ok"], (type_, data, answer)
        self.asked.setdefault(type_, data)
        return answer.get("data")

    def later(self, minutes: float = 1) -> None:
        self.small.now += int(minutes * MINUTE)
        self.small.tick()

    def take(self, queue: str = "social", **more: Any) -> str:
        self.later(0.5)
        ticket: str = self("kiosk-1", "ticket.issue", queue=queue, **more)["ticket"]
        return ticket

    def at(self, window: str, what: str, **data: Any) -> Any:
        return self(f"pad-{window[1]}", what, window=window, **data)

    def serve(self, window: str) -> str:
        """The next one, to the end; the id of the ticket."""
        ticket: str = self.at(window, "ticket.call_next")["ticket"]
        self.later(1)
        self.at(window, "ticket.start", ticket=ticket)
        self.later(6)
        self.at(window, "ticket.finish", ticket=ticket)
        return ticket

    def invited(self) -> Any:
        """The invitation to the last review."""
        return [event for event in self.small.events if type(event).__name__ == "RatingInvited"][-1]

    def sign(self, level: int, **more: Any) -> dict[str, Any]:
        """The review of the last service at window 2, as its pad sends it."""
        invited = self.invited()
        review = GiveRating(session=invited.session, nonce=invited.nonce, level=level, given_at=self.small.now, **more)
        signature = base64.b64encode(KEY.sign(signed_bytes(review))).decode()
        told = {"session": invited.session, "nonce": invited.nonce, "level": level, "given_at": self.small.now}
        return (
            told | {name: list(v) if isinstance(v, tuple) else v for name, v in more.items()} | {"signature": signature}
        )


def tell(small: QuietHall) -> Teller:
    teller = Teller(small)
    small.printers = {"kiosk-1": PrinterStatus.READY}
    _first_day(teller)
    _other_files(teller)
    small.now += DAY
    small.tick()
    _second_day(teller)
    small.writer.snapshot()
    _after_the_snapshot(teller)
    return teller


def _first_day(teller: Teller) -> None:
    """Reviews of every kind, and bookings for tomorrow."""
    for window in ("w1", "w2"):
        teller.at(window, "window.open", clerk="c1")
    teller("desk-1", "staff.sign_in", staff="chief", pin=CHIEF_PIN)
    teller("desk-1", "ticket.cancel", ticket=teller.take(), by="chief")
    teller("desk-1", "staff.sign_out", staff="chief")
    for _ in range(5):
        teller.take()
    teller.serve("w2")
    teller("pad-2", "rating.given", **teller.sign(5, comment="很好", monotonic_ms=77))
    teller.serve("w2")
    teller("pad-2", "rating.given", **teller.sign(2, tags=("slow",)))
    teller.serve("w1")
    given = teller.invited()
    teller("pad-1", "rating.given", session=given.session, nonce=given.nonce, level=4)
    ticket = teller.serve("w1")
    teller("page-1", "rating.by_phone", ticket=ticket, key=f"key of {ticket}", level=3)
    teller("kiosk-1", "rating.of_hall", ticket=ticket, key=f"key of {ticket}", level=5)
    teller.serve("w1")
    teller.later(5)  # nobody answers: it lapses
    nine = teller.small.now - teller.small.now % DAY + DAY + 60 * MINUTE  # 09:00 in China
    for code, queue, person in (("Y1", "social", BOOKED), ("Y2", "civil", None), ("Y3", "social", None)):
        more = {} if person is None else {"person": person}
        slot = {"starts_at": nine + 20 * MINUTE, "ends_at": nine + 80 * MINUTE}
        teller("desk-1", "appointment.book", code=code, queue=queue, **slot, **more)
    teller("desk-1", "appointment.cancel", code="Y3")
    own = {"queue": "social", "person": BOOKED, "phone": PHONE, "items": ["pension"]}
    code = teller("kiosk-1", "appointment.book", starts_at=nine - DAY + 180 * MINUTE, **own)["code"]  # at noon today
    teller("kiosk-1", "appointment.move", code=code, starts_at=nine - DAY + 240 * MINUTE)  # and is missed
    teller("kiosk-1", "appointment.book", starts_at=nine + 180 * MINUTE, **own)
    teller("page-1", "phone.send_code", phone=PHONE)
    teller("page-1", "phone.prove", phone=PHONE, code="none")
    teller("kiosk-1", "case.open", kind="unsolved", text="三次都没办成", phone=PHONE)
    for day in ("2026-11-19", "2026-11-20"):  # one day back, and as it was
        teller("desk-1", "hall.set_day", day=day)
    teller("desk-1", "hall.emergency", on=True, text="请从东门离开", text_en="Please leave by the east door")
    teller.take()  # expires with the day
    teller.at("w1", "window.close")


def _other_files(teller: Teller) -> None:
    """In the evening somebody tries another hall.toml, without two windows and with other ids, and takes it back."""
    teller("kiosk-1", "ticket.issue", queue="civil")
    teller.at("w3", "window.open", clerk="c1")
    teller.at("w3", "ticket.call_next")
    other = CONFIG[: CONFIG.index('[[windows]]\nid = "w3"')].replace("w2", "w-2").replace("civil", "civic")
    teller.small.become(_was(other, {"civic": "civil", "w-2": "w2"}))
    teller.small.tick()
    teller.small.become(_was(CONFIG, {"civil": "civic", "w2": "w-2"}))
    teller.small.tick()
    teller.small.become(CONFIG)


def _was(toml: str, earlier: dict[str, str]) -> str:
    for now, then in earlier.items():
        toml = toml.replace(f'id = "{now}"', f'id = "{now}"\nwas = ["{then}"]')
    return toml


def _second_day(teller: Teller) -> None:
    """A ticket in every state."""
    teller.at("w1", "window.open", clerk="c1")
    teller.at("w2", "window.open", clerk="c1", queues=["social"])
    first = [teller.take(phone=PHONE, person=HOLDER), teller.take(language="en", items=["pension"])]
    first += [teller.take() for _ in range(8)]
    civil = [teller.take("civil"), teller.take("civil", priority="elder")]
    teller.take(priority="elder")
    pickup = teller.take("", pickup="QJ00000001")
    teller("kiosk-1", "ticket.leave_phone", ticket=civil[0], phone=PHONE)
    teller("kiosk-1", "ticket.printed", ticket=first[0])
    teller("kiosk-1", "ticket.print_failed", ticket=first[1], fault="no_paper")
    teller("kiosk-1", "ticket.cancel", ticket=first[9])
    teller("kiosk-1", "ticket.issued_offline", number="A900", queue="social", issued_at=teller.small.now - 9 * MINUTE)
    teller.small.writer.owe(SkipNumbers(day=teller.small.writer.hall.day, counters={"civil": 6}))
    yesterday = teller.small.now - DAY
    teller("kiosk-1", "ticket.issued_offline", number="A901", queue="social", issued_at=yesterday)  # late: expired
    booked = teller("kiosk-1", "ticket.issue", appointment="Y2")["ticket"]

    teller.serve("w1")  # served, and its review is open
    called = teller.at("w1", "ticket.call_next")["ticket"]
    teller.at("w1", "ticket.start", ticket=called)
    teller.at("w1", "ticket.hold", ticket=called)
    held = teller.at("w1", "ticket.call_next")["ticket"]
    teller.at("w1", "ticket.start", ticket=held)
    teller.at("w1", "ticket.hold", ticket=held)
    teller.at("w1", "ticket.change", ticket=held, priority="elder", items=["pension"])
    teller.at("w1", "ticket.resume", ticket=called)
    teller.at("w1", "ticket.transfer", ticket=called, to_window="w2")  # kept for window 2
    missed = teller.at("w1", "ticket.call_next")["ticket"]
    teller.later(2)
    teller.at("w1", "ticket.no_show", ticket=missed)
    back = teller.at("w1", "ticket.call_next")["ticket"]
    teller.at("w1", "ticket.no_show", ticket=back)
    teller.at("w1", "ticket.reinstate", ticket=back)
    chosen = teller.at("w1", "ticket.call", number=first[6].partition("-")[2])["ticket"]
    teller.at("w1", "ticket.start", ticket=chosen)
    teller.at("w1", "ticket.transfer", ticket=chosen, queue="civil")
    copied = teller.at("w1", "ticket.reprint", ticket=first[8])
    teller("kiosk-1", "ticket.printed", ticket=first[8], copy=True, order=copied["order"])
    teller.at("w1", "ticket.reprint", ticket=booked)  # under way
    refused = teller.small.ask("pad-1", "ticket.call_next", window="w2")
    assert refused["error"]["code"] == "device.not_allowed"
    teller("kiosk-1", "device.fault", code="printer.no_paper", detail="tray")
    _helped(teller)
    given = {"items": ["pension"], "materials": ["id-card"], "content": "a1" * 32, "channel": "paper"}
    teller("kiosk-1", "notice.given", **given, given_at=teller.small.now)
    teller("kiosk-1", "device.fault", code="reader.gone")
    teller("kiosk-1", "device.fault", code="reader.gone", cleared=True)
    teller("kiosk-1", "ticket.cancel", ticket=pickup)
    teller.take("", pickup="QJ00000002")
    serving = teller.at("w1", "ticket.call_next")["ticket"]
    teller.at("w1", "ticket.start", ticket=serving)
    teller.at("w2", "ticket.call_next")
    teller.later(1)


def _helped(teller: Teller) -> None:
    """One call is taken and done, one withdrawn, one open and answered by nobody."""
    done = teller("kiosk-1", "help.call")["call"]
    teller.at("w1", "help.take", call=done)
    teller.at("w1", "help.done", call=done)
    teller("kiosk-1", "help.withdraw", call=teller("kiosk-1", "help.call")["call"])
    teller("kiosk-1", "help.call", language="en")
    teller.later(3)


def _after_the_snapshot(teller: Teller) -> None:
    """What only the events say: someone is called and recalled, someone is served, a window pauses."""
    teller.take(person=ANYBODY)
    teller("kiosk-1", "ticket.issue", person=BOOKED, queue="social")  # with the booking Y1
    for window, step in (("w1", "ticket.finish"), ("w2", "ticket.start")):
        in_hand = next(one["ticket"] for one in snapshot(teller.small)["windows"] if one["window"] == window)
        teller.at(window, step, ticket=in_hand["ticket"])
    kept = teller.at("w1", "ticket.call_next")["ticket"]
    teller.at("w1", "ticket.start", ticket=kept)
    teller.at("w1", "ticket.transfer", ticket=kept, to_window="w2")
    called = teller.at("w1", "ticket.call_next")["ticket"]
    teller.at("w1", "ticket.recall", ticket=called)
    teller.later(1)
    until = teller.small.now + 15 * MINUTE
    teller.at("w3", "window.open", clerk="c1")
    teller.at("w3", "window.pause", reason="meal", contact="6512 0001", until=until)
    teller.take("civil")
    teller.at("w4", "window.open", clerk="c1")
    in_hand = teller.at("w4", "ticket.call_next")["ticket"]
    for step in ("ticket.start", "ticket.finish"):
        teller.at("w4", step, ticket=in_hand)  # and its review is open
    teller.at("w4", "ticket.call_next")
    teller.last = teller.small.ask("kiosk-1", "ticket.issue", LAST_ID, queue="civil")


def leave_ledger(folder: Path) -> dict[str, Any]:
    """What the hall remembers of text messages when it dies between sending one and hearing of it."""
    ledger = Ledger(folder, lambda: HANDED_OVER_AT)
    ledger.begin("20261121-A001/issued", 1)
    ledger.settle("20261121-A001/issued", 1, Accepted("operator-17"))
    ledger.begin("20261121-A002/issued", 2)
    ledger.close()
    return {"accepted": {"20261121-A001/issued": "operator-17"}, "tried": ["20261121-A002/issued"]}


def snapshot(small: QuietHall) -> Any:
    """All that the hall tells a supervisor."""
    return small.ask("desk-1", "hall.snapshot")["data"]


def copy_order(order: str) -> PrintOrder:
    ticket = order.rpartition("-")[0]
    number = ticket.partition("-")[2]
    return PrintOrder(order=order, ticket=ticket, number=number, queue="social", issued_at=1, language="zh_CN")


def leave_terminals(folder: Path) -> dict[str, Any]:
    """What a number machine has on disk when its hall has been away for a while; and what it knows by that."""
    outbox = Outbox(folder / "outbox.db")
    for number in (902, 903):
        told = {"number": f"A{number}", "queue": "social", "issued_at": 1_763_690_000_000 + number, "phone": PHONE}
        outbox.append("ticket.issued_offline", told)
    outbox.append("rating.given", {"session": "s1", "nonce": "n1", "level": 5, "comment": "好"})
    outbox.append("device.fault", {"code": "printer.no_paper"})
    gone = outbox.append("ticket.printed", {"ticket": "20261121-A001"})
    outbox.refuse(gone.id, "ticket.unknown")  # type: ignore[union-attr]
    known: dict[str, Any] = {
        "waiting": {type_: outbox.waiting(type_) for type_ in ("ticket.issued_offline", "rating.given")},
        "rows": len(outbox),
        "refused": [list(one) for one in outbox.refused()],
    }
    outbox.close()

    block = Block(device="kiosk-1", queue="social", first=900, last=949)
    numbers = OwnNumbers(folder / "own_numbers.db")
    numbers.take(block, "2026-11-20", sure=True)
    for _ in range(2):
        numbers.take(block, "2026-11-21", sure=True)
    numbers.take(block, "2026-11-21", lost="request-1")  # the time is not known
    numbers.remember("request-2")
    known["lost"] = list(numbers.lost())
    known["next"] = 903
    numbers.close()

    takes = iter((True, False))
    copies = Copies(folder / "copies.db", lambda _told: next(takes))  # what became of the second is not told
    for order in ("20261121-A003-r1", "20261121-A003-r2"):
        copies.printed(copy_order(order), None, None)  # type: ignore[arg-type]  # no printer, so no paper
    copies.close()
    known["untold"] = ["20261121-A003-r2"]
    return known
