"""The two addresses that answer: `/metrics` for Prometheus, `/alive` for this program's own watchdog."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from prometheus_client import CollectorRegistry
from prometheus_client.exposition import choose_encoder
from prometheus_client.metrics_core import Metric

from metrics.asking import HallLook
from metrics.families import families

StartResponse = Callable[[str, list[tuple[str, str]]], Any]


class MetricsSite:
    """A WSGI application. `look` is asked anew for every scrape."""

    def __init__(self, look: Callable[[], HallLook]) -> None:
        self._look = look
        self._registry = CollectorRegistry(auto_describe=False)
        self._registry.register(self)

    def collect(self) -> Iterator[Metric]:
        """The metrics, called by the registry."""
        return families(self._look())

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if environ.get("REQUEST_METHOD") not in {"GET", "HEAD"}:
            return _plain(start_response, "405 Method Not Allowed", b"")
        if path == "/alive":
            return _plain(start_response, "204 No Content", b"")
        if path != "/metrics":
            return _plain(start_response, "404 Not Found", b"/metrics\n")
        encode, kind = choose_encoder(environ.get("HTTP_ACCEPT", ""))
        text = encode(self._registry)
        start_response("200 OK", [("Content-Type", kind), ("Content-Length", str(len(text)))])
        return [text]


def _plain(start_response: StartResponse, status: str, text: bytes) -> list[bytes]:
    start_response(status, [("Content-Type", "text/plain"), ("Content-Length", str(len(text)))])
    return [text]
