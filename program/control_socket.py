"""The control socket: how a shell reaches the fakes in a *running* program. It is a Unix socket in the terminal's data
folder.

One line of JSON in (a list of words: `["card", "insert"]`; `["parts"]` asks what there is), one line out (`{"ok": true,
"text": "…"}`). Only the user who runs the program can use it, because the folder has mode 0700. None of this goes over
MQTT. A program with real parts only opens no such socket, except `report.sock`, which only reports how the program is
(`kiosk/terminal/program.py`).
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

FOLDER = "desk"
SOCKET = "desk.sock"
LONGEST_LINE = 16_384
PEER_SECONDS = 2.0

Handler = Callable[[Sequence[str]], str]
"""Gets the words after its subject and returns the text for the person. Raises `BadWordError` for unknown words."""


class ControlSocketError(Exception):
    """No program listens, or it refused. The message is for the person at the shell."""


class BadWordError(ValueError):
    """A word that a fake does not know."""


class ControlSocket:
    """The listening side. Register handlers with `answer`, then `start`; `close` when the program ends."""

    def __init__(self, data_dir: Path, socket_name: str = SOCKET) -> None:
        """`socket_name`: a program that has bench parts and also reports uses a second socket with another name."""
        self._folder = data_dir / FOLDER
        self._socket = socket_name
        self._handlers: dict[str, Handler] = {}
        self._listening: socket.socket | None = None
        self._thread: threading.Thread | None = None

    def answer(self, subject: str, handler: Handler) -> None:
        """Let `handler` answer commands that begin with `subject` (card, scan, printer), on the socket's own thread."""
        self._handlers[subject] = handler

    def start(self) -> None:
        """Listen. A socket that a killed program left behind is replaced."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder.chmod(0o700)
        (self._folder / self._socket).unlink(missing_ok=True)
        listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        with _short_path(self._folder, self._socket) as path:
            listening.bind(path)
        listening.listen(4)
        self._listening = listening
        self._thread = threading.Thread(target=self._serve, args=(listening,), name="desk", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop listening and remove the socket. Calling it again does nothing."""
        if self._listening is None or self._thread is None:
            return
        self._listening.shutdown(socket.SHUT_RDWR)
        self._thread.join(PEER_SECONDS)
        self._listening.close()
        self._listening = None
        (self._folder / self._socket).unlink(missing_ok=True)

    def _serve(self, listening: socket.socket) -> None:
        while True:
            try:
                peer, _ = listening.accept()
            except OSError:
                return  # closed
            with peer, contextlib.suppress(OSError):
                peer.settimeout(PEER_SECONDS)
                peer.sendall(json.dumps(self._reply(_line(peer)), ensure_ascii=False).encode() + b"\n")

    def _reply(self, line: bytes) -> dict[str, object]:
        try:
            words = json.loads(line)
        except ValueError:
            words = None
        if not isinstance(words, list) or not words or not all(isinstance(word, str) for word in words):
            return {"ok": False, "text": "expected one line of JSON: a list of words"}
        if words == ["parts"]:
            return {"ok": True, "text": " ".join(sorted(self._handlers))}
        handler = self._handlers.get(words[0])
        if handler is None:
            known = ", ".join(sorted(self._handlers)) or "nothing"
            return {"ok": False, "text": f"this program has no bench {words[0]}; it has: {known}"}
        try:
            return {"ok": True, "text": handler(words[1:])}
        except BadWordError as error:
            return {"ok": False, "text": str(error)}


def send(data_dir: Path, command: Sequence[str], socket_name: str = SOCKET) -> str:
    """Send the words of `command` to the program that runs in `data_dir`; returns its answer.

    Raises `ControlSocketError`.
    """
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as peer:
        peer.settimeout(PEER_SECONDS)
        try:
            with _short_path(data_dir / FOLDER, socket_name) as path:
                peer.connect(path)
            peer.sendall(json.dumps(list(command), ensure_ascii=False).encode() + b"\n")
            answer = json.loads(_line(peer))
        except (OSError, ValueError) as error:
            raise ControlSocketError(
                f"no program with bench parts answers in {data_dir}: start it with the bench drivers "
                f"in its terminal.toml, or name its data folder with --data ({error})"
            ) from error
    if not answer["ok"]:
        raise ControlSocketError(answer["text"])
    text: str = answer["text"]
    return text


def find(folder: Path) -> list[Path]:
    """The data folders with a control socket: `folder` itself or up to two levels below it; a demo's folder holds
    several."""
    levels = ("", "*/", "*/*/")
    sockets = (path for level in levels for path in folder.glob(f"{level}{FOLDER}/{SOCKET}"))
    return sorted(path.parent.parent for path in sockets)


def _line(peer: socket.socket) -> bytes:
    data = b""
    while b"\n" not in data and len(data) < LONGEST_LINE:
        more = peer.recv(LONGEST_LINE)
        if not more:
            break
        data += more
    return data.partition(b"\n")[0]


@contextlib.contextmanager
def _short_path(folder: Path, name: str = SOCKET) -> Iterator[str]:
    """A path of the socket `name` in `folder`, however deep it is: a Unix socket's address has 108 bytes."""
    descriptor = os.open(folder, os.O_PATH | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{descriptor}/{name}"
    finally:
        os.close(descriptor)
