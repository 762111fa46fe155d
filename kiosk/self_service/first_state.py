"""The kiosk's state before it has heard anything: what its window shows first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from domain.number_machine.state import Machine, Page
from domain.self_service.state import SelfService
from kiosk.terminal.settings import Terminal


def within(terminal: Terminal) -> Callable[[Machine], SelfService]:
    """Puts a machine into the first state of this terminal's kiosk: home, with the hall's choice of businesses."""

    def first(machine: Machine) -> SelfService:
        return SelfService(machine=replace(machine, page=Page.HOME), businesses=terminal.kiosk.businesses)

    return first
