"""Lets a window's loop rest until something happens, and go on at once when it does.

Kivy's own loop looks for touches many times a second, so it works all day for nothing, and a touch waits for the next
look. `Waker` takes the place of the event on which Kivy's interruptible clock waits between two frames. It ends that
wait when the display has something to say, when another thread schedules something and when a signal comes. Timers of
the main thread end the wait by themselves: the clock knows when the next one is due.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import select
import signal
import time

from kivy.base import EventLoop
from kivy.clock import Clock
from kivy.core.window import Window
from kivy.core.window.window_sdl2 import SDL2MotionEventProvider

LOOKS_PER_S = 4
"""How often the loop looks around with nothing to do: how late it sees what woke nobody."""

PACE_S = 1 / 60
"""Least time between two frames that hand out input: a moving finger reports some hundred places a second."""

EXACT_S = 0.001
"""How exactly timers are kept. Kivy's own value follows from the frames a second, and for that long it runs in circles
instead of waiting."""


class Waker:
    """Stands in for `threading.Event`. `set` can be called from any thread, all else from the main thread."""

    def __init__(self, display: DisplayLine) -> None:
        self._display = display
        self._reading, self._writing = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        self._own, self._both = select.poll(), select.poll()
        self._own.register(self._reading, select.POLLIN)
        for fd in (self._reading, display.fd):
            self._both.register(fd, select.POLLIN)
        self._set = False
        self._handed_s = 0.0  # when input was last handed out, on the monotonic clock
        signal.set_wakeup_fd(self._writing, warn_on_full_buffer=False)

    def is_set(self) -> bool:
        return self._set

    def set(self) -> None:
        if not self._set:
            self._set = True
            with contextlib.suppress(BlockingIOError):  # full: it wakes anyway
                os.write(self._writing, b"\0")

    def clear(self) -> None:
        self._set = False  # before the pipe is emptied: whoever sets it from now on writes again
        with contextlib.suppress(BlockingIOError):
            while os.read(self._reading, 512):
                pass

    def wait(self, timeout: float) -> None:
        """Wait for `set`, a signal or the display, `timeout` seconds at most.

        The display ends two waits: Kivy reads it at the end of a frame, and hands out in the next one what it read.
        """
        if self._set:
            return
        if _unread():
            left = self._handed_s + PACE_S - time.monotonic()
            if left > 0:
                self._own.poll(_ms(left))
            self._handed_s = time.monotonic()
        elif not self._display.pending():
            self._both.poll(_ms(timeout))

    def close(self) -> None:
        signal.set_wakeup_fd(-1)


def _unread() -> bool:
    """Whether something waits for the next frame that Kivy schedules nothing for: input, or a changed picture."""
    pointers = (getattr(provider, "waiting_event", ()) for provider in EventLoop.input_providers)
    return bool(SDL2MotionEventProvider.q or any(pointers) or Window.canvas.needs_redraw)


class DisplayLine:
    """SDL's connection to the X server. Raises `OSError` if the window has none.

    `pending`: whether it has something to say. That is not the same as `fd` being readable: a library that waited for
    an answer may have read events too, and keeps them.
    """

    def __init__(self) -> None:
        window = Window.get_window_info()
        display = getattr(window, "display", None)
        if type(window).__name__ != "WindowInfoX11" or not display:
            raise OSError("the window is not on an X server")
        x11 = ctypes.CDLL("libX11.so.6")
        self._pending = x11.XPending
        self._display = ctypes.c_void_p(display)
        self.fd: int = x11.XConnectionNumber(self._display)

    def pending(self) -> bool:
        return bool(self._pending(self._display))


def _ms(seconds: float) -> int:
    """Rounded up: a wait that ends too early is a loop for nothing."""
    return max(0, int(seconds * 1000) + 1)


def rest_between_frames() -> Waker | None:
    """From now on the loop rests while nothing happens. None: this display cannot wake it, and it goes on looking."""
    try:
        waker = Waker(DisplayLine())
    except OSError:
        return None
    Clock._event = waker  # noqa: SLF001 - there is no other way in (ADR 50)
    Clock._max_fps = LOOKS_PER_S  # noqa: SLF001 - `Config` is read once, and the first frames want more
    Clock.clock_resolution = EXACT_S
    return waker
