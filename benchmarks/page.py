"""What a waiting person's phone sends and gets, in bytes: the page for the first time, and again when nothing changed.

Hall, broker and page are the real programs. The request has the headers of a phone's browser, some 600 bytes, which no
server can make fewer; a proxy that speaks HTTP/2 sends those that were sent before in a byte or two each.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.free_ports import free_port
from bench.mosquitto import Mosquitto
from benchmarks import sample_hall
from benchmarks.hall.asker import OneAsker
from benchmarks.hall.running import builds, running
from benchmarks.row import Row

PHONE = """\
Host: hall.example\r
Connection: keep-alive\r
Upgrade-Insecure-Requests: 1\r
User-Agent: Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile\r
Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8\r
Sec-Fetch-Site: none\r
Sec-Fetch-Mode: navigate\r
Sec-Fetch-Dest: document\r
Accept-Encoding: gzip, deflate, br\r
Accept-Language: zh-CN,zh;q=0.9\r
"""
AIM = 500


@contextmanager
def page(build: Path, broker: int, folder: Path) -> Iterator[int]:
    """The page's program, once it answers."""
    port = free_port()
    words = ["--hall", sample_hall.HALL, "--device", "page", "--data", str(folder / "page")]
    words += ["--listen", f"127.0.0.1:{port}", "--broker", f"127.0.0.1:{broker}"]
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "phone_page",
            *words,
            "--listen",
            f"127.0.0.1:{port}",
            "--broker",
            f"127.0.0.1:{broker}",
        ],
        cwd=build,
        env={**os.environ, "PYTHONPATH": str(build)},
        stderr=subprocess.DEVNULL,
    )
    try:
        yield port
    finally:
        process.terminate()
        process.wait(20)


def load(wire: socket.socket, path: str, mark: str = "") -> tuple[int, int, dict[str, str]]:
    """Bytes sent, bytes received, and the answer's headers."""
    known = f"If-None-Match: {mark}\r\n" if mark else ""
    sent = f"GET {path} HTTP/1.1\r\n{PHONE}{known}\r\n".encode()
    wire.sendall(sent)
    answer = b""
    while b"\r\n\r\n" not in answer:
        answer += wire.recv(65_536)
    head, _, body = answer.partition(b"\r\n\r\n")
    status, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
    headers[""] = status.split()[1]
    while len(body) < int(headers.get("content-length", 0)) and headers[""] != "304":
        body += wire.recv(65_536)
    return len(sent), len(head) + 4 + len(body), headers


def _measured(build: Path, broker: int, folder: Path) -> dict[str, int]:
    with running(broker, sample_hall.write(folder), folder / "data", build), page(build, broker, folder) as port:
        kiosk = OneAsker(broker, sample_hall.HALL, sample_hall.KIOSK)
        given = kiosk.ask("ticket.issue", queue="a")
        kiosk.close()
        path = f"/t/{given['ticket']}/{given['key']}"
        deadline = time.monotonic() + 60
        while True:
            try:
                wire = socket.create_connection(("127.0.0.1", port), timeout=10)
                sent, first, headers = load(wire, path)
                if headers[""] == "200":
                    break
                wire.close()
            except OSError:
                pass
            if time.monotonic() > deadline:
                raise TimeoutError("the page did not come up")
            time.sleep(0.2)
        asked, again, _ = load(wire, path, headers.get("etag", ""))
        wire.close()
        return {"first": first, "again": again, "asked": asked, "asked first": sent}


def rows() -> list[Row]:
    found: dict[str, dict[str, int]] = {}
    for name, build in builds().items():
        with tempfile.TemporaryDirectory() as folder:
            mosquitto = Mosquitto(Path(folder) / "broker")
            mosquitto.start()
            try:
                found[name] = _measured(build, mosquitto.port, Path(folder))
            finally:
                mosquitto.kill()
    ours, other = found["ours"], found.get("other", {})
    return [
        Row(name="page: answer, the first time", unit="bytes", ours=ours["first"], other=other.get("first")),
        Row(
            name="page: answer, nothing changed",
            unit="bytes",
            ours=ours["again"],
            other=other.get("again"),
            aim=f"<= {AIM}",
            met=ours["again"] <= AIM,
        ),
        Row(name="page: a phone's own request", unit="bytes", ours=ours["asked"], other=other.get("asked")),
    ]
