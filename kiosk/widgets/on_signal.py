"""Saves what is on the screen to files on a signal: for the demo, tests and remote help."""

from __future__ import annotations

import logging
import os
import signal
import threading
from collections.abc import Callable
from pathlib import Path

from kivy.clock import Clock
from kivy.core.window import Window

logger = logging.getLogger(__name__)

PICTURE, WORDS = b"p", b"w"


def save_when_asked(path: Path, words: Callable[[], str]) -> None:
    """SIGUSR1 saves the picture to `path` and `words()` beside it as .json, SIGUSR2 the latter alone; both atomic.

    The handler only writes to a pipe: it runs inside the main thread, perhaps while that holds the very lock which
    scheduling needs. If the disk cannot be written, there is no file, and nothing else happens.
    """
    reading, writing = os.pipe()

    def save(asked: bytes) -> None:
        try:
            if asked == PICTURE:
                _save_picture(path)
            _save_words(path, words())
        except OSError as error:
            logger.warning("what is on the screen is not saved: %s", error.strerror)

    def wait() -> None:
        while asked := os.read(reading, 1):
            Clock.schedule_once(lambda _dt, asked=asked: save(asked))

    threading.Thread(target=wait, name="picture", daemon=True).start()
    signal.signal(signal.SIGUSR1, lambda *_: os.write(writing, PICTURE))
    signal.signal(signal.SIGUSR2, lambda *_: os.write(writing, WORDS))


def _save_picture(path: Path) -> None:
    draft = path.with_name(f".{path.stem}-draft.png")
    written = Path(Window.screenshot(name=str(draft)))
    written.replace(path)


def _save_words(path: Path, words: str) -> None:
    if words:
        draft = path.with_name(f".{path.stem}-draft.json")
        draft.write_text(words, encoding="utf-8")
        draft.replace(path.with_suffix(".json"))
