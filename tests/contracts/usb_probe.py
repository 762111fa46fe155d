"""A printer's day through the real libusb; run by `test_usb_line.py` inside `usb_printer.py`. Prints what happened."""

from __future__ import annotations

import json
import socket
import sys
import threading
from typing import Any

from escpos_peer import EscposPeer

from domain.statuses import PrinterStatus
from kiosk.hw.escpos_printer import EscposPrinter
from kiosk.hw.printer import Printed, TicketPaper
from kiosk.hw.wiring import PrinterLine, PrinterWiring

PAPER = TicketPaper(
    hall="春晓里社区服务站",
    number="A012",
    queue="养老和社保",
    ahead="前面 3 人",
    time="2026-11-21 09:41",
    guide="请备好本人身份证",
    rule="大厅不广播，请看大屏幕。",
    qr="https://hall.example/t/20261121-A012",
    qr_caption="扫码查看排队",
)


def main() -> None:
    wire, hand = (socket.socket(fileno=int(number)) for number in sys.argv[1:])
    peer = EscposPeer(wire.sendall)

    def listen() -> None:
        while data := wire.recv(4096):
            peer.arrives(data)

    threading.Thread(target=listen, daemon=True).start()
    wiring = PrinterWiring(line=PrinterLine.USB, usb="0416:5011", status_seconds=10.0, print_seconds=20.0)
    printer = EscposPrinter(wiring)
    found: dict[str, Any] = {}

    def do(order: bytes) -> None:
        hand.sendall(order)
        assert hand.recv(1) == b"."

    def said(done: object) -> str:
        return "printed" if isinstance(done, Printed) else str(getattr(done, "status", done))

    found["first"] = said(printer.status())
    found["print"] = said(printer.print(PAPER))
    peer.become(PrinterStatus.PAPER_OUT)
    found["no_paper"] = said(printer.print(PAPER))
    peer.become(PrinterStatus.READY)
    do(b"u")
    found["pulled"] = said(printer.print(PAPER))
    found["still_pulled"] = said(printer.status())
    do(b"p")
    found["back"] = said(printer.print(PAPER))
    found["tickets"] = len(peer.paper.tickets)
    printer.close()
    print(json.dumps(found))


if __name__ == "__main__":
    main()
