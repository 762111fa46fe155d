"""What the kiosk's frame does for any business: its keys, its timers, the way in and out, and what is lost by it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from kiosk_sample import SERVED, KioskWalk
from kiosk_sheet import CARD, GUIDES, HELP, OWN, QUESTION, SHEET, TICKET, Does, Sheet, Types, heard, opened, stack
from machine_sample import queues

from domain.flow import (
    Answered,
    Arrived,
    Ask,
    BackTouched,
    HallAway,
    HallOnline,
    HallReplaced,
    Look,
    LookChosen,
    NoAnswer,
    NotRecorded,
    StartTimer,
    StopTimer,
    TimerFired,
)
from domain.number_machine.inputs import (
    CodeScanned,
    HelpTouched,
    PhoneDone,
    QueueChosen,
    SomewhereTouched,
)
from domain.progress.views import ProgressQuestion
from domain.self_service import moves
from domain.self_service.business import Offer
from domain.self_service.businesses import BUSINESSES
from domain.self_service.effects import (
    About,
    CloseBusiness,
    ContentKind,
    EndSession,
    OpenBusiness,
    ReadContent,
)
from domain.self_service.inputs import (
    LeaveConfirmed,
    SlipEnded,
    StayChosen,
    TileChosen,
)
from domain.self_service.progress import ByReceipt, ReceiptKey
from domain.statuses import PrinterStatus
from domain.views.business_names import BusinessName
from domain.views.public import QueueStatus


@pytest.fixture(autouse=True)
def _sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(BUSINESSES, OWN, SHEET)


# ---- timers, answers and pieces find their business, and no other


def test_a_timer_of_a_business_is_its_own_also_below_another_of_its_kind() -> None:
    walk = opened().touch(Does((StartTimer("own", 5),)), Does((OpenBusiness(OWN, About(item="x")),)))
    walk.touch(Does((StartTimer("own", 50),))).after(5)
    below, above = walk.state.session.stack
    assert below.state.heard == (TimerFired("own"),)
    assert above.state.heard == ()
    walk.touch(SomewhereTouched()).after(25).touch(SomewhereTouched()).after(25)
    assert heard(walk) == (TimerFired("own"),)


def test_a_timer_that_a_business_stops_does_not_fire() -> None:
    walk = opened().touch(Does((StartTimer("own", 5),)), Does((StopTimer("own"),))).after(10)
    assert heard(walk) == ()


@pytest.mark.parametrize("way", ["back", "home", "other person", "its own end", "the session's end", "nobody touches"])
def test_with_its_business_a_timer_is_over(way: str) -> None:
    walk = opened().touch(Does((StartTimer("own", 500),)))
    (name,) = [name for name in walk.timers if "own" in name]
    match way:
        case "back":
            walk.back()
        case "home":
            walk.goes_home()
        case "other person":
            walk.switches()
        case "its own end":
            walk.touch(Does((CloseBusiness(),)))
        case "the session's end":
            walk.touch(Does((EndSession(),)))
        case _:
            walk.after(60)
    assert walk.at("kiosk_home").timers.get(name) is None
    walk.opens(OWN).give(TimerFired(name))
    assert heard(walk) == (), "the next one is another"


def test_whoever_closes_a_business_closes_what_stands_over_it() -> None:
    walk = opened().touch(Does((StartTimer("own", 500), OpenBusiness(OWN, About(item="x")))))
    walk.touch(Does((StartTimer("own", 500),)))
    below = walk.state.session.stack[0]
    assert sum("own" in name for name in walk.timers) == 2
    walk.state, effects = moves.close(walk.state, below.key)
    walk._carry_out(effects)
    assert not any("own" in name for name in walk.timers)
    walk.at("kiosk_home")


def test_what_comes_back_is_heard_under_the_name_that_the_business_gave_it() -> None:
    wanted = (ReadContent("piece", ContentKind.TEXT, "nothing"), Ask("question", QUESTION, request_id="r1"))
    walk = KioskWalk(slow=True).opens(OWN).touch(Does(wanted))
    key = walk.state.top.key
    assert (walk.asked.tag, walk.last(ReadContent).tag) == (f"{key}|question", f"{key}|piece")
    given = (
        Answered(walk.asked.tag, ok=True),
        NoAnswer(walk.asked.tag),
        SlipEnded(f"{key}|slip", PrinterStatus.PAPER_OUT),
    )
    walk.give(*given)
    assert heard(walk) == tuple(replace(one, tag=one.tag.removeprefix(f"{key}|")) for one in given)


def test_each_request_of_a_business_has_an_id_of_its_own() -> None:
    walk = opened()
    ids = set()
    for _ in range(3):
        ids.add(walk.moment.fresh_id)
        walk.give(Does((Ask("question", QUESTION, request_id=walk.moment.fresh_id),)))
        walk.now = 2_000
    assert len(ids) == 3
    assert walk.moment.fresh_id not in ids


@pytest.mark.parametrize("way", ["tile", "code"])
def test_no_two_businesses_ever_have_one_key(way: str) -> None:
    walk, keys = KioskWalk(), []
    for _ in range(3):
        walk.opens(OWN)
        keys.append(walk.state.top.key)
        walk.back()
        if way == "code":
            walk.touch(CodeScanned("7788")).hall_refuses("appointment.not_found").at("message")
        else:
            walk.opens(TICKET)
        keys.append(walk.state.top.key)
        walk.back().at("kiosk_home").after(0.5)
    assert len(set(keys)) == 6


def test_what_happens_in_the_hall_is_heard_also_below_another_business() -> None:
    walk = opened().touch(HelpTouched())
    news = (Arrived(queues(9), live=True), HallAway(), HallReplaced(), NotRecorded(ProgressQuestion))  # type: ignore[arg-type]
    walk.give(*news)
    assert stack(walk) == [OWN, HELP]
    assert walk.state.session.stack[0].state.heard == news
    assert not walk.machine.online


def test_what_a_business_wants_upon_such_news_is_done() -> None:
    walk = opened().touch(Does((OpenBusiness(OWN, About(item="x")),)))
    walk.hall_goes()
    walk.give(HallOnline())
    assert [ask.tag.partition("|")[2] for ask in walk.made(Ask)] == ["again", "again"]
    assert len({ask.request_id for ask in walk.made(Ask)}) == 2


# ---- in and out


def test_what_a_business_wants_as_it_opens_is_done() -> None:
    walk = KioskWalk(slow=True).opens(OWN).touch(Does((OpenBusiness(OWN, About(text="a.md")),)))
    assert walk.last(ReadContent) == ReadContent(f"{walk.state.top.key}|piece", ContentKind.TEXT, "a.md")


def test_home_ends_the_timers_of_all_that_is_open() -> None:
    walk = opened().touch(Does((StartTimer("own", 500), OpenBusiness(OWN, About(item="x")))))
    walk.touch(Does((StartTimer("own", 500),)))
    assert sum("own" in name for name in walk.timers) == 2
    walk.goes_home()
    assert not any("own" in name for name in walk.timers)


def test_a_business_opened_for_something_is_another_one() -> None:
    walk = opened().touch(Types("x"), Does((OpenBusiness(OWN, About(item="y")),)))
    assert walk.business == Sheet(About(item="y"))
    walk.back()
    assert walk.business.typed == "x"


def test_help_does_not_open_over_help() -> None:
    assert stack(opened().touch(HelpTouched(), HelpTouched())) == [OWN, HELP]


def test_back_keeps_what_was_typed_in_each_business_until_the_person_goes() -> None:
    walk = opened().touch(Types("x")).back().at("kiosk_home")
    walk.opens(OWN)
    assert walk.business.typed == "x"
    walk.back().opens(BusinessName.THEMES).back().at("kiosk_home")
    assert set(walk.state.session.kept) == {OWN}
    walk.state, _ = moves.enter(walk.state, OWN, walk.now, About(item="y"))
    assert walk.business == Sheet(About(item="y")), "what it was opened for comes first"
    walk.back()
    assert set(walk.state.session.kept) == {OWN}
    walk.goes_home()
    assert walk.state.leaving
    walk.touch(StayChosen()).opens(OWN)
    assert walk.business.typed == "x"
    assert not walk.state.session.kept
    walk.back().switches()
    walk.opens(OWN)
    assert walk.business.typed == ""


def test_two_businesses_keep_what_was_typed_in_them() -> None:
    walk = opened().touch(Types("x"), Does((OpenBusiness(BusinessName.PROGRESS),)))
    walk.touch(ByReceipt(), ReceiptKey("7")).back().back().back().at("kiosk_home")
    assert set(walk.state.session.kept) == {OWN, BusinessName.PROGRESS}


def test_nothing_is_kept_of_a_business_in_which_nothing_was_typed() -> None:
    walk = opened().touch(Does(page="two")).back().back().at("kiosk_home")
    assert not walk.state.session.kept
    assert walk.goes_home().at("kiosk_home")


def test_home_asks_also_for_what_stands_below_or_was_left_before() -> None:
    below = opened().touch(Types("x"), HelpTouched()).goes_home()
    left = opened().touch(Types("x")).back().opens(GUIDES).goes_home()
    for walk in (below, left):
        walk.at("kiosk_leaving").touch(LeaveConfirmed()).at("kiosk_home")
        assert walk.state.session.kept == {}
        assert not walk.state.leaving
        assert walk.opens(OWN).business.typed == ""


def test_back_is_no_answer_that_loses_anything() -> None:
    walk = opened().touch(Types("x")).goes_home().at("kiosk_leaving")
    walk.touch(QueueChosen("social"), HelpTouched(), TileChosen(GUIDES)).at("kiosk_leaving")
    assert walk.back().business.typed == "x"
    assert not walk.state.leaving


def test_of_businesses_over_one_another_eight_are_kept() -> None:
    walk = KioskWalk().opens(TICKET)
    for name in (OWN, GUIDES, OWN, GUIDES, OWN, GUIDES, OWN):
        walk.state, _ = moves.enter(walk.state, name, walk.now)
    walk.give(Does((StartTimer("own", 500),)))
    lowest = walk.state.session.stack[:7]
    walk.state, effects = moves.enter(walk.state, GUIDES, walk.now)
    walk._carry_out(effects)
    assert (walk.state.session.stack[:7], walk.state.top.name) == (lowest, GUIDES)
    assert len(walk.state.session.stack) == 8
    assert not any("own" in name for name in walk.timers), "whose place it took is over"


def test_only_the_uppermost_business_hears_its_touches_and_no_other_ones() -> None:
    walk = opened()
    before = walk.state.session.stack
    walk.touch(QueueChosen("social"), LeaveConfirmed(), StayChosen(), PhoneDone())
    assert walk.state.session.stack == before
    walk.touch(HelpTouched(), Types("x"))
    assert walk.state.session.stack[0].state.typed == ""


def test_a_tile_is_chosen_at_home_alone_and_only_one_that_is_shown() -> None:
    walk = opened().touch(TileChosen(GUIDES))
    assert stack(walk) == [OWN]
    walk = KioskWalk().opens(HELP).opens(BusinessName.PROGRESS).at("kiosk_home")
    assert Offer.HIDDEN is BUSINESSES[BusinessName.PROGRESS].offer(walk.moment)
    assert HELP in walk.moment.offered


def test_what_a_closed_hall_does_not_do_now_is_not_opened_from_elsewhere() -> None:
    assert TICKET in KioskWalk().moment.offered
    assert BusinessName.PROGRESS not in KioskWalk().moment.offered
    walk = KioskWalk().give(Arrived(_shut()))
    assert TICKET not in walk.moment.offered
    walk.opens(TICKET)
    assert stack(walk) == [TICKET], "home opens it, and it says so itself"


def _shut() -> Any:
    return queues(2, **{card.id: QueueStatus.CLOSED for card in SERVED})


@pytest.mark.parametrize("touch", [BackTouched(), HelpTouched()])
def test_while_a_request_is_out_nothing_leads_away_from_it(touch: Any) -> None:
    walk = opened().touch(Types("x"), Does(busy=True))
    before = walk.state.session
    walk.touch(touch).goes_home()
    assert walk.state.session == before
    assert not walk.state.leaving
    walk.after(100)
    assert not walk.state.asking, "nor is anybody asked whether they are there"
    assert walk.state.session == before
    walk.touch(Does(busy=False)).after(31)
    assert walk.state.asking


def test_who_is_busy_goes_by_another_person_alone() -> None:
    opened().touch(Does(busy=True)).switches().at("kiosk_home").is_forgotten()


def test_at_home_nothing_is_busy_and_back_leads_nowhere() -> None:
    KioskWalk().touch(BackTouched()).at("kiosk_home")
    KioskWalk().touch(CARD).back().goes_home().at("kiosk_home").touch(HelpTouched()).at("help_sheet")


def test_the_end_of_a_session_by_its_business_leaves_nothing() -> None:
    walk = opened().touch(Types("x"), LookChosen(Look(elder=True)), Does((EndSession(),)))
    walk.at("kiosk_home").is_forgotten()


# ---- a touch that was meant for the page before


def too_soon_and_in_time(walk: KioskWalk, touch: Any) -> None:
    """399 ms after the screen has changed a touch chooses nothing, and a millisecond later it does."""
    assert walk.state.changed_at == walk.now
    walk.now += 399
    before = walk.state
    walk.give(touch)
    assert walk.state == before
    walk.now += 1
    walk.give(touch)
    assert walk.state != before


def test_a_second_touch_chooses_nothing_on_a_new_business_or_page_of_it() -> None:
    too_soon_and_in_time(opened(), BackTouched())
    too_soon_and_in_time(opened().touch(Does(page="two")), BackTouched())
    too_soon_and_in_time(opened().touch(Does((OpenBusiness(OWN, About(item="x")),))), BackTouched())
    too_soon_and_in_time(opened().back(), TileChosen(GUIDES))


def test_a_second_touch_on_a_page_of_the_ticket_does_not_lead_home() -> None:
    walk = KioskWalk().opens(TICKET).touch(QueueChosen("social")).at("who")
    walk.now += 399
    walk.give(TileChosen(GUIDES), HelpTouched()).at("who")
    walk.now += 1
    walk.give(HelpTouched()).at("help_sheet")


def test_a_second_touch_does_not_answer_whether_what_was_typed_may_be_lost() -> None:
    too_soon_and_in_time(opened().touch(Types("x")).goes_home().at("kiosk_leaving"), LeaveConfirmed())


def test_who_says_that_they_are_there_chooses_nothing_by_it() -> None:
    walk = opened().touch(Does(page="two")).after(31)
    assert walk.state.asking
    walk.now += 10
    walk.give(BackTouched())
    assert not walk.state.asking
    too_soon_and_in_time(walk, BackTouched())


def test_keys_and_the_look_count_at_once_on_a_new_page() -> None:
    walk = opened()
    walk.give(Types("a"), Types("b"), LookChosen(Look(contrast=True)))
    assert walk.business.typed == "ab"
    assert walk.state.look == Look(contrast=True)
    walk.give(Does(page="two"))
    assert walk.business.page == "one"
