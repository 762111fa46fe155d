"""Draws specimens without a loop: one process, one window size, every specimen in every look.

    python -m tests.screens.gallery SIZE [--pictures DIR] [--measure FILE] [--only PART]

Run by scripts/screens for pictures and by the tests for measures.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kiosk.widgets.theme import Profile
from tests.screens.specimen import SIZES, Specimen, look_of

SOURCES = {
    Profile.KIOSK: ("machine", "self_service"),
    Profile.PAD: ("pad",),
    Profile.CLERK: ("pad",),
    Profile.HALL: ("e_screen",),
    Profile.WINDOW: ("e_screen",),
}


WITHOUT_ELDER = {"elder": "normal", "elder-low": "low", "elder-contrast": "contrast"}
"""Which mode, drawn just before, an elder one is compared with."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong on one picture."""

    picture: str
    rule: str
    where: str


def specimens(size: str, only: str = "") -> list[Specimen]:
    beside = str(Path(__file__).parents[1] / "journeys")  # the samples that journeys walk with
    if beside not in sys.path:
        sys.path.append(beside)
    found: list[Specimen] = []
    for source in SOURCES[SIZES[size][0]]:
        if importlib.util.find_spec(f"tests.screens.specimens.{source}") is not None:
            found += importlib.import_module(f"tests.screens.specimens.{source}").SPECIMENS
    return [one for one in found if size in one.sizes and only in one.name]


def picture_name(specimen: Specimen, mode: str, language: str, size: str) -> str:
    return f"{specimen.name}--{mode}--{language}--{size.rsplit('-', maxsplit=1)[-1]}"


def each(
    size: str, only: str = "", look_alone: tuple[str, str] | None = None
) -> Iterator[tuple[str, Specimen, str, str, Any]]:
    """(picture name, specimen, mode, language, drawn screen), one after the other in the one window.

    `look_alone`: a mode and a language; the others are left out.
    """
    profile, screen_size = SIZES[size]
    os.environ.setdefault("SDL_VIDEODRIVER", "offscreen")
    from kiosk.widgets.window import prepare

    prepare(Path(tempfile.mkdtemp(prefix="gallery-")), screen_size)
    from kivy.base import runTouchApp
    from kivy.clock import Clock
    from kivy.core.window import Window
    from kivy.uix.floatlayout import FloatLayout

    from kiosk.widgets.paragraph import font
    from kiosk.widgets.shell import LAYOUT_PASSES
    from kiosk.widgets.solid import take_nearest_white
    from kiosk.widgets.theme import Metrics

    Clock.max_iteration = LAYOUT_PASSES
    take_nearest_white()
    font(bold=False)
    root = FloatLayout()
    runTouchApp(root, embedded=True)
    for specimen in specimens(size, only):
        built = None
        for language in specimen.languages:
            for mode in specimen.modes:
                if look_alone not in (None, (mode, language)):
                    continue
                look = look_of(mode, language)
                metrics = Metrics(screen_size, profile, look)
                Window.clearcolor = metrics.colours.ground
                if built is None:
                    built = _build(specimen, metrics)
                    root.clear_widgets()
                    root.add_widget(built)
                built.wear(metrics)
                built.render(specimen.state(look))
                settle()
                yield picture_name(specimen, mode, language, size), specimen, mode, language, built


def settle() -> None:
    """Lay out until nothing is left to do, as the frames that follow a change would."""
    from kivy.clock import Clock

    for _ in range(12):
        Clock.tick_draw()
        if not Clock.get_before_frame_events():
            return


def restless() -> list[str]:
    """What still asks to be laid out, long after it should have come to rest."""
    from kivy.clock import Clock

    return sorted({str(event.get_callback()) for event in Clock.get_before_frame_events()})


def _build(specimen: Specimen, metrics: Any) -> Any:
    module, _, name = specimen.screen.partition(":")
    make: Callable[..., Any] = specimen.build or getattr(importlib.import_module(module), name)
    return make(metrics, lambda _intent: None)


def save(path: Path) -> None:
    """What the window would show, as a PNG."""
    from kivy.core.window import Window
    from kivy.graphics.opengl import GL_RGB, GL_UNSIGNED_BYTE, glReadPixels
    from PIL import Image

    Window.dispatch("on_draw")
    width, height = Window.size
    pixels = glReadPixels(0, 0, width, height, GL_RGB, GL_UNSIGNED_BYTE)
    Image.frombytes("RGB", (width, height), bytes(pixels)).transpose(Image.Transpose.FLIP_TOP_BOTTOM).save(
        path, compress_level=1
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("size", choices=SIZES)
    parser.add_argument("--pictures", type=Path)
    parser.add_argument("--measure", type=Path)
    parser.add_argument("--only", default="")
    given = parser.parse_args()
    findings: list[Finding] = []
    plain: dict[str, Any] = {}
    count = 0
    for name, _specimen, mode, _language, screen in each(given.size, given.only):
        count += 1
        if given.pictures:
            save(given.pictures / f"{name}.png")
        if given.measure:
            from tests.screens.measure import measure, shrunk, sizes

            if mode in WITHOUT_ELDER:
                findings += [Finding(name, *one) for one in shrunk(plain[WITHOUT_ELDER[mode]], sizes(screen))]
            plain[mode] = sizes(screen)
            findings += [Finding(name, "never comes to rest", where) for where in restless()]
            findings += [Finding(name, rule, where) for rule, where in measure(screen, mode)]
    if given.measure:
        given.measure.write_text(
            json.dumps({"pictures": count, "findings": [asdict(one) for one in findings]}, indent=1)
        )
    print(f"{given.size}: {count} pictures")


if __name__ == "__main__":
    main()
