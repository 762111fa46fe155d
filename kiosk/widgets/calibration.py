"""Corrects the place of every touch by `touch_matrix`, after the input provider and before any widget sees it."""

from __future__ import annotations

from kivy.input.motionevent import MotionEvent

from kiosk.terminal.touch_matrix import Matrix, applied

DONE = "touch_matrix"


class Calibration:
    """A post-processor of Kivy's event loop (`EventLoop.add_postproc_module`). Kivy counts y from below."""

    def __init__(self, matrix: Matrix) -> None:
        self._matrix = matrix

    def process(self, events: list[tuple[str, MotionEvent]]) -> list[tuple[str, MotionEvent]]:
        for kind, event in events:
            if not event.is_touch or event.ud.get(DONE) == (event.sx, event.sy):
                continue  # corrected already: a provider repeats the event when the finger is lifted
            x, down = applied(self._matrix, (event.sx, 1 - event.sy))
            event.sx, event.sy = event.ud[DONE] = (x, 1 - down)
            if kind == "begin":
                event.osx, event.osy = event.sx, event.sy
        return events
