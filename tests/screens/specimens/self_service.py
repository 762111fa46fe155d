"""Every screen of the self-service kiosk, each in a state that a person can walk into."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from importlib import import_module
from typing import Any

from domain.booking.views import AppointmentsAnswer, AppointmentView, PhoneCodeAnswer, PhoneProof, SlotsAnswer
from domain.cases.kinds import CaseKind
from domain.cases.views import CaseReceipt
from domain.config import Text
from domain.content.documents import OpenCategory
from domain.flow import Arrived, HallAway, HallTime, Look
from domain.number_machine.inputs import (
    CardDetails,
    CardFailed,
    CardFault,
    CardLies,
    CardRead,
    CodeScanned,
    DigitTouched,
    HelpTouched,
    HelpWanted,
    PriorityChosen,
    QueueChosen,
    WayChosen,
)
from domain.progress.views import CaseView, ProgressAnswer, ProgressWay
from domain.refusal_data import BarredUntil, BookingLimit, ChangeableUntil, OverlappingBooking, RefusalData
from domain.self_service.booking import touches as bk
from domain.self_service.booking.state import BookingSaid
from domain.self_service.cases import touches as cs
from domain.self_service.cases.state import CaseSaid
from domain.self_service.content.browsing import Shelf
from domain.self_service.content.guides_state import (
    EntryChosen,
    FoundChosen,
    GuideChosen,
    GuidePart,
    LetterTouched,
    NoticeWanted,
    PartChosen,
    SearchOpened,
    ShelfChosen,
)
from domain.self_service.content.hall_map import AroundChosen, PlaceChosen
from domain.self_service.content.open_documents import CategoryChosen, DocumentChosen
from domain.self_service.content.searching import FoundKind, SearchHit
from domain.self_service.content.themes import AnswersDone, AnswerTouched, ThemeChosen, question_of
from domain.self_service.effects import CheckParts
from domain.self_service.forms.forms_state import FieldDone, FieldTyped, FormBegun, FormChosen, FormDone, StrokeDrawn
from domain.self_service.inputs import PartsChecked, SlipEnded, TileChosen
from domain.self_service.progress import ByCard, ByReceipt, ReceiptKey, ReceiptTyped, Said, TailKey, TailTyped
from domain.self_service.reviews import touches as rv
from domain.self_service.reviews.state import ReviewSaid
from domain.self_service.staff.business import (
    AssistWanted,
    PartsWanted,
    PracticeWanted,
    StaffOpen,
    StaffPage,
    StaffSaid,
    TrialPageWanted,
)
from domain.self_service.staff.parts import PartState
from domain.staff.people import StaffRole
from domain.staff.views import StaffAnswer
from domain.statuses import PrinterStatus
from domain.views.business_names import BusinessName
from domain.views.catalogue import TicketWay
from domain.views.public import QueueStatus
from domain.views.queries import ReviewState
from kiosk.number_machine.screen_names import SCREENS as TICKET_SCREENS
from kiosk.screens.self_service.kiosk_now import KioskNow
from kiosk.self_service.screen_names import class_of
from tests.journeys.help_sample import BODY, help_call, taken, told
from tests.journeys.kiosk_sample import (
    BOOKED,
    CASES,
    ELSEWHERE,
    FOLLOW,
    FREE,
    LEVELS,
    OWN_CODE,
    SERVED,
    SLOTS,
    TAIL,
    KioskWalk,
    Practising,
    asks_about_cases,
    books,
    followed,
    reviews,
)
from tests.journeys.machine_sample import NINE, queues
from tests.screens.specimen import MACHINE, Specimen

GUIDES, THEMES, BOOKING, CASES_, REVIEW_, FORMS, OPEN, MAP, TICKET = (
    BusinessName.GUIDES,
    BusinessName.THEMES,
    BusinessName.BOOKING,
    BusinessName.CASES,
    BusinessName.REVIEW,
    BusinessName.FORMS,
    BusinessName.OPEN,
    BusinessName.MAP,
    BusinessName.TICKET,
)


def whole() -> KioskWalk:
    """Home of a hall that offers everything."""
    return books(levels=LEVELS, follow_url=FOLLOW, progress=tuple(ProgressWay))


def closed() -> KioskWalk:
    shut = queues(2, **{card.id: QueueStatus.CLOSED for card in SERVED})
    walk = KioskWalk()
    walk.give(Arrived(shut))
    return walk


def laid(card: CardRead) -> KioskWalk:
    walk = KioskWalk()
    walk.touch(card)
    return walk


def greeted() -> KioskWalk:
    return laid(CardRead("hash", "欧阳**", "19500101"))


def away() -> KioskWalk:
    walk = KioskWalk()
    walk.hall_goes()
    return walk


def on(name: BusinessName, *touches: object) -> KioskWalk:
    walk = KioskWalk().opens(name)
    walk.touch(*touches)
    return walk


def guide(item: str, *touches: object) -> KioskWalk:
    return on(GUIDES, SearchOpened(), *map(LetterTouched, "g"), FoundChosen(SearchHit(FoundKind.ITEM, item)), *touches)


def opened(item: str, part: GuidePart, walk: KioskWalk | None = None) -> KioskWalk:
    """A guide that initials need not find."""
    walk = (walk or KioskWalk()).opens(GUIDES)
    group = next(row.group for row in walk.moment.content.index.items if row.id == item)  # type: ignore[union-attr]
    walk.touch(ShelfChosen(Shelf.GROUP), EntryChosen(group), GuideChosen(item), PartChosen(part))
    return walk


def noticed(fault: PrinterStatus | None = None) -> KioskWalk:
    walk = opened("old-age-allowance", GuidePart.TAKE)
    walk.touch(NoticeWanted())
    from domain.self_service.effects import PrintSlip

    walk.give(SlipEnded(walk.last(PrintSlip).tag, fault))
    return walk


def theme(name: str, *, to_the_end: bool = True, walk: KioskWalk | None = None) -> KioskWalk:
    walk = (walk or KioskWalk()).opens(THEMES)
    walk.touch(ThemeChosen(name))
    while to_the_end and (question := question_of(walk.business, walk.moment)) is not None:
        walk.touch(AnswerTouched(question.answers[0].id), *([AnswersDone()] if question.several else []))
    return walk


def asked_several() -> KioskWalk:
    """A question that takes several answers, one of them marked."""
    for name in KioskWalk().state.content.index.themes:  # type: ignore[union-attr]
        walk = on(THEMES, ThemeChosen(name))
        while (question := question_of(walk.business, walk.moment)) is not None:
            walk.touch(AnswerTouched(question.answers[0].id))
            if question.several:
                return walk
    raise AssertionError("the demo's themes have such a question")


ELDER = CardDetails(
    name="司马望舒",
    number="32010219861103201X",
    birth="19861103",
    sex="女",
    address="北京市朝阳区杏花村路9号院2单元501号",
)
CARD = (CardRead("hash", "司***", "19861103", ELDER), FormBegun())


def filling(*touches: object, form: str = "old-age-allowance") -> KioskWalk:
    """At the first field of a form, or where the touches lead."""
    walk = on(FORMS, FormChosen(form))
    walk.touch(*(touches or (FormBegun(),)))
    return walk


def at_field(field: str, *touches: object) -> KioskWalk:
    """At one field of the form for emergency relief, the ones before it filled in."""
    walk = filling(*CARD, form="emergency-relief")
    walk.fills(until=field)
    walk.touch(*touches)
    return walk


def filled_in(*, done: bool = True) -> KioskWalk:
    walk = filling(*CARD, form="emergency-relief")
    walk.fills()
    walk.touch(*([FormDone()] if done else []))
    return walk


RECEIPT = (ByReceipt(), *map(ReceiptKey, "511Z07001006-2026-0012"))


def progress(*touches: object, carded: bool = False) -> KioskWalk:
    walk = asks_about_cases()
    if carded:
        walk.touch(CardRead("hash", "欧阳**", "19500101"))
    walk.opens(BusinessName.PROGRESS).touch(*touches)
    return walk


def found(cases: tuple[CaseView, ...], *, by_card: bool = False) -> KioskWalk:
    walk = progress(ByCard(), carded=True) if by_card else progress(*RECEIPT, ReceiptTyped(), *TAIL, TailTyped())
    walk.hall_tells(ProgressAnswer(cases=cases))
    return walk


def refused_with(said: Said) -> KioskWalk:
    """What is said: the state is put there, since each has many ways to it."""
    walk = progress(*RECEIPT, ReceiptTyped(), *TAIL, TailTyped())
    if said is not Said.ASKING:
        walk.hall_tells(ProgressAnswer(cases=()))
        top = walk.state.top
        opened = replace(top, state=replace(top.state, said=said, wait_s=45 if said is Said.WAIT else 0))  # type: ignore[union-attr]
        walk.state = replace(walk.state, session=replace(walk.state.session, stack=(opened,)))
    return walk


TO_THE_DAYS = (bk.BookWanted(), bk.BookedQueueChosen("social"), bk.BookedItemChosen("old-age-allowance"))
TO_WHO = (bk.BookedDayChosen("2026-11-24"), bk.SlotTouched(FREE.starts_at))
BY_PHONE = (bk.BookingPhoneWanted(), *map(bk.BookingPhoneKey, "13912345678"), bk.BookingPhoneTyped())
LAID = CardRead("hash", "欧阳**", "19500101")


def booking(*touches: object) -> KioskWalk:
    walk = books().opens(BOOKING)
    walk.touch(*touches)
    return walk


def at_days(*touches: object, slots: SlotsAnswer = SLOTS) -> KioskWalk:
    walk = booking(*TO_THE_DAYS).hall_tells(slots)
    walk.touch(*touches)
    return walk


def proving(*touches: object, wrong: bool = False) -> KioskWalk:
    walk = at_days(*TO_WHO, *BY_PHONE).hall_tells(PhoneCodeAnswer(good_until=1))
    walk.touch(*touches)
    if wrong:
        walk.touch(*map(bk.ProofKey, "123456"), bk.ProofTyped())
        walk.hall_tells(PhoneProof(proof=None, left=3))
    return walk


PLACE = ("杏花村路", "9", "号院", "2", "单元", "501")


def at_home(*touches: object) -> KioskWalk:
    """Booking a home visit."""
    walk = booking(bk.BookWanted(), bk.BookedQueueChosen("civil"))
    walk.hall_tells(SLOTS).touch(*TO_WHO, *touches)
    return walk


def visit_booked() -> KioskWalk:
    walk = at_home(*map(bk.AddressWritten, PLACE), bk.AddressDone(), LAID, bk.BookingConfirmed())
    return walk.hall_tells(VISIT)


VISIT = replace(BOOKED, queue="civil", items=(), home_visit=True)


def booked(fault: PrinterStatus | None = None, *touches: object) -> KioskWalk:
    walk = at_days(*TO_WHO, LAID, bk.BookingConfirmed()).hall_tells(BOOKED)
    from domain.self_service.effects import PrintSlip

    walk.give(SlipEnded(walk.last(PrintSlip).tag, fault))
    walk.touch(*touches)
    return walk


def own_bookings(*found: AppointmentView, touches: tuple[object, ...] = ()) -> KioskWalk:
    walk = booking(bk.OwnBookingsWanted(), LAID).hall_tells(AppointmentsAnswer(appointments=found))
    walk.touch(*touches)
    return walk


def moving() -> KioskWalk:
    walk = own_bookings(BOOKED, touches=(bk.MoveWanted(),)).hall_tells(SLOTS)
    walk.touch(bk.BookedDayChosen("2026-11-24"), bk.SlotTouched(SLOTS.slots[3].starts_at))
    return walk


TOLD: dict[BookingSaid, RefusalData] = {
    BookingSaid.BARRED: BarredUntil(until=FREE.starts_at + 86_400_000 * 20, missed=2),
    BookingSaid.LIMIT: BookingLimit(limit=2, per="day"),
    BookingSaid.OVERLAPS: OverlappingBooking(starts_at=FREE.starts_at, ends_at=FREE.ends_at),
    BookingSaid.TOO_LATE: ChangeableUntil(until=FREE.starts_at),
}


def booking_says(said: BookingSaid) -> KioskWalk:
    """What is said: the state is put there, since each has many ways to it."""
    walk = at_days(*TO_WHO, LAID, bk.BookingConfirmed())
    top = walk.state.top
    opened = replace(top, state=replace(top.state, said=said, told=TOLD.get(said)))  # type: ignore[union-attr]
    walk.state = replace(walk.state, session=replace(walk.state.session, stack=(opened,)))
    return walk


OWN = ("我来了三次", "，", "每次", "要的", "材料", "都", "不一样")
SENTENCES = (cs.CaseKindChosen(CaseKind.UNSOLVED), cs.SentenceChosen(1), cs.SentenceChosen(2))
WRITTEN = (*SENTENCES[:1], cs.OwnWordsWanted(), *map(cs.CaseWordWritten, OWN))
CALLED = (cs.CaseWordsDone(), cs.CallBackWanted(), *map(cs.CasePhoneKey, "13912345678"), cs.CasePhoneTyped())
RECEIPT_OF_CASE = CaseReceipt(case="20261121-Z001", code="K7M3Q9XA")


def case(*touches: object) -> KioskWalk:
    return on(CASES_, *touches)


def handed_in(*, kind: CaseKind = CaseKind.UNSOLVED, fault: PrinterStatus | None = None) -> KioskWalk:
    walk = case(cs.CaseKindChosen(kind), cs.SentenceChosen(0), *CALLED, cs.CaseHandedIn()).hall_tells(RECEIPT_OF_CASE)
    from domain.self_service.effects import PrintSlip

    walk.give(SlipEnded(walk.last(PrintSlip).tag, fault))
    return walk


def case_says(said: CaseSaid) -> KioskWalk:
    walk = case(*WRITTEN, *CALLED, cs.CaseHandedIn())
    top = walk.state.top
    opened = replace(top, state=replace(top.state, said=said, wait_s=60))  # type: ignore[union-attr]
    walk.state = replace(walk.state, session=replace(walk.state.session, stack=(opened,)))
    return walk


def helped(*inputs: object) -> KioskWalk:
    """Somebody has been called from a page."""
    walk = on(GUIDES, HelpTouched(), HelpWanted())
    walk.hall_says(BODY)
    walk.give(*inputs)
    return walk


def nobody_there() -> KioskWalk:
    walk = on(GUIDES, HelpTouched(), HelpWanted())
    walk.hall_refuses("help.closed", opens_at=NINE + 47 * 3_600_000)
    return walk


def reviewing(*touches: object, review: ReviewState = ReviewState.OPEN) -> KioskWalk:
    walk = reviews().opens(REVIEW_)
    walk.touch(CodeScanned(OWN_CODE))
    walk.hall_tells(followed(review)).touch(*touches)
    return walk


BY_HAND = (rv.NumberTypedWanted(), *map(rv.ReviewNumberKey, "A012"))
"""The number of the ticket, typed."""


def typing(*touches: object) -> KioskWalk:
    return reviews().opens(REVIEW_).touch(*BY_HAND, *touches)


REMARK = (rv.ReviewWordsWanted(), *map(rv.ReviewWordWritten, OWN))


def review_says(said: ReviewSaid) -> KioskWalk:
    walk = reviewing(rv.HallReviewed(), rv.LevelChosen(5), rv.ReviewHandedIn())
    top = walk.state.top
    opened = replace(top, state=replace(top.state, said=said, wait_s=20))  # type: ignore[union-attr]
    walk.state = replace(walk.state, session=replace(walk.state.session, stack=(opened,)))
    return walk


STAFF_CARD = CardRead("hash", card="04A31F22")


def at_the_staff_page(said: StaffSaid | None = None) -> KioskWalk:
    """Signed in; else what is said."""
    walk = KioskWalk()
    walk.touch(STAFF_CARD)
    walk.opens(BusinessName.STAFF)
    if said is None:
        return walk.hall_tells(StaffAnswer(staff="lin", role=StaffRole.CLERK))
    top = walk.state.top
    opened = replace(top, state=replace(top.state, said=said, wait_s=30))  # type: ignore[union-attr]
    walk.state = replace(walk.state, session=replace(walk.state.session, stack=(opened,)))
    return walk


def practising(*touches: object) -> KioskWalk:
    walk = Practising(whole().state)
    walk.touch(STAFF_CARD, TileChosen(BusinessName.STAFF))
    walk.hall_tells(StaffAnswer(staff="lin", role=StaffRole.CLERK)).touch(PracticeWanted())
    walk.touch(*touches)
    walk.after(3)
    return walk


PARTS = (
    PartState(part=Text(zh="打印机", en="printer"), say=Text(zh="纸快用完了，请备纸卷", en="paper is running out"),
              detail="/dev/ttyUSB0", ok=False),
    PartState(part=Text(zh="大厅", en="hall"), say=Text(zh="正常", en="in order"), detail="10.1.0.2:8883"),
    PartState(part=Text(zh="屏幕", en="screen"), say=Text(zh="正常", en="in order"), detail="1080x1920, 372 ms"),
    PartState(part=Text(zh="读卡器", en="card reader"), say=Text(zh="正常", en="in order")),
    PartState(part=Text(zh="存储", en="storage"), say=Text(zh="正常", en="in order"), detail="11,204 MB"),
    PartState(part=Text(zh="温度", en="temperature"), say=Text(zh="正常", en="in order"), detail="48 °C"),
    PartState(part=Text(zh="时钟", en="clock"), say=Text(zh="正常", en="in order"), detail="synced"),
    PartState(part=Text(zh="打印张数", en="papers printed"), detail="18204",
              say=Text(zh="这台机器装好以来", en="since this machine was set up")),
)  # fmt: skip


def at_the_pin(pin: str = "", **state: object) -> KioskWalk:
    walk = at_the_staff_page()
    return with_top(walk, StaffOpen(page=StaffPage.PIN, pin=pin, **state))  # type: ignore[arg-type]


def alone() -> KioskWalk:
    walk = at_the_staff_page()
    walk.give(HallAway())
    return with_top(walk, StaffOpen(page=StaffPage.MENU, staff="lin", alone=True))


def with_top(walk: KioskWalk, state: object) -> KioskWalk:
    opened = replace(walk.state.top, state=state)  # type: ignore[type-var]
    walk.state = replace(walk.state, session=replace(walk.state.session, stack=(opened,)))
    return walk


def at_the_parts(*touches: object) -> KioskWalk:
    walk = at_the_staff_page()
    walk.touch(PartsWanted())
    walk.give(PartsChecked(walk.last(CheckParts).tag, PARTS))
    walk.touch(*touches)
    return walk


def assisted(*touches: object) -> KioskWalk:
    walk = Practising(whole().state)
    walk.touch(STAFF_CARD, TileChosen(BusinessName.STAFF))
    walk.hall_tells(StaffAnswer(staff="lin", role=StaffRole.CLERK)).touch(AssistWanted())
    walk.touch(*touches)
    return walk


def still_there(walk: KioskWalk) -> KioskWalk:
    walk.after(33)
    return walk


def leaving() -> KioskWalk:
    typed = map(DigitTouched, "13800")
    return on(TICKET, QueueChosen("social"), WayChosen(TicketWay.PHONE), *typed).goes_home()


IN_PRACTICE = (TileChosen(TICKET), QueueChosen("social"), WayChosen(TicketWay.NONE), PriorityChosen(None))

WALKS: dict[str, Callable[[], KioskWalk]] = {
    "home-staff": lambda: laid(STAFF_CARD),
    "staff-menu": at_the_staff_page,
    "staff-pin": lambda: at_the_pin("736"),
    "staff-pin-wrong": lambda: at_the_pin(wrong=True, wait_s=15),
    "staff-alone": alone,
    "staff-machine": at_the_parts,
    "staff-tried": lambda: at_the_parts(TrialPageWanted()),
    "assist-home": assisted,
    "assist-menu": lambda: assisted(TileChosen(BusinessName.STAFF)),
    "assist-guide": lambda: assisted(TileChosen(GUIDES)),
    "assist-ticket": lambda: assisted(TileChosen(TICKET)),
    **{f"staff-{said.value}": partial(at_the_staff_page, said) for said in StaffSaid},
    "practice-home": practising,
    "practice-number": lambda: practising(*IN_PRACTICE),
    "practice-guide": lambda: practising(TileChosen(GUIDES)),
    "practice-booking": lambda: practising(TileChosen(BOOKING)),
    "practice-case": lambda: practising(TileChosen(CASES_), *SENTENCES),
    "home": whole,
    "home-few": KioskWalk,
    "home-greeted": greeted,
    "home-card-lies": lambda: greeted().give(CardLies()),
    "home-card-left": lambda: whole().give(CardLies()),
    "home-closed": closed,
    "home-away": away,
    "queues": lambda: on(TICKET),
    "leaving": leaving,
    "help": lambda: on(GUIDES, HelpTouched()),
    "help-away": lambda: helped(HallAway()),
    "help-asked": lambda: on(GUIDES, HelpTouched(), HelpWanted()),
    "help-called": lambda: helped(told(help_call())),
    "help-unanswered": lambda: helped(told(replace(help_call(), unanswered=True))),
    "help-taken": lambda: helped(told(taken(help_call()))),
    "help-taken-desk": lambda: helped(told(taken(help_call(), ""))),
    "help-done": lambda: helped(told(taken(help_call())), told(at=NINE + 9_000)),
    "help-failed": lambda: helped(told(at=NINE + 9_000)),
    "help-closed": nobody_there,
    "help-band": lambda: helped(told(taken(help_call()))).back(),
    "still-there": lambda: still_there(on(GUIDES)),
    "guides-shelves": lambda: on(GUIDES),
    "guides-groups": lambda: on(GUIDES, ShelfChosen(Shelf.GROUP)),
    "guides-departments": lambda: on(GUIDES, ShelfChosen(Shelf.DEPARTMENT)),
    "guides-items": lambda: on(GUIDES, ShelfChosen(Shelf.GROUP), EntryChosen("social-security")),
    "guides-search": lambda: on(GUIDES, SearchOpened()),
    "guides-search-written": lambda: on(GUIDES, SearchOpened(), LetterTouched("退休")),
    "guides-search-found": lambda: on(GUIDES, SearchOpened(), *map(LetterTouched, "jt")),
    "guides-search-hand": lambda: on(GUIDES, SearchOpened(), LetterTouched("退")),
    "guides-search-nothing": lambda: on(GUIDES, SearchOpened(), *map(LetterTouched, "zzzq")),
    "guide-brief": lambda: opened("old-age-allowance", GuidePart.BRIEF),
    "guide-materials": lambda: opened("minimum-living", GuidePart.MATERIALS),
    "guide-steps": lambda: opened("old-age-allowance", GuidePart.STEPS),
    "guide-plain": lambda: opened("old-age-allowance", GuidePart.PLAIN),
    "guide-pictures": lambda: opened("birth-registration", GuidePart.PICTURES),
    "guide-more": lambda: opened("old-age-allowance", GuidePart.MORE),
    "guide-film": lambda: opened("old-age-allowance", GuidePart.FILM),
    "guide-take": lambda: opened("old-age-allowance", GuidePart.TAKE),
    "guide-take-printed": noticed,
    "guide-brief-booked": lambda: opened("old-age-allowance", GuidePart.BRIEF, books()),
    "guide-materials-booked": lambda: opened("old-age-allowance", GuidePart.MATERIALS, books()),
    "guide-take-booked": lambda: opened("old-age-allowance", GuidePart.TAKE, books()),
    "guide-take-failed": lambda: noticed(PrinterStatus.PAPER_OUT),
    "themes": lambda: on(THEMES),
    "theme-question": lambda: theme("birth", to_the_end=False),
    "theme-several": asked_several,
    "theme-result": lambda: theme("retirement"),
    "theme-result-booked": lambda: theme("retirement", walk=books()),
    "progress-ways": progress,
    "progress-ways-card": lambda: progress(carded=True),
    "progress-ways-unread": lambda: progress(CardFailed(CardFault.UNREADABLE)),
    "progress-receipt": lambda: progress(*RECEIPT),
    "progress-tail": lambda: progress(*RECEIPT, ReceiptTyped(), TailKey("8"), TailKey("0")),
    "progress-cases": lambda: found(CASES, by_card=True),
    "progress-case": lambda: found(CASES[:1]),
    "progress-case-missing": lambda: found(CASES[1:2]),
    **{f"progress-{said.replace('_', '-')}": partial(refused_with, said) for said in Said},
    "booking-ways": booking,
    "booking-queues": lambda: booking(bk.BookWanted()),
    "booking-items": lambda: booking(*TO_THE_DAYS[:2]),
    "booking-days": at_days,
    "booking-days-unknown": lambda: at_days(slots=replace(SLOTS, slots=SLOTS.slots[:7], not_announced=(2027,))),
    "booking-times": lambda: at_days(TO_WHO[0]),
    "booking-who": lambda: at_days(*TO_WHO),
    "booking-phone": lambda: at_days(*TO_WHO, *BY_PHONE[:7]),
    "booking-proof": lambda: proving(*map(bk.ProofKey, "123")),
    "booking-proof-wrong": lambda: proving(wrong=True),
    "booking-check": lambda: at_days(*TO_WHO, LAID, *BY_PHONE),
    "booking-check-move": moving,
    "booking-done": booked,
    "booking-done-failed": lambda: booked(PrinterStatus.PAPER_OUT),
    "booking-take": lambda: booked(None, bk.BookingTaken()),
    "booking-address": at_home,
    "booking-address-written": lambda: at_home(*map(bk.AddressWritten, PLACE)),
    "booking-address-hand": lambda: at_home(*map(bk.AddressWritten, PLACE)),
    "booking-check-visit": lambda: at_home(*map(bk.AddressWritten, PLACE), bk.AddressDone(), LAID),
    "booking-done-visit": visit_booked,
    "booking-one-visit": lambda: own_bookings(VISIT),
    "booking-found-visit": lambda: own_bookings(VISIT, BOOKED),
    "booking-find": lambda: booking(bk.OwnBookingsWanted()),
    "booking-code": lambda: booking(bk.OwnBookingsWanted(), bk.BookingCodeWanted(), *map(bk.BookingCodeKey, "A3C4D")),
    "booking-found": lambda: own_bookings(BOOKED, ELSEWHERE),
    "booking-one": lambda: own_bookings(BOOKED),
    "booking-one-elsewhere": lambda: own_bookings(ELSEWHERE),
    "booking-sure": lambda: own_bookings(BOOKED, touches=(bk.CancelWanted(),)),
    **{f"booking-{said.replace('_', '-')}": partial(booking_says, said) for said in BookingSaid},
    "cases-kind": case,
    "cases-sentences": lambda: case(*SENTENCES),
    "cases-sentences-empty": lambda: case(cs.CaseKindChosen(CaseKind.COMPLAINT)),
    "cases-write": lambda: case(*WRITTEN),
    "cases-write-hand": lambda: case(*WRITTEN),
    "cases-call": lambda: case(*SENTENCES, cs.CaseWordsDone()),
    "cases-phone": lambda: case(*SENTENCES, *CALLED[:9]),
    "cases-check": lambda: case(*WRITTEN, *CALLED),
    "cases-done": handed_in,
    "cases-done-praise": lambda: handed_in(kind=CaseKind.PRAISE, fault=PrinterStatus.PAPER_OUT),
    **{f"cases-{said.replace('_', '-')}": partial(case_says, said) for said in CaseSaid if said is not CaseSaid.PHONE},
    "cases-bad-phone": lambda: case_says(CaseSaid.PHONE),
    "review-scan": lambda: reviews().opens(REVIEW_),
    "review-number": lambda: reviews().opens(REVIEW_).touch(rv.NumberTypedWanted()),
    "review-number-typed": typing,
    "review-code": lambda: typing(rv.ReviewNumberTyped()),
    "review-code-typed": lambda: typing(rv.ReviewNumberTyped(), *map(rv.ReviewCodeKey, "482917")),
    "review-which": reviewing,
    "review-which-given": lambda: reviewing(review=ReviewState.GIVEN),
    "review-which-waits": lambda: reviewing(review=ReviewState.NONE),
    "review-level": lambda: reviewing(rv.ServiceReviewed()),
    "review-reasons": lambda: reviewing(rv.HallReviewed(), rv.LevelChosen(5), rv.ReasonTold("501")),
    "review-reasons-bad": lambda: reviewing(rv.HallReviewed(), rv.LevelChosen(1), rv.ReviewHandedIn()),
    "review-reasons-written": lambda: reviewing(rv.HallReviewed(), rv.LevelChosen(1), *REMARK, rv.ReviewWordsDone()),
    "review-words": lambda: reviewing(rv.HallReviewed(), rv.LevelChosen(5), rv.ReviewWordsWanted()),
    "review-words-written": lambda: reviewing(rv.HallReviewed(), rv.LevelChosen(1), *REMARK),
    "review-words-hand": lambda: reviewing(rv.HallReviewed(), rv.LevelChosen(1), *REMARK),
    **{f"review-{said.replace('_', '-')}": partial(review_says, said) for said in ReviewSaid},
    "forms-list": lambda: on(FORMS),
    "forms-sample": lambda: on(FORMS, FormChosen("emergency-relief")),
    "forms-sample-card": lambda: filling(*CARD, form="emergency-relief"),
    "forms-words": filling,
    "forms-words-much": lambda: at_field("story", *map(FieldTyped, ["家里老人住院，自己付了两万多元，"] * 4)),
    "forms-digits-id": lambda: at_field("id-number", *map(FieldTyped, ("clear", *"320102198611032"))),
    "forms-digits-wrong": lambda: at_field("id-number", *map(FieldTyped, ("clear", *"3201021986110320")), FieldDone()),
    "forms-digits-date": lambda: at_field("date"),
    "forms-choice": lambda: at_field("cause"),
    "forms-sign": lambda: at_field("signature", StrokeDrawn((0.2, 0.5, 0.4, 0.7, 0.5, 0.3, 0.7, 0.6))),
    "forms-check": lambda: filled_in(done=False),
    "forms-done": filled_in,
    "open-categories": lambda: on(OPEN),
    "open-documents": lambda: on(OPEN, CategoryChosen(OpenCategory.COMPLAINT)),
    "open-document": lambda: on(OPEN, CategoryChosen(OpenCategory.COMPLAINT), DocumentChosen("how-to-complain")),
    "map": lambda: on(MAP),
    "map-place": lambda: on(MAP, PlaceChosen("window-1")),
    "map-around": lambda: on(MAP, AroundChosen()),
}

TALL, WIDE = "1080x1920", "1920x1080"
PLAIN = (("normal", "zh_CN", TALL),)
CURATED: dict[str, tuple[tuple[str, str, str], ...]] = {
    "home": (
        ("normal", "zh_CN", TALL),
        ("normal", "zh_CN", WIDE),
        ("normal", "en", TALL),
        ("elder", "zh_CN", TALL),
        ("contrast", "zh_CN", TALL),
    ),
    "home-closed": PLAIN,
    "leaving": PLAIN,
    "help-taken": PLAIN,
    "guides-shelves": PLAIN,
    "guides-search-found": PLAIN,
    "guides-search-hand": PLAIN,
    "guide-brief": (("normal", "zh_CN", TALL), ("elder", "zh_CN", TALL), ("normal", "en", WIDE)),
    "guide-materials": PLAIN,
    "guide-pictures": PLAIN,
    "guide-take": PLAIN,
    "theme-result": PLAIN,
    "booking-done": PLAIN,
    "cases-sentences": PLAIN,
    "forms-sample": PLAIN,
    "open-document": PLAIN,
    "map-place": PLAIN,
    "progress-case": PLAIN,
    "review-level": PLAIN,
    "review-code": PLAIN,
    "booking-address-written": PLAIN,
    "practice-home": PLAIN,
    "staff-menu": PLAIN,
}


def writing(name: str) -> Callable[[Any, Any], Any] | None:
    """A screen on which people write, with engines that any machine has, and two strokes of a character drawn or
    letters typed; None: another screen."""
    if not name.startswith(("guides-search", "cases-write", "forms-words", "booking-address", "review-words")):
        return None
    strokes = 2 if name.endswith("hand") else 0

    def build(m: Any, touch: Any) -> Any:
        from bench.fake_writing import FakeHand, FakePinyin
        from kiosk.writing.engines import Source, Way, Writing

        def here() -> str:
            return ""

        sources = {Way.HAND: Source(FakeHand, here), Way.PINYIN: Source(FakePinyin, here)}
        module, cls = class_of(WALKS[name]().screen).split(":")
        screen = getattr(import_module(module), cls)(m, touch, Writing(lambda: sources))
        if strokes:
            screen.ids.board.by_hand([GOOD[at] for at in range(strokes)])
        return screen

    return build


GOOD = (  # 十, as right and up in parts of the field
    [0.14, 0.5, 0.86, 0.52],
    [0.5, 0.86, 0.5, 0.14],
)


def _specimen(name: str, walk: Callable[[], KioskWalk], size: str) -> Specimen:
    def state(look: Look) -> object:
        found = walk()
        machine = replace(found.machine, look=look, time=HallTime(NINE))
        kiosk = replace(found.state, machine=machine)
        if kiosk.practice is not None:
            kiosk = replace(kiosk, practice=replace(kiosk.practice, ends_at=59 * 60_000))
        now = KioskNow(kiosk, now_ms=41 * 60_000)  # always 9:41
        return now.ticket if found.screen in TICKET_SCREENS else now

    return Specimen(
        name=f"kiosk-{name}",
        screen=class_of(walk().screen),
        state=state,
        build=writing(name),
        sizes=(size,),
        curated=tuple(one for one in CURATED.get(name, ()) if one[2] == size),
    )


SPECIMENS = [_specimen(name, walk, size) for name, walk in WALKS.items() for size in MACHINE]
