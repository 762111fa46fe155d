"""The demo's content as a kiosk has it, and a walker through the self-service flow, line by line, as a citizen."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from machine_sample import NINE, QUEUES, Walk, both, machine

from domain.booking.views import AppointmentView, SlotsAnswer, SlotView
from domain.config import Level, Tag
from domain.content.documents import FieldKind, FormField
from domain.content.search import SearchIndex
from domain.content.whole import Content
from domain.flow import Answered, Arrived, BackTouched, Look
from domain.number_machine.state import Machine, Page
from domain.progress.views import CaseStage, CaseStep, CaseView, ProgressWay
from domain.self_service import step as flow
from domain.self_service.effects import ContentKind, ReadContent
from domain.self_service.forms.forms import field_of, value_of
from domain.self_service.forms.forms_state import FieldChoice, FieldDone, FieldTyped, StrokeDrawn, TodayWanted
from domain.self_service.inputs import ContentRead, ContentReady, GoHome, SwitchPerson, TileChosen
from domain.self_service.moment import KioskMoment, ShownContent
from domain.self_service.moves import moment_of
from domain.self_service.progress import TailKey
from domain.self_service.staff import assisting
from domain.self_service.state import SelfService, Session
from domain.views.business_names import BusinessName
from domain.views.catalogue import ItemCard
from domain.views.queries import FollowView, ReviewState
from domain.views.ticket import TicketState
from kiosk.self_service.screen_names import screen_of

ROOT = Path(__file__).parents[2]
CONTENT = ROOT / "demo" / "content"


@cache
def source() -> Content:
    """The demo's content, read once for all tests of a process."""
    from content.source.folder import SourceFolder, read_folder  # noqa: PLC0415

    found: SourceFolder = read_folder(CONTENT)
    return found.content


@cache
def shown_content() -> ShownContent:
    """The same as a kiosk has it in memory."""
    from content.packing.pack import index_of  # noqa: PLC0415

    index = index_of(source())
    return ShownContent(
        set="sample",
        index=index,
        items=SearchIndex(index.items),
        themes=SearchIndex(index.theme_rows),
        documents=SearchIndex(index.document_rows),
    )


def read(effect: ReadContent) -> ContentRead:
    """What a whole set on disk answers."""
    if effect.kind is ContentKind.GUIDE:
        return ContentRead(effect.tag, source().guides.get(effect.name))
    path = CONTENT / effect.name
    if not path.is_file():
        return ContentRead(effect.tag, None)
    return ContentRead(effect.tag, path.read_bytes() if effect.kind is ContentKind.PICTURE else path.read_text("utf-8"))


ITEMS = ("old-age-allowance", "disabled-elder-care", "pension-enrolment")
SERVED = tuple(replace(card, items=ITEMS if card.id == "social" else ()) for card in QUEUES)
"""The queues of the number machine's sample, one of them for items of the content."""


TAIL = tuple(map(TailKey, "8000"))
CASES = (
    CaseView(
        receipt="511Z07001006-2026-0012",
        stage=CaseStage.REVIEWING,
        name="王**",
        item="城乡居民基本养老保险参保登记",
        item_en="Enrolment in the basic pension of residents",
        accepted_on="2026-11-02",
        promised_on="2026-12-10",
        changed_on="2026-11-18",
        next="区人社局审批",
        place="办好后到二楼 3 号窗口领取",
        steps=(
            CaseStep(name="受理", on="2026-11-02"),
            CaseStep(name="审核", on="2026-11-18"),
            CaseStep(name="审批"),
            CaseStep(name="办结"),
        ),
    ),
    CaseView(receipt="B-7", stage=CaseStage.NEEDS_MORE, name="王**", item="高龄津贴发放", place="一楼综合窗口"),
    CaseView(receipt="C-8", stage=CaseStage.READY, name="王**", accepted_on="2026-10-08"),
)
"""What the hall may answer."""


WRITTEN = {
    FieldKind.NAME: ["王", "芳"],
    FieldKind.ID_NUMBER: list("11010519491231002X"),
    FieldKind.PHONE: list("13912345678"),
    FieldKind.NUMBER: list("12"),
    FieldKind.LINE: ["春晓里", "3", "号楼"],
    FieldKind.PARAGRAPH: ["住院", "了", "，", "钱", "不够"],
}
"""What somebody writes into a field of a form."""


def asks_about_cases(*ways: ProgressWay) -> KioskWalk:
    """A person at a kiosk of a hall that has a case source."""
    walk = KioskWalk()
    known = walk.machine.catalogue
    assert known is not None
    offered = ways or (ProgressWay.RECEIPT, ProgressWay.CARD)
    walk.give(Arrived(replace(known, version=known.version + 1, progress=offered)))
    return walk


HALF_HOUR = 1_800_000


def slot(day: int, at: int, free: int) -> SlotView:
    """`day` after today, `at`: half hours after nine."""
    begins = NINE + day * 86_400_000 + at * HALF_HOUR
    return SlotView(starts_at=begins, ends_at=begins + HALF_HOUR, free=free)


PLACES = {2: (0, 0), 3: (2, 1, 0, 2), 4: (1,), **dict.fromkeys(range(5, 12), (2, 2))}
SLOTS = SlotsAnswer(
    slots=tuple(slot(day, at, free) for day, several in PLACES.items() for at, free in enumerate(several)),
    last_day="2026-12-05",
)
"""What the hall may offer: the first day is full."""
FREE = SLOTS.slots[2]
BOOKED = AppointmentView(
    code="A3C4D6F7",
    queue="social",
    starts_at=FREE.starts_at,
    ends_at=FREE.ends_at,
    items=("old-age-allowance",),
    change_until=FREE.starts_at - 3_600_000,
)
ELSEWHERE = replace(BOOKED, code="CITY-0042-7788", items=(), change_until=None)
BOOKABLE = tuple(
    replace(card, booked=card.id in {"social", "advice", "civil"}, home_visit=card.id == "civil") for card in SERVED
)


def books(*, messages: bool = True, **changes: Any) -> KioskWalk:
    """A person at a kiosk of a hall that takes bookings."""
    walk = KioskWalk()
    known = walk.machine.catalogue
    assert known is not None
    items = tuple(ItemCard(id=row.id, name=row.name, bureau=row.name) for row in shown_content().index.items)
    walk.give(
        Arrived(
            replace(
                known,
                **{"version": known.version + 1, "queues": BOOKABLE, "items": items, "messages": messages, **changes},
            )
        )
    )
    return walk


FOLLOW = "https://hall.example/t/{ticket}/{key}"
OWN_CODE = "https://hall.example/t/20261121-A012/Key-of_A012x"
WHY = {
    5: (
        both("非常满意", "Very satisfied"),
        ("服务热情", "Kind"),
        ("办得快", "Quick"),
        ("一次办成", "Done in one visit"),
    ),
    4: (both("满意", "Satisfied"), ("服务热情", "Kind"), ("讲得清楚", "Well explained")),
    3: (both("基本满意", "Fair"), ("还可以更快", "Could be quicker")),
    2: (both("不满意", "Dissatisfied"), ("等得太久", "Long wait"), ("没有一次说清", "Not told all at once")),
    1: (both("非常不满意", "Very dissatisfied"), ("态度生硬", "Unkind"), ("来回跑了几趟", "Several visits needed")),
}
LEVELS = tuple(
    Level(
        value=value,
        name=name,
        bad=value <= 2,
        tags=tuple(Tag(code=f"{value}0{at}", name=both(*words)) for at, words in enumerate(why, 1)),
    )
    for value, (name, *why) in WHY.items()
)


def followed(review: ReviewState = ReviewState.OPEN) -> FollowView:
    """What the hall tells of the ticket with that code."""
    state = TicketState.SERVED if review is not ReviewState.NONE else TicketState.WAITING
    return FollowView(
        ticket="20261121-A012",
        number="A012",
        queue="social",
        state=state,
        at=NINE,
        language="zh_CN",
        window="3" if review is not ReviewState.NONE else None,
        review=review,
    )


def reviews() -> KioskWalk:
    """A person at a kiosk of a hall whose tickets carry keys."""
    walk = KioskWalk()
    known = walk.machine.catalogue
    assert known is not None
    walk.give(Arrived(replace(known, version=known.version + 1, levels=LEVELS, follow_url=FOLLOW)))
    return walk


def kiosk(**changes: Any) -> SelfService:
    return replace(SelfService(machine=replace(machine(), page=Page.HOME)), **changes)


class KioskWalk(Walk):
    """A kiosk and a person before it, as `Walk`. What is asked of the content is answered at once unless `slow`."""

    first = staticmethod(kiosk)
    begin = staticmethod(flow.begin)
    step = staticmethod(flow.step)

    def __init__(self, state: Any = None, *, content: bool = True, slow: bool = False, **config: Any) -> None:
        self.slow = slow
        super().__init__(state, **{"queues": SERVED, **config})
        if content:
            self.give(ContentReady(shown_content()))

    def hall_tells(self, data: Any = None, *, code: str = "") -> KioskWalk:
        """The answer to what was asked last."""
        self.give(Answered(self.asked.tag, ok=not code, data=data, code=code))
        return self

    @property
    def machine(self) -> Machine:
        found: Machine = self.state.machine
        return found

    def _carry_out(self, effects: Any) -> None:
        several = list(effects)
        super()._carry_out(several)
        if not self.slow:
            for effect in several:
                if isinstance(effect, ReadContent):
                    self.give(read(effect))

    @property
    def moment(self) -> KioskMoment:
        return moment_of(self.state, self.now)

    @property
    def business(self) -> Any:
        """The state of the business that is seen."""
        return self.state.top.state

    @property
    def screen(self) -> str:
        return screen_of(self.state)

    def opens(self, name: BusinessName) -> KioskWalk:
        self.touch(TileChosen(name))
        return self

    def fills(self, until: str = "") -> KioskWalk:
        """Fill in every field of the form that is open with something right, up to the field `until`."""
        while self.screen.startswith("forms_") and self.screen not in {"forms_check", "forms_done"}:
            field = field_of(self.business, self.moment)
            assert field is not None
            if field.id == until:
                break
            before = self.business
            self._fill(field)
            assert self.business != before, self.business.wrong
        return self

    def _fill(self, field: FormField) -> None:
        written = bool(value_of(self.business, field))
        match field.kind:
            case _ if written:
                pass
            case FieldKind.CHOICE:
                self.touch(FieldChoice(field.choices[0].id))
                return
            case FieldKind.SIGNATURE:
                self.touch(StrokeDrawn((0.2, 0.4, 0.8, 0.6)))
            case FieldKind.DATE:
                self.touch(TodayWanted())
            case _:
                self.touch(*map(FieldTyped, WRITTEN[field.kind]))
        self.touch(FieldDone())

    def back(self) -> KioskWalk:
        self.touch(BackTouched())
        return self

    def goes_home(self) -> KioskWalk:
        self.touch(GoHome())
        return self

    def switches(self) -> KioskWalk:
        self.touch(SwitchPerson())
        return self

    def at(self, screen: str) -> KioskWalk:
        assert self.screen == screen, self.screen
        return self

    def is_forgotten(self) -> KioskWalk:
        """Nothing of the person is left: no name, no phone, nothing typed or chosen, no mode."""
        assert self.state.session == Session()
        assert self.machine.visit == type(self.machine.visit)()
        assert self.machine.look == Look()
        assert not self.state.asking
        assert not self.state.leaving
        return self


class Practising(KioskWalk):
    """The same flow as the kiosk's program has it: with practice and 帮办 around it."""

    step = staticmethod(assisting.step)
