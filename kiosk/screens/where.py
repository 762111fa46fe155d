"""Where a part of the machine is, in words and as an arrow."""

from __future__ import annotations

from domain.places import Side
from kiosk.widgets.language import _


def where(side: Side) -> str:
    """To be put into a sentence: 把卡平放在{where}的读卡区."""
    return {
        Side.BELOW: _("屏幕下方"),
        Side.ABOVE: _("屏幕上方"),
        Side.LEFT: _("屏幕左侧"),
        Side.RIGHT: _("屏幕右侧"),
    }[side]


ARROWS = {
    Side.BELOW: "arrow-down",
    Side.ABOVE: "arrow-up",
    Side.LEFT: "arrow-left",
    Side.RIGHT: "arrow-right",
}
"""The icon that points there."""
