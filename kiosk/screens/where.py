"""Where a part of the machine is, in words and as an arrow."""

from __future__ import annotations

from domain.places import Side
from kiosk.speech import Speaker


def where(say: Speaker, side: Side) -> str:
    """To be put into a sentence: 把卡平放在{where}的读卡区."""
    return {
        Side.BELOW: say("屏幕下方"),
        Side.ABOVE: say("屏幕上方"),
        Side.LEFT: say("屏幕左侧"),
        Side.RIGHT: say("屏幕右侧"),
    }[side]


ARROWS = {
    Side.BELOW: "arrow-down",
    Side.ABOVE: "arrow-up",
    Side.LEFT: "arrow-left",
    Side.RIGHT: "arrow-right",
}
"""The icon that points there."""
