"""The one window of a process: switches screens, guards against double taps, catches bugs, feeds the watchdog.

Call `kiosk.widgets.window.prepare` before importing this module.
"""

from __future__ import annotations

import json
import logging
import signal
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from pathlib import Path

from kivy.base import EventLoop, ExceptionHandler, ExceptionManager, runTouchApp, stopTouchApp
from kivy.clock import Clock
from kivy.core.text import LabelBase
from kivy.core.window import Window
from kivy.input.motionevent import MotionEvent
from kivy.uix.floatlayout import FloatLayout

from domain.emergency.views import Emergency
from domain.flow import DOUBLE_TAP_MS, Look
from domain.statuses import TouchStatus
from kiosk.hw.panel import TouchPanel
from kiosk.terminal.health import FirstFrame
from kiosk.terminal.settings import Terminal
from kiosk.terminal.touch_matrix import IDENTITY
from kiosk.typeface.wrap import pieces
from kiosk.widgets.calibration import Calibration
from kiosk.widgets.emergency import EmergencyCover
from kiosk.widgets.failsafe import Failsafe
from kiosk.widgets.heap import give_back
from kiosk.widgets.on_signal import save_when_asked
from kiosk.widgets.own_touch import any_pointer_mark, listen_to
from kiosk.widgets.paragraph import font
from kiosk.widgets.screen import TerminalScreen
from kiosk.widgets.seen import seen
from kiosk.widgets.solid import take_nearest_white
from kiosk.widgets.theme import Metrics, Profile
from kiosk.widgets.waker import rest_between_frames
from program.sd_notify import tell, watchdog_seconds
from program.vitals import running_ms

log = logging.getLogger(__name__)

GUARD_MM = 25.0
BUGS = 3
BUGS_MS = 60_000
FAILSAFE_SECONDS = 8
EXIT_BUGS = 70
REST_S = 0.5
LAYOUT_PASSES = 100
"""A page that is too full needs several layout passes. All run in one frame, so that no intermediate state is
visible."""

Screens = Mapping[str, Callable[[Metrics, Callable[[object], None]], TerminalScreen]]


class Root(FloatLayout):
    """Holds the current screen.

    The second tap of a double tap does not reach the next screen's button on the same spot.
    """

    def __init__(self, guard_px: float, touched: Callable[[], None]) -> None:
        super().__init__()
        self._guard_px = guard_px
        self._touched = touched
        self._last: tuple[float, float, float] | None = None  # x, y, when
        self._changed_ms = 0.0
        self.touches = 0  # ended ones
        self.covered: Callable[[], bool] = lambda: False  # whether something that cannot be touched covers the screen

    def on_touch_down(self, touch: MotionEvent) -> bool:
        now = time.monotonic() * 1000
        last, self._last = self._last, (touch.x, touch.y, now)
        if not self.covered():
            self._touched()
        if last is not None and self._changed_ms >= last[2] and now - last[2] <= DOUBLE_TAP_MS:
            near = abs(touch.x - last[0]) <= self._guard_px and abs(touch.y - last[1]) <= self._guard_px
            if near:
                return True
        return bool(super().on_touch_down(touch))

    def on_touch_up(self, touch: MotionEvent) -> bool:
        if touch.grab_current is None:  # once a touch, however many widgets hold it
            self.touches += 1
        return bool(super().on_touch_up(touch))

    def changed(self) -> None:
        self._changed_ms = time.monotonic() * 1000


class Shell(ExceptionHandler):
    """`screens`: name → class; each is built once, when it is first shown.

    `touch` gets every intent (post it to the runner), `active` every touch (for the time-out), `recover` is called
    after a bug was caught and its screen shown for a while: bring the flow back to its beginning there. `alive`: the
    watchdog is fed only while it returns true. `panel`: the only panel whose touches count; None: the display's pointer
    counts.
    """

    def __init__(
        self,
        terminal: Terminal,
        profile: Profile,
        screens: Screens,
        *,
        touch: Callable[[object], None],
        active: Callable[[], None] = lambda: None,
        recover: Callable[[], None] = lambda: None,
        alive: Callable[[], bool] = lambda: True,
        panel: TouchPanel | None = None,
    ) -> None:
        super().__init__()
        common = {bold: str(font(bold=bold).common.path) for bold in (False, True)}
        LabelBase.register("Roboto", fn_regular=common[False], fn_bold=common[True])
        self.metrics = Metrics(terminal.screen, profile, Look(language=terminal.language))
        Clock.max_iteration = LAYOUT_PASSES
        take_nearest_white()
        self.root = Root(self.metrics.mm(GUARD_MM), active)
        self.current: TerminalScreen | None = None
        self._cover = EmergencyCover(self.root, self.metrics, self.root.changed)
        self.root.covered = lambda: self._cover.screen is not None
        self._screens = screens
        self._built: dict[str, TerminalScreen] = {}
        self._touch = touch
        self._recover = recover
        self._alive = alive
        self._bugs: list[float] = []
        self._failsafe: Failsafe | None = None
        self._exit = 0
        self._first_frame: FirstFrame | None = None
        self._resting = Clock.create_trigger(lambda _dt: give_back(), REST_S)
        self._picture = Path(terminal.data) / "screen.png"
        Window.clearcolor = self.metrics.colours.ground
        self._panel = panel
        self._strangers = listen_to(panel) if panel is not None else None
        self._any_pointer = terminal.screen.any_pointer
        if terminal.screen.touch_matrix != IDENTITY:
            EventLoop.add_postproc_module(Calibration(terminal.screen.touch_matrix))

    # ---- screens

    def show(self, name: str, state: object, look: Look | None = None) -> None:
        """Show the screen `name` in `look` with `state`. Showing the same again costs almost nothing."""
        if look is not None and look != self.metrics.look:
            self.metrics = Metrics(self.metrics.screen, self.metrics.profile, look)
            Window.clearcolor = self.metrics.colours.ground
        screen = self._built.get(name)
        if screen is None:
            screen = self._built[name] = self._screens[name](self.metrics, self._touch)
        if screen.m != self.metrics:
            screen.wear(self.metrics)
        screen.render(state)
        if screen is not self.current:
            self._swap(screen)

    def _swap(self, screen: TerminalScreen) -> None:
        if self.current is not None:
            self.root.remove_widget(self.current)
            self.current.left()
        self.root.clear_widgets()
        self.root.add_widget(screen)
        if self._any_pointer:
            self.root.add_widget(any_pointer_mark(self.metrics, screen.say))
        self._cover.on_top()
        self.root.changed()
        self.current = screen
        screen.entered()

    def tell_emergency(self, emergency: Emergency | None) -> None:
        """Cover every screen with this notice, or none any more; from any thread."""
        self._cover.tell(emergency)

    def forget(self) -> None:
        """Drop every built screen with everything on it, as the end of a person's session requires."""
        for name, screen in list(self._built.items()):
            if screen is not self.current:
                del self._built[name]
        self.rest()

    def rest(self) -> None:
        """A person has gone: forget their texts and, after the next frames, the painted pictures of these."""
        pieces.cache_clear()
        self._resting()

    # ---- the loop

    def run(self, *, on_start: Callable[[], object] = lambda: None, picture: Path | None = None) -> int:
        """Open the window and stay until `stop`; returns the exit code.

        SIGUSR1 saves what is shown to `picture` (screen.png in the terminal's data folder), and beside it as
        screen.json what can be read and touched; SIGUSR2 the latter alone, which costs no picture.
        """
        ExceptionManager.add_handler(self)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self.stop())
        Window.fbind("on_flip", self._first_flip)
        path = picture or self._picture
        save_when_asked(path, self._told)
        Window.fbind("on_request_close", self._close_asked)
        first = Clock.schedule_once(lambda _dt: on_start(), 0)
        feeding = None
        if seconds := watchdog_seconds():
            feeding = Clock.schedule_interval(self._feed, seconds / 3)
        waker = rest_between_frames()
        tell("READY=1")
        try:
            runTouchApp(self.root)
        finally:
            first.cancel()
            if feeding is not None:
                feeding.cancel()
            ExceptionManager.remove_handler(self)
            if waker is not None:
                waker.close()
            tell("STOPPING=1")
        return self._exit

    def wake(self, drain: Callable[..., None]) -> Callable[[], None]:
        """A function any thread may call: `drain` then runs on the main thread, once, in this frame."""
        return Clock.create_trigger(drain, -1)  # type: ignore[no-any-return]

    def first_frame(self) -> FirstFrame | None:
        """The window's report after its first frame, with the present touch status; None before. From any thread."""
        frame = self._first_frame
        if frame is None or self._panel is None:
            return replace(frame, touch=TouchStatus.ANY) if frame and self._any_pointer else frame
        return replace(frame, touch=self._panel.status, strange=self._strangers.seen if self._strangers else "")

    def _first_flip(self, *_: object) -> None:
        Window.funbind("on_flip", self._first_flip)
        self._first_frame = FirstFrame(Window.width, Window.height, running_ms())

    def stop(self) -> None:
        stopTouchApp()

    def _told(self) -> str:
        """What can be read and touched now, as JSON; "" before the first screen."""
        if self.current is None:
            return ""
        return json.dumps(
            asdict(seen(self._cover.screen or self.current, Window.height, self.root.touches)), ensure_ascii=False
        )

    def _close_asked(self, *_: object, **__: object) -> bool:
        self.stop()
        return True

    def _feed(self, _dt: float) -> None:
        if self._alive():
            tell("WATCHDOG=1")

    # ---- bugs

    def handle_exception(self, bug: BaseException) -> int:
        """A bug in the main loop: logged without its values, shown as a failsafe screen; three a minute end it."""
        if not isinstance(bug, Exception):
            return int(ExceptionManager.RAISE)
        log.error("bug: %s at %s", type(bug).__name__, _places(bug))
        now = time.monotonic() * 1000
        self._bugs = [when for when in self._bugs if now - when < BUGS_MS] + [now]
        if len(self._bugs) >= BUGS:
            self._exit = EXIT_BUGS
            log.error("%d bugs within a minute: the program ends, to be started anew", BUGS)
            self.stop()
            return int(ExceptionManager.PASS)
        self._show_failsafe()
        Clock.schedule_once(lambda _dt: self._resume(), FAILSAFE_SECONDS)
        return int(ExceptionManager.PASS)

    def _show_failsafe(self) -> None:
        if self._failsafe is None:
            self._failsafe = Failsafe(self.metrics, self._touch)
        self._built = {}  # a screen that failed half-way is not shown again
        self._swap(self._failsafe)

    def _resume(self) -> None:
        if self.current is self._failsafe:
            self.current = None
            self._recover()


def _places(bug: BaseException) -> str:
    """The places of an exception, innermost last: only files and lines, because messages may quote personal data."""
    places, trace = [], bug.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"{Path(code.co_filename).name}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return " > ".join(places[-6:])
