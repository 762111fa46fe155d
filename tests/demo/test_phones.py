"""The bench's phones, in a shell and as a page."""

from __future__ import annotations

import json
import threading
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.free_ports import free_port
from demo import phones
from demo.phones_page import server

CALLED = "【春晓里服务站】您的号码A012请到3号窗口。"


def receive(folder: Path, phone: str, text: str, at: int = 1_795_269_600_000) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "phones.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps({"id": "x", "at": at, "phone": phone, "text": text}, ensure_ascii=False) + "\n")


def test_the_shell_reads_what_a_phone_received_with_the_halls_time(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    receive(tmp_path / "hall" / "phones", "13800000000", CALLED)
    assert phones.phones_main(["--data", str(tmp_path)]) == 0
    assert capsys.readouterr().out == f"22:00:00  13800000000  {CALLED}\n"


def test_a_torn_line_hides_no_other_message(tmp_path: Path) -> None:
    receive(tmp_path, "13800000000", "one")
    with (tmp_path / "phones.jsonl").open("a") as file:
        file.write('{"id": "y", "at": 17\n')
    receive(tmp_path, "13800000000", "two")
    assert [text.text for text in phones.read(tmp_path / "phones.jsonl")[0]] == ["one", "two"]


def test_following_tells_each_message_once_and_waits_for_the_rest_of_a_line(tmp_path: Path) -> None:
    receive(tmp_path, "1", "one")
    texts: Iterator[phones.Text] = phones.follow(tmp_path)
    assert next(texts).text == "one"
    with (tmp_path / "phones.jsonl").open("a") as file:
        file.write('{"id": "z", "at": 1, "phone": "1", ')
    writer = threading.Timer(0.3, lambda: (tmp_path / "phones.jsonl").open("a").write('"text": "two"}\n'))
    writer.start()
    assert next(texts).text == "two"
    writer.join()


def test_nothing_sent_yet_is_said_and_not_an_empty_list(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert phones.phones_main(["--data", str(tmp_path)]) == 1
    assert "no message was sent" in capsys.readouterr().err


def test_the_page_shows_each_phone_newest_first_and_is_reached_from_this_machine_alone(tmp_path: Path) -> None:
    receive(tmp_path, "13800000000", "first")
    receive(tmp_path, "13800000000", "second <b>")
    page = server(tmp_path, free_port())
    thread = threading.Thread(target=page.serve_forever)
    thread.start()
    try:
        host, port = page.server_address[:2]
        assert host == "127.0.0.1"
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=60) as response:
            text = response.read().decode()
    finally:
        page.shutdown()
        page.server_close()
        thread.join()
    assert text.index("second &lt;b&gt;") < text.index("first")
