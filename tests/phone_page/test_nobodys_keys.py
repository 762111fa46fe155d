"""A key is on the ticket, in the two letters that need it, and nowhere else: real programs, everything they said."""

from __future__ import annotations

import contextlib
import socket

from hall_process import HallProcess
from holder import Holder
from mqtt_asker import Asker
from page_process import PageProcess, heading, once

from bench.free_ports import free_port
from bench.mosquitto import Mosquitto


def test_no_public_topic_no_stream_and_no_log_holds_a_key(
    page: PageProcess, holder: Holder, asker: Asker, hall: HallProcess, broker: Mosquitto
) -> None:
    given = holder.served()
    key = given["key"]
    wrong = key[::-1]
    page.get(f"/t/{given['ticket']}/{wrong}")
    form = page.get(given["path"])
    assert heading(page.post(given["path"], once=once(form.text), level="5").text) == "谢谢您的评价"
    stream = asker.topics.event_stream
    asker.wait(lambda: any(b'"rating.given"' in one for one in asker.heard[stream]))
    may = {asker.topics.reply("kiosk-1"), asker.topics.command("page-1")}
    for topic, payloads in asker.heard.items():
        heard = b"".join(payloads)
        assert (key.encode() in heard) == (topic in may), topic
    assert page.stop() == 0
    hall.stop()
    logs = [page.log, hall.log, *(hall.folder.parent / "broker").glob("*.log")]
    said = b"".join(log.read_bytes() for log in logs)
    for secret in (key, wrong):
        assert secret.encode() not in said
    assert b"Traceback" not in said


def test_what_is_no_http_ends_no_program_and_is_not_logged(page: PageProcess) -> None:
    host, port = page.client.base_url.host, page.client.base_url.port
    assert port is not None
    for said in (b"\x00\xff" * 200, b"GET /t/20261121-A001/SECRETKEY HTTP/9.9\r\n\r\n", b"GET " + b"/x" * 20_000,
                 b"POST /t/20261121-A001/SECRETKEY HTTP/1.1\r\nContent-Length: -5\r\n\r\n",
                 b"POST /t/20261121-A001/SECRETKEY HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n",
                 b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"):  # fmt: skip
        with socket.create_connection((host, port), timeout=10) as wire:
            answer = b""
            with contextlib.suppress(OSError):  # it may hang up before it has heard everything
                wire.sendall(said)
                wire.shutdown(socket.SHUT_WR)
            with contextlib.suppress(OSError):
                answer = wire.recv(4096)
        assert not answer.startswith(b"HTTP/1.1 500"), said[:60]
        assert b"SECRETKEY" not in answer
    assert page.get("/").status_code == 200
    assert b"SECRETKEY" not in page.log.read_bytes()


def test_behind_a_proxy_each_phone_is_its_own_asker_and_else_the_word_of_a_stranger_is_not_taken(
    page: PageProcess, broker: Mosquitto, hall: HallProcess
) -> None:
    def strangers(at: PageProcess) -> set[int]:
        return {at.get(f"/t/20261121-Z{n:03d}/x", **{"X-Forwarded-For": f"10.0.0.{n}"}).status_code for n in range(60)}

    assert hall.pid
    assert strangers(page) == {404, 429}
    assert page.stop() == 0  # the other one speaks under the same name
    folder = hall.folder.parent / "proxied"
    folder.mkdir()
    proxied = PageProcess(folder, broker.port, free_port(), "--behind-proxy")
    try:
        assert strangers(proxied) == {404}
    finally:
        assert proxied.stop() == 0
