"""The demo with `--cards pcsc`: cards laid on from a shell go through a real pcscd into the machine."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from tests.e2e.citizen import HOME, be_at_home, choose, number_on
from tests.e2e.house import House

ASKS_FOR_CARD = "请刷身份证或社保卡"
QUEUE = "养老和社保"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    made = House(tmp_path_factory.mktemp("cards") / "hall", "--cards", "pcsc")
    yield made
    made.close()


@pytest.fixture(autouse=True)
def machine_at_home(house: House) -> Iterator[None]:
    be_at_home(house)
    yield
    house.bench("card", "remove")
    while not house.look("kiosk").shows(HOME):
        house.touch("kiosk", "返回")


def take_the_number(house: House) -> None:
    """Of a person who is known; then they are forgotten."""
    house.touch("kiosk", "直接取号")
    assert number_on(house.see("kiosk", "这是您的号码"))
    house.touch("kiosk", "好的")
    house.see("kiosk", HOME)


def ask_for_a_card(house: House) -> None:
    choose(house, QUEUE)
    house.touch("kiosk", "刷身份证或社保卡")
    house.see("kiosk", ASKS_FOR_CARD)


def test_a_card_is_greeted_by_its_masked_name(house: House) -> None:
    assert "pcscd" in house.ready["cards"]
    house.bench("card", "insert", "young")
    seen = house.see("kiosk", "欧**，您好")
    assert not seen.shows("欧阳明")
    choose(house, QUEUE)
    take_the_number(house)


def test_a_card_by_its_age_is_offered_its_priority_and_gets_a_number(house: House) -> None:
    ask_for_a_card(house)
    house.bench("card", "insert", "elder")
    house.see("kiosk", "按证件上的年龄")
    time.sleep(0.45)  # a touch sooner after a new screen would be taken for a double tap
    take_the_number(house)


def test_a_card_with_a_number_alone_is_enough_to_go_on(house: House) -> None:
    house.bench("card", "insert", "number-only")
    house.see("kiosk", "卡已读好")
    choose(house, QUEUE)
    take_the_number(house)


def test_a_card_pulled_while_it_is_read_is_asked_for_again(house: House) -> None:
    ask_for_a_card(house)
    house.bench("card", "pull")
    house.see("kiosk", "再刷一次")


def test_a_reader_that_goes_while_it_waits_for_a_card_leaves_the_other_ways_until_it_is_back(house: House) -> None:
    ask_for_a_card(house)
    old = house.kill("pcscd")
    without = house.see("kiosk", "读卡器暂时不能用", "不留信息", "输入手机号")
    assert not without.shows("刷身份证或社保卡")
    house.back("pcscd", old)
    house.see("kiosk", "刷身份证或社保卡")
    house.touch("kiosk", "刷身份证或社保卡")
    house.see("kiosk", ASKS_FOR_CARD)
    house.bench("card", "insert", "elder")
    house.see("kiosk", "按证件上的年龄")
