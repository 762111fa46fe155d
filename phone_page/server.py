"""The web server: waitress, with limits that a slow or greedy client cannot get around.

A request must arrive completely within `REQUEST_S`, however steadily its bytes come. If there are too many connections,
of one address or altogether, the one that has waited longest for the rest of a request is closed for the new one; a
real request is answered long before that.
"""

from __future__ import annotations

import time
from typing import Any

from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer

THREADS = 16
CONNECTIONS = 400
CONNECTIONS_OF_ADDRESS = 250  # all phones of a hall's Wi-Fi may share one address
REQUEST_S = 15.0
"""The longest time from a request's first byte to its last."""
IDLE_S = 10.0
"""The longest time without a byte, between requests or before the first."""
LOOK_S = 1.0


class PageChannel(HTTPChannel):  # type: ignore[misc]  # waitress has no types
    """A connection that knows since when it waits. Used on the server's own thread only."""

    server: PageServer

    def __init__(self, server: PageServer, sock: Any, addr: Any, adj: Any, map: Any = None) -> None:  # noqa: A002
        self.heard = time.monotonic()  # when the last byte came
        self.began: float | None = None  # when the request that is still arriving began
        super().__init__(server, sock, addr, adj, map=map)
        server.make_room(self)

    def received(self, data: bytes) -> bool:
        taken: bool = super().received(data)
        self.heard = time.monotonic()
        if self.request is None:
            self.began = None
        elif self.began is None:
            self.began = self.heard
        return taken

    @property
    def at_work(self) -> bool:
        """Whether a request is being answered, or its answer is being sent."""
        return bool(self.requests) or bool(self.total_outbufs_len)

    @property
    def waits_since(self) -> float:
        return self.heard if self.began is None else self.began

    def is_late(self, now: float) -> bool:
        if self.at_work:
            return False
        return now - self.heard > IDLE_S or (self.began is not None and now - self.began > REQUEST_S)


class PageServer(TcpWSGIServer):  # type: ignore[misc]  # waitress has no types
    """`proxy`: the address of a reverse proxy, whose connections carry everybody's requests; None: there is none."""

    channel_class = PageChannel

    def __init__(self, application: Any, host: str, port: int, *, proxy: str | None = None, **more: Any) -> None:
        """Raises `OSError` when the port cannot be used."""
        self._proxy = proxy
        self._look_at = 0.0
        trusted: dict[str, Any] = (
            {"trusted_proxy": proxy, "trusted_proxy_count": 1, "trusted_proxy_headers": {"x-forwarded-for"}}
            if proxy is not None
            else {}
        )
        super().__init__(
            application,
            host=host,
            port=port,
            ipv4=":" not in host,
            ipv6=":" in host,
            threads=THREADS,
            connection_limit=CONNECTIONS + 50,  # never reached, as waitress would then accept nobody
            asyncore_use_poll=True,
            ident=None,
            clear_untrusted_proxy_headers=True,
            **trusted,
            **more,
        )

    def readable(self) -> bool:
        """Called in each turn of the server's loop: close connections that are too slow."""
        now = time.monotonic()
        if now - self._look_at >= LOOK_S:
            self._look_at = now
            for channel in [*self.active_channels.values()]:
                if channel.is_late(now):
                    channel.handle_close()
        reads: bool = super().readable()
        return reads

    def maintenance(self, now: float) -> None:
        """Do nothing: waitress would use the wall clock, which may be set; `readable` does this instead."""

    def make_room(self, new: PageChannel) -> None:
        """Close one connection if there are too many with the new one."""
        everybody = [*self.active_channels.values()]
        neighbours = [channel for channel in everybody if channel.addr[0] == new.addr[0]]
        if new.addr[0] != self._proxy and len(neighbours) > CONNECTIONS_OF_ADDRESS:
            _longest_waiting(neighbours, new).handle_close()
        elif len(everybody) > CONNECTIONS:
            _longest_waiting(everybody, new).handle_close()


def _longest_waiting(channels: list[PageChannel], new: PageChannel) -> PageChannel:
    """The connection to close: the new one if all others are at work."""
    return min((channel for channel in channels if not channel.at_work), key=lambda one: one.waits_since, default=new)
