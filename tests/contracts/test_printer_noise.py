"""Stray bytes on a printer's line while its cut is withheld: whatever they are, no ticket counts as printed."""

from __future__ import annotations

import os
import re
import termios
from collections.abc import Iterator
from pathlib import Path

import pytest
from escpos_peer import CUT, KNOWN, MODEL, PAPER, EscposPeer, PtyPrinter
from printer_rigs import LINES, EscposRig
from test_ticket_bytes import STANDARD

from domain.statuses import PrinterStatus
from kiosk.hw.escpos_talk import PAIR_ROW, Proof
from kiosk.hw.printer import NotPrinted, Printed
from kiosk.hw.printer_line import open_line
from kiosk.hw.wiring import PrinterLine, PrinterWiring

NOISE = {
    "a break": b"\x00",
    "a wire that hums": b"\x00" * 64,
    "a line end": b"\r\n",
    "words": b"OK\r\n",
    "an automatic status": b"\x10\x00\x00\x00",
    "two automatic statuses, paper near its end": b"\x14\x00\x03\x00" * 2,
    "a truncated automatic status": b"\x00\x03",
    "a status that nobody asked for": b"\x12",
    "half an echo": b"\x72\x01",
    "a boot": b"\x00\xff\x00\xfe\r\nREADY\r\n",
}
ASKED = re.compile(b"|".join(map(re.escape, KNOWN)))
ANSWERS = {
    "answers each in its way": KNOWN,
    "answers all alike": dict.fromkeys(KNOWN, b"\x00"),
}
withheld = pytest.mark.parametrize("rig", [(line, 0.2) for line in ("network", "serial", "usb")], indirect=True)
made = pytest.mark.parametrize("rig", [(line, 5.0) for line in LINES], indirect=True)


@pytest.fixture
def rig(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[EscposRig]:
    line, patience = request.param
    yield from LINES[line](tmp_path, print_seconds=patience)


@pytest.fixture(params=ANSWERS.values(), ids=list(ANSWERS))
def peer(request: pytest.FixtureRequest, rig: EscposRig) -> EscposPeer:
    rig.device.peer.knows = dict(request.param)
    assert rig.printer.status() == PrinterStatus.READY
    return rig.device.peer


@withheld
@pytest.mark.parametrize("noise", NOISE.values(), ids=list(NOISE))
def test_a_printer_that_says_noise_before_its_answers_and_prints_nothing_is_not_believed(
    rig: EscposRig, peer: EscposPeer, noise: bytes
) -> None:
    peer.stuck, peer.chatter = True, noise
    assert isinstance(rig.printer.print(STANDARD), NotPrinted)
    assert rig.whole_tickets() == 0


@withheld
@pytest.mark.parametrize("noise", NOISE.values(), ids=list(NOISE))
def test_a_printer_whose_power_dips_before_the_cut_is_not_believed(
    rig: EscposRig, peer: EscposPeer, noise: bytes
) -> None:
    peer.reboots_saying = noise
    outcome = rig.printer.print(STANDARD)
    assert isinstance(outcome, NotPrinted)
    assert outcome.started
    assert rig.whole_tickets() == 0


@withheld
def test_even_the_right_answers_by_chance_are_not_believed_of_a_printer_that_is_stuck(
    rig: EscposRig, peer: EscposPeer
) -> None:
    peer.stuck = True
    arrives = peer.arrives

    def and_is_lucky(data: bytes) -> None:
        arrives(data)
        if CUT in data:
            peer.arrives = arrives  # type: ignore[method-assign]
            peer._reply(b"".join(peer.knows[question] for question in ASKED.findall(data, data.rindex(CUT))))

    peer.arrives = and_is_lucky  # type: ignore[method-assign]
    assert rig.printer.print(STANDARD) == NotPrinted(PrinterStatus.UNKNOWN, started=True)


@made
def test_a_whole_ticket_on_a_quiet_line_is_believed(rig: EscposRig, peer: EscposPeer) -> None:
    assert rig.printer.print(STANDARD) == Printed()
    peer.become(PrinterStatus.NEAR_END)
    assert rig.printer.print(STANDARD) == Printed(PrinterStatus.NEAR_END)
    assert rig.whole_tickets() == 2


@made
def test_a_printer_that_knows_no_question_but_gs_r_1_is_believed_by_that(rig: EscposRig) -> None:
    rig.device.peer.knows = {PAPER: KNOWN[PAPER]}
    assert rig.printer.print(STANDARD) == Printed()


def test_a_serial_port_drops_breaks_and_the_bytes_they_cut_short(tmp_path: Path) -> None:
    device = PtyPrinter(tmp_path)
    line = open_line(PrinterWiring(line=PrinterLine.SERIAL, path=str(device.path)))
    other = os.open(device.path, os.O_RDWR | os.O_NOCTTY)
    dropped = termios.IGNBRK | termios.INPCK | termios.IGNPAR
    assert termios.tcgetattr(other)[0] & dropped == dropped
    os.close(other)
    line.close()
    device.unplug()


def test_a_row_of_one_and_the_same_byte_never_answers_two_questions() -> None:
    for length in range(3 * PAIR_ROW):
        for byte in b"\x00\x03\x0d":
            proof = Proof((PAPER, MODEL))
            proof.hear(bytes((byte,)) * length)
            assert not proof.holds


def test_tickets_are_not_all_asked_for_alike() -> None:
    """Else a printer that did not forget an earlier ticket could confirm a later one with it."""
    for questions in ((PAPER,), (PAPER, MODEL)):
        assert len({Proof(questions).asked for _ in range(100)}) > 5
