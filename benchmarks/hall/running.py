"""The hall service of this build or of another one, run beside it in the same minutes: `scripts/bench --beside DIR`."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import paho.mqtt.client as paho
from paho.mqtt.enums import CallbackAPIVersion

from benchmarks import sample_hall
from kiosk.mqtt.topics import Topics

BESIDE = "XIAOCHUANG_BENCH_BESIDE"
OURS = Path(__file__).parents[2]


def builds() -> dict[str, Path]:
    """What is to be measured: `ours`, and `other` if there is another checkout to stand beside it."""
    other = os.environ.get(BESIDE)
    return {"ours": OURS} | ({"other": Path(other)} if other else {})


@dataclass(frozen=True)
class Running:
    """A hall service at work. `seconds`: from its start to the broker's word that it is online."""

    pid: int
    seconds: float

    def rss_mb(self) -> float:
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii")
        return int(status.split("VmRSS:")[1].split()[0]) / 1024

    def cpu_s(self) -> float:
        """Seconds that its threads have had a core so far."""
        threads = Path(f"/proc/{self.pid}/task").iterdir()
        return sum(int((one / "schedstat").read_text(encoding="ascii").split()[0]) for one in threads) / 1e9

    def written(self) -> int:
        """Bytes that it has caused to be written to a disk."""
        return int(Path(f"/proc/{self.pid}/io").read_text(encoding="ascii").split("\nwrite_bytes:")[1].split()[0])

    def kill(self) -> None:
        subprocess.run(["kill", "-9", str(self.pid)], check=True)


class Presence:
    """Tells when the hall service says it is online."""

    def __init__(self, port: int) -> None:
        self._online = threading.Event()
        self.online_at = 0.0
        self._client = paho.Client(CallbackAPIVersion.VERSION2, protocol=paho.MQTTv5)
        self._client.on_connect = lambda client, *_: client.subscribe(Topics(sample_hall.HALL).host_state, qos=1)
        self._client.on_message = self._told
        self._client.connect("127.0.0.1", port)
        self._client.loop_start()

    def _told(self, _client: paho.Client, _userdata: object, message: paho.MQTTMessage) -> None:
        if not message.retain and json.loads(message.payload)["online"]:
            self.online_at = time.perf_counter()
            self._online.set()

    def wait(self) -> float:
        """`time.perf_counter()` at which it was said."""
        if not self._online.wait(60):
            raise TimeoutError("the hall service did not come up")
        return self.online_at

    def close(self) -> None:
        self._client.disconnect()
        self._client.loop_stop()


@contextlib.contextmanager
def running(port: int, config: Path, data: Path, build: Path = OURS) -> Iterator[Running]:
    """The hall service of `build`, once it is online."""
    presence = Presence(port)
    time.sleep(0.2)
    argv = ["-m", "hall", "--config", str(config), "--data", str(data), "--broker", f"127.0.0.1:{port}"]
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *argv], cwd=build, env={**os.environ, "PYTHONPATH": str(build)}, stderr=subprocess.DEVNULL
    )
    try:
        seconds = presence.wait() - start
        presence.close()
        yield Running(process.pid, seconds)
    finally:
        process.terminate()
        process.wait(20)
