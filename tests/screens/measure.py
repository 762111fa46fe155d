"""Measures a drawn screen: what a person would stumble over, found by walking its widgets."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

from e_screen.screens.call_block import CallBlock
from e_screen.screens.call_list import CallRow
from kiosk.screens.number_machine.layout import Sign
from kiosk.screens.number_machine.number import NumberScreen
from kiosk.screens.self_service.kiosk_home import KioskHomeScreen
from kiosk.widgets.buttons import TextButton
from kiosk.widgets.card import ChoiceCard
from kiosk.widgets.drawing import DrawnPicture
from kiosk.widgets.foot import Foot
from kiosk.widgets.icon import Icon
from kiosk.widgets.keypad import LEAST_MM, Entry, Keypad
from kiosk.widgets.letters import TypedLine
from kiosk.widgets.number import BigNumber
from kiosk.widgets.on_reader import OnReader
from kiosk.widgets.out_of_slot import OutOfSlot
from kiosk.widgets.paragraph import Paragraph, font
from kiosk.widgets.press import Pressable
from kiosk.widgets.qr import QrCode
from kiosk.widgets.question import StillThere
from kiosk.widgets.theme import CAPITAL, Metrics, Profile
from tests.screens.contrast import faint

TARGET_MM = {Profile.KIOSK: 20.0, Profile.PAD: 12.0, Profile.CLERK: 12.0}
GAP_MM = {Profile.KIOSK: 4.0, Profile.PAD: 2.0, Profile.CLERK: 1.9}

NUMBER_MM = 60.0
"""Height of the number on the screen that gives it."""

CALL_MM, LISTED_MM = 87.0, 61.0
"""0.5° and 0.35° from the farthest seat of the hall's sizes, 10 m."""

MOST_TILES = 9
"""On home: more are not looked at, and each is smaller."""

CITIZENS = (Profile.KIOSK, Profile.PAD)

CODE_MM = 20.0
"""Side of a code; a phone held a hand's width away reads one of 37 modules from 15 mm on."""

Box = tuple[float, float, float, float]  # left, bottom, right, top


def measure(screen: Any, mode: str) -> Iterator[tuple[str, str]]:
    """(rule, where) for everything that is wrong."""
    metrics: Metrics = screen.m
    asked = next((one for one in walk(screen) if isinstance(one, StillThere) and one.seconds > 0), None)
    parts = list(walk(asked or screen))
    words = [one for one in parts if isinstance(one, Paragraph) and one.text]
    targets = [one for one in parts if isinstance(one, Pressable)]
    yield from _words(words, metrics)
    yield from _overlaps(words)
    yield from _covered(words, [one for one in parts if isinstance(one, TypedLine | Entry)])
    if mode == "normal":  # where words are large they may take all the room
        yield from _pictures(parts)
    yield from _drawings(parts, metrics)
    yield from _calls(parts, metrics)
    if isinstance(screen, KioskHomeScreen):
        tiles = [one for one in parts if isinstance(one, ChoiceCard)]
        yield from (("more than nine tiles", said(one)) for one in tiles[MOST_TILES:])
    if isinstance(screen, NumberScreen):
        yield from _numbers(parts, metrics)
        real = not screen.ids.page.warning.startswith(("正在练习", "Practice"))  # of practice nothing is to be kept
        if real and not any(isinstance(one, OutOfSlot) or (isinstance(one, QrCode) and one.data) for one in parts):
            yield "nothing to keep the number by", "neither the way to the paper nor a code"
    by_card = any(isinstance(one, ChoiceCard) and one.key == "card" for one in parts)
    if by_card and not any(isinstance(one, OnReader) for one in parts):
        yield "no picture", "of where the card goes"
    yield from faint(asked or screen, metrics)
    if metrics.profile in CITIZENS:
        yield from _modes(parts, metrics)
    if metrics.profile is Profile.KIOSK:
        yield from _main_is_lowest(targets)
    if metrics.profile in TARGET_MM:
        yield from _targets(targets, metrics)
        if mode.endswith("low"):
            half = screen.height / 2
            yield from (("above the lower half", said(one)) for one in targets if one.top > half + 1)


Sizes = dict[Any, tuple[int, str]]  # what says it: its pixels and its words


def sizes(screen: Any) -> Sizes:
    """Of every text on it, by the widget that says it: widgets stay when the look changes."""
    return {one: (one.px, one.text) for one in walk(screen) if isinstance(one, Paragraph) and one.text}


def shrunk(plain: Sizes, elder: Sizes) -> Iterator[tuple[str, str]]:
    """(rule, where) for everything that elder mode shows smaller: the same widget, or the same words."""
    by_words: dict[str, int] = {}
    for px, text in plain.values():
        by_words[text] = min(px, by_words.get(text, px))
    for one, (px, text) in elder.items():
        before = max(plain.get(one, (0, ""))[0], by_words.get(text, 0))
        if px < before:
            yield f"{px} px in elder mode, {before} px without", text


def walk(widget: Any) -> Iterator[Any]:
    """Everything that is drawn and has a place."""
    for child in widget.children:
        if child.opacity > 0 and not getattr(child, "away", False):
            yield child
            yield from walk(child)


def said(widget: Any) -> str:
    """The words of a widget, or of what is on it."""
    if isinstance(widget, Paragraph):
        return str(widget.text)
    return (
        " / ".join(one.text for one in walk(widget) if isinstance(one, Paragraph) and one.text) or type(widget).__name__
    )


def ink(words: Paragraph) -> Box:
    """Where the glyphs are: the texture without the air of its lines."""
    (x, y), (width, height) = words._box.pos, words._box.size
    air = words.px * 0.22
    return (x, y + air, x + width, y + height - air)


def _words(words: list[Paragraph], metrics: Metrics) -> Iterator[tuple[str, str]]:
    window = (0, 0, metrics.width, metrics.height)
    for one in words:
        if not one.fits:
            yield "does not fit", one.text
        if one.px < metrics.least - 1:
            yield f"smaller than {metrics.least} px", one.text
        left, bottom, right, top = ink(one)
        if left < window[0] - 1 or bottom < window[1] - 1 or right > window[2] + 1 or top > window[3] + 1:
            yield "leaves the screen", one.text
        if right - left > one.width + one.px * 0.12:
            yield "wider than its box", one.text
        if not font(bold=one.bold).covers(one.text):
            yield "not in the typeface", one.text


def _overlaps(words: list[Paragraph]) -> Iterator[tuple[str, str]]:
    for one, other in combinations(words, 2):
        a, b = ink(one), ink(other)
        wide = min(a[2], b[2]) - max(a[0], b[0])
        tall = min(a[3], b[3]) - max(a[1], b[1])
        if wide > 1 and tall > min(one.px, other.px) * 0.12:
            yield "over each other", f"{one.text} | {other.text}"


def _covered(words: list[Paragraph], boxes: list[Any]) -> Iterator[tuple[str, str]]:
    """No box of what is typed lies over words beside it."""
    for box in boxes:
        own = set(walk(box))
        for one in words:
            left, bottom, right, top = ink(one)
            wide, tall = min(right, box.right) - max(left, box.x), min(top, box.top) - max(bottom, box.y)
            if one not in own and wide > 1 and tall > 1:
                yield "under what is typed", one.text


def _pictures(parts: list[Any]) -> Iterator[tuple[str, str]]:
    """A page made for a picture has one."""
    signs = [one.name for one in parts if isinstance(one, Sign)]
    readers = [one.what for one in parts if isinstance(one, OnReader)]
    slots = [one.side for one in parts if isinstance(one, OutOfSlot)]
    if (signs or readers) and not any((*signs, *readers, *slots)):
        yield "no picture", "in the place for one"


def _drawings(parts: list[Any], metrics: Metrics) -> Iterator[tuple[str, str]]:
    """What is drawn can be made out, and a code can be scanned at arm's length."""
    for one in parts:
        if isinstance(one, DrawnPicture) and not one.has_room():
            yield "no room for the picture", type(one).__name__
        side = metrics.to_mm(min(one.size)) if isinstance(one, QrCode) and one.data else CODE_MM
        if side < CODE_MM:
            yield f"a code of only {side:.0f} mm", one.data


def _numbers(parts: list[Any], metrics: Metrics) -> Iterator[tuple[str, str]]:
    for one in parts:
        tall = metrics.to_mm(one.px * CAPITAL) if isinstance(one, BigNumber) and one.text else NUMBER_MM
        if tall < NUMBER_MM:
            yield f"only {tall:.0f} mm high", one.text


def _calls(parts: list[Any], metrics: Metrics) -> Iterator[tuple[str, str]]:
    """Numbers and windows of the calls are read from the farthest seat."""
    for one in parts:
        if isinstance(one, CallBlock | CallRow):
            block = isinstance(one, CallBlock)
            least = CALL_MM if block else LISTED_MM
            for words in (one._number, one._window) if block else (one.number, one.window):
                tall = metrics.to_mm(words.px * CAPITAL) if words.text else least
                if tall < least:
                    yield f"only {tall:.1f} mm high", words.text


def drawn(icon: Icon) -> Box:
    """Where an icon's strokes are: Tabler leaves an eighth free on every side."""
    side = icon._drawn[1] if icon._drawn else 0
    return (
        icon.center_x - side * 0.375,
        icon.center_y - side * 0.375,
        icon.center_x + side * 0.375,
        icon.center_y + side * 0.375,
    )


def _icons(button: Pressable) -> Iterator[tuple[str, str]]:
    """Icons of one button: inside it, and not over its words; what is chosen has its tick."""
    parts = list(walk(button))
    if getattr(button, "icon", "") == "check" and not any(isinstance(one, Icon) and one.name for one in parts):
        yield "chosen without a tick", said(button)
    words = [ink(one) for one in parts if isinstance(one, Paragraph) and one.text]
    for icon in (one for one in parts if isinstance(one, Icon) and one.name):
        left, bottom, right, top = drawn(icon)
        if left < button.x or right > button.right or bottom < button.y or top > button.top:
            yield "icon leaves its button", said(button)
        for one in words:
            if min(right, one[2]) - max(left, one[0]) > 1 and min(top, one[3]) - max(bottom, one[1]) > 1:
                yield "icon over words", said(button)


def _modes(parts: list[Any], metrics: Metrics) -> Iterator[tuple[str, str]]:
    """Where a foot is, language and modes are one touch away."""
    wanted = {"language", "elder", "contrast"}
    if not (metrics.elder and metrics.profile is Profile.PAD):  # large words leave a pad no lower half to keep to
        wanted.add("low")
    for foot in (one for one in parts if isinstance(one, Foot) and one.items):
        for mode in sorted(wanted - set(foot.items)):
            yield "a mode is missing from the foot", mode


def _main_is_lowest(targets: list[Any]) -> Iterator[tuple[str, str]]:
    """Of buttons one above the other the main one is the lowest: what is safe to touch is always in the same place."""
    buttons = [one for one in targets if isinstance(one, TextButton) and not isinstance(one.parent, Foot)]
    for main in (one for one in buttons if one.main):
        for other in buttons:
            shared = min(main.right, other.right) - max(main.x, other.x)
            if other.top <= main.y + 1 and shared > 1:
                yield "below the main action", said(other)


def _targets(targets: list[Any], metrics: Metrics) -> Iterator[tuple[str, str]]:
    least, gap = metrics.mm(TARGET_MM[metrics.profile]) - 1, metrics.mm(GAP_MM[metrics.profile]) - 1
    for one in targets:
        kiosk_key = isinstance(one.parent, Keypad) and metrics.profile is Profile.KIOSK
        if kiosk_key and min(one.width, one.height) < metrics.mm(LEAST_MM) - 1:
            yield f"a key of {metrics.to_mm(min(one.width, one.height)):.1f} mm", said(one)
        if min(one.width, one.height) < least:
            yield f"{metrics.to_mm(min(one.width, one.height)):.1f} mm to touch", said(one)
        if one.x < -1 or one.y < -1 or one.right > metrics.width + 1 or one.top > metrics.height + 1:
            yield "touched beyond the screen", said(one)
        for text in (part for part in walk(one) if isinstance(part, Paragraph) and part.text):
            left, bottom, right, top = ink(text)
            if left < one.x - 1 or right > one.right + 1 or bottom < one.y - 1 or top > one.top + 1:
                yield "leaves its button", text.text
        yield from _icons(one)
    for one, other in combinations(targets, 2):
        across = max(one.x, other.x) - min(one.right, other.right)
        upward = max(one.y, other.y) - min(one.top, other.top)
        if across < gap and upward < gap:
            yield f"{metrics.to_mm(max(across, upward)):.1f} mm apart", f"{said(one)} | {said(other)}"
