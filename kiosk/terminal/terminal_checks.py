"""Checks of a `terminal.toml` whose form is right: names, files, sizes, times.

Each check yields `(key path, reason, nearest valid word or None)` and relies only on the types. Parts are in
`hardware_checks.py`.
"""

from __future__ import annotations

import base64
import math
import re
from collections.abc import Iterator
from typing import Any

from domain.health.alarm_codes import HALL
from kiosk.mqtt import topics
from kiosk.mqtt.broker import Broker
from kiosk.terminal import hardware_checks, touch_matrix
from kiosk.terminal.settings import Terminal
from program.mistakes.form import Found
from program.mistakes.nearest import nearest
from program.speech import FOLDER, SOURCE

ROTATIONS = (0, 90, 180, 270)
LAST_PORT = 65535
LEAST_PAGE_S = 4
PUBLIC_KEY_BYTES = 32  # Ed25519
ABOVE_0 = (
    "screen.width_px",
    "screen.height_px",
    "screen.width_mm",
    "screen.viewing_mm",
    "times.idle_seconds",
    "times.elder_idle_seconds",
    "times.question_seconds",
    "times.number_seconds",
    "showing.quiet_seconds",
    "showing.board_seconds",
    "hardware.gpio.stuck_seconds",
    "hardware.escpos.status_seconds",
    "hardware.escpos.print_seconds",
    "hardware.escpos.pins.silences",
    "hardware.escpos.pins.cut_seconds",
    "hardware.sam.poll_ms",
    "hardware.scan.code_seconds",
)
NOT_BELOW_0 = ("content.rate_kb", "hardware.gpio.bounce_ms", "hardware.escpos.settle_seconds")
PORTS = ("broker.port", "hardware.escpos.port")
NOT_EMPTY = (
    "data",
    "person_key_file",
    "signing_key_file",
    "broker.host",
    "broker.username",
    "broker.password_file",
    "broker.ca_file",
    "broker.cert_file",
    "broker.key_file",
    "content.folder",
)


def mistakes(terminal: Terminal) -> Iterator[Found]:
    """All mistakes."""
    yield from _names(terminal)
    yield from _numbers(terminal)
    for key in NOT_EMPTY:
        if _at(terminal, key) == "":
            yield key, "is empty", None
    yield from _broker(terminal.broker)
    if terminal.screen.rotation not in ROTATIONS:
        near = str(min(ROTATIONS, key=lambda one: abs(one - terminal.screen.rotation)))
        yield "screen.rotation", "must be 0, 90, 180 or 270", near
    if terminal.screen.touch and not terminal.screen.touch.startswith(hardware_checks.INPUT_DEVICES):
        yield "screen.touch", f"must lie under {hardware_checks.INPUT_DEVICES}, e.g. by-path/…", None
    if terminal.screen.touch and terminal.screen.any_pointer:
        yield "screen.any_pointer", "means that no panel is needed, but screen.touch names one", None
    wrong = touch_matrix.mistake(terminal.screen.touch_matrix)
    if wrong:
        yield "screen.touch_matrix", wrong, None
    yield from _content(terminal)
    yield from hardware_checks.mistakes(terminal.hardware)


def _content(terminal: Terminal) -> Iterator[Found]:
    """With an invalid key every set would be refused, and with an invalid address none would be fetched."""
    content, businesses = terminal.content, terminal.kiosk.businesses
    if not LEAST_PAGE_S <= terminal.showing.page_seconds < math.inf:
        yield "showing.page_seconds", f"must be from {LEAST_PAGE_S} on: nobody reads a page sooner", None
    shown = terminal.showing.documents
    again = next((one for at, one in enumerate(shown) if one in shown[:at]), None)
    if again is not None:
        yield "showing.documents", f"has {again.value!r} twice", None
    if not businesses:
        yield "kiosk.businesses", "is empty: a kiosk that offers nothing", None
    twice = next((one for at, one in enumerate(businesses) if one in businesses[:at]), None)
    if twice is not None:
        yield "kiosk.businesses", f"has {twice.value!r} twice", None
    if content is None:
        return
    if not _is_public_key(content.key):
        yield "content.key", "is no public key as `xiaochuang content pack` says it", None
    if content.address and re.fullmatch(r"https?://[^\s/?#]+(/[^\s?#]*)?", content.address) is None:
        yield "content.address", f"{content.address!r} is no address like http://192.168.8.2:8090", None


def _is_public_key(key: str) -> bool:
    try:
        return len(base64.b64decode(key, validate=True)) == PUBLIC_KEY_BYTES
    except ValueError:
        return False


def _at(terminal: Terminal, key: str) -> Any:
    """The value of a key path; None if its table is missing."""
    here: Any = terminal
    for name in key.split("."):
        here = getattr(here, name) if here is not None else None
    return here


def _names(terminal: Terminal) -> Iterator[Found]:
    """Hall, device and window must be valid topic levels."""
    for key in ("hall", "device", "window"):
        name = getattr(terminal, key)
        try:
            topics.level(name if name is not None else "none")
        except topics.BadLevelError as error:
            yield key, str(error), None
    if terminal.device == HALL:
        yield "device", "is the hall service's own name", None
    languages = {SOURCE, *(path.stem for path in FOLDER.glob("*.po"))}
    if terminal.language not in languages:
        yield "language", f"there is no language {terminal.language!r}", nearest(terminal.language, languages)


def _numbers(terminal: Terminal) -> Iterator[Found]:
    for key in ABOVE_0:
        value = _at(terminal, key)
        if value is not None and not 0 < value < math.inf:
            yield key, f"{value} is no finite number above 0", None
    for key in NOT_BELOW_0:
        value = _at(terminal, key)
        if value is not None and not 0 <= value < math.inf:
            yield key, f"{value} is no finite number from 0 on", None
    for key in PORTS:
        if not 1 <= _at(terminal, key) <= LAST_PORT:
            yield key, f"must be from 1 to {LAST_PORT}", None


def _broker(broker: Broker) -> Iterator[Found]:
    """Settings that would silently be ignored, above all of a connection that was meant to use TLS."""
    for key, needed in (
        ("cert_file", "ca_file"),
        ("key_file", "ca_file"),
        ("key_file", "cert_file"),
        ("password_file", "username"),
    ):
        if getattr(broker, key) is not None and getattr(broker, needed) is None:
            yield f"broker.{key}", f"means nothing without {needed}", None
