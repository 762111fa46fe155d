"""A serial port that goes away at the worst moment."""

from __future__ import annotations

import os
import pty
import termios
from typing import Any

import pytest

from kiosk.hw.line import LineGoneError, open_serial


def test_a_port_that_is_pulled_while_it_is_opened_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    """The kernel's error is none of the OSErrors then: a driver that tries again must not end of it."""
    held, slave = pty.openpty()
    path = os.ttyname(slave)
    set_attributes = termios.tcsetattr
    pulled: list[bool] = []

    def pull_first(*given: Any) -> None:
        if not pulled:
            os.close(held)
            pulled.append(True)
        set_attributes(*given)

    monkeypatch.setattr(termios, "tcsetattr", pull_first)
    with pytest.raises(LineGoneError):
        open_serial(path, 9600)
    assert pulled
    os.close(slave)
