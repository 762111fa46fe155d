"""The six numbers of a touch calibration, in the form of libinput's LIBINPUT_CALIBRATION_MATRIX.

    x' = a·x + b·y + c        y' = d·x + e·y + f        written a b c d e f

x and y are shares of the touch panel from its upper left corner, before the screen's rotation. So the same numbers can
be used in `touch_matrix` of terminal.toml or in a udev rule, but not in both.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]
Three = tuple[float, float, float]

IDENTITY: Matrix = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0)
FLATTEST = 0.05
"""A matrix that shrinks the panel to less than this share of its area is a typing mistake."""

FARTHEST_OFF = 0.03
"""How far beside its cross, as a share of the screen, a touch may be and still count."""


def mistake(matrix: Matrix) -> str:
    """Why these six numbers cannot be a calibration; "" if they can."""
    if not all(map(math.isfinite, matrix)):
        return "must be six finite numbers"
    a, b, _c, d, e, _f = matrix
    if abs(a * e - b * d) < FLATTEST:
        return "cannot be inverted: it puts the whole panel on a line (as a b c d e f; 1 0 0 0 1 0 changes nothing)"
    return ""


def applied(matrix: Matrix, at: Point) -> Point:
    """The calibrated position of a touch at `at`, limited to the screen."""
    (a, b, c, d, e, f), (x, y) = matrix, at
    return _on(a * x + b * y + c), _on(d * x + e * y + f)


def _on(share: float) -> float:
    return min(max(share, 0.0), 1.0)


def before_rotation(at: Point, rotation: int) -> Point:
    """The position on the panel of `at`, a position on the screen that Kivy rotates by `rotation` degrees."""
    x, y = at
    return {0: (x, y), 90: (y, 1 - x), 180: (1 - x, 1 - y), 270: (1 - y, x)}[rotation]


def fitted(touched: Sequence[Point], meant: Sequence[Point]) -> Matrix | None:
    """The matrix that maps the touches as near as possible to the meant positions; None if there is none."""
    rows = [(x, y, 1.0) for x, y in touched]
    across = _least_squares(rows, [x for x, _y in meant])
    down = _least_squares(rows, [y for _x, y in meant])
    if across is None or down is None:
        return None
    made: Matrix = (*across, *down)
    if mistake(made):
        return None
    ends = [applied(made, at) for at in touched]
    return made if all(math.dist(*pair) <= FARTHEST_OFF for pair in zip(ends, meant, strict=True)) else None


def _least_squares(rows: Sequence[Three], wanted: Sequence[float]) -> Three | None:
    """Solve the normal equations for three unknowns by Cramer's rule; None if there is no solution."""
    square = [[sum(row[i] * row[j] for row in rows) for j in range(3)] for i in range(3)]
    right = [sum(row[i] * value for row, value in zip(rows, wanted, strict=True)) for i in range(3)]
    whole = _determinant(square)
    if abs(whole) < 1e-6:
        return None
    solved = [
        _determinant([[right[i] if k == j else square[i][k] for k in range(3)] for i in range(3)]) / whole
        for j in range(3)
    ]
    return solved[0], solved[1], solved[2]


def _determinant(m: Sequence[Sequence[float]]) -> float:
    return (
        m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1])
        - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0])
        + m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0])
    )
