"""People at a self-service kiosk: one session over all businesses, and the way home."""

from __future__ import annotations

from dataclasses import replace

import pytest
from kiosk_sample import SERVED, KioskWalk, kiosk, read
from machine_sample import NINE, queues

from domain.commands import IssueTicket
from domain.flow import Arrived, Look, LookChosen
from domain.number_machine.effects import PrintTicket, ReadCards
from domain.number_machine.inputs import (
    CardFailed,
    CardFault,
    CardRead,
    CodeScanned,
    DigitTouched,
    HelpTouched,
    PhoneDone,
    PriorityChosen,
    QueueChosen,
    SomewhereTouched,
    WayChosen,
)
from domain.self_service.business import Offer
from domain.self_service.businesses import tiles
from domain.self_service.content.guides_state import FoundChosen, LetterTouched, NumberWanted, SearchOpened
from domain.self_service.content.searching import FoundKind, SearchHit
from domain.self_service.content.themes import AnswerTouched, ThemeChosen, question_of
from domain.self_service.effects import ReadContent
from domain.self_service.helping import HelpRead
from domain.self_service.inputs import ContentReady, LeaveConfirmed, StayChosen
from domain.views.business_names import BusinessName
from domain.views.catalogue import TicketWay
from domain.views.public import QueueStatus

ELDER = CardRead("hash", "欧阳**", "19400101")
ALLOWANCE = SearchHit(FoundKind.ITEM, "old-age-allowance")
GUIDES, TICKET, THEMES = BusinessName.GUIDES, BusinessName.TICKET, BusinessName.THEMES
PHONE = [DigitTouched(digit) for digit in "13912345678"]


def test_a_number_is_taken_as_at_the_number_machine() -> None:
    walk = KioskWalk().at("kiosk_home").opens(TICKET).at("home")
    walk.touch(QueueChosen("social"), WayChosen(TicketWay.NONE), PriorityChosen(None)).hall_answers()
    walk.at("number").paper_comes()
    assert len(walk.made(PrintTicket)) == 1
    walk.after(31)
    walk.at("kiosk_home").is_forgotten()


def test_a_card_read_once_serves_every_business() -> None:
    walk = KioskWalk().touch(ELDER)
    assert walk.state.session.who.masked_name == "欧阳**"
    walk.opens(GUIDES).goes_home().opens(TICKET).touch(QueueChosen("social")).at("priority")
    assert walk.machine.visit.suggested == "elder"
    walk.touch(PriorityChosen("elder"))
    command = walk.asked.command
    assert isinstance(command, IssueTicket)
    assert command.person == "hash"


def test_another_person_begins_with_one_touch_on_every_page() -> None:
    walk = (
        KioskWalk().touch(ELDER, LookChosen(Look(elder=True))).opens(GUIDES).touch(SearchOpened(), LetterTouched("g"))
    )
    walk.switches()
    walk.at("kiosk_home").is_forgotten()


def test_nobody_touches_and_everything_of_the_person_is_gone() -> None:
    walk = KioskWalk().touch(ELDER).opens(GUIDES).touch(SearchOpened(), *map(LetterTouched, "gaoling"))
    walk.after(31)
    assert walk.state.asking
    walk.after(16)
    walk.at("kiosk_home").is_forgotten()


def test_whoever_is_still_there_goes_on_where_they_were() -> None:
    walk = KioskWalk().opens(GUIDES).touch(SearchOpened(), LetterTouched("g")).after(35)
    assert walk.state.asking
    walk.touch(SomewhereTouched())
    assert not walk.state.asking
    assert walk.at("guides_search").business.typed == "g"


def test_a_kiosk_at_rest_asks_nobody() -> None:
    walk = KioskWalk().touch(SomewhereTouched()).after(300)
    assert not walk.state.asking


def test_back_leads_out_of_a_business_and_what_was_chosen_is_there_again() -> None:
    walk = KioskWalk().opens(THEMES).touch(ThemeChosen("retirement"))
    question = question_of(walk.business, walk.moment)
    assert question is not None
    walk.touch(AnswerTouched(question.answers[0].id))
    before = walk.business
    walk.touch(HelpTouched()).at("help_sheet").back()
    assert walk.business == before


def test_home_asks_once_before_a_typed_phone_is_lost() -> None:
    walk = KioskWalk().opens(TICKET).touch(QueueChosen("social"), WayChosen(TicketWay.PHONE), *PHONE[:5])
    walk.goes_home().at("kiosk_leaving").touch(StayChosen()).at("phone")
    assert walk.machine.visit.phone == "13912"
    walk.goes_home().at("kiosk_leaving").touch(LeaveConfirmed()).at("kiosk_home")
    assert walk.machine.visit.phone == ""


def test_home_asks_nothing_if_nothing_is_lost() -> None:
    KioskWalk().opens(GUIDES).touch(SearchOpened()).goes_home().at("kiosk_home")


def test_a_code_shown_at_home_opens_what_it_is_for() -> None:
    walk = KioskWalk().touch(CodeScanned("QJ20261120"))
    assert walk.state.top is not None
    walk.hall_answers(queue="deliver", number="D012", ticket="20261121-D012").at("number")


def test_a_card_that_cannot_be_read_says_what_to_do_and_leads_back_home() -> None:
    walk = KioskWalk().touch(CardFailed(CardFault.UNREADABLE)).at("message").back().at("kiosk_home")
    assert walk.state.session.stack == ()


def test_help_is_a_touch_away_and_leads_back() -> None:
    walk = KioskWalk().opens(GUIDES).touch(HelpTouched()).at("help_sheet").touch(HelpRead()).at("guides_shelves")
    walk.touch(HelpTouched(), HelpTouched())
    assert len(walk.state.session.stack) == 2


def test_a_number_for_the_item_of_a_guide() -> None:
    walk = KioskWalk().opens(GUIDES).touch(SearchOpened(), *map(LetterTouched, "gaoling"))
    walk.touch(FoundChosen(ALLOWANCE)).at("guides_guide").touch(NumberWanted()).at("who")
    walk.touch(WayChosen(TicketWay.PHONE), *PHONE, PhoneDone(), PriorityChosen(None))
    command = walk.asked.command
    assert isinstance(command, IssueTicket)
    assert (command.queue, command.items) == ("social", ("old-age-allowance",))
    walk.hall_answers().at("number")


def test_back_from_the_number_of_an_item_leads_back_to_its_guide() -> None:
    walk = KioskWalk().opens(GUIDES).touch(SearchOpened(), *map(LetterTouched, "gaoling"))
    walk.touch(FoundChosen(ALLOWANCE), NumberWanted()).at("who").back().at("guides_guide")


@pytest.mark.parametrize("away", [True, False])
def test_an_answer_of_before_never_reaches_the_next_person(away: bool) -> None:
    walk = KioskWalk(slow=True).opens(GUIDES).touch(SearchOpened(), *map(LetterTouched, "gaoling"))
    walk.touch(FoundChosen(ALLOWANCE))
    late = read(walk.last(ReadContent))
    if away:
        walk.after(60)
    else:
        walk.switches()
    walk.opens(GUIDES)
    before = walk.business
    walk.give(late)
    assert walk.business == before


def test_a_closed_hall_offers_what_needs_nobody() -> None:
    shut = queues(2, **{card.id: QueueStatus.CLOSED for card in SERVED})
    walk = KioskWalk().give(Arrived(shut))
    offers = dict(tiles(walk.state.businesses, walk.moment))
    assert offers[TICKET] is Offer.STAFF
    assert offers[GUIDES] is Offer.OPEN
    assert walk.moment.opens_at == NINE + 3_600_000


def test_a_kiosk_without_content_offers_what_it_can() -> None:
    walk = KioskWalk(content=False)
    assert [name for name, _ in tiles(walk.state.businesses, walk.moment)] == [TICKET, BusinessName.CASES]


def test_the_hall_chooses_the_tiles_and_their_order() -> None:
    chosen = (BusinessName.MAP, GUIDES)
    walk = KioskWalk(kiosk(businesses=chosen))
    assert tuple(name for name, _ in tiles(walk.state.businesses, walk.moment)) == chosen
    walk.opens(TICKET).at("kiosk_home")


def test_cards_are_listened_to_only_where_one_is_asked_for() -> None:
    walk = KioskWalk().opens(GUIDES)
    assert walk.last(ReadCards) == ReadCards(on=False)
    walk.goes_home()
    assert walk.last(ReadCards) == ReadCards(on=True)


def test_new_content_waits_for_the_next_person() -> None:
    walk = KioskWalk().opens(GUIDES)
    before = walk.state.content
    assert before is not None
    newer = replace(before, set="newer")
    walk.give(ContentReady(newer))
    assert walk.state.content is before
    walk.switches()
    assert walk.state.content is newer
