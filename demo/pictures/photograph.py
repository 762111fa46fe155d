"""Makes the picture of the whole hall for the README: starts the demo, plays a morning, and saves the desktop.

python -m demo.pictures.photograph docs/hall.png
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from PIL import Image, ImageGrab

from kiosk.mqtt.broker import Broker
from kiosk.mqtt.messages import Request, new_id
from kiosk.mqtt.one_question import ask
from kiosk.mqtt.topics import Topics

WIDTH = 1440
MARGIN = 20
GROUND = "#C9C4BE"
SETTLE_SECONDS = 4.0
MORNING = ("elderly", "relief", "family", "elderly", "advice", "relief", "pickup", "family", "elderly")


class Photographer:
    """A running demo, seen by its supervisor."""

    def __init__(self, said: dict[str, Any]) -> None:
        self._said = said
        self._topics = Topics(said["hall"])
        self._broker = Broker(port=int(said["mqtt"].rpartition(":")[2]))

    def morning(self) -> None:
        """Play a morning: people come; window 1 serves one and has called the next."""
        self._ask("spare-desk", "window.open", {"window": "w1", "clerk": "lin"})
        self._ask("spare-desk", "window.open", {"window": "w3", "clerk": "zhou"})
        for queue in MORNING:
            self._ask("spare-kiosk", "ticket.issue", {"queue": queue})
        self._ask("spare-desk", "ticket.call_next", {"window": "w3"})
        self._ask("spare-desk", "window.open", {"window": "w5", "clerk": "su"})
        self._ask("spare-desk", "window.pause", {"window": "w5", "reason": "外出协调", "contact": "8105"})
        ticket = self._ask("spare-desk", "ticket.call_next", {"window": "w1"})["ticket"]
        self._ask("spare-desk", "ticket.start", {"window": "w1", "ticket": ticket})

    def _ask(self, device: str, type_: str, data: dict[str, Any]) -> dict[str, Any]:
        answer = ask(self._broker, self._topics, device, Request(id=new_id(), type=type_, data=data))
        return answer.data or {}

    def picture(self) -> Image.Image:
        """The picture: all windows on a light ground, smaller; the machine shows its first page, as after a touch."""
        windows = self._said["windows"]
        left, top, width, height = windows["kiosk"]
        touch = ["mousemove", str(left + width // 2), str(top + height - 150), "click", "1"]
        subprocess.run(["xdotool", *touch], env={**os.environ, "DISPLAY": self._said["display"]}, check=True)
        time.sleep(SETTLE_SECONDS)
        desktop = ImageGrab.grab(xdisplay=self._said["display"])
        whole = Image.new("RGB", (desktop.width + 2 * MARGIN, desktop.height + 2 * MARGIN), GROUND)
        for left, top, width, height in windows.values():
            window = desktop.crop((left, top, left + width, top + height))
            whole.paste(window, (left + MARGIN, top + MARGIN))
        return whole.resize((WIDTH, whole.height * WIDTH // whole.width), Image.Resampling.LANCZOS)


def main() -> None:
    target = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-P", "-m", "demo", "--headless", "--dir", folder]
        running = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        try:
            assert running.stdout is not None
            photographer = Photographer(json.loads(running.stdout.readline()))
            photographer.morning()
            picture = photographer.picture()
        finally:
            running.send_signal(signal.SIGTERM)
            running.wait()
    picture.quantize(128, dither=Image.Dither.NONE).save(target, optimize=True)


if __name__ == "__main__":
    main()
