"""What holds on both screens of the pad whatever is touched, heard or timed, in whatever order."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from pad_sample import CATALOGUE, NINE, clerk_card, queues, ticket, window

from domain.cases.kinds import CaseKind
from domain.cases.views import CasesAnswer, OpenedCase
from domain.commands import GiveRating
from domain.config import Text
from domain.flow import (
    Answered,
    Arrived,
    Ask,
    BackTouched,
    ContinueTouched,
    DoneTouched,
    HallAway,
    HallOnline,
    Look,
    LookChosen,
    NoAnswer,
    NotRecorded,
    Record,
    TimerFired,
)
from domain.pad import (
    citizen as pad_citizen,
)
from domain.pad import (
    clerk as pad_clerk,
)
from domain.pad import (
    clerk_actions as pad_actions,
)
from domain.pad import (
    clerk_panels as pad_panels,
)
from domain.pad import (
    clerk_state,
)
from domain.pad import (
    review as pad_review,
)
from domain.pad.cases import CaseTouched
from domain.pad.known import PictureCame, Recovered
from domain.pad.sign_in import StaffCardGone, StaffCardShown
from domain.refusal_data import CalledJustNow, IdlePrinter, NobodyPrints, TryLater, WorksElsewhere
from domain.staff.ways import ProofWay
from domain.views.public import Pause
from domain.views.queries import PickupAnswer, PickupQuestion
from domain.views.ticket import TicketState
from domain.views.window import CaseLine, RatingState, RatingView, WindowQueue, WindowState

CASE = CaseLine(case="20261121-Z001", kind=CaseKind.UNSOLVED, at=NINE)
CASES_TOLD = CasesAnswer(cases=(OpenedCase(case=CASE.case, code="K7", kind=CASE.kind, at=NINE, text="没办成"),))
numbers = st.sampled_from(["A012", "A013", "A014"])
ratings = st.builds(
    RatingView,
    session=st.sampled_from(["s1", "s2", "s3"]),
    nonce=st.just("n"),
    number=numbers,
    state=st.sampled_from(RatingState),
    invited_at=st.integers(NINE - 10_000, NINE + 10_000),
    expires_at=st.integers(NINE - 10_000, NINE + 90_000),
)
tickets = st.builds(ticket, numbers, st.sampled_from([TicketState.CALLED, TicketState.SERVING]), pickup=st.booleans())
windows = st.builds(
    window,
    version=st.just(1),
    at=st.integers(NINE - 60_000, NINE + 60_000),
    window=st.sampled_from(["w1", "w1", "w1", "w2"]),
    state=st.sampled_from(WindowState),
    clerk=st.sampled_from([None, clerk_card()]),
    ticket=st.none() | tickets,
    pause=st.none() | st.just(Pause(reason="用餐休息。", contact="", since=NINE)),
    rating=st.none() | ratings,
    held=st.lists(tickets, max_size=2).map(tuple),
    no_show=st.lists(tickets, max_size=2).map(tuple),
    recalls_left=st.integers(0, 2),
    cases=st.sampled_from([(), (CASE,)]),
    cases_in_all=st.integers(0, 1),
    queues=st.builds(WindowQueue, id=st.just("social"), waiting=st.integers(0, 2)).map(lambda queue: (queue,)),
)
PROVING = replace(CATALOGUE, sign_in=tuple(ProofWay), card_stays=True)
common = st.one_of(
    st.just(HallOnline()),
    st.just(HallAway()),
    windows.map(Arrived),
    windows.map(Arrived),
    st.sampled_from([Arrived(CATALOGUE), Arrived(PROVING), Arrived(queues(windows=1))]),
    st.builds(LookChosen, st.builds(Look, elder=st.booleans())),
    st.builds(TimerFired, st.sampled_from([*pad_citizen.CitizenTimer, *clerk_state.ClerkTimer, "?"])),
    st.sampled_from([Recovered(), PictureCame(), NotRecorded(GiveRating)]),
)
citizen_touches = st.one_of(
    st.builds(pad_review.FaceTouched, st.integers(0, 6)),
    st.builds(pad_review.FaceTouched, st.integers(1, 5)),
    st.builds(pad_review.TagTouched, st.sampled_from(["510", "213", "115", "?"])),
    st.builds(pad_review.CharacterTouched, st.sampled_from(["a", "好", "", "ab", "\n", " "])),
    st.builds(pad_review.WordTouched, st.sampled_from(["你好", "好", "", "\n", "好" * 200])),
    st.just(pad_review.ComposingTouched()),
    st.builds(pad_review.PhraseTouched, st.integers(-2, 9)),
    st.sampled_from([pad_review.WriteTouched(), pad_review.EraseTouched(), BackTouched()]),
    st.just(pad_review.SubmitTouched()),
    st.just(pad_review.SubmitTouched()),
    st.sampled_from([pad_review.DeclineTouched(), ContinueTouched(), DoneTouched()]),
)
ANSWERS = [
    None,
    CalledJustNow(after_seconds=5),
    CalledJustNow(after_seconds=-5),
    CalledJustNow(after_seconds=10**9),
    NobodyPrints(machines=()),
    NobodyPrints(machines=(IdlePrinter(name=Text(zh="一号机", en="Machine 1")),)),
    PickupAnswer(ticket="20261121-A012", code="QJ1"),
    CASES_TOLD,
    TryLater(after_seconds=5),
    TryLater(after_seconds=-5),
    WorksElsewhere(window="w2", number="2"),
]
tags = st.integers(0, 8).map(lambda serial: f"clerk:{serial}")
clerk_touches = st.one_of(
    st.builds(pad_actions.Pressed, st.sampled_from(pad_actions.Action)),
    st.builds(pad_actions.Pressed, st.sampled_from(pad_actions.Action)),
    st.builds(pad_panels.PanelTouched, st.sampled_from(clerk_state.ClerkPanel)),
    st.builds(CaseTouched, st.sampled_from(["20261121-Z001", "unknown"])),
    st.builds(pad_actions.TicketTouched, numbers.map(lambda number: f"20261121-{number}")),
    st.builds(pad_actions.TargetTouched, st.sampled_from(["queue", "window", "?"]), st.sampled_from(["house", "w2"])),
    st.builds(pad_panels.ReasonTouched, st.integers(-1, 6)),
    st.builds(pad_panels.UntilTouched, st.integers(-1, 6)),
    st.builds(pad_panels.KeyTouched, st.sampled_from([*"0129", "delete", "clear", "", "x", "²", "00"])),
    st.builds(pad_panels.PrefixTouched, st.sampled_from(["A", "B", "?"])),
    st.builds(pad_panels.QueueTouched, st.sampled_from(["social", "house", "?"])),
    st.sampled_from([pad_actions.UsualTouched(), pad_panels.ContactTouched()]),
    st.builds(pad_panels.ClerkTouched, st.sampled_from(["c1", "c2", "?"])),
    st.sampled_from([pad_panels.PanelLeft(), pad_actions.CloseTouched(), pad_panels.NoticeTouched()]),
    st.builds(Answered, tags, st.booleans(), st.sampled_from(ANSWERS)),
    st.builds(Answered, tags, st.just(False), st.just(CalledJustNow(after_seconds=5)), st.just("no_show.too_soon")),
    st.builds(NoAnswer, tags),
    st.builds(StaffCardShown, st.sampled_from(["04A31F22", "", "?"])),
    st.just(StaffCardGone()),
)
OPENING: list[Any] = [HallOnline(), Arrived(CATALOGUE), Arrived(window())]


def walks(touches: st.SearchStrategy[Any]) -> st.SearchStrategy[list[tuple[Any, int]]]:
    """Inputs, each some milliseconds after the one before."""
    return st.lists(st.tuples(st.one_of(common, touches, touches), st.sampled_from([0, 150, 500, 40_000])), max_size=60)


@given(walks(citizen_touches))
@settings(max_examples=300, deadline=None)
def test_every_review_is_a_touch_on_a_face_and_one_on_submit_in_a_session_of_its_own(
    walk: list[tuple[Any, int]],
) -> None:
    state, now_ms, sent, faces = pad_review.begin("w1"), 0, [], set()
    for given_, later_ms in [*((opening, 500) for opening in OPENING), *walk]:
        now_ms += later_ms
        session = state.review.session if state.review else None
        state, effects = pad_citizen.step(state, given_, now_ms)
        if isinstance(given_, pad_review.FaceTouched) and state.review and state.review.level == given_.level:
            faces.add((session, given_.level))
        for record in [effect for effect in effects if isinstance(effect, Record)]:
            assert isinstance(given_, pad_review.SubmitTouched)
            assert record.event.session == session
            assert (session, record.event.level) in faces
            sent.append(session)
        if state.review is None:
            assert pad_review.page(state) not in {pad_review.CitizenPage.FACES, pad_review.CitizenPage.REASONS}
    assert len(sent) == len(set(sent))


@given(walks(citizen_touches))
@settings(max_examples=100, deadline=None)
def test_what_a_review_said_is_gone_from_the_state_once_it_was_sent(walk: list[tuple[Any, int]]) -> None:
    state, now_ms = pad_review.begin("w1"), 0
    for given_, later_ms in [*((opening, 500) for opening in OPENING), *walk]:
        now_ms += later_ms
        state, effects = pad_citizen.step(state, given_, now_ms)
        if any(isinstance(effect, Record) for effect in effects):
            assert state.review is None
            assert {type(part) for part in state.ended} <= {str}


@given(walks(clerk_touches))
@settings(max_examples=300, deadline=None)
def test_the_clerk_never_has_two_requests_out_and_never_a_level(walk: list[tuple[Any, int]]) -> None:
    state, now_ms, out = clerk_state.begin("w1"), 0, None
    for given_, later_ms in [*((opening, 500) for opening in OPENING), *walk]:
        now_ms += later_ms
        before = state
        state, effects = pad_clerk.step(state, given_, now_ms)
        for ask in [effect for effect in effects if isinstance(effect, Ask)]:
            # A question changes nothing.
            assert out is None or ask == out or isinstance(ask.command, PickupQuestion)
            assert before.known.online or isinstance(given_, HallOnline)
        out = state.pending.ask if state.pending else None
        assert state.known.catalogue is None or state.known.catalogue.levels == ()
        assert "满意" not in repr(state)
