"""Keeps programs running, as systemd does on a real terminal: one that ends is started again, whatever ended it.

One thread, the main one: `turn` waits for a child's end, a heartbeat, a signal or `wake`, and does what is due. A
program that was killed is started again at once. One that fails by itself is started after a longer wait each time, for
ever. One that gave signs of life and then stops giving them is killed, as by systemd's watchdog.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import selectors
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from demo.heartbeats import Heartbeats

logger = logging.getLogger(__name__)

FAILURE_DELAYS = (0.0, 0.5, 1.0, 2.0, 5.0)
STEADY_SECONDS = 10.0  # a program that ran this long has not failed at its start
LOG_BYTES = 2_000_000
LOG_LOOK_SECONDS = 10.0
GRACE_SECONDS = 6.0
KILLED = (-signal.SIGKILL, -signal.SIGTERM)


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoProgram:
    """What to run.

    `ends`: its turn when everything stops, low first, so that the last messages still find a broker. `watchdog_s`:
    within how many seconds it must give the next sign of life, once it has given the first.
    """

    name: str
    argv: tuple[str, ...]
    env: Mapping[str, str] = field(default_factory=dict)
    ends: int = 0
    watchdog_s: float | None = None


class _Kept:
    """One program and its present process."""

    def __init__(self, program: DemoProgram) -> None:
        self.program = program
        self.process: subprocess.Popen[bytes] | None = None
        self.started_at = 0.0
        self.due_at: float | None = 0.0
        self.failures = 0
        self.last_beat: float | None = None

    def silent_at(self) -> float | None:
        """When it counts as frozen if it gives no sign of life until then."""
        if self.process is None or self.last_beat is None or self.program.watchdog_s is None:
            return None
        return self.last_beat + self.program.watchdog_s


class Supervisor:
    """Use from the main thread, between `__enter__` and `__exit__`, which stops everything.

    `log_folder` gets one bounded log a program; `more_logs`, which programs write themselves, are bounded too.
    `pids_file`, rewritten at every start, says which process is which.
    """

    def __init__(
        self,
        log_folder: Path,
        pids_file: Path,
        *,
        more_logs: Sequence[Path] = (),
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._more_logs = more_logs
        self._log_folder = log_folder
        self._pids_file = pids_file
        self._monotonic = monotonic
        self._kept: dict[str, _Kept] = {}
        self._looked_at_logs = monotonic()
        self._setpriv = shutil.which("setpriv")
        self.asked_to_stop = False

    def __enter__(self) -> Supervisor:
        self._log_folder.mkdir(parents=True, exist_ok=True)
        self._near, self._far = socket.socketpair()
        self._near.settimeout(0)
        self._far.settimeout(0)
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._near, selectors.EVENT_READ)
        self._heartbeats = Heartbeats()
        self._selector.register(self._heartbeats.socket, selectors.EVENT_READ)
        self._wakeup_before = signal.set_wakeup_fd(self._far.fileno(), warn_on_full_buffer=False)
        self._handlers_before = {
            signal.SIGCHLD: signal.signal(signal.SIGCHLD, self._child_ended),
            signal.SIGTERM: signal.signal(signal.SIGTERM, self._stop_asked),
            signal.SIGINT: signal.signal(signal.SIGINT, self._stop_asked),
        }
        if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # nohup: go on when the terminal closes
            self._handlers_before[signal.SIGHUP] = signal.signal(signal.SIGHUP, self._stop_asked)
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        for number, handler in self._handlers_before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._wakeup_before)
        self._selector.close()
        self._heartbeats.close()
        self._near.close()
        self._far.close()

    @property
    def pids(self) -> dict[str, int]:
        """Process ids of the programs that run now, by name."""
        return {name: kept.process.pid for name, kept in self._kept.items() if kept.process is not None}

    def start(self, program: DemoProgram, pass_fds: Sequence[int] = ()) -> None:
        """Start it now and keep it. `pass_fds` are handed to its first process only."""
        kept = self._kept[program.name] = _Kept(program)
        self._launch(kept, pass_fds)

    def change(self, program: DemoProgram) -> None:
        """From the next start on, the program of this name uses this command line."""
        self._kept[program.name].program = program

    def wake(self) -> None:
        """End a waiting `turn`; from any thread."""
        with contextlib.suppress(BlockingIOError):  # the pipe is full, so it wakes anyway
            self._far.send(b"w")

    def turn(self, timeout_s: float = LOG_LOOK_SECONDS) -> None:
        """Wait until something happened or `timeout_s` passed, then start what is due."""
        due = [at for kept in self._kept.values() for at in (kept.due_at, kept.silent_at()) if at is not None]
        wait = min([timeout_s, *(at - self._monotonic() for at in due)])
        self._selector.select(max(0.0, wait))
        with contextlib.suppress(BlockingIOError):
            self._near.recv(4096)
        if self.asked_to_stop:
            return
        beating = self._heartbeats.heard()
        for kept in self._kept.values():
            if kept.process is not None and kept.process.pid in beating:
                kept.last_beat = self._monotonic()
            self._look_after(kept)
        if self._monotonic() - self._looked_at_logs > LOG_LOOK_SECONDS:
            self._looked_at_logs = self._monotonic()
            self._trim_logs()

    def stop(self) -> None:
        """Send SIGTERM in order, and SIGKILL to what does not end. Leaves no process behind."""
        for rank in sorted({kept.program.ends for kept in self._kept.values()}):
            ending = [k.process for k in self._kept.values() if k.program.ends == rank and k.process is not None]
            for process in ending:
                process.terminate()
            deadline = self._monotonic() + GRACE_SECONDS
            for process in ending:
                try:
                    process.wait(max(0.0, deadline - self._monotonic()))
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
        self._kept.clear()
        self._pids_file.unlink(missing_ok=True)

    def last_words(self, name: str, lines: int = 15) -> str:
        """The end of a program's log."""
        path = self._log_folder / f"{name}.log"
        text = path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""
        return "\n".join(text.splitlines()[-lines:])

    def _look_after(self, kept: _Kept) -> None:
        now = self._monotonic()
        if kept.process is not None:
            code = kept.process.poll()
            silent_at = kept.silent_at()
            if code is None and silent_at is not None and silent_at <= now:
                logger.warning("%s gave no sign of life for %.0f s", kept.program.name, kept.program.watchdog_s)
                kept.process.kill()
                code = kept.process.wait()
            if code is None:
                return
            kept.process = None
            if code in KILLED:
                delay = 0.0
            else:
                kept.failures = 0 if now - kept.started_at > STEADY_SECONDS else kept.failures
                delay = FAILURE_DELAYS[min(kept.failures, len(FAILURE_DELAYS) - 1)]
                kept.failures += 1
            kept.due_at = now + delay
            logger.warning("%s ended (%s), starts again in %.1f s", kept.program.name, _how(code), delay)
        if kept.due_at is not None and kept.due_at <= now:
            self._launch(kept)

    def _launch(self, kept: _Kept, pass_fds: Sequence[int] = ()) -> None:
        program = kept.program
        # Even kill -9 of this process must leave no programs running: the kernel ends them.
        leash = (self._setpriv, "--pdeathsig", "KILL", "--") if self._setpriv else ()
        with (self._log_folder / f"{program.name}.log").open("ab") as log:
            kept.process = subprocess.Popen(
                [*leash, *program.argv],
                env={**os.environ, **program.env, **self._watchdog(program)},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=pass_fds,
                start_new_session=True,  # Ctrl-C reaches only this process, which stops them in order
            )
        kept.started_at, kept.due_at, kept.last_beat = self._monotonic(), None, None
        fresh = self._pids_file.with_suffix(".new")
        fresh.write_text(json.dumps(self.pids) + "\n", encoding="utf-8")
        fresh.replace(self._pids_file)

    def _watchdog(self, program: DemoProgram) -> dict[str, str]:
        if program.watchdog_s is None:
            return {}
        return {"NOTIFY_SOCKET": self._heartbeats.address, "WATCHDOG_USEC": str(int(program.watchdog_s * 1_000_000))}

    def _trim_logs(self) -> None:
        """Set aside and empty logs that grew too long; this works because the programs open them for appending."""
        for path in (*self._log_folder.glob("*.log"), *self._more_logs):
            if path.exists() and path.stat().st_size > LOG_BYTES:
                shutil.copyfile(path, path.with_suffix(".log.1"))
                os.truncate(path, 0)

    def _child_ended(self, _number: int, _frame: FrameType | None) -> None:
        """Only wakes `turn`, through the wake-up descriptor."""

    def _stop_asked(self, _number: int, _frame: FrameType | None) -> None:
        self.asked_to_stop = True


def _how(code: int) -> str:
    return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
