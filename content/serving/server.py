"""The server under the site: waitress, with few threads and limits that a machine of the hall never reaches."""

from __future__ import annotations

import contextlib
import logging
import os
import sys
from pathlib import Path

from content.serving.site import ContentSite
from program.http_alive import end_on_signals, watched

logger = logging.getLogger("content")

THREADS = 4
CONNECTIONS = 200
NICE = 10
"""Niceness: the hall service on the same machine comes first."""


def serve(folder: Path, host: str, port: int) -> int:
    """Serve until SIGTERM or Ctrl-C. Returns the exit status: 0, or 69 if the port cannot be used."""
    from waitress.server import create_server  # noqa: PLC0415

    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    with contextlib.suppress(OSError):  # a unit that forbids this sets `Nice=` itself
        os.setpriority(os.PRIO_PROCESS, 0, NICE)
    try:
        server = create_server(
            ContentSite(folder),
            host=host,
            port=port,
            threads=THREADS,
            connection_limit=CONNECTIONS,
            channel_timeout=30,
            cleanup_interval=5,
            max_request_header_size=8192,
            max_request_body_size=0,
            ident=None,
        )
    except OSError as error:
        print(f"xiaochuang content: {host}:{port} cannot be used: {error.strerror}", file=sys.stderr)
        return os.EX_UNAVAILABLE
    end_on_signals()
    with watched(host, port):
        logger.info("answering on http://%s:%s/", server.effective_host, server.effective_port)
        server.run()  # until a signal
    return os.EX_OK
