"""The files of a set over HTTP: ranges, marks, everything that is not there, and answers that are none."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from small_content import packed, small_content
from werkzeug.test import Client

from content.fetching.fetch import FetchEnd, Fetcher
from content.fetching.source import HttpSource, SourceAwayError
from content.packing.key import ContentKey
from content.packing.pack import Packed
from content.serving.site import ContentSite
from content.sets.folder import SetFolder
from content.sets.reader import open_set


@pytest.fixture
def key(tmp_path: Path) -> ContentKey:
    return ContentKey(tmp_path / "key")


@pytest.fixture
def made(tmp_path: Path, key: ContentKey) -> Packed:
    return packed(small_content(tmp_path / "content"), tmp_path / "sets", key)


@pytest.fixture
def client(tmp_path: Path, made: Packed) -> Client:
    return Client(ContentSite(tmp_path / "sets"))


def test_a_file_comes_whole_in_parts_or_not_at_all_if_one_has_it(client: Client, made: Packed) -> None:
    one = next(one for one in made.manifest.files if one.path == "index.json")
    whole = client.get(f"/objects/{one.sha256}")
    assert (whole.status_code, len(whole.data)) == (200, one.size)
    part = client.get(f"/objects/{one.sha256}", headers={"Range": "bytes=10-"})
    assert (part.status_code, part.data) == (206, whole.data[10:])
    assert part.headers["Content-Range"] == f"bytes 10-{one.size - 1}/{one.size}"
    assert client.get(f"/objects/{one.sha256}", headers={"Range": f"bytes={one.size}-"}).status_code == 416
    again = client.get(f"/objects/{one.sha256}", headers={"If-None-Match": whole.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert client.head(f"/objects/{one.sha256}").headers["Content-Length"] == str(one.size)
    assert made.name in client.get("/current.json").text
    assert client.get("/alive").status_code == 204


@pytest.mark.parametrize(
    "path",
    ["/", "/objects/", "/objects/../current.json", "/objects/" + "0" * 64, "/sets/x/manifest.json", "/%2e%2e/key",
     "/objects/" + "0" * 63 + "%00", "//etc/passwd", "/partial/" + "0" * 64],
)  # fmt: skip
def test_nothing_else_is_handed_out(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_only_reading_is_answered(client: Client, made: Packed) -> None:
    for method in ("post", "put", "delete", "patch"):
        assert getattr(client, method)("/current.json").status_code == 405


class Raw:
    """A server that says what a test wants, byte by byte, one answer a connection."""

    def __init__(self, answer: bytes) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._answer = answer
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while True:
            try:
                link, _address = self._socket.accept()
            except OSError:
                return
            with link:
                link.recv(4096)
                link.sendall(self._answer)

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def raw() -> Iterator[list[Raw]]:
    made: list[Raw] = []
    yield made
    for one in made:
        one.close()


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"nonsense\r\n\r\n",
        b"HTTP/1.1 500 no\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 302 away\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 206 part\r\nContent-Range: bytes 7-9/10\r\nContent-Length: 3\r\n\r\nabc",
        b"HTTP/1.1 206 part\r\nContent-Length: 3\r\n\r\nabc",
        b"HTTP/1.1 200 ok\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ],
    ids=["nothing", "nonsense", "500", "redirect", "another part", "no range", "bad chunk"],
)
def test_an_answer_that_is_none_is_the_source_being_away(raw: list[Raw], answer: bytes) -> None:
    raw.append(Raw(answer))
    source = HttpSource(raw[0].address, timeout_s=30)
    with pytest.raises(SourceAwayError):
        b"".join(source.object("0" * 64, 3).pieces)
    with pytest.raises(SourceAwayError):
        source.small("current.json", 1000)


def test_a_small_file_that_is_large_is_not_read_to_its_end(raw: list[Raw]) -> None:
    raw.append(Raw(b"HTTP/1.1 200 ok\r\nContent-Length: 1000000000\r\n\r\n" + b"x" * 5000))
    with pytest.raises(SourceAwayError, match="larger than 1000 bytes"):
        HttpSource(raw[0].address, timeout_s=30).small("current.json", 1000)


@pytest.mark.parametrize("address", ["", "hall:80", "ftp://hall/", "http://", "http://hall:x/", "http://hall/?a=b"])
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - its text is urllib's or ours
        HttpSource(address)


def test_a_source_that_nobody_listens_at_is_away(tmp_path: Path, key: ContentKey, made: Packed) -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    folder = SetFolder(tmp_path / "terminal", key.public)
    fetched = Fetcher(folder, key.public, HttpSource(f"http://127.0.0.1:{port}"), reserve=0).fetch(made.name)
    assert fetched.end is FetchEnd.AWAY
    assert open_set(folder) is None
