"""The demo's hall at work, without its screens: a broker and the hall service in an empty folder."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.mosquitto import Mosquitto
from demo.folder import SAMPLE, DemoFolder

HALL = "chunxiaoli"


@contextlib.contextmanager
def demo_hall(name: Path, content: str = "") -> Iterator[tuple[DemoFolder, int]]:
    """Its folder and the broker's port; both programs are ended afterwards. `content`: the address where terminals
    fetch the set in its folder `content`."""
    folder = DemoFolder(name)
    folder.claim()
    folder.write_hall(SAMPLE, real_hours=False, content=content)
    folder.write_secrets()
    broker = Mosquitto(name / "mosquitto")
    broker.start()
    where = ["--config", str(folder.hall_toml), "--data", str(folder.hall_data), "--broker", f"127.0.0.1:{broker.port}"]
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        service = subprocess.Popen([sys.executable, "-P", "-m", "hall", *where], stderr=nowhere)
    try:
        yield folder, broker.port
    finally:
        service.terminate()
        service.wait(10)
        broker.stop()
