"""`xiaochuang demo`, `scripts/demo`: a whole service hall on one machine."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from demo import needs
from demo.card_stack import NoCardStackError
from demo.display import NoDisplayError
from demo.folder import SAMPLE, DemoFolder, FolderInUseError
from demo.ports import PortTakenError
from demo.run import USUAL_PORT, Demo, DidNotStartError, Options
from demo.supervisor import Supervisor
from kiosk.terminal.settings import CardDriver


def main(argv: Sequence[str] | None = None) -> int:
    """Returns the exit code: 0 ended as asked, 1 it did not start, 65 mistakes in hall.toml (named on stderr)."""
    given = _parser().parse_args(argv)
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(asctime)s %(message)s")
    options = Options(
        config=given.config,
        headless=given.headless,
        real_hours=given.hours == "real",
        scale=given.scale,
        port=given.port,
        cards=CardDriver(given.cards),
        page_address=given.page_address,
    )
    wrong = needs.mistakes(options.config, real_hours=options.real_hours)
    if wrong:
        print(*wrong, sep="\n", file=sys.stderr)
        return os.EX_DATAERR
    folder = DemoFolder(given.dir)
    try:
        folder.claim()
        with Supervisor(folder.log, folder.path / "pids.json", more_logs=[folder.broker_log]) as supervisor:
            Demo(folder, supervisor, options).run()
    except (FolderInUseError, PortTakenError, DidNotStartError, NoDisplayError, NoCardStackError) as error:
        print(f"xiaochuang demo: {error}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    home = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share")
    parser = argparse.ArgumentParser(
        prog="xiaochuang demo",
        description="A whole service hall on this machine: broker, hall service, number machine, the two screens of "
        "a window's pad, the hall's screen and the window's screen. With a desktop as windows, without one in a "
        "browser on 127.0.0.1.",
    )
    parser.add_argument(
        "--headless", action="store_true", help="no windows, no browser: print one JSON line when ready"
    )
    parser.add_argument(
        "--dir",
        type=Path,
        default=home / "xiaochuang-demo",
        help="everything the demo makes lies here; the same folder again goes on with the same hall day (%(default)s)",
    )
    parser.add_argument("--port", type=_port, help=f"of the broker on 127.0.0.1 ({USUAL_PORT}, or a free one)")
    parser.add_argument(
        "--page-address",
        default="127.0.0.1",
        metavar="ADDRESS",
        help="of this machine in your Wi-Fi, e.g. 192.168.1.5: a phone then follows and reviews by the ticket's QR "
        "code (%(default)s: this machine alone)",
    )
    parser.add_argument("--hours", choices=["always", "real"], default="always", help="open at any time, or as posted")
    parser.add_argument("--config", type=Path, default=SAMPLE, help="another hall.toml with the same devices")
    parser.add_argument(
        "--cards",
        choices=[CardDriver.BENCH.value, CardDriver.PCSC.value],
        default=CardDriver.BENCH.value,
        help="pcsc: `bench card insert` goes through a real pcscd and its virtual reader (%(default)s)",
    )
    parser.add_argument("--scale", type=float, help="size of the windows on a desktop, e.g. 0.4 (what fits)")
    return parser


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > 65_535:
        raise argparse.ArgumentTypeError(f"{text!r} is no port: 0 to 65535")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
