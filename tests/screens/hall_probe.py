"""What the hall's screen shows beat by beat while nothing happens, as JSON.

python -m tests.screens.hall_probe SIZE BEATS

{picture: [{"said": [words], "wrong": [[rule, where]], "drawn": bool}]}; `drawn`: the beat changed what is seen.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from domain.flow import TimerFired
from e_screen.board import step
from tests.screens.gallery import each, restless, settle
from tests.screens.measure import measure, walk
from tests.screens.specimen import look_of


def main() -> None:
    size, beats = sys.argv[1], int(sys.argv[2])
    found: dict[str, list[dict[str, Any]]] = {}
    for name, specimen, mode, language, screen in each(size, "hall-"):
        if not specimen.screen.endswith(":HallScreen"):
            continue  # what stands in the place of the calls turns no pages by beats
        from kivy.core.window import Window
        from kivy.graphics.opengl import GL_SCISSOR_TEST, glEnable, glScissor

        from kiosk.widgets.paragraph import Paragraph

        glEnable(GL_SCISSOR_TEST)
        glScissor(0, 0, 1, 1)

        board = specimen.state(look_of(mode, language))
        found[name] = []
        for _ in range(beats):
            Window.dispatch("on_draw")  # of one dot: what a frame needs is asked here, not how it looks
            board, _effects = step(board, TimerFired("beat"), 0)
            screen.render(board)
            settle()
            found[name].append(
                {
                    "said": [one.text for one in walk(screen) if isinstance(one, Paragraph) and one.text],
                    "wrong": [*measure(screen, mode), *(("never comes to rest", where) for where in restless())],
                    "drawn": Window.canvas.needs_redraw,
                }
            )
    print(json.dumps(found))


if __name__ == "__main__":
    main()
