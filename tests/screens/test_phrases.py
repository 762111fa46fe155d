"""People read beforehand what works and what does not: reader, scanner, paper, and where they are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.number_machine.inputs import NoOwnNumber, PriorityChosen, QueueChosen, SomewhereTouched, WayChosen
from domain.number_machine.state import Machine, Page, Problem
from domain.places import Places, Side
from domain.views.catalogue import TicketWay
from kiosk.number_machine.first_state import first_state
from kiosk.screens.number_machine.machine_now import MachineNow
from kiosk.screens.number_machine.machine_screen import away
from kiosk.screens.number_machine.message_words import message_of
from kiosk.screens.number_machine.phrases import (
    cannot_be_used,
    no_paper,
    show_at_home,
    show_what,
    where,
    with_large_type,
)
from kiosk.terminal.terminal_file import checked_terminal
from kiosk.widgets.theme import Look, Metrics
from program.speech import Speaker
from tests.journeys.machine_sample import QUEUES, Walk, catalogue, machine
from tests.screens.specimen import SIZES

SAY = Speaker()
PROFILE, SIZE = SIZES["1080x1920"]
BOOKINGS_ALONE = catalogue(queues=tuple(replace(card, pickup_code="") for card in QUEUES))


def at_check_in(**parts: bool) -> Machine:
    return replace(Walk().state, page=Page.CHECK_IN, **parts)  # type: ignore[arg-type]


def test_with_all_parts_well_the_check_in_screen_names_all_three_and_no_trouble() -> None:
    assert show_what(SAY, at_check_in()) == "请刷身份证，或扫预约码、取件码"
    assert cannot_be_used(SAY, at_check_in()) == ""
    assert show_what(SAY, replace(at_check_in(), catalogue=BOOKINGS_ALONE)) == "请刷身份证，或扫预约码"


@pytest.mark.parametrize(
    ("gone", "title", "said"),
    [
        ({"cards": False}, "请扫预约码或取件码", "读卡器暂时不能用。"),
        ({"scanner": False}, "请刷身份证签到", "扫码窗暂时不能用。"),
        ({"cards": False, "scanner": False}, "暂时不能刷卡和扫码", ""),
        ({"online": False}, "请扫取件码", "网络暂时不通，预约请到咨询台签到。"),
    ],
)
def test_the_check_in_screen_asks_only_for_what_works_and_says_what_does_not(
    gone: dict[str, bool], title: str, said: str
) -> None:
    assert (show_what(SAY, at_check_in(**gone)), cannot_be_used(SAY, at_check_in(**gone))) == (title, said)


def test_a_machine_that_never_had_a_part_does_not_miss_it() -> None:
    assert cannot_be_used(SAY, at_check_in(scanner=False, has_scanner=False)) == ""


def test_the_strip_at_home_offers_what_can_be_scanned_now() -> None:
    state = Walk().state
    assert show_at_home(SAY, state) == "已预约请签到，来取件请扫取件码"
    assert show_at_home(SAY, replace(state, online=False)) == "来取件请扫取件码"
    assert show_at_home(SAY, replace(state, catalogue=BOOKINGS_ALONE)) == "已预约？刷身份证或扫码签到"
    assert show_at_home(SAY, replace(state, scanner=False)) == "已预约？刷身份证签到"


def test_the_home_screen_says_beforehand_that_no_paper_comes_and_that_numbers_are_valid() -> None:
    state = Walk().state
    assert no_paper(SAY, state) == ""
    assert "号码照样有效" in no_paper(SAY, replace(state, can_print=False))
    assert no_paper(SAY, replace(state, has_printer=False, can_print=False)) == "", (
        "it never prints: nobody expects paper"
    )


@pytest.mark.parametrize("side", Side)
def test_words_follow_the_place_of_the_reader(side: Side) -> None:
    shown = machine(places=Places(cards=side), page=Page.PROBLEM)
    facts = dict(message_of(MachineNow(replace(shown, problem="card_unreadable"), 0)).facts)  # type: ignore[arg-type]
    assert any(where(SAY, side) in sentence for sentence in facts.values())


def test_places_are_read_from_the_terminals_file(tmp_path) -> None:
    path = tmp_path / "terminal.toml"
    path.write_text('hall = "h"\ndevice = "d"\ndata = "."\n[places]\ncards = "right"\npaper = "left"\n')
    terminal = checked_terminal(path)
    assert not isinstance(terminal, list)
    assert first_state(terminal).places == Places(cards=Side.RIGHT, paper=Side.LEFT)
    path.write_text('hall = "h"\ndevice = "d"\ndata = "."\n[places]\ncards = "rihgt"\n')
    wrong = checked_terminal(path)
    assert isinstance(wrong, list)
    assert (wrong[0].key, wrong[0].nearest) == ("places.cards", "right")


def test_the_band_promises_numbers_only_while_the_machine_has_some() -> None:
    walk = Walk().touch(SomewhereTouched()).hall_goes()
    assert away(SAY, walk.state) == "网络暂时不通，仍可取号，号码有效。"
    walk.touch(QueueChosen("social"), WayChosen(TicketWay.NONE), PriorityChosen(None)).no_own_number(
        NoOwnNumber.USED_UP
    )
    assert walk.state.problem is Problem.BLOCK_USED
    assert away(SAY, walk.state) == "网络暂时不通，请到咨询台取号。"


def test_whoever_the_card_knows_to_be_old_is_told_of_the_large_letters() -> None:
    normal, large = (Metrics(SIZE, PROFILE, Look(elder=elder)) for elder in (False, True))
    assert with_large_type(Speaker(), "您好。", old="elder", m=normal) == "您好。看不清，请点“大字”。"
    assert with_large_type(Speaker("en"), "Welcome.", old="elder", m=normal) == "Welcome. Hard to read? Touch Larger."
    assert with_large_type(Speaker(), "您好。", old=None, m=normal) == "您好。"
    assert with_large_type(Speaker(), "您好。", old="elder", m=large) == "您好。", "they see them already"
