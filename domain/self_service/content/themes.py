"""一件事: a few questions about an event of life, then the items that it needs, and everything to bring, each once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import assert_never

from domain.content.dates import is_shown
from domain.content.guide import Guide
from domain.content.materials import MergedMaterial, merged
from domain.content.themes import Answers, Theme, ThemeAnswer, ThemeQuestion, chosen_items, given_answers, next_question
from domain.self_service.business import Business, Effects, Offer
from domain.self_service.content.booking_of import booking_of
from domain.self_service.content.browsing import queue_for, row_of
from domain.self_service.effects import About, ContentKind, GuideNotice, OpenBusiness, PrintSlip, ReadContent
from domain.self_service.inputs import BusinessNews, ContentRead, SlipEnded
from domain.self_service.moment import KioskMoment
from domain.self_service.slip import SlipPrint, ended
from domain.views.business_names import BusinessName

LIST, QUESTION, RESULT = "list", "question", "result"


@dataclass(frozen=True, slots=True)
class ThemesState:
    """`answers`: in the order they were given, so that 返回 goes from question to question. `marked`: answers marked so
    far in a question that allows several. `waits`: guides that are being loaded."""

    theme: str = ""
    answers: tuple[tuple[str, frozenset[str]], ...] = ()
    marked: frozenset[str] = frozenset()
    done: bool = False
    found: bool = False  # opened by a search: 返回 from its first question leads back there
    guides: Mapping[str, Guide] = field(default_factory=dict)
    waits: frozenset[str] = frozenset()
    paper: SlipPrint = SlipPrint.NONE

    @property
    def given(self) -> Answers:
        return dict(self.answers)


@dataclass(frozen=True, slots=True)
class ThemeChosen:
    theme: str


@dataclass(frozen=True, slots=True)
class AnswerTouched:
    """An answer to a question; if several are allowed, it is marked or unmarked."""

    answer: str


@dataclass(frozen=True, slots=True)
class AnswersDone:
    """All answers are marked; marking none is allowed too."""


@dataclass(frozen=True, slots=True)
class ThemeGuideChosen:
    item: str


@dataclass(frozen=True, slots=True)
class ThemeNumberWanted:
    """为这件事取号."""


@dataclass(frozen=True, slots=True)
class ThemeBookingWanted:
    """为这件事预约."""


@dataclass(frozen=True, slots=True)
class ThemeNoticeWanted:
    """打印告知单."""


@dataclass(frozen=True, slots=True)
class ThemeSearchOpened:
    """打字搜索."""


ThemeTouch = (
    ThemeSearchOpened
    | ThemeChosen
    | AnswerTouched
    | AnswersDone
    | ThemeGuideChosen
    | ThemeNumberWanted
    | ThemeBookingWanted
    | ThemeNoticeWanted
)
Transition = tuple[ThemesState, Effects]


def themes_of(moment: KioskMoment) -> Mapping[str, Theme]:
    """The themes shown today."""
    several = moment.content.index.themes if moment.content is not None else {}
    today = moment.today
    return {name: theme for name, theme in several.items() if is_shown(theme, today)}


def theme_of(state: ThemesState, moment: KioskMoment) -> Theme | None:
    """The chosen theme, also if its last day has just ended, so that the person can finish."""
    return moment.content.index.themes.get(state.theme) if moment.content is not None else None


def question_of(state: ThemesState, moment: KioskMoment) -> ThemeQuestion | None:
    theme = theme_of(state, moment)
    return next_question(theme, state.given) if theme is not None else None


def items_of(state: ThemesState, moment: KioskMoment) -> tuple[str, ...]:
    """The items that the answers lead to and that are shown today."""
    theme = theme_of(state, moment)
    found = chosen_items(theme, state.given) if theme is not None else ()
    return tuple(item for item in found if row_of(moment, item) is not None)


def advice_of(state: ThemesState, moment: KioskMoment) -> tuple[ThemeAnswer, ...]:
    """The given answers that have advice."""
    theme = theme_of(state, moment)
    return tuple(one for one in given_answers(theme, state.given) if one.advice) if theme is not None else ()


def needed(state: ThemesState, moment: KioskMoment) -> tuple[MergedMaterial, ...]:
    """All materials, each once."""
    return merged(state.guides, items_of(state, moment))


def _begin(moment: KioskMoment, about: About) -> Transition:
    if about.theme in themes_of(moment):
        return _on(ThemesState(theme=about.theme, found=True), moment)
    return ThemesState(), ()


def _touched(state: ThemesState, given: ThemeTouch, moment: KioskMoment) -> Transition:
    match given:
        case ThemeSearchOpened():
            searched = not state.theme and BusinessName.GUIDES in moment.offered
            return state, (OpenBusiness(BusinessName.GUIDES, About(search=True)),) if searched else ()
        case ThemeChosen(theme):
            new = not state.theme and theme in themes_of(moment)
            return _on(ThemesState(theme=theme), moment) if new else (state, ())
        case AnswerTouched(answer):
            return _answer(state, answer, moment)
        case AnswersDone():
            question = question_of(state, moment)
            if question is None or not question.several or state.done:
                return state, ()
            return _on(_with(state, question.id, state.marked), moment)
        case ThemeGuideChosen(item):
            known = state.done and item in items_of(state, moment)
            return state, (OpenBusiness(BusinessName.GUIDES, About(item=item)),) if known else ()
        case ThemeNumberWanted():
            return state, _take_number(state, moment)
        case ThemeBookingWanted():
            return state, booking_of(items_of(state, moment), moment) if state.done else ()
        case ThemeNoticeWanted():
            return _print(state, moment)
        case _:
            assert_never(given)


def _answer(state: ThemesState, answer: str, moment: KioskMoment) -> Transition:
    question = question_of(state, moment)
    if question is None or state.done or answer not in {one.id for one in question.answers}:
        return state, ()
    if question.several:
        return replace(state, marked=state.marked ^ {answer}), ()
    return _on(_with(state, question.id, frozenset({answer})), moment)


def _with(state: ThemesState, question: str, answer: frozenset[str]) -> ThemesState:
    return replace(state, answers=(*state.answers, (question, answer)), marked=frozenset())


def _on(state: ThemesState, moment: KioskMoment) -> Transition:
    """Go to the next question, or to the result."""
    if question_of(state, moment) is not None:
        return state, ()
    items = items_of(state, moment)
    state = replace(state, done=True, guides={}, waits=frozenset(items), paper=SlipPrint.NONE)
    return state, tuple(ReadContent(f"guide:{item}", ContentKind.GUIDE, item) for item in items)


def _heard(state: ThemesState, given: BusinessNews, _moment: KioskMoment) -> Transition:
    if isinstance(given, SlipEnded):
        return replace(state, paper=ended(state.paper, given)), ()
    item = given.tag.removeprefix("guide:") if isinstance(given, ContentRead) else ""
    if not isinstance(given, ContentRead) or item not in state.waits:
        return state, ()
    guides = {**state.guides, item: given.found} if isinstance(given.found, Guide) else state.guides
    return replace(state, guides=guides, waits=state.waits - {item}), ()


def _back(state: ThemesState, _moment: KioskMoment) -> Transition | None:
    """One question back, with its answer marked if it took several."""
    if not state.theme or (state.found and not state.answers):
        return None
    if not state.answers:
        return ThemesState(), ()
    *before, (_question, last) = state.answers
    return replace(state, answers=tuple(before), marked=last, done=False, waits=frozenset()), ()


def _page(state: ThemesState) -> str:
    return RESULT if state.done else QUESTION if state.theme else LIST


def _take_number(state: ThemesState, moment: KioskMoment) -> Effects:
    card, items = queue_for(moment, items_of(state, moment))
    if not state.done or card is None or BusinessName.TICKET not in moment.offered:
        return ()
    return (OpenBusiness(BusinessName.TICKET, About(queue=card.id, items=items)),)


def theme_notice(state: ThemesState, moment: KioskMoment) -> GuideNotice | None:
    """The one-time notice of all items together; None until their guides are loaded."""
    if not state.done or state.waits or not state.guides or moment.content is None:
        return None
    guides = tuple(state.guides[item] for item in items_of(state, moment) if item in state.guides)
    names = moment.content.index.materials
    return GuideNotice(
        guides=guides,
        needed=needed(state, moment),
        names=names,
        day=moment.today,
        items=tuple(item for item in items_of(state, moment) if item in state.guides),
        content=moment.content.set,
        given_at=moment.hall_ms,
    )


def _print(state: ThemesState, moment: KioskMoment) -> Transition:
    made = theme_notice(state, moment)
    if made is None or not moment.prints or state.paper is SlipPrint.PRINTING:
        return state, ()
    return replace(state, paper=SlipPrint.PRINTING), (PrintSlip("notice", made, moment.look.language),)


def _offer(moment: KioskMoment) -> Offer:
    return Offer.OPEN if themes_of(moment) else Offer.HIDDEN


THEMES = Business(
    name=BusinessName.THEMES,
    touches=ThemeTouch,
    begin=_begin,
    touched=_touched,
    heard=_heard,
    back=_back,
    page=_page,
    offer=_offer,
    loses=lambda state: bool(state.answers or state.marked),
)
