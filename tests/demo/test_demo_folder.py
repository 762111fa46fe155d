"""What the demo writes into its folder, and for whom."""

from __future__ import annotations

import shutil
import stat
from pathlib import Path

import pytest

from demo.__main__ import main
from demo.content_server.packing import pack_if_changed
from demo.folder import CONTENT, SAMPLE, SEATS, DemoFolder, FolderInUseError
from demo.stage import HEIGHT, PLACES, WIDTH, fitting
from kiosk.terminal.settings import CardDriver, PrinterDriver, Terminal
from program.toml_file import read_toml


def test_each_terminal_reads_back_what_the_demo_wrote_for_it(tmp_path: Path) -> None:
    folder = DemoFolder(tmp_path)
    for seat in SEATS:
        terminal = read_toml(Terminal, folder.write_seat(seat, "chunxiaoli", 18830, PLACES[seat.program]))
        assert isinstance(terminal, Terminal), terminal
        assert (terminal.hall, terminal.device, terminal.window) == ("chunxiaoli", seat.device, seat.window)
        assert terminal.broker.port == 18830
        place = PLACES[seat.program]
        assert (terminal.screen.left_px, terminal.screen.width_px) == (place.left, place.width)
        assert Path(terminal.data) == tmp_path / seat.program


def test_only_the_machines_have_a_reader_and_a_printer(tmp_path: Path) -> None:
    folder = DemoFolder(tmp_path)
    for seat in SEATS:
        terminal = read_toml(Terminal, folder.write_seat(seat, "chunxiaoli", 1883, PLACES[seat.program]))
        assert isinstance(terminal, Terminal)
        machine = seat.role == "kiosk"
        assert (terminal.hardware.cards is CardDriver.BENCH) == machine
        assert (terminal.hardware.printer is PrinterDriver.PICTURE) == machine


def test_the_key_for_person_hashes_is_for_this_user_alone_and_made_once(tmp_path: Path) -> None:
    folder = DemoFolder(tmp_path)
    folder.write_secrets()
    key = folder.person_key.read_text()
    folder.write_secrets()
    assert folder.person_key.read_text() == key
    assert stat.S_IMODE(folder.person_key.stat().st_mode) == 0o600


def test_a_folder_serves_one_demo_at_a_time(tmp_path: Path) -> None:
    DemoFolder(tmp_path).claim()
    first = DemoFolder(tmp_path / "other")
    first.claim()
    with pytest.raises(FolderInUseError, match="other"):
        DemoFolder(tmp_path / "other").claim()


def test_a_folder_that_cannot_be_made_is_said_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").touch()
    for impossible in (tmp_path / "file", tmp_path / "file" / "below"):
        assert main(["--headless", "--dir", str(impossible)]) == 1
        assert f"{impossible} cannot be the demo's folder" in capsys.readouterr().err


@pytest.mark.parametrize("port", ["-5", "99999", "http"])
def test_a_port_that_is_none_is_said_in_words(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--headless", f"--port={port}"])
    assert f"{port!r} is no port" in capsys.readouterr().err


def test_no_window_covers_another_and_all_shrink_to_fit_a_desktop() -> None:
    places = list(PLACES.values())
    for at, one in enumerate(places):
        for other in places[at + 1 :]:
            apart = one.left + one.width <= other.left or other.left + other.width <= one.left
            assert apart or one.top + one.height <= other.top or other.top + other.height <= one.top
    factor = fitting(1920, 1080)
    assert WIDTH * factor <= 1920
    assert HEIGHT * factor <= 1080
    assert fitting(10_000, 10_000) == 1.0


def test_what_shows_content_has_its_key_and_nothing_else_has(tmp_path: Path) -> None:
    folder = DemoFolder(tmp_path)
    for seat in SEATS:
        path = folder.write_seat(seat, "chunxiaoli", 1883, PLACES[seat.program], content=folder.content_public)
        terminal = read_toml(Terminal, path)
        assert isinstance(terminal, Terminal)
        assert (terminal.content is not None) == (seat.program in {"self-service", "screen-hall", "screen-window"})


def test_content_is_packed_when_its_files_have_changed_and_only_then(tmp_path: Path) -> None:
    source, folder = tmp_path / "source", DemoFolder(tmp_path / "demo")
    shutil.copytree(SAMPLE.parent / CONTENT, source)
    assert pack_if_changed(source, folder.content, folder.content_key)
    before = (folder.content / "current.json").read_bytes()
    assert not pack_if_changed(source, folder.content, folder.content_key)
    file = source / "help.toml"
    file.write_text(file.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert pack_if_changed(source, folder.content, folder.content_key)
    assert (folder.content / "current.json").read_bytes() == before, "the same content is the same set"
