"""`xiaochuang bench`: a shell reaches the fakes of a running program, and only a program of its own user."""

from __future__ import annotations

import socket
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from listening import Heard

from bench.bench_cards import BenchCards
from bench.bench_scanner import BenchScanner
from bench.command import bench_main
from bench.picture_printer import PicturePrinter
from domain.statuses import PrinterStatus
from kiosk.hw.cards import CardKind, CardSeen, CardTrouble, Identity
from kiosk.hw.scanner import Scanned
from program.control_socket import BadWordError, ControlSocket, ControlSocketError, _short_path, find, send


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """As deep as a demo's folder may be: deeper than a Unix socket's address is long."""
    return tmp_path / ("terminal-" * 12)


@pytest.fixture
def desk(data: Path) -> Iterator[ControlSocket]:
    opened = ControlSocket(data)
    yield opened
    opened.close()


def test_a_card_laid_on_from_a_shell_is_read_by_the_running_program(desk: ControlSocket, data: Path) -> None:
    heard = Heard()
    cards = BenchCards(desk, reading_seconds=0.0)
    cards.start(heard)
    desk.start()
    assert bench_main(["--data", str(data), "card", "insert", "young", "--name", "赵云"]) == 0
    assert heard.next() == CardSeen()
    identity = heard.next()
    assert isinstance(identity, Identity)
    assert (identity.kind, identity.masked_name, identity.birth) == (CardKind.SOCIAL, "赵*", "20011103")


def test_a_card_pulled_while_it_is_read_is_never_read(desk: ControlSocket, data: Path) -> None:
    heard = Heard()
    cards = BenchCards(desk, reading_seconds=30.0)
    cards.start(heard)
    desk.start()
    send(data, ["card", "insert"])
    send(data, ["card", "pull"])
    assert [heard.next(), heard.next()] == [CardSeen(), CardTrouble.UNREADABLE]


@pytest.mark.parametrize("words", [("empty", "in"), ("out", "fill"), ("empty", "ok"), ("out", "back")])
def test_paper_goes_and_comes_in_the_words_that_people_use(desk: ControlSocket, data: Path, words: list[str]) -> None:
    printer = PicturePrinter(data / "paper", desk)
    desk.start()
    seen = []
    for word in words:
        assert bench_main(["--data", str(data), "printer", word]) == 0
        seen.append(printer.status())
    assert seen == [PrinterStatus.PAPER_OUT, PrinterStatus.READY]


def test_a_demo_folder_is_searched_for_the_terminal_that_has_the_part(tmp_path: Path) -> None:
    heard = Heard()
    kiosk, other = ControlSocket(tmp_path / "kiosk"), ControlSocket(tmp_path / "another")
    BenchScanner(kiosk).start(heard)
    other.answer("card", lambda words: "")
    kiosk.start()
    other.start()
    assert find(tmp_path) == [tmp_path / "another", tmp_path / "kiosk"]
    assert bench_main(["--data", str(tmp_path), "scan", "42"]) == 0
    assert heard.next() == Scanned("42")
    kiosk.close()
    other.close()


def test_nobody_else_may_enter_the_folder(desk: ControlSocket, data: Path) -> None:
    (data / "desk").mkdir(parents=True, mode=0o755)
    desk.start()
    assert stat.S_IMODE((data / "desk").stat().st_mode) == 0o700


def test_a_socket_left_by_a_killed_program_is_in_nobodys_way(data: Path) -> None:
    killed = ControlSocket(data)
    killed.start()
    desk = ControlSocket(data)
    desk.answer("scan", " ".join)
    desk.start()
    assert send(data, ["scan", "x"]) == "x"
    desk.close()
    killed.close()  # its thread is the test's


def test_a_shell_is_told_when_no_program_runs(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert bench_main(["--data", str(data), "card", "insert"]) == 1
    assert "no running program" in capsys.readouterr().err
    with pytest.raises(ControlSocketError, match="no program with bench parts answers"):
        send(data, ["card", "insert"])


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (["lamp", "on"], "no bench lamp; it has: card, printer, scan"),
        (["card", "eat"], "card takes: insert"),
        (["card", "insert", "nobody"], "there are: elder"),
        (["card", "insert", "elder", "colour=red"], "key=value"),
        (["card", "insert", "elder", "kind=paper"], "resident, social, other"),
        (["scan", "code", ""], "1 to 512"),
        (["printer", "explode"], "printer takes: status"),
    ],
)
def test_a_wrong_word_is_answered_with_the_right_ones(
    desk: ControlSocket, data: Path, tmp_path: Path, command: list[str], told: str
) -> None:
    BenchCards(desk)
    BenchScanner(desk)
    PicturePrinter(tmp_path / "paper", desk)
    desk.start()
    with pytest.raises(ControlSocketError, match=told):
        send(data, command)


@pytest.mark.parametrize("line", [b"", b"{}\n", b"[1]\n", b"[]\n", b"\xff\xfe\n", b"x" * 9000, b'["scan"'])
def test_nonsense_on_the_socket_is_answered_and_the_desk_stays(desk: ControlSocket, data: Path, line: bytes) -> None:
    desk.answer("scan", lambda words: "still here")
    desk.start()
    with socket.socket(socket.AF_UNIX) as peer:
        peer.settimeout(5)
        with _short_path(data / "desk") as path:
            peer.connect(path)
        peer.sendall(line)
        peer.shutdown(socket.SHUT_WR)
        assert b"a list of words" in peer.recv(4096)
    assert send(data, ["scan"]) == "still here"


def test_a_part_that_refuses_does_not_end_the_desk(desk: ControlSocket, data: Path) -> None:
    def refuse(words: object) -> str:
        raise BadWordError("not today")

    desk.answer("card", refuse)
    desk.start()
    for _ in range(2):
        with pytest.raises(ControlSocketError, match="not today"):
            send(data, ["card"])
