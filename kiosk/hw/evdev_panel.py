"""A citizen's touch panel through evdev: found, taken for this program alone, and opened again when it is back.

Taken (EVIOCGRAB) means that the X server does not get its events: a touch moves no pointer of another program.
"""

from __future__ import annotations

import contextlib
import logging
import select
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from domain.statuses import TouchStatus
from kiosk.hw.panel import OnTouch
from kiosk.hw.panel_contacts import (
    ABS_X,
    ABS_Y,
    BTN_TOUCH,
    EV_ABS,
    EV_KEY,
    POSITION_X,
    POSITION_Y,
    SLOT,
    Axis,
    PanelContacts,
)

logger = logging.getLogger(__name__)

DIRECT = 0x01  # INPUT_PROP_DIRECT: a touch screen, not a touchpad
RETRY_S, WAIT_S = 0.5, 0.2


class PanelDevice(Protocol):
    """What we use of `evdev.InputDevice` for a panel."""

    @property
    def path(self) -> str | bytes: ...

    def fileno(self) -> int: ...

    def grab(self) -> None: ...

    def read(self) -> Iterable[Any]: ...

    def close(self) -> None: ...

    def capabilities(self) -> dict[int, Any]: ...

    def input_props(self) -> list[int]: ...


class SeveralPanelsError(OSError):
    """More than one panel is there, and none is named: a touch on the wrong one would count."""


def _open_device(path: str) -> PanelDevice:
    import evdev

    device: PanelDevice = evdev.InputDevice(path)
    return device


def _list_devices() -> Sequence[str]:
    import evdev

    return list(evdev.list_devices())


class EvdevPanel:
    """`path`: the panel's name under /dev/input/by-id or by-path; empty: the one panel of this machine."""

    def __init__(
        self,
        path: str,
        open_device: Callable[[str], PanelDevice] = _open_device,
        list_devices: Callable[[], Sequence[str]] = _list_devices,
    ) -> None:
        self._path = path
        self._open_device = open_device
        self._list_devices = list_devices
        self._status = TouchStatus.GONE
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def status(self) -> TouchStatus:
        return self._status

    def start(self, on_touch: OnTouch) -> None:
        self._thread = threading.Thread(target=self._watch, args=(on_touch,), name="panel", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(5 * WAIT_S)

    def _watch(self, on_touch: OnTouch) -> None:
        while not self._stopping.is_set():
            try:
                panel = self._open()
            except SeveralPanelsError as error:
                self._now(TouchStatus.SEVERAL, str(error))
            except OSError as error:
                self._now(TouchStatus.GONE, error.strerror or str(error))
            else:
                self._now(TouchStatus.READY, str(panel.device.path))
                panel.follow(on_touch, self._stopping)
                continue
            self._stopping.wait(RETRY_S)

    def _now(self, status: TouchStatus, detail: str) -> None:
        if status is not self._status or self._status is TouchStatus.READY:
            logger.warning("touch panel: %s (%s)", status, detail)
        self._status = status

    def _open(self) -> OpenPanel:
        path = self._path or self._only_one()
        device = self._open_device(path)
        try:
            opened = OpenPanel(device)
        except OSError:
            device.close()
            raise
        return opened

    def _only_one(self) -> str:
        found = list(self._panels())
        if not found:
            raise OSError(0, "there is none")
        if len(found) > 1:
            raise SeveralPanelsError(0, f"{', '.join(found)}: name one in terminal.toml, screen.touch")
        return found[0]

    def _panels(self) -> Iterator[str]:
        for path in self._list_devices():
            with contextlib.suppress(OSError):
                device = self._open_device(path)
                try:
                    if DIRECT in device.input_props() and shape_of(device) is not None:
                        yield path
                finally:
                    device.close()


@dataclass(frozen=True, slots=True)
class PanelShape:
    """How a panel reports positions. `multi`: by multi-touch protocol B."""

    x: Axis
    y: Axis
    multi: bool


def shape_of(device: PanelDevice) -> PanelShape | None:
    """None: it is no touch panel. Raises `OSError`."""
    told = device.capabilities()
    axes = {code: Axis(info.min, info.max) for code, info in told.get(EV_ABS, ())}
    if {SLOT, POSITION_X, POSITION_Y} <= axes.keys():
        return PanelShape(axes[POSITION_X], axes[POSITION_Y], multi=True)
    if {ABS_X, ABS_Y} <= axes.keys() and BTN_TOUCH in told.get(EV_KEY, ()):
        return PanelShape(axes[ABS_X], axes[ABS_Y], multi=False)
    return None


class OpenPanel:
    """An open panel, taken for this program alone. Raises `OSError` if the device is no panel or is taken already."""

    def __init__(self, device: PanelDevice) -> None:
        shape = shape_of(device)
        if shape is None:
            raise OSError(0, f"{device.path!r} is no touch panel")
        device.grab()
        self.device = device
        self._contacts = PanelContacts(shape.x, shape.y, multi=shape.multi)

    def follow(self, on_touch: OnTouch, stopping: threading.Event) -> None:
        """Report touches until the panel is gone or the program ends; then a finger on it counts as lifted."""
        try:
            while not stopping.is_set():
                ready, _, _ = select.select([self.device.fileno()], [], [], WAIT_S)
                if not ready:
                    continue
                events = list(self.device.read())
                if not events:
                    return
                for event in events:
                    for touch in self._contacts.event(event.type, event.code, event.value):
                        on_touch(touch)
        except OSError:
            return
        finally:
            with contextlib.suppress(OSError):
                self.device.close()
            for touch in self._contacts.lift():
                on_touch(touch)
