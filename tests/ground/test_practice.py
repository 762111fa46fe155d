"""Practice at a self-service kiosk: begun by a staff card that the hall knows, and nothing of it leaves the machine."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest
from help_sample import help_call, told
from kiosk_sample import BOOKABLE, FOLLOW, LEVELS, OWN_CODE, Practising
from test_kiosk_properties import FRAME, MACHINE, NEWS, PASSING, READER, TOUCHES

from bench.fake_cards import FakeCards
from domain.booking.views import AppointmentView
from domain.commands import BookAppointment, StaffSignIn, StaffSignOut
from domain.flow import (
    Arrived,
    Ask,
    HallAway,
    HallOnline,
    NoAnswer,
    Record,
    StartTimer,
    StopTimer,
    TimerFired,
)
from domain.number_machine import inputs as w
from domain.number_machine.effects import IssueOffline, PrintTicket, ReadCards, WipeSession
from domain.progress.views import ProgressWay
from domain.refusal_data import TryLater
from domain.self_service.booking import touches as bk
from domain.self_service.businesses import tiles
from domain.self_service.effects import CheckStaff, KeepContent, PrintSlip, ReadContent
from domain.self_service.inputs import StaffChecked, SwitchPerson, TileChosen
from domain.self_service.practice.memory import PracticeHall
from domain.self_service.practice.practising import END, PRACTICE_S
from domain.self_service.practice.stand_in import answer
from domain.self_service.progress import ByReceipt, ReceiptKey, ReceiptTyped, TailKey, TailTyped
from domain.self_service.reviews import touches as rv
from domain.self_service.staff.business import PracticeWanted, StaffRead, StaffSaid
from domain.staff.people import StaffRole
from domain.staff.views import StaffAnswer
from domain.views.business_names import BusinessName
from domain.views.catalogue import TicketWay
from kiosk.hw.cards import CardKind, Identity
from kiosk.number_machine.parts import Readers

LAID = w.CardRead("hash", card="04A31F22")
LIN = StaffAnswer(staff="lin", role=StaffRole.CLERK)


def asking() -> Practising:
    walk = Practising()
    known = walk.machine.catalogue
    assert known is not None
    offers = replace(known, version=9, progress=tuple(ProgressWay), queues=BOOKABLE, levels=LEVELS)
    walk.give(Arrived(replace(offers, messages=True, follow_url=FOLLOW)))
    walk.touch(LAID, TileChosen(BusinessName.STAFF))
    return walk


def practises() -> Practising:
    walk = asking()
    walk.hall_tells(LIN)
    walk.at("staff_menu").touch(PracticeWanted())
    assert walk.state.practice is not None
    walk.effects.clear()
    return walk


def offered(walk: Practising) -> set[BusinessName]:
    return {name for name, _ in tiles(walk.state.businesses, walk.moment)}


def went_out(walk: Practising) -> list[Any]:
    """Effects that reach hall, paper or disk."""
    within = ReadCards | WipeSession | ReadContent | StartTimer | StopTimer
    return [effect for effect in walk.effects if not isinstance(effect, within)]


# ---- signing in


def test_the_hall_is_asked_about_a_card_only_if_its_holder_says_that_it_is_a_staff_card() -> None:
    walk = Practising()
    assert BusinessName.STAFF not in offered(walk)
    walk.touch(TileChosen(BusinessName.STAFF)).touch(w.CardRead("other", "欧阳**", "19500101"))
    assert BusinessName.STAFF not in offered(walk)
    assert walk.state.top is None
    walk.touch(LAID)
    assert BusinessName.STAFF in offered(walk)
    assert not walk.made(Ask)
    walk.touch(TileChosen(BusinessName.STAFF))
    assert walk.asked.command == StaffSignIn(card="04A31F22")
    walk.hall_tells(LIN).at("staff_menu").switches()  # type: ignore[attr-defined]
    assert walk.asked.command == StaffSignOut(staff="lin")
    walk.is_forgotten()
    assert BusinessName.STAFF not in offered(walk)


def test_the_card_of_the_next_person_takes_the_place_of_the_one_before() -> None:
    walk = Practising()
    walk.touch(LAID, w.CardRead("other", "欧阳**", "19500101"))
    assert BusinessName.STAFF not in offered(walk)


@pytest.mark.parametrize(
    ("code", "data", "said"),
    [
        ("staff.wrong_card", TryLater(after_seconds=5), StaffSaid.WRONG),
        ("staff.unknown", None, StaffSaid.WRONG),
        ("staff.wait", TryLater(after_seconds=30), StaffSaid.WAIT),
        ("staff.proof_needed", None, StaffSaid.OTHER),
        ("staff.no_list", None, StaffSaid.OTHER),
        ("hall.busy", None, StaffSaid.AWAY),
    ],
)
def test_whoever_is_refused_is_told_why_and_begins_nothing(code: str, data: Any, said: StaffSaid) -> None:
    walk = asking()
    walk.hall_tells(data, code=code)
    assert walk.at("staff_said").business.said is said
    walk.touch(PracticeWanted())
    assert walk.state.practice is None
    walk.touch(StaffRead())
    walk.at("kiosk_home")
    assert not [ask for ask in walk.made(Ask) if isinstance(ask.command, StaffSignOut)]


def test_a_silent_hall_lets_nobody_in() -> None:
    walk = asking()
    walk.give(NoAnswer(walk.asked.tag))
    walk.give(StaffChecked(walk.last(CheckStaff).tag))
    assert walk.business.said is StaffSaid.AWAY
    walk = asking()
    walk.after(9)
    walk.give(StaffChecked(walk.last(CheckStaff).tag))
    assert walk.business.said is StaffSaid.AWAY
    walk.hall_tells(LIN).at("staff_said")


def test_readers_tell_the_number_of_nobodys_card_alone() -> None:
    cards, heard = FakeCards(), []
    readers = Readers(cards, None, key=b"key", post=heard.append)
    readers.start()
    readers.listen(ReadCards(on=True))
    cards.insert(Identity(CardKind.OTHER, number="04A31F22"))
    cards.insert(Identity(CardKind.RESIDENT, number="11010519500101002X", name="欧阳锋"))
    readers.stop()
    read = [one for one in heard if isinstance(one, w.CardRead)]
    assert [one.card for one in read] == ["04A31F22", ""]
    assert "04A31F22" not in repr(read)


# ---- practice


def test_a_number_of_practice_is_no_hall_s_number_and_comes_on_no_paper() -> None:
    walk = practises()
    walk.touch(TileChosen(BusinessName.TICKET), w.QueueChosen("social"))
    walk.touch(w.WayChosen(TicketWay.NONE), w.PriorityChosen(None))
    walk.after(3)
    given = walk.machine.visit.given
    assert given is not None
    assert given.number == "A000"
    assert walk.screen == "number"
    assert went_out(walk) == []


def test_a_booking_is_made_found_and_cancelled() -> None:
    walk = practises()
    walk.touch(w.CardRead("hash", "欧阳**", "19500101"), TileChosen(BusinessName.BOOKING), bk.BookWanted())
    walk.touch(bk.BookedQueueChosen("social"), bk.BookedItemChosen(""))
    walk.after(1)
    slot = walk.at("booking_days").business.offered.slots[0]
    day = walk.moment.today.fromordinal(walk.moment.today.toordinal() + 1).isoformat()
    walk.touch(bk.BookedDayChosen(day), bk.SlotTouched(slot.starts_at), bk.KnownCardUsed(), bk.BookingConfirmed())
    walk.after(4)
    walk.at("booking_done")
    assert went_out(walk) == []
    assert walk.state.practice is not None
    assert [one.starts_at for one in walk.state.practice.hall.bookings] == [slot.starts_at]


@pytest.mark.parametrize(("queue", "at_home"), [("civil", True), ("social", False)])
def test_a_home_visit_of_practice_is_one(queue: str, at_home: bool) -> None:
    _, said = answer(PracticeHall(), Ask("t", BookAppointment(queue=queue, starts_at=1)), practises().moment)
    assert isinstance(said.data, AppointmentView)
    assert said.data.home_visit is at_home


def test_a_review_a_case_s_progress_and_a_call_for_help_are_answered() -> None:
    walk = practises()
    walk.touch(TileChosen(BusinessName.REVIEW), w.CodeScanned(OWN_CODE))
    walk.after(1)
    walk.at("review_which").touch(rv.HallReviewed(), rv.LevelChosen(5), rv.ReviewHandedIn())
    walk.after(1)
    walk.at("review_said").goes_home().opens(BusinessName.PROGRESS)
    walk.touch(ByReceipt(), *map(ReceiptKey, "B-70001"), ReceiptTyped(), *map(TailKey, "8000"), TailTyped())
    walk.after(1)
    walk.at("progress_case").touch(w.HelpTouched(), w.HelpWanted())
    walk.after(1)
    assert walk.machine.calling.is_open
    assert not walk.machine.calling.taken
    walk.after(6)
    assert walk.machine.calling.taken
    walk.touch(w.HelpCame())
    assert went_out(walk) == []


def test_it_ends_by_time_and_by_another_person_and_a_session_within_it_does_not_end_it() -> None:
    walk = practises()
    walk.touch(TileChosen(BusinessName.GUIDES)).after(60)
    assert walk.at("kiosk_home").state.practice is not None
    walk.after(PRACTICE_S - 70)
    assert walk.state.practice is not None
    walk.after(30)
    assert walk.at("kiosk_home").state.practice is None
    walk.is_forgotten()
    walk = practises()
    walk.touch(TileChosen(BusinessName.GUIDES), SwitchPerson())
    assert walk.at("kiosk_home").state.practice is None
    assert StopTimer(END) in walk.effects


def test_a_machine_that_slept_over_the_end_takes_no_touch_for_practice() -> None:
    walk = practises()
    walk.now += round(PRACTICE_S * 1000)
    walk.give(TileChosen(BusinessName.TICKET))
    assert walk.at("kiosk_home").state.practice is None


def test_nobody_signs_in_within_practice() -> None:
    walk = practises()
    walk.touch(LAID)
    assert BusinessName.STAFF not in offered(walk)
    assert walk.state.session.who.carded


def test_timers_of_a_practice_that_is_over_mean_nothing() -> None:
    walk = practises()
    walk.touch(TileChosen(BusinessName.TICKET), w.QueueChosen("social"))
    walk.touch(w.WayChosen(TicketWay.NONE), w.PriorityChosen(None))
    late = [TimerFired(name) for name in walk.timers if name.startswith("practice-")]
    walk.touch(SwitchPerson())
    before = walk.state
    walk.give(*late)
    assert walk.state == before
    walk.touch(LAID, TileChosen(BusinessName.STAFF)).hall_tells(LIN)  # type: ignore[attr-defined]
    walk.touch(PracticeWanted())
    before = walk.state
    walk.give(*[one for one in late if one.name != END])
    assert walk.state == before


def test_what_is_told_meanwhile_is_heard_by_the_truth_and_not_by_practice() -> None:
    walk = practises()
    walk.give(told(help_call(device="m1")))
    assert [ask.tag for ask in walk.made(Ask)] == ["help-end"]  # a call that nobody waits for is withdrawn for true
    walk.give(HallAway(), w.PrinterChanged(can_print=False))
    assert walk.machine.online
    assert walk.moment.machine.can_print
    walk.touch(SwitchPerson())
    assert not walk.machine.online
    assert not walk.machine.can_print
    walk.give(HallOnline())
    assert walk.machine.online


def test_nothing_but_the_truth_s_own_leaves_the_machine_whatever_is_touched() -> None:
    chance = random.Random(11)
    pools = [TOUCHES, TOUCHES, FRAME, MACHINE, READER, PASSING, PASSING]
    for _ in range(6):
        walk = practises()
        for _ in range(400):
            one = chance.choice(chance.choice(pools))
            walk.after(one) if isinstance(one, float) else walk.touch(one)
            if walk.state.practice is None:
                break
            assert went_out(walk) == [], one
            assert walk.state.practice.aside.at_rest
            assert walk.screen
        if walk.state.practice is not None:
            walk.touch(SwitchPerson())
        walk.at("kiosk_home").is_forgotten()


def test_the_truth_goes_on_whatever_is_heard_in_practice() -> None:
    chance = random.Random(12)
    walk, plain = practises(), practises()
    plain.touch(SwitchPerson())
    for _ in range(200):
        one = chance.choice(NEWS)
        walk.give(one, chance.choice(TOUCHES))
        plain.give(one)
    made = [walk.made(kind) for kind in (Ask, Record, PrintTicket, PrintSlip, IssueOffline, KeepContent)]
    assert made == [plain.made(kind) for kind in (Ask, Record, PrintTicket, PrintSlip, IssueOffline, KeepContent)]
    walk.touch(SwitchPerson())
    assert walk.machine.online == plain.machine.online
    assert walk.machine.catalogue == plain.machine.catalogue
