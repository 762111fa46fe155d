"""The wires of a terminal, on gpiozero's own mock pins: the test moves the voltage, the driver says what it means."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from gpiozero.pins.mock import MockFactory
from listening import Heard

from kiosk.hw.gpio import Contact, ContactChanged, KeyPressed
from kiosk.hw.gpio_header import GpioContacts, header_chip
from kiosk.hw.wiring import GpioWiring

WIRING = GpioWiring(keys=(5, 6, 13, 19, 26), lamp=21, presence=16, door=20, tamper=12, bounce_ms=0)


@pytest.fixture
def pins() -> Iterator[MockFactory]:
    factory = MockFactory()
    yield factory
    factory.reset()


@pytest.fixture
def heard(pins: MockFactory) -> Iterator[Heard]:
    ears = Heard()
    wires = GpioContacts(WIRING, pins)
    wires.start(ears)
    for _ in (Contact.PRESENCE, Contact.DOOR, Contact.TAMPER):
        ears.next()
    yield ears
    wires.stop()


@pytest.mark.parametrize(("pin", "level"), [(5, 5), (6, 4), (13, 3), (19, 2), (26, 1)])
def test_each_key_stands_for_its_level_and_counts_once(pins: MockFactory, heard: Heard, pin: int, level: int) -> None:
    pins.pin(pin).drive_low()
    assert heard.next() == KeyPressed(level)
    pins.pin(pin).drive_high()
    assert heard.nothing()


def test_two_keys_at_once_are_the_first_one(pins: MockFactory, heard: Heard) -> None:
    pins.pin(5).drive_low()
    pins.pin(26).drive_low()
    assert heard.next() == KeyPressed(5)
    assert heard.nothing()


def test_a_stuck_key_does_not_stop_the_others(pins: MockFactory) -> None:
    ears = Heard()
    wires = GpioContacts(GpioWiring(keys=(5, 6), bounce_ms=0, stuck_seconds=0.0), pins)
    wires.start(ears)
    pins.pin(5).drive_low()
    pins.pin(6).drive_low()
    assert [ears.next(), ears.next()] == [KeyPressed(5), KeyPressed(4)]
    wires.stop()


def test_a_bouncing_contact_is_one_press(pins: MockFactory) -> None:
    ears = Heard()
    wires = GpioContacts(GpioWiring(keys=(5,), bounce_ms=200), pins)
    wires.start(ears)
    for _ in range(10):
        pins.pin(5).drive_low()
        pins.pin(5).drive_high()
    pins.pin(5).drive_low()
    assert ears.next() == KeyPressed(5)
    assert ears.nothing(0.1)
    wires.stop()


def test_the_state_of_every_switch_is_told_at_the_start(pins: MockFactory) -> None:
    pins.pin(20)  # the door's contact is open: pulled up
    ears = Heard()
    wires = GpioContacts(GpioWiring(door=20), pins)
    wires.start(ears)
    assert ears.next() == ContactChanged(Contact.DOOR, active=False)
    pins.pin(20).drive_low()
    assert ears.next() == ContactChanged(Contact.DOOR, active=True)
    wires.stop()


def test_a_person_in_front_is_told_and_their_leaving_too(pins: MockFactory, heard: Heard) -> None:
    pins.pin(16).drive_high()
    assert heard.next() == ContactChanged(Contact.PRESENCE, active=True)
    pins.pin(16).drive_low()
    assert heard.next() == ContactChanged(Contact.PRESENCE, active=False)


def test_the_lamp_follows_and_goes_out_at_the_end(pins: MockFactory) -> None:
    wires = GpioContacts(GpioWiring(lamp=21), pins)
    wires.start(Heard())
    wires.lamp(on=True)
    assert pins.pin(21).state
    wires.lamp(on=False)
    assert not pins.pin(21).state
    wires.stop()


def test_a_terminal_without_wires_is_quiet(pins: MockFactory) -> None:
    ears = Heard()
    wires = GpioContacts(GpioWiring(), pins)
    wires.start(ears)
    wires.lamp(on=True)
    assert ears.nothing()
    wires.stop()


def test_nothing_is_told_after_stop_and_the_pins_are_free(pins: MockFactory) -> None:
    ears = Heard()
    wires = GpioContacts(GpioWiring(keys=(5,), bounce_ms=0), pins)
    wires.start(ears)
    wires.stop()
    pins.pin(5).drive_low()
    assert ears.nothing()
    wires.start(ears)
    wires.stop()


@pytest.mark.parametrize("compatible", ["raspberrypi,rp1-gpio", "brcm,bcm2711-gpio"])
def test_the_chip_of_the_header_is_found_whatever_its_number(tmp_path: Path, compatible: str) -> None:
    devices = tmp_path / "devices"
    bus = tmp_path / "bus"
    bus.mkdir()
    for number, name in ((0, "raspberrypi,firmware-gpio"), (4, compatible), (11, "brcm,brcmstb-gpio")):
        node = devices / f"soc{number}" / "of_node"
        chip = devices / f"soc{number}" / f"gpiochip{number}"
        node.mkdir(parents=True)
        chip.mkdir()
        (node / "compatible").write_text(name + "\0")
        (bus / chip.name).symlink_to(chip)
    assert header_chip(bus) == 4


def test_a_machine_without_a_header_has_no_chip(tmp_path: Path) -> None:
    assert header_chip(tmp_path / "none") is None
