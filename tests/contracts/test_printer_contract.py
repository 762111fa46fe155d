"""What every ticket printer does, the fakes and the real drivers alike."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from printer_rigs import RIGS, PrinterRig

from domain.statuses import PrinterStatus
from kiosk.hw.printer import NotPrinted, Printed, TicketPaper

PAPER = TicketPaper(
    hall="月坛街道政务服务中心",
    number="A012",
    queue="社会保险",
    ahead="前面还有 3 人，约 10–15 分钟",
    time="2026-11-21 09:30",
    guide="请备好：本人身份证",
    rule="过号请到咨询台",
    qr="https://zw.example.cn/q/1",
    qr_caption="扫码查看排队",
    hotline="12345",
)
TROUBLE = [status for status in PrinterStatus if not status.can_print and status is not PrinterStatus.NONE]


@pytest.fixture(params=list(RIGS))
def rig(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[PrinterRig]:
    yield from RIGS[request.param](tmp_path)


def test_a_ready_printer_prints_a_whole_ticket(rig: PrinterRig) -> None:
    assert rig.printer.status() == PrinterStatus.READY
    assert rig.printer.print(PAPER) == Printed(PrinterStatus.READY)
    assert rig.whole_tickets() == 1


def test_a_printer_near_the_end_of_its_paper_prints_and_says_so(rig: PrinterRig) -> None:
    rig.become(PrinterStatus.NEAR_END)
    assert rig.printer.status() == PrinterStatus.NEAR_END
    assert rig.printer.print(PAPER) == Printed(PrinterStatus.NEAR_END)
    assert rig.whole_tickets() == 1


@pytest.mark.parametrize("status", TROUBLE)
def test_a_printer_in_trouble_names_it_and_starts_no_paper(rig: PrinterRig, status: PrinterStatus) -> None:
    rig.become(status)
    assert rig.printer.status() == status
    assert rig.printer.print(PAPER) == NotPrinted(status, started=False)
    assert rig.whole_tickets() == 0


@pytest.mark.parametrize("status", TROUBLE)
def test_a_printer_whose_trouble_is_mended_prints_again(rig: PrinterRig, status: PrinterStatus) -> None:
    rig.become(status)
    rig.printer.print(PAPER)
    rig.become(PrinterStatus.READY)
    assert rig.printer.print(PAPER) == Printed(PrinterStatus.READY)
    assert rig.whole_tickets() == 1


def test_half_a_ticket_is_not_a_ticket(rig: PrinterRig) -> None:
    rig.end_paper_within_the_next_ticket()
    assert rig.printer.print(PAPER) == NotPrinted(PrinterStatus.PAPER_OUT, started=True)
    assert rig.whole_tickets() == 0
    assert rig.printer.print(PAPER) == NotPrinted(PrinterStatus.PAPER_OUT, started=False)


def test_a_closed_printer_is_offline(rig: PrinterRig) -> None:
    rig.printer.close()
    assert rig.printer.print(PAPER) == NotPrinted(PrinterStatus.OFFLINE)
