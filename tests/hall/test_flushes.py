"""Between a request's bytes in and its answer's bytes out stands a flush of the store: the hall under strace."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hall_process import HallProcess
from mqtt_asker import Asker
from sample_hall import TOML
from traced import FLUSHES, Trace, read_trace, strace

from bench.mosquitto import Mosquitto
from kiosk.mqtt.messages import new_id, wall_ms

ASKED: list[tuple[str, str, dict[str, Any]]] = [
    ("pad-1", "window.open", {"window": "w1", "clerk": "c1"}),
    ("pad-1", "ticket.call_next", {"window": "w1"}),  # refused: nobody waits; a refusal is known by its id, too
    ("kiosk-1", "ticket.issue", {"queue": "social", "phone": "13900000001"}),
    ("kiosk-1", "ticket.issue", {"queue": "civil"}),
    ("pad-1", "ticket.call_next", {"window": "w1"}),
]


def seen_by_strace(broker: Mosquitto, folder: Path, ids: list[str]) -> Trace:
    """A hall that was asked `ASKED` under `ids`, told of an offline number under the last one, and stopped."""
    (folder / "hall.toml").write_text(TOML, encoding="utf-8")
    hall = HallProcess(folder, broker.port, "--sms", "file", "--sms-dir", str(folder))
    hall.under = strace(folder / "seen")
    hall.start()
    asker = Asker(broker.port, "test-hall")
    try:
        for id_, (device, type_, data) in zip(ids, ASKED, strict=False):
            asker.ask(device, type_, data, id_)
        offline = {"queue": "social", "number": "A900", "issued_at": wall_ms()}
        assert asker.tell("kiosk-1", "ticket.issued_offline", offline, ids[-1])["ok"]
        asker.wait((folder / "phones.jsonl").exists)
    finally:
        asker.close()
        stopped = hall.stop()
    assert stopped == 0
    return read_trace(folder / "seen")


def test_the_store_is_flushed_before_an_answer_a_snapshot_or_a_message_leaves(
    broker: Mosquitto, tmp_path: Path
) -> None:
    ids = [new_id() for _ in [*ASKED, "offline"]]
    trace = seen_by_strace(broker, tmp_path, ids)
    log = tmp_path / "data" / "hall.db-wal"
    session = trace.first("pwrite64", "host_session")
    assert trace.flushed_between(session, trace.first("sendto", "host/state"), log), "no will outlives its session"
    for id_ in ids:
        came = trace.first("recvfrom", id_)
        answered = trace.first("sendto", id_)
        assert trace.flushed_between(came, answered, log), answered.about
    call = trace.first("recvfrom", ids[4])
    for topic in ("public/calls", "window/w1/state"):
        assert trace.flushed_between(call, trace.first("sendto", f"{topic}", call), log), topic
    sent = trace.first("write", "phones.jsonl>")
    assert trace.flushed_between(trace.first("sendto", ids[4]), sent, log), "marked as being sent, after the call"
    assert trace.first(FLUSHES, "phones.jsonl>", sent), "and the message itself is on disk"
    assert trace.first(FLUSHES, f"<{tmp_path}>", sent), "with the name of its file"
    assert trace.first(FLUSHES, f"<{tmp_path}>").ended < session.began, "as is the folder of the store"
