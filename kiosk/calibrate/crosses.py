"""Four touches and the calibration that they give. No window is opened here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.terminal.touch_matrix import Matrix, Point, before_rotation, fitted

PLACES: tuple[Point, ...] = ((0.1, 0.1), (0.9, 0.1), (0.9, 0.9), (0.1, 0.9))
"""The crosses, as shares of the screen from its upper left corner."""

ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Crosses:
    """Which cross is shown, and whether the four touches before did not fit together."""

    at: int = 0
    again: bool = False


class Calibrating:
    """Collects touches. `show` gets what to show; `done` gets the matrix, or None after three rounds without
    success."""

    def __init__(self, rotation: int, show: Callable[[Crosses], None], done: Callable[[Matrix | None], None]) -> None:
        self._meant = [before_rotation(place, rotation) for place in PLACES]
        self._touched: list[Point] = []
        self._rounds = 0
        self._show = show
        self._done = done

    def touched(self, at: Point) -> None:
        """A touch on the panel, from its upper left corner, before the screen's rotation."""
        self._touched.append(at)
        if len(self._touched) == len(self._meant):
            matrix = fitted(self._touched, self._meant)
            self._touched, self._rounds = [], self._rounds + 1
            if matrix is not None or self._rounds == ROUNDS:
                self._done(matrix)
                return
        self._show(Crosses(len(self._touched), again=self._rounds > 0))
