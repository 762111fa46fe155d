"""The command line `xiaochuang`, as a person types it."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import e_screen.__main__
import xiaochuang
from bench.mosquitto import Mosquitto
from demo.folder import SAMPLE, SEATS, DemoFolder
from demo.stage import PLACES
from kiosk.mqtt.broker import Broker
from kiosk.mqtt.connection import Connection
from kiosk.mqtt.messages import Answer, Request, read, write
from kiosk.mqtt.port import Incoming, Login, Publication
from kiosk.mqtt.topics import Topics
from kiosk.writing import zinnia


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert xiaochuang.main(["--help"]) == 0
    said = capsys.readouterr().out
    assert all(command in said for command in (*xiaochuang.PROGRAMS, *xiaochuang.COMMANDS))


def test_an_unknown_command_is_answered_with_where_to_look(capsys: pytest.CaptureFixture[str]) -> None:
    assert xiaochuang.main(["demonstrate"]) == 2
    assert "xiaochuang --help" in capsys.readouterr().err


def test_a_hall_server_without_kivy_is_told_how_to_be_a_terminal_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(xiaochuang.OF_EXTRA, "terminal", ("no_such_kivy",))
    for program in ("kiosk", "demo"):
        assert xiaochuang.main([program]) == 1
        assert "no terminal parts; add them with: scripts/install hall terminal\n" in capsys.readouterr().err


def test_the_command_line_itself_imports_no_part_of_the_house() -> None:
    script = "import sys, xiaochuang; xiaochuang.main(['--help']); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert not {"kivy", "httpx", "paho", "pydantic", "domain", "hall", "kiosk", "demo"} & set(done.stderr.split())


def test_the_demos_own_files_are_in_order(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    terminal = DemoFolder(tmp_path).write_seat(SEATS[0], "chunxiaoli", 1883, PLACES["kiosk"])
    assert xiaochuang.main(["check-config", str(SAMPLE), str(terminal)]) == 0
    said = capsys.readouterr().out
    assert "hall 'chunxiaoli'" in said
    assert "terminal 'kiosk-1'" in said


def test_a_misspelt_device_or_time_is_told_as_a_terminals(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = tmp_path / "terminal.toml"
    wrong.write_text('hall = "h"\ndevise = "d"\ndata = "x"\n[times]\nidel = 3\n')
    assert xiaochuang.main(["check-config", str(wrong)]) == 1
    said = capsys.readouterr().err
    assert "devise" in said
    assert "did you mean 'device'?" in said
    assert "did you mean 'idle_seconds'?" in said


def test_a_mistake_names_file_key_and_the_nearest_valid_key(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = tmp_path / "terminal.toml"
    wrong.write_text('hall = "h"\ndevice = "d"\ndata = "x"\n[screen]\nwidht_px = 3\n')
    assert xiaochuang.main(["check-config", str(wrong)]) == 1
    said = capsys.readouterr().err
    assert str(wrong) in said
    assert "screen.widht_px" in said
    assert "'width_px'" in said


def test_a_pad_is_told_which_way_to_write_its_machine_cannot_offer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = tmp_path / "terminal.toml"
    terminal.write_text('hall = "h"\ndevice = "pad-w1"\nwindow = "w1"\ndata = "."\nsigning_key_file = "signing.key"\n')
    assert xiaochuang.main(["check-config", str(terminal)]) == 0
    assert "not offered" not in capsys.readouterr().out
    monkeypatch.setattr(zinnia, "MODEL", tmp_path / "nothing")
    assert xiaochuang.main(["check-config", str(terminal)]) == 0
    said = capsys.readouterr().out
    assert f"{terminal}: Handwriting is not offered" in said
    assert "tegaki-zinnia-simplified-chinese" in said
    assert "Pinyin" not in said


def test_a_windows_screen_without_its_window_is_a_mistake(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    terminal = tmp_path / "terminal.toml"
    terminal.write_text('hall = "h"\ndevice = "screen-w1"\ndata = "."\n')
    assert e_screen.__main__.main(["--profile", "window", "--config", str(terminal)]) == 2
    assert f"{terminal}: window: is missing" in capsys.readouterr().err


def test_a_snapshot_is_asked_of_the_running_hall_and_leaves_nothing_at_the_broker(
    broker: Mosquitto, capsys: pytest.CaptureFixture[str]
) -> None:
    topics = Topics("chunxiaoli")
    announced: list[Incoming] = []
    there = threading.Event()

    def answer(message: Incoming) -> None:
        if message.topic.endswith("/state"):
            announced.append(message)
            return
        request = read(Request, message.payload)
        assert message.response_topic is not None
        told = Answer(id=request.id, ok=True, data={"asked": request.type})
        hall.publish(Publication(message.response_topic, write(told), correlation=message.correlation))

    hall = Connection(
        Broker(port=broker.port),
        Login("hall", subscriptions=(topics.command("+"), topics.device_state("+"))),
        on_message=answer,
        on_link=lambda _: there.set(),
    )
    hall.start()
    try:
        where = ["--hall", "chunxiaoli", "--broker", f"mqtt://127.0.0.1:{broker.port}"]
        assert there.wait(10)
        assert xiaochuang.main(["snapshot", *where]) == 0
    finally:
        hall.stop()
    assert json.loads(capsys.readouterr().out) == {"asked": "hall.snapshot"}
    assert announced == []


def test_without_a_hall_the_snapshot_says_that_nobody_listens(
    broker: Mosquitto, capsys: pytest.CaptureFixture[str]
) -> None:
    argv = ["snapshot", "--hall", "chunxiaoli", "--broker", f"mqtt://127.0.0.1:{broker.port}"]
    assert xiaochuang.main(argv) == 1
    assert "no hall service is listening" in capsys.readouterr().err


@pytest.mark.parametrize(
    "wrong",
    [
        ("--broker", "10.9.9.9"),
        ("--broker", "broker:99999"),
        ("--broker", "garbage"),
        ("--hall", "Chunxiaoli"),
        ("--device", "A B"),
    ],
)
def test_a_snapshot_asked_with_wrong_words_asks_nobody(
    wrong: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        xiaochuang.main(["snapshot", "--hall", "chunxiaoli", *wrong])
    assert ended.value.code == 2
    assert repr(wrong[1]) in capsys.readouterr().err


def test_a_snapshot_is_not_asked_with_a_password_that_others_can_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "password").write_text("known to all", encoding="utf-8")
    (tmp_path / "password").chmod(0o644)
    argv = ["snapshot", "--hall", "chunxiaoli", "--username", "desk", "--password-file", str(tmp_path / "password")]
    assert xiaochuang.main(argv) == 1
    assert "password" in capsys.readouterr().err


def test_phones_are_read_through_bench(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["--data", str(tmp_path), "phones"], ["phones", "--data", str(tmp_path)]):
        assert xiaochuang.main(["bench", *words]) == 1
        assert "no message" in capsys.readouterr().err


def test_a_folder_may_be_called_phones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "phones").mkdir()
    assert xiaochuang.main(["bench", "--data", "phones", "printer", "out"]) == 1
    assert "no running program" in capsys.readouterr().err
    assert xiaochuang.main(["bench", "--data", "phones", "phones"]) == 1
    assert "no message" in capsys.readouterr().err


def test_help_of_bench_names_the_phones_too(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        xiaochuang.main(["bench", "--help"])
    assert "xiaochuang bench phones" in capsys.readouterr().out


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert xiaochuang.main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("xiaochuang ")
