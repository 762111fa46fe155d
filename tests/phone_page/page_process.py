"""The page as a real program, and what a phone gets from it."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from html.parser import HTMLParser
from pathlib import Path

import httpx

ROOT = Path(__file__).parents[2]


class PageProcess:
    """`xiaochuang phone-page` at a hall; `get` and `post` ask it as a browser does."""

    def __init__(self, folder: Path, broker_port: int, port: int, *options: str) -> None:
        self.log = folder / "page.log"
        self.address = f"http://127.0.0.1:{port}"
        listen = ("--listen", f"127.0.0.1:{port}", "--broker", f"127.0.0.1:{broker_port}")
        where = ("--hall", "test-hall", "--device", "page-1", "--data", str(folder / "page"))
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "phone_page", *where, *listen, *options],
                stderr=log,
                cwd=ROOT,
            )
        self.client = httpx.Client(base_url=self.address, timeout=20)
        self._until_it_knows_its_hall()

    def _until_it_knows_its_hall(self) -> None:
        deadline = time.monotonic() + 60
        while not self._knows():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < deadline, self.log.read_text()
            time.sleep(0.02)

    def _knows(self) -> bool:
        try:
            return "测试大厅" in self.client.get("/", headers={"Accept-Language": "zh"}).text
        except httpx.TransportError:
            return False  # not listening yet

    def get(self, path: str, **more: str) -> httpx.Response:
        return self.client.get(path, headers={"Accept-Language": "zh-CN", **more})

    def post(self, path: str, **fields: str | list[str]) -> httpx.Response:
        return self.client.post(path, data=fields)

    def stop(self) -> int:
        self.client.close()
        self.process.terminate()
        return self.process.wait(20)


class Html(HTMLParser):
    """A page as its elements with their attributes, and its visible words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.words = ""
        self._hidden = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        self._hidden += tag in {"style", "title"}

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in {"style", "title"}

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.words += data

    def all(self, tag: str, **attributes: str) -> list[dict[str, str]]:
        return [has for name, has in self.elements if name == tag and attributes.items() <= has.items()]


def heading(text: str) -> str:
    """The page's one heading, as it is read out."""
    found = re.findall(r"<h1>(.*?)</h1>", text, re.DOTALL)
    assert len(found) == 1, text
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split())


def once(text: str) -> str:
    """The mark of the form on a page."""
    return Html(text).all("input", name="once")[0]["value"]
