"""After a day of cards and phones: no identity number anywhere, and phones only where the hall must have them today."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from bench.sample_cards import SAMPLES
from tests.e2e.citizen import HOME, call, choose, number_given, open_window
from tests.e2e.house import House, wait
from tests.hall.mqtt_asker import Asker

PHONE = "13911112222"
PHONE_HOMES = re.compile(r"hall/hall\.db(-wal)?|hall/personal/.+|(.*/)?phones\.jsonl")
"""Until the hall day is closed: the hall's store, and what stands beside it for the newest copies (tests/ground/ hold
that both are erased). The desk's own telephones are what a phone would hold."""


def with_a_card(house: House, card: str) -> str:
    choose(house, "生育和家庭")
    house.touch("kiosk", "刷身份证")
    house.bench("card", "insert", card)
    number = number_given(house)
    house.bench("card", "remove")
    house.touch("kiosk", "好的")
    return number


def at_the_self_service_kiosk(house: House, card: str) -> None:
    """Greeted by a card that nobody asked for, and gone."""
    own = ("--data", str(house.folder / "self-service"))
    house.bench(*own, "card", "insert", card)
    house.see("self-service", "您好")
    house.bench(*own, "card", "remove")
    house.touch("self-service", "换人")
    wait(lambda: not house.look("self-service").shows("您好"), "the next person's home")


def with_a_phone(house: House) -> str:
    choose(house, "生育和家庭")
    house.touch("kiosk", "输入手机号")
    for digit in PHONE:
        house.touch("kiosk", digit)
    house.touch("kiosk", "下一步")
    number = number_given(house)
    house.touch("kiosk", "好的")
    house.see("kiosk", HOME)
    return number


def serve(house: House, asker: Asker, number: str) -> None:
    call(house, asker, number)
    house.touch("pad-clerk", "开始办理")
    house.touch("pad-clerk", "办结")


def read_by_eye(picture: Path) -> str:
    """All digits and letters of a picture, run together."""
    done = subprocess.run(["tesseract", str(picture), "-", "--psm", "11"], capture_output=True, text=True, check=True)
    return re.sub(r"[^0-9A-Za-z]", "", done.stdout)


def ways_to_write(secret: str) -> list[bytes]:
    return [secret.encode(), secret.encode("utf-16le"), secret.encode("utf-16be"), secret.lower().encode()]


def test_nothing_of_a_person_is_found_where_it_must_not_be(house: House, asker: Asker) -> None:
    open_window(house)
    cards = [name for name, card in SAMPLES.items() if card.name][:2]
    for card in cards:
        with_a_card(house, card)
        at_the_self_service_kiosk(house, card)
    serve(house, asker, with_a_phone(house))
    wait(lambda: PHONE in house.phones(), "the message on the phone")

    numbers = [SAMPLES[name].number for name in cards]
    names = [SAMPLES[name].name for name in cards]
    files = [path for path in house.folder.rglob("*") if path.is_file()]
    assert len(files) > 20
    for path in files:
        content = path.read_bytes()
        home = str(path.relative_to(house.folder))
        for secret in [*numbers, *names]:
            assert not any(way in content for way in ways_to_write(secret)), f"a card's data in {home}"
        if PHONE.encode() in content:
            assert PHONE_HOMES.fullmatch(home), f"the phone in {home}"

    own = f"/dev/{'kiosk-1'}/command"  # the request itself carries the phone to the hall, and only there
    for topic, heard in asker.heard.items():
        for payload in heard:
            for secret in [*numbers, *names]:
                assert not any(way in payload for way in ways_to_write(secret)), f"a card's data on {topic}"
            assert PHONE.encode() not in payload or topic.endswith(own), f"the phone on {topic}"

    pictures = [*house.papers()[-4:], *(house.picture(program) for program in house.windows)]
    for picture in pictures:
        read = read_by_eye(picture)
        for secret in [*numbers, PHONE]:
            assert secret not in read, f"personal data to be read in {picture.name}"
