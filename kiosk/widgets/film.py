"""A film without sound: an animated WebP, drawn frame by frame by the program's own clock, with its captions as text.

It plays once, can be held, and stands still at its end: nothing moves on a screen that nobody has started.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Callable
from typing import Any

from kivy.clock import Clock
from kivy.graphics import Color, Rectangle
from kivy.graphics.texture import Texture
from kivy.properties import OptionProperty, StringProperty

from domain.content.captions import Cue, said_at
from kiosk.widgets.paragraph import Paragraph, block_height
from kiosk.widgets.themed import Themed

logger = logging.getLogger(__name__)

LEAST_S = 0.02
"""No frame is shorter than this: a screen draws no faster."""

NO_FILM = (OSError, ValueError, EOFError, SyntaxError)
"""What Pillow raises for bytes that are none; their hash was right, so an office packed them."""


class FilmFrames:
    """The frames of an animated picture, one after the other; one is in memory. Raises one of `NO_FILM`."""

    def __init__(self, content: bytes) -> None:
        from PIL import Image  # noqa: PLC0415 - most guides are read without a film

        try:
            self._picture = Image.open(io.BytesIO(content), formats=("WEBP",))
        except Image.DecompressionBombError as error:
            raise ValueError(str(error)) from None
        self.count = int(getattr(self._picture, "n_frames", 1))
        self.size = self._picture.size
        self._at = -1

    def next(self) -> tuple[bytes, float] | None:
        """RGB bytes from the upper left, and the seconds it stands; None after the last one."""
        if self._at + 1 >= self.count:
            return None
        self._at += 1
        self._picture.seek(self._at)
        frame = self._picture.convert("RGB")
        return frame.tobytes(), max(LEAST_S, int(self._picture.info.get("duration", 100)) / 1000)

    def rewind(self) -> None:
        self._at = -1


class Film(Themed):
    """`show` it, and it plays from its beginning; showing the same again changes nothing. `toggle` holds it, lets it go
    on, or begins again at the end. `state` says which."""

    state = OptionProperty("still", options=("still", "playing", "held", "ended"))
    style = StringProperty("body")  # of the captions

    def __init__(self, **kwargs: Any) -> None:
        self._content: bytes | None = None
        self._cues: tuple[Cue, ...] = ()
        self._frames: FilmFrames | None = None
        self._texture: Any = None
        self._ms = 0.0
        self._event: Any = None
        super().__init__(**kwargs)
        with self.canvas:
            self._colour = Color(1, 1, 1, 1)
            self._box = Rectangle(size=(0, 0))
        self._words = Paragraph(halign="center", valign="top", size_hint=(None, None))
        self.add_widget(self._words)

    def show(self, content: bytes | None, several: tuple[Cue, ...]) -> None:
        """`several`: its captions, in the language of the screen. None: nothing, and nothing is kept."""
        if several != self._cues:
            self._cues = several
            self.dress_soon()
        if content is self._content or content == self._content:
            return
        self.stop()
        self._content = content
        self._frames = _opened(content)
        self._texture = self._box.texture = None
        if self._frames is not None:
            self._texture = Texture.create(size=self._frames.size, colorfmt="rgb")
            self._texture.flip_vertical()
            self._begin()
        self.dress_soon()

    def toggle(self) -> None:
        if self.state == "playing":
            self._hold()
            self.state = "held"
        elif self.state == "held":
            self.state = "playing"
            self._next(0)
        elif self.state == "ended":
            self._begin()

    def stop(self) -> None:
        """It is not seen any more."""
        self._hold()
        self._content, self._frames = None, None
        self._texture = self._box.texture = None
        self._box.size = (0, 0)
        self.state = "still"

    def _begin(self) -> None:
        assert self._frames is not None
        self._frames.rewind()
        self._ms = 0.0
        self.state = "playing"
        self._next(0)

    def _hold(self) -> None:
        if self._event is not None:
            self._event.cancel()
            self._event = None

    def _next(self, _dt: float) -> None:
        frame = _frame(self._frames.next) if self._frames is not None else None
        if frame is None:
            self._event = None
            self.state = "ended"
            return
        pixels, seconds = frame
        self._texture.blit_buffer(pixels, colorfmt="rgb", bufferfmt="ubyte")
        self._box.texture = self._texture
        self._words.text = said_at(self._cues, round(self._ms))
        self._place()
        self._ms += seconds * 1000
        self._event = Clock.schedule_once(self._next, seconds)

    def dress(self) -> None:
        self._words.style = self.style
        self._words.text = said_at(self._cues, max(0, round(self._ms) - 1))
        self._place()

    def _place(self) -> None:
        """The picture above room for the longest caption, so that it never moves."""
        m, px = self.m, getattr(self.m, self.style)
        longest = max((block_height(cue.text, max(1.0, self.width), px) for cue in self._cues), default=0)
        self._words.size, self._words.pos = (self.width, longest), self.pos
        room = self.height - longest - m.s(4)
        if self._texture is None or room < 2 or self.width < 2:
            self._box.size = (0, 0)
            return
        scale = min(self.width / self._texture.width, room / self._texture.height)
        size = (round(self._texture.width * scale), round(self._texture.height * scale))
        self._box.size = size
        middle = self.y + longest + m.s(4) + room / 2
        self._box.pos = (round(self.center_x - size[0] / 2), round(middle - size[1] / 2))


def _opened(content: bytes | None) -> FilmFrames | None:
    if not content:
        return None
    try:
        return FilmFrames(content)
    except NO_FILM as error:
        logger.warning("a film cannot be shown: %s", error)
        return None


def _frame(following: Callable[[], tuple[bytes, float] | None]) -> tuple[bytes, float] | None:
    """A film that breaks off ends where it does."""
    try:
        return following()
    except NO_FILM as error:
        logger.warning("a film breaks off: %s", error)
        return None
