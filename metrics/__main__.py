"""`python -m metrics`: chooses the parts of the metrics program and starts them."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from waitress.server import create_server

from kiosk.mqtt.broker import add_broker_words, broker_of, host_and_port, refused_files
from kiosk.mqtt.connection import dial
from kiosk.mqtt.presence import next_session
from kiosk.mqtt.topics import BadLevelError, Topics, level
from metrics.asking import FiguresAsker
from metrics.site import MetricsSite
from program.http_alive import end_on_signals, watched

logger = logging.getLogger("metrics")


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(
        prog="xiaochuang metrics",
        description="The hall in numbers for Prometheus: queues, windows, devices, alarms. A device of the hall with "
        "the role metrics, which may ask for counts and nothing else.",
        epilog="Every scrape of http://HOST:PORT/metrics asks the hall once. Ends with 0 after SIGTERM; 64: wrong "
        "arguments, 65: a shared secret, 69: the port cannot be used.",
    )
    made.add_argument("--hall", required=True, metavar="ID", help="the hall's id, as in hall.toml")
    made.add_argument("--device", default="metrics", help="this program's device id in hall.toml (%(default)s)")
    made.add_argument("--data", type=Path, required=True, metavar="DIR", help="its own folder; made if missing")
    made.add_argument("--listen", default="127.0.0.1:9723", metavar="HOST:PORT", help="where it answers (%(default)s)")
    add_broker_words(made)
    return made


def main(argv: Sequence[str] | None = None) -> int:
    """Run until SIGTERM or Ctrl-C. Returns the exit status."""
    asked = parser().parse_args(argv)
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    try:
        topics = Topics(asked.hall)
        level(asked.device)
        host, port = host_and_port(asked.listen)
        broker = broker_of(asked)
    except (BadLevelError, ValueError) as error:
        print(f"xiaochuang metrics: {error}", file=sys.stderr)
        return os.EX_USAGE
    refused = refused_files(asked).values()
    if refused:
        print(*(f"xiaochuang metrics: {reason}" for reason in refused), sep="\n", file=sys.stderr)
        return os.EX_DATAERR
    hall = FiguresAsker(dial(broker), topics, asked.device, next_session(asked.data / "session"))
    try:
        server = create_server(
            MetricsSite(hall.look),
            host=host,
            port=port,
            threads=2,
            connection_limit=20,
            channel_timeout=30,
            max_request_header_size=8_192,
            max_request_body_size=1_024,
            ident=None,
        )
    except OSError as error:
        print(f"xiaochuang metrics: {asked.listen} cannot be used: {error.strerror}", file=sys.stderr)
        return os.EX_UNAVAILABLE
    end_on_signals()
    hall.start()
    with watched(host, port):
        logger.info("answering on http://%s:%d/metrics", host, port)
        server.run()  # until a signal
    hall.stop()
    return os.EX_OK


if __name__ == "__main__":
    sys.exit(main())
