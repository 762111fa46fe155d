"""`python -m phone_page`: chooses the parts of the page behind the ticket's QR code and starts them."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from kiosk.mqtt.broker import add_broker_words, broker_of, host_and_port, refused_files
from kiosk.mqtt.connection import dial
from kiosk.mqtt.presence import next_session
from kiosk.mqtt.topics import BadLevelError, Topics
from phone_page.content.library import ContentLibrary
from phone_page.hall_link import HallLink
from phone_page.server import PageServer
from phone_page.site import LARGEST_FORM, Site
from program.http_alive import end_on_signals, watched

logger = logging.getLogger("phone_page")


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(
        prog="xiaochuang phone-page",
        description="The web page behind a ticket's QR code: people follow their place and review the service by "
        "phone. A device of the hall with the role phone-page.",
        epilog="On the internet it stands behind a reverse proxy with TLS that does not log addresses (they carry "
        "tickets' keys). Ends with 0 after SIGTERM; 64: wrong arguments, 65: a shared secret, 69: the port "
        "cannot be used.",
    )
    made.add_argument("--hall", required=True, metavar="ID", help="the hall's id, as in hall.toml")
    made.add_argument("--device", default="phone-page", help="this program's device id in hall.toml (%(default)s)")
    made.add_argument("--data", type=Path, required=True, metavar="DIR", help="its own folder; made if missing")
    made.add_argument("--listen", default="127.0.0.1:8080", metavar="HOST:PORT", help="where it answers (%(default)s)")
    made.add_argument(
        "--behind-proxy",
        nargs="?",
        const="127.0.0.1",
        metavar="ADDRESS",
        help="the reverse proxy at this address (%(const)s if none is given) says in X-Forwarded-For who really asks; "
        "nobody else is believed. Without it a proxy's requests count as those of one phone",
    )
    made.add_argument(
        "--content-key",
        metavar="KEY",
        help="the public half of the hall's key for content, as `xiaochuang content pack` says it: the page then has "
        "guides and the plan of the hall, kept in its own folder",
    )
    made.add_argument(
        "--content-address", default="", metavar="URL", help="where content is fetched; without it where the hall says"
    )
    add_broker_words(made)
    return made


def main(argv: Sequence[str] | None = None) -> int:
    """Run until SIGTERM or Ctrl-C. Returns the exit status."""
    asked = parser().parse_args(argv)
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    logging.getLogger("waitress").setLevel(logging.CRITICAL)  # it logs paths, which hold keys
    try:
        topics = Topics(asked.hall)
        host, port = host_and_port(asked.listen)
        broker = broker_of(asked)
    except (BadLevelError, ValueError) as error:
        print(f"xiaochuang phone-page: {error}", file=sys.stderr)
        return os.EX_USAGE
    refused = refused_files(asked).values()
    if refused:
        print(*(f"xiaochuang phone-page: {reason}" for reason in refused), sep="\n", file=sys.stderr)
        return os.EX_DATAERR
    hall = HallLink(dial(broker), topics, asked.device, next_session(asked.data / "session"))
    content = (
        ContentLibrary(asked.data / "content", asked.content_key, asked.content_address) if asked.content_key else None
    )
    if content is not None:
        hall.on_content = content.told
    try:
        server = PageServer(
            Site(hall, content=content),
            host,
            port,
            proxy=asked.behind_proxy,
            max_request_header_size=LARGEST_FORM,
            max_request_body_size=LARGEST_FORM,
        )
    except OSError as error:
        print(f"xiaochuang phone-page: {asked.listen} cannot be used: {error.strerror}", file=sys.stderr)
        return os.EX_UNAVAILABLE
    end_on_signals()
    if content is not None:
        content.start()
    hall.start()
    with watched(host, port):
        logger.info("answering on http://%s:%d/", host, port)
        server.run()  # until a signal
    hall.stop()
    if content is not None:
        content.stop()
    return os.EX_OK


if __name__ == "__main__":
    sys.exit(main())
