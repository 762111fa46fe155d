"""Whatever is touched, shown, answered or lost at a self-service kiosk: no crash, a way out, nobody's words left."""

from __future__ import annotations

import dataclasses
import random
from dataclasses import replace
from typing import Any, get_args

import pytest
from help_sample import BODY, help_call, taken, told
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kiosk_sample import (
    BOOKABLE,
    BOOKED,
    CASES,
    ELSEWHERE,
    FOLLOW,
    LEVELS,
    OWN_CODE,
    SLOTS,
    KioskWalk,
    Practising,
    followed,
    shown_content,
)
from machine_sample import NINE, PRIORITIES, QUEUES, catalogue, queues

from domain.booking.views import (
    AppointmentQuestion,
    AppointmentsAnswer,
    PhoneCodeAnswer,
    PhoneProof,
    SlotsQuestion,
)
from domain.cases.kinds import CaseKind
from domain.cases.views import CaseReceipt
from domain.commands import CancelAppointment, OpenCase, ProvePhone, SendPhoneCode
from domain.content.documents import OpenCategory
from domain.flow import (
    Arrived,
    Ask,
    BackTouched,
    ContinueTouched,
    DoneTouched,
    HallAway,
    HallOnline,
    HallReplaced,
    Look,
    LookChosen,
    TimerFired,
)
from domain.number_machine import inputs as w
from domain.number_machine.effects import IssueOffline
from domain.progress.views import ProgressAnswer, ProgressWay
from domain.self_service import helping, inputs, progress
from domain.self_service.booking import touches as bk
from domain.self_service.businesses import BUSINESSES, BusinessTouch
from domain.self_service.cases import touches as cs
from domain.self_service.content import guides_state, hall_map, open_documents, themes
from domain.self_service.content.browsing import Shelf
from domain.self_service.content.searching import FoundKind, SearchHit
from domain.self_service.effects import PrintSlip
from domain.self_service.forms import forms_state
from domain.self_service.reviews import touches as rv
from domain.self_service.staff import business as staff
from domain.staff.people import StaffRole
from domain.staff.views import StaffAnswer
from domain.statuses import PrinterStatus
from domain.views.business_names import BusinessName
from domain.views.catalogue import TicketWay
from domain.views.public import QueueStatus
from domain.views.queries import FollowQuestion, ReviewCodeQuestion, ReviewState, TicketHolder

NAME, PERSON, PHONE, WORDS = "欧阳**", "person-hash", "13912345678", "谁也不该看见的话"
CARD = "04A31F22"
INDEX = shown_content().index
PLACES = INDEX.site.floor.places if INDEX.site.floor else ()

SAMPLES: dict[type, list[Any]] = {
    guides_state.ShelfChosen: [guides_state.ShelfChosen(shelf) for shelf in Shelf],
    guides_state.SearchOpened: [guides_state.SearchOpened()],
    guides_state.EntryChosen: [
        guides_state.EntryChosen(one.id) for one in (*INDEX.browse.groups, *INDEX.browse.departments)
    ],
    guides_state.GuideChosen: [guides_state.GuideChosen(row.id) for row in INDEX.items]
    + [guides_state.GuideChosen("nothing")],
    guides_state.LetterTouched: [guides_state.LetterTouched(key) for key in "agiln "]
    + [guides_state.LetterTouched(key) for key in ("delete", "clear", "退休", "老", NAME)],
    guides_state.FoundChosen: [
        guides_state.FoundChosen(SearchHit(kind, row.id))
        for kind, rows in (
            (FoundKind.ITEM, INDEX.items),
            (FoundKind.THEME, INDEX.theme_rows),
            (FoundKind.DOCUMENT, INDEX.document_rows),
        )
        for row in rows
    ],
    guides_state.MapWanted: [guides_state.MapWanted()],
    guides_state.ShelvesWanted: [guides_state.ShelvesWanted()],
    themes.ThemeSearchOpened: [themes.ThemeSearchOpened()],
    open_documents.OpenSearchOpened: [open_documents.OpenSearchOpened()],
    guides_state.PartChosen: [guides_state.PartChosen(part) for part in guides_state.GuidePart],
    guides_state.PictureTurned: [guides_state.PictureTurned(1), guides_state.PictureTurned(-1)],
    guides_state.NumberWanted: [guides_state.NumberWanted()],
    guides_state.GuideBookingWanted: [guides_state.GuideBookingWanted()],
    guides_state.GuideFormWanted: [guides_state.GuideFormWanted()],
    guides_state.NoticeWanted: [guides_state.NoticeWanted()],
    themes.ThemeChosen: [themes.ThemeChosen(name) for name in (*INDEX.themes, "nothing")],
    themes.AnswerTouched: [
        themes.AnswerTouched(answer.id)
        for theme in INDEX.themes.values()
        for question in theme.questions
        for answer in question.answers
    ],
    themes.AnswersDone: [themes.AnswersDone()],
    themes.ThemeGuideChosen: [themes.ThemeGuideChosen(row.id) for row in INDEX.items],
    themes.ThemeNumberWanted: [themes.ThemeNumberWanted()],
    themes.ThemeBookingWanted: [themes.ThemeBookingWanted()],
    themes.ThemeNoticeWanted: [themes.ThemeNoticeWanted()],
    open_documents.CategoryChosen: [open_documents.CategoryChosen(one) for one in OpenCategory],
    open_documents.DocumentChosen: [open_documents.DocumentChosen(name) for name in INDEX.documents],
    hall_map.PlaceChosen: [hall_map.PlaceChosen(one.id) for one in PLACES],
    hall_map.AroundChosen: [hall_map.AroundChosen()],
    progress.ByReceipt: [progress.ByReceipt()],
    progress.ByCard: [progress.ByCard()],
    progress.ReceiptKey: [progress.ReceiptKey(key) for key in ("A", "b", "-", "7", "王", "delete", "clear")],
    progress.ReceiptTyped: [progress.ReceiptTyped()],
    progress.TailKey: [progress.TailKey(key) for key in ("8", "0", "0", "x", "delete")],
    progress.TailTyped: [progress.TailTyped()],
    progress.CaseChosen: [progress.CaseChosen(at) for at in (0, 2, 9)],
    progress.AskAgain: [progress.AskAgain()],
    bk.BookWanted: [bk.BookWanted()],
    bk.OwnBookingsWanted: [bk.OwnBookingsWanted()],
    bk.BookedQueueChosen: [bk.BookedQueueChosen(name) for name in ("social", "advice", "civil", "nothing")],
    bk.AddressWritten: [bk.AddressWritten(word) for word in (WORDS, "杏花村路9号院", "3", "\n", "远" * 201)],
    bk.AddressErased: [bk.AddressErased(), bk.AddressErased(all=True)],
    bk.AddressDone: [bk.AddressDone()],
    bk.BookedItemChosen: [bk.BookedItemChosen(name) for name in ("old-age-allowance", "", "nothing")],
    bk.BookedDayChosen: [bk.BookedDayChosen(day) for day in ("2026-11-23", "2026-11-24", "2026-11-25", "nothing")],
    bk.SlotTouched: [bk.SlotTouched(slot.starts_at) for slot in SLOTS.slots[:7]],
    bk.KnownCardUsed: [bk.KnownCardUsed()],
    bk.BookingPhoneWanted: [bk.BookingPhoneWanted()],
    bk.BookingPhoneKey: [bk.BookingPhoneKey(key) for key in (*PHONE, "x", "delete")],
    bk.BookingPhoneTyped: [bk.BookingPhoneTyped()],
    bk.ProofKey: [bk.ProofKey(key) for key in ("4", "0", "7", "x", "delete")],
    bk.ProofTyped: [bk.ProofTyped()],
    bk.BookingConfirmed: [bk.BookingConfirmed()],
    bk.BookingCodeWanted: [bk.BookingCodeWanted()],
    bk.BookingCodeKey: [bk.BookingCodeKey(key) for key in ("A", "b", "-", "7", "王", "delete", "clear")],
    bk.BookingCodeTyped: [bk.BookingCodeTyped()],
    bk.OwnBookingChosen: [bk.OwnBookingChosen(at) for at in (0, 1, 9)],
    bk.MoveWanted: [bk.MoveWanted()],
    bk.CancelWanted: [bk.CancelWanted()],
    bk.CancelMeant: [bk.CancelMeant()],
    bk.BookingGoesOn: [bk.BookingGoesOn()],
    bk.BookingSlipWanted: [bk.BookingSlipWanted()],
    bk.BookingTaken: [bk.BookingTaken()],
    bk.BookingRead: [bk.BookingRead()],
    cs.CaseKindChosen: [cs.CaseKindChosen(kind) for kind in CaseKind],
    cs.SentenceChosen: [cs.SentenceChosen(at) for at in (0, 3, 6, 7, 99)],
    cs.OwnWordsWanted: [cs.OwnWordsWanted()],
    cs.SentencesWanted: [cs.SentencesWanted()],
    cs.CaseWordWritten: [cs.CaseWordWritten(word) for word in (WORDS, "好", "a", "", "\n", "长" * 200)],
    cs.CaseErased: [cs.CaseErased(), cs.CaseErased(all=True)],
    cs.CaseWordsDone: [cs.CaseWordsDone()],
    cs.CallBackWanted: [cs.CallBackWanted()],
    cs.CallBackUnwanted: [cs.CallBackUnwanted()],
    cs.CasePhoneKey: [cs.CasePhoneKey(key) for key in (*PHONE, "x", "delete", "clear")],
    cs.CasePhoneTyped: [cs.CasePhoneTyped()],
    cs.CaseHandedIn: [cs.CaseHandedIn()],
    cs.CaseGoesOn: [cs.CaseGoesOn()],
    cs.CaseSlipWanted: [cs.CaseSlipWanted()],
    cs.CaseRead: [cs.CaseRead()],
    rv.NumberTypedWanted: [rv.NumberTypedWanted()],
    rv.ReviewNumberKey: [rv.ReviewNumberKey(key) for key in ("a", "0", "1", "2", "-", "delete", "clear", "\n")],
    rv.ReviewNumberTyped: [rv.ReviewNumberTyped()],
    rv.ReviewCodeKey: [rv.ReviewCodeKey(key) for key in ("4", "8", "2", "9", "1", "7", "delete", "clear", "x")],
    rv.ReviewCodeTyped: [rv.ReviewCodeTyped()],
    rv.ServiceReviewed: [rv.ServiceReviewed()],
    rv.HallReviewed: [rv.HallReviewed()],
    rv.LevelChosen: [rv.LevelChosen(level) for level in (5, 1, 9)],
    rv.ReasonTold: [rv.ReasonTold(code) for code in ("501", "107", "nothing")],
    rv.ReviewWordsWanted: [rv.ReviewWordsWanted()],
    rv.ReviewWordWritten: [rv.ReviewWordWritten(word) for word in (WORDS, "好", "\n", "长" * 151)],
    rv.ReviewErased: [rv.ReviewErased(), rv.ReviewErased(all=True)],
    rv.ReviewWordsDone: [rv.ReviewWordsDone()],
    rv.ReviewHandedIn: [rv.ReviewHandedIn()],
    rv.ReviewGoesOn: [rv.ReviewGoesOn()],
    rv.ReviewThanked: [rv.ReviewThanked()],
    forms_state.FormChosen: [forms_state.FormChosen(name) for name in (*INDEX.forms, "nothing")],
    forms_state.FormBegun: [forms_state.FormBegun()] * 3,
    forms_state.FieldTyped: [
        forms_state.FieldTyped(key) for key in ("1", "2", "9", "X", "王小明", "3号楼", "delete", "clear", "\n", NAME)
    ],
    forms_state.TodayWanted: [forms_state.TodayWanted()] * 3,
    forms_state.FieldChoice: [forms_state.FieldChoice(one) for one in ("planning", "illness", "nothing")],
    forms_state.FieldDone: [forms_state.FieldDone()] * 12,
    forms_state.FieldOpened: [forms_state.FieldOpened(at) for at in (-1, 0, 3, 99)],
    forms_state.StrokeDrawn: [forms_state.StrokeDrawn((0.1, 0.2, 0.3, 0.4)), forms_state.StrokeDrawn(())],
    forms_state.SignatureWiped: [forms_state.SignatureWiped()],
    forms_state.FormDone: [forms_state.FormDone()] * 3,
    forms_state.FormNumberWanted: [forms_state.FormNumberWanted()],
    helping.HelpRead: [helping.HelpRead()],
    staff.PracticeWanted: [staff.PracticeWanted()],
    staff.AssistWanted: [staff.AssistWanted()],
    staff.AssistEnds: [staff.AssistEnds()],
    staff.PartsWanted: [staff.PartsWanted()],
    staff.TrialPageWanted: [staff.TrialPageWanted()],
    staff.PinKey: [staff.PinKey(key) for key in "7362"] + [staff.PinKey("delete"), staff.PinKey("x")],
    staff.PinTyped: [staff.PinTyped()],
    staff.StaffRead: [staff.StaffRead()],
}
"""Of every touch of every business, what a finger may touch and some that no screen shows."""

FRAME = [
    *(inputs.TileChosen(name) for name in BusinessName),
    inputs.GoHome(),
    BackTouched(),
    BackTouched(),
    w.HelpTouched(),
    inputs.LeaveConfirmed(),
    inputs.StayChosen(),
    w.SomewhereTouched(),
    ContinueTouched(),
    LookChosen(Look(elder=True, language="en")),
]
MACHINE = [
    *(w.QueueChosen(card.id) for card in QUEUES),
    *(w.WayChosen(way) for way in TicketWay),
    *(w.DigitTouched(digit) for digit in PHONE),
    *(w.PriorityChosen(card.id) for card in PRIORITIES),
    w.PriorityChosen(None),
    w.PhoneDone(),
    w.CheckInChosen(),
    w.HomeTouched(),
    w.Retry(),
    w.GoOnAnyway(),
    w.ReprintTouched(),
    w.CancelTouched(),
    w.CancelConfirmed(),
    DoneTouched(),
    w.HelpWanted(),
    w.HelpUnwanted(),
    w.HelpCame(),
]
READER = [
    w.CardLaid(),
    w.CardRead(PERSON, NAME, "19500101"),
    w.CardRead(PERSON, card=CARD),
    w.CardRead(PERSON, NAME, "19500101", w.CardDetails(name=NAME, number="11010519500101002X", address=PHONE)),
    *(w.CardFailed(why) for why in w.CardFault),
    w.CodeScanned("QJ20261120"),
    w.CodeScanned("7788"),
    w.CodeScanned(OWN_CODE),
    w.CodeUnreadable(),
]
NEWS = [
    HallOnline(),
    HallOnline(),
    HallAway(),
    HallReplaced(),
    Arrived(queues(9)),
    Arrived(queues(9, **{card.id: QueueStatus.CLOSED for card in QUEUES})),
    Arrived(catalogue(version=3)),
    Arrived(replace(catalogue(version=4), progress=tuple(ProgressWay))),
    Arrived(replace(catalogue(version=5), progress=tuple(ProgressWay))),
    *(
        Arrived(replace(catalogue(version=6 + more), queues=BOOKABLE, messages=True, levels=LEVELS, follow_url=FOLLOW))
        for more in range(2)
    ),
    w.PrinterChanged(can_print=False),
    w.PrinterChanged(can_print=True),
    w.ReaderChanged(w.ReaderPart.CARDS, present=False),
    w.ReaderChanged(w.ReaderPart.CARDS, present=True),
    TimerFired("nonsense"),
    inputs.ContentReady(shown_content()),
    told(help_call()),
    told(taken(help_call())),
    told(at=NINE + 10_000),
]
ANSWERS = ["own", "staff", "ok", "called", "cases", "booking", "booking", "refused", "silent", "slip", "no-slip"]
PASSING = [0.1, 0.6, 0.6, 2.0, 6.0, 31.0]
TOUCHES = [one for several in SAMPLES.values() for one in several]


def everything() -> list[list[Any]]:
    return [TOUCHES, TOUCHES, TOUCHES, FRAME, FRAME, MACHINE, READER, NEWS, ANSWERS, PASSING, PASSING]


inputs_ = st.sampled_from(everything()).flatmap(st.sampled_from)


def play(walk: KioskWalk, one: Any) -> None:
    asks, slips, offers = walk.made(Ask), walk.made(PrintSlip), walk.made(IssueOffline)
    match one:
        case float():
            walk.after(one)
        case "ok" | "called" if asks:
            number = f"A{len(asks):03}"
            ticket = {"ticket": f"20261121-{number}", "number": number, "queue": "social"}
            walk.hall_says(ticket if one == "ok" else BODY)
        case "staff" if asks:
            walk.hall_tells(StaffAnswer(staff="lin", role=StaffRole.CLERK))
        case "cases" if asks:
            walk.hall_tells(ProgressAnswer(cases=CASES[: len(asks) % 4]))
        case "booking" if asks:
            walk.hall_tells(booking_answer(asks[-1].command, len(asks)))
        case "refused" if asks:
            walk.hall_refuses("queue.full")
        case "silent" if asks:
            walk.hall_is_silent()
        case "own" if offers:
            walk.own_number(f"A{900 + len(offers)}")
        case "slip" if slips:
            walk.give(inputs.SlipEnded(slips[-1].tag))
        case "no-slip" if slips:
            walk.give(inputs.SlipEnded(slips[-1].tag, PrinterStatus.PAPER_OUT))
        case str():
            pass
        case _:
            walk.give(one)


def booking_answer(asked: Any, number: int) -> Any:
    """What the hall tells of it, now and then less."""
    match asked:
        case SlotsQuestion():
            return SLOTS if number % 5 else replace(SLOTS, slots=())
        case AppointmentQuestion():
            return AppointmentsAnswer(appointments=(BOOKED, ELSEWHERE)[: 1 + number % 2])
        case SendPhoneCode():
            return PhoneCodeAnswer(good_until=1)
        case ProvePhone():
            return PhoneProof(proof="pr" if number % 3 else None, left=number % 2)
        case CancelAppointment():
            return None
        case ReviewCodeQuestion():
            return TicketHolder(ticket="20261121-A012", key="Key-of_A012x")
        case FollowQuestion():
            return followed(ReviewState.OPEN if number % 2 else ReviewState.GIVEN)
        case OpenCase():
            return CaseReceipt(case="20261121-Z001", code="K7M3Q9XA")
        case _:
            return BOOKED


def has_a_way_out(walk: KioskWalk) -> None:
    """From here a person who waits and touches 返回 or 首页 stands at home in the end."""
    assert walk.screen
    trial = copy_of(walk)
    for _ in range(40):
        disk_answers(trial)
        if trial.screen == "kiosk_home":
            return
        trial.after(7.0)
        trial.give(ContinueTouched())
        trial.after(1.0)
        trial.give(inputs.LeaveConfirmed() if trial.state.leaving else BackTouched())
    raise AssertionError(f"no way out of {walk.screen}")


def disk_answers(walk: KioskWalk) -> None:
    """Its own disk says yes or no to a number of its own, sooner or later."""
    if walk.machine.visit.offline:
        walk.give(w.OfflineRefused(walk.machine.visit.offline, w.NoOwnNumber.DISK))


def copy_of(walk: KioskWalk) -> KioskWalk:
    made = object.__new__(type(walk))
    made.__dict__.update(walk.__dict__)
    made.effects, made.timers = [], dict(walk.timers)
    return made


def nothing_is_left(walk: KioskWalk) -> None:
    """However it stands: minutes without a touch, and nobody's words are in the state."""
    for _ in range(20):  # 400 s in all: longer than help is waited for
        disk_answers(walk)  # also when it is asked only now, because the hall is silent
        walk.after(20.0)
    walk.is_forgotten()
    assert not walk.machine.calling.is_open
    assert walk.screen == "kiosk_home"
    said = repr(dataclasses.asdict(dataclasses.replace(walk.state, content=None, newest=None)))
    for secret in (NAME, PERSON, PHONE, WORDS, CARD, "Key-of_A012x"):
        assert secret not in said


@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given(st.lists(inputs_, max_size=60))
def test_from_every_state_the_time_out_leads_home_with_nothing_of_the_person_left(several: list[Any]) -> None:
    walk = KioskWalk()
    for one in several:
        play(walk, one)
        assert NAME not in repr(walk.state)
        assert PERSON not in repr(walk.state)
        assert WORDS not in repr(walk.state)
        assert CARD not in repr(walk.state)
    has_a_way_out(walk)
    nothing_is_left(walk)


@pytest.mark.parametrize(("seed", "flow"), [(1, KioskWalk), (2, Practising)])
def test_ten_thousand_touches_end_nowhere(seed: int, flow: type[KioskWalk]) -> None:
    """In the frame alone, and with practice and 帮办 around it."""
    chance = random.Random(seed)
    walk = flow()
    pools = everything()
    for number in range(5_000):
        play(walk, chance.choice(chance.choice(pools)))
        if number % 50 == 0:
            has_a_way_out(walk)
        del walk.effects[:-20]
    nothing_is_left(walk)


def test_every_touch_of_every_business_has_a_sample() -> None:
    assert set(SAMPLES) == set(get_args(BusinessTouch))
    assert set(BUSINESSES) == set(BusinessName)
