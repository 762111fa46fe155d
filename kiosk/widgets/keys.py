"""Gives the keyboard to one program, whichever window was touched last.

Two screens are two processes under one X server without a window manager, where keys go to the window that was opened
or touched last. A clerk's keyboard belongs to the clerk's screen, so that screen takes the keyboard at its start and
whenever another window has it.
"""

from __future__ import annotations

import ctypes
import logging

from kivy.clock import Clock
from kivy.core.window import Window

logger = logging.getLogger(__name__)

SOON_S = 0.1
REVERT_TO_POINTER = 1
NOW = 0


class _Cookie(ctypes.Structure):
    """xcb_void_cookie_t."""

    _fields_ = (("sequence", ctypes.c_uint),)


def keep_keys() -> None:
    """Take the keyboard focus when the window is open, and again each time it is lost. Without X it does nothing."""
    take = Clock.create_trigger(_take, SOON_S)
    Window.fbind("focus", lambda _window, has: None if has else take())
    take()


def _take(_dt: float) -> None:
    window = Window.get_window_info()
    number = getattr(window, "window", None)
    if not isinstance(number, int):
        return
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError as error:
        logger.warning("the keys of the display cannot be taken: %s", error)
        return
    xcb.xcb_connect.restype = xcb.xcb_request_check.restype = ctypes.c_void_p
    xcb.xcb_set_input_focus_checked.restype = _Cookie
    line = ctypes.c_void_p(
        xcb.xcb_connect(None, None)
    )  # a connection of our own: an error on SDL's connection would end the program
    if not xcb.xcb_connection_has_error(line):
        asked = xcb.xcb_set_input_focus_checked(
            line, ctypes.c_uint8(REVERT_TO_POINTER), ctypes.c_uint32(number), ctypes.c_uint32(NOW)
        )
        if xcb.xcb_request_check(line, asked):  # waits for the server's answer
            logger.warning("the display does not give its keys to this window")
    xcb.xcb_disconnect(line)
