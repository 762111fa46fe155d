"""One run of the demo: starts everything, says when it is up, and keeps it running until asked to stop."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from demo import display, programs, stage
from demo.card_stack import CardStack
from demo.first_steps import first_steps
from demo.folder import CONTENT, DemoFolder, Seat
from demo.people import SUPERVISOR, SUPERVISOR_PIN, demo_clerks, write_people
from demo.ports import Ports, own_address
from demo.readiness import Readiness
from demo.supervisor import Supervisor
from demo.words import USUAL_PORT
from kiosk.mqtt.topics import Topics
from kiosk.terminal.settings import CardDriver
from program.mistakes.telling import language_of
from program.speech import SOURCE

BROKER_SECONDS = 15.0
READY_SECONDS = 180.0
USUAL_WEB_PORT = 6080
USUAL_PAGE_PORT = 6082
USUAL_CONTENT_PORT = 6083


class DidNotStartError(RuntimeError):
    """A program of the demo did not start; the text says which, with the end of its log."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the command line asked for. `scale`: of windows on a desktop; None: what fits.

    `port`: the broker's; None: the usual one, or any. `cards`: the machine's reader, bench or pcsc. `page_address`: the
    address of this machine at which the page behind the QR codes answers. `language`: `zh` or `en`; None: screens in
    Chinese, printed lines in the environment's language.
    """

    config: Path
    headless: bool
    real_hours: bool
    scale: float | None = None
    port: int | None = None
    cards: CardDriver = CardDriver.BENCH
    page_address: str = "127.0.0.1"
    language: str | None = None


class Demo:
    """`folder` is claimed, `supervisor` entered. Raises `PortTakenError`."""

    def __init__(self, folder: DemoFolder, supervisor: Supervisor, options: Options) -> None:
        self._folder = folder
        self._ports = Ports()
        self._port = self._ports.choose(USUAL_PORT, options.port)
        self._page = f"{own_address(options.page_address)}:{self._ports.choose(USUAL_PAGE_PORT)}"
        self._supervisor = supervisor
        self._options = options
        page = f"http://{self._page}"
        source = options.config.parent / CONTENT
        self._content = source if source.is_dir() else None  # guides that people of this hall wrote
        self._content_at = f"127.0.0.1:{self._ports.choose(USUAL_CONTENT_PORT)}"
        told = f"http://{self._content_at}" if self._content is not None else ""
        self._made = folder.write_hall(options.config, real_hours=options.real_hours, page=page, content=told)
        self._hall = self._made.id
        self._desktop = None if options.headless else os.environ.get("DISPLAY")
        self._display = ""
        self._places = stage.PLACES
        self._cards = CardStack(folder.path / "pcscd") if options.cards is CardDriver.PCSC else None

    def run(self) -> None:
        """Returns when asked to stop. Raises `DidNotStartError`, `NoDisplayError`, `NoCardStackError`."""
        try:
            self._run()
        finally:
            if self._cards is not None:
                self._cards.stop()

    def _run(self) -> None:
        self._start()
        if not self._supervisor.asked_to_stop:
            print(json.dumps(self._ready()) if self._options.headless else self._invitation(), flush=True)
        while not self._supervisor.asked_to_stop:
            self._supervisor.turn()
        if not self._options.headless:  # ending may take seconds, above all while the screens still start
            print("\nstopping …", flush=True)

    def _start(self) -> None:
        folder, supervisor = self._folder, self._supervisor
        write_people(folder.hall_toml)
        folder.write_secrets()
        supervisor.start(programs.broker(folder.write_broker(self._port)))
        readiness = Readiness(Topics(self._hall), [*self._devices()], self._port, supervisor.wake)
        readiness.start()
        try:
            self._wait(lambda: readiness.watching, BROKER_SECONDS, lambda: {"broker"})
            supervisor.start(programs.hall(folder, self._port))
            key = folder.content_public if self._content is not None else ""
            supervisor.start(programs.phone_page(folder, self._hall, self._port, self._page, key))
            if self._content is not None:
                supervisor.start(programs.content(folder, self._content, self._content_at))
            self._open_display()
            if self._cards is not None:
                self._cards.start(supervisor)
            for seat in self._made.seats:
                self._start_terminal(seat)
            self._wait(lambda: not readiness.missing, READY_SECONDS, lambda: readiness.missing)
        finally:
            readiness.stop()

    def _start_terminal(self, seat: Seat) -> None:
        with_pcsc = self._cards is not None and seat.program == "kiosk"  # one reader, one machine
        if with_pcsc:
            seat = replace(seat, hardware=replace(seat.hardware, cards=CardDriver.PCSC))
        own = self._desktop is None
        place = self._places[seat.program]
        config = self._folder.write_seat(
            seat,
            self._hall,
            self._port,
            place,
            own_display=own,
            language="en" if self._options.language == "en" else SOURCE,
            content=self._folder.content_public if self._content is not None else "",
        )
        program = programs.terminal(seat, config, self._display, software_gl=own)
        if with_pcsc and self._cards is not None:
            program = replace(program, env={**program.env, **self._cards.env})
        self._supervisor.start(program)

    def _open_display(self) -> None:
        if self._desktop:
            factor = self._options.scale or stage.fitting(*display.desktop_size(self._desktop))
            self._places = {name: place.scaled(factor) for name, place in stage.PLACES.items()}
        self._display = self._desktop or display.start_xvfb(self._supervisor)

    def _wait(self, done: Callable[[], bool], seconds: float, missing: Callable[[], set[str]]) -> None:
        """Look after the programs until `done`, or until asked to stop."""
        deadline = time.monotonic() + seconds
        while not done() and not self._supervisor.asked_to_stop:
            if time.monotonic() > deadline:
                raise DidNotStartError(self._complaint(missing(), seconds))
            self._supervisor.turn(1.0)

    def _complaint(self, missing: set[str], seconds: float) -> str:
        by_device = self._devices()
        names = sorted(by_device.get(name, name) for name in missing)
        logs = "\n".join(f"--- {name}\n{self._supervisor.last_words(name)}" for name in names)
        return f"not up after {seconds:.0f} s: {', '.join(names)}\n{logs}"

    def _devices(self) -> dict[str, str]:
        """The devices that must announce themselves, with the program of each."""
        return {seat.device: seat.program for seat in self._made.seats} | {programs.PHONE_PAGE: programs.PHONE_PAGE}

    def _ready(self) -> dict[str, object]:
        """The content of the one line that `--headless` prints. `windows`: left, top, width and height of each on the
        display."""
        pids = self._supervisor.pids
        return {
            "ready": True,
            "mqtt": f"mqtt://127.0.0.1:{self._port}",
            "hall": self._hall,
            "dir": str(self._folder.path),
            "display": self._display,
            "pids": {name: pids.get(name, 0) for name in ("broker", "hall", *stage.PLACES)},
            "windows": {name: [p.left, p.top, p.width, p.height] for name, p in self._places.items()},
            "clerks": [{"id": one.id, "pin": one.pin} for one in demo_clerks(self._folder.hall_toml)],
            "supervisor": {"id": SUPERVISOR.id, "pin": SUPERVISOR_PIN},
            "phone-page": {"url": f"http://{self._page}/", "pid": pids.get(programs.PHONE_PAGE, 0)},
            **({"content": f"http://{self._content_at}/"} if self._content is not None else {}),
            **({"cards": self._cards.said} if self._cards is not None else {}),
        }

    def _invitation(self) -> str:
        """Where to look at the demo; starts the browser view if it is needed."""
        lines = ["", "小窗 Xiaochuang is running: a whole service hall."]
        if not self._desktop:
            web = self._ports.choose(USUAL_WEB_PORT)
            view = display.start_browser_view(self._supervisor, self._display, self._folder.path, web)
            lines.append(f"  screens   {view}")
        page = self._ports.choose(USUAL_WEB_PORT + 1)
        screens = self._options.language or "zh"
        pins = ", ".join(f"{one.id} {one.pin}" for one in demo_clerks(self._folder.hall_toml))
        self._supervisor.start(programs.phones_page(self._folder, page))
        return "\n".join(
            [
                *lines,
                f"  phones    http://127.0.0.1:{page}/   the text messages, as they would arrive",
                f"  QR codes  http://{self._page}/   where tickets lead: follow and review by phone (--page-address)",
                f"  broker    mqtt://127.0.0.1:{self._port}",
                f"            mosquitto_sub -p {self._port} -v -t 'xc/v1/#' -T '+/+/+/public/picture/#'",
                f"  folder    {self._folder.path}",
                f"  PINs      {pins}; at the desk {SUPERVISOR.id} {SUPERVISOR_PIN}",
                f"  a card    .venv/bin/xiaochuang bench --data {self._folder.path} card insert elder",
                *([f"            through {self._cards.said}"] if self._cards is not None else []),
                "",
                first_steps(self._made, screens=screens, said=self._options.language or language_of(os.environ)),
            ]
        )
