"""The same programs without anyone who starts them again: for what happens while one of them is away."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from bench.free_ports import free_port
from bench.mosquitto import Mosquitto
from demo.folder import SAMPLE, SEATS, DemoFolder
from demo.people import write_people
from demo.programs import COMMANDS
from demo.stage import PLACES
from tests.e2e.house import Stage, wait
from tests.mqtt.relay import Relay


class Parts(Stage):
    """A broker, a hall service and screens side by side on a display of their own. Screens reach the broker through
    `cable`, which can be cut."""

    hall = "chunxiaoli"

    def __init__(self, folder: Path, *programs: str) -> None:
        self.folder = folder
        self._demo = DemoFolder(folder)
        self._demo.claim()
        self._demo.write_hall(SAMPLE, real_hours=False)
        write_people(self._demo.hall_toml)
        self._demo.write_secrets()
        port = free_port()
        self.broker = Mosquitto(self._demo.broker, port, config=self._demo.write_broker(port))  # as shipped, no store
        self.broker.start()
        self.port = self.broker.port
        self.cable = Relay(self.broker.port)
        self.hall_data = self._demo.hall_data
        self._running: dict[str, subprocess.Popen[Any]] = {}
        self._places = {}
        left = 0
        for name in programs:
            self._places[name] = replace(PLACES[name], left=left, top=0)
            left += PLACES[name].width
        self.windows = {name: [p.left, p.top, p.width, p.height] for name, p in self._places.items()}
        height = max(place.height for place in self._places.values())
        self.display = self._xvfb(left, height)
        self.start_hall()
        for name in programs:
            self.start_screen(name)

    def _xvfb(self, width: int, height: int) -> str:
        reading, writing = os.pipe()
        self._running["xvfb"] = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp"],
            pass_fds=[writing],
            stderr=subprocess.DEVNULL,
        )
        os.close(writing)
        with os.fdopen(reading) as told:
            return f":{told.readline().strip()}"

    def pid(self, program: str) -> int:
        process = self._running.get(program)
        return process.pid if process and process.poll() is None else 0

    def kill(self, program: str) -> None:
        self._running[program].kill()
        self._running[program].wait(10)

    def close(self) -> None:
        for process in reversed(self._running.values()):
            process.terminate()
        for process in self._running.values():
            process.wait(60)
        self.cable.close()
        self.broker.stop()

    def start_hall(self, *before: str) -> None:
        """`before`: a command that runs it, e.g. in a mount namespace of its own."""
        where = ("--config", str(self._demo.hall_toml), "--data", str(self.hall_data))
        self._start(
            "hall", {}, *before, sys.executable, "-P", "-m", "hall", *where, "--broker", f"127.0.0.1:{self.port}"
        )
        log = self.folder / "log" / "hall.log"
        wait(lambda: b"linked to" in log.read_bytes(), "the hall service on the wire")

    def start_screen(self, program: str) -> None:
        seat = next(seat for seat in SEATS if seat.program == program)
        config = self._demo.write_seat(seat, self.hall, self.cable.port, self._places[program])
        env = {"DISPLAY": self.display, "SDL_VIDEODRIVER": "x11", "LIBGL_ALWAYS_SOFTWARE": "1"}
        more = self.last_words(program)
        self._start(program, env, sys.executable, "-P", *COMMANDS[program], "--config", str(config), *more)
        log = self.folder / "log" / f"{program}.log"
        wait(lambda: b"linked to" in log.read_bytes(), f"{program} on the wire")

    def last_words(self, _program: str) -> tuple[str, ...]:
        """What else a screen is started with. Its terminal.toml is written: now the ground may be changed under it."""
        return ()

    def _start(self, name: str, env: dict[str, str], *argv: str) -> None:
        log = self.folder / "log" / f"{name}.log"
        log.parent.mkdir(exist_ok=True)
        with log.open("wb") as out:
            self._running[name] = subprocess.Popen(argv, env={**os.environ, **env}, stdout=out, stderr=out)
