"""The daily check of this kiosk for the page of the staff menu: what `xiaochuang devices` says, and counters."""

from __future__ import annotations

from domain.config import Text
from domain.health.health import Health
from domain.self_service.staff.parts import PartState
from kiosk.number_machine.machine import NumberMachine
from kiosk.terminal.check.rows import rows
from kiosk.terminal.check.words import PARTS
from kiosk.terminal.settings import Terminal

PAPER = Text(zh="打印张数", en="papers printed")
COUNTED = Text(zh="这台机器装好以来", en="since this machine was set up")
SOFTWARE = Text(zh="软件版本", en="version")
FROM_SOURCE = Text(zh="试用版，没有安装", en="not installed: run from its sources")
INSTALLED = Text(zh="已安装", en="installed")


def parts_of(terminal: Terminal, machine: NumberMachine) -> tuple[PartState, ...]:
    """Each part, those that want somebody first; then the counters."""
    report = machine.program.report()
    health = Health.of(report["health"])
    found = [
        PartState(part=PARTS[row.part], say=row.say, detail=row.detail, ok=row.ok)
        for row in rows(terminal, health, program="running", hall=report["hall"])
        if row.part != "program" and row.driver != "none"
    ]
    found.sort(key=lambda one: one.ok)
    printing = machine.printing
    if printing is not None and printing.count is not None:
        found.append(PartState(part=PAPER, say=COUNTED, detail=str(printing.count.printed)))
    version = report["version"]
    return (*found, PartState(part=SOFTWARE, say=INSTALLED if version else FROM_SOURCE, detail=version))
