"""The arguments of `scripts/demo`, read before anything is installed: this file imports only the standard library.

python3 -m demo.words WORDS…     says what is wrong with them, or their help; exit code 0 if they are right
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

SAMPLE = Path(__file__).with_name("hall.toml")
USUAL_PORT = 18830


def parser() -> argparse.ArgumentParser:
    home = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share")
    words = argparse.ArgumentParser(
        prog="xiaochuang demo",
        description="A whole service hall on this machine: broker, hall service, number machine, self-service kiosk, "
        "the two screens of a window's pad, the hall's screen and the window's screen. With a desktop as windows, "
        "without one in a browser on 127.0.0.1.",
    )
    words.add_argument("--headless", action="store_true", help="no windows, no browser: print one JSON line when ready")
    words.add_argument(
        "--dir",
        type=Path,
        default=home / "xiaochuang-demo",
        help="everything the demo makes lies here; the same folder again goes on with the same hall day (%(default)s)",
    )
    words.add_argument("--port", type=_port, help=f"of the broker on 127.0.0.1 ({USUAL_PORT}, or a free one)")
    words.add_argument(
        "--page-address",
        default="127.0.0.1",
        metavar="ADDRESS",
        help="of this machine in your Wi-Fi, e.g. 192.168.1.5: a phone then follows and reviews by the ticket's QR "
        "code (%(default)s: this machine alone)",
    )
    words.add_argument("--hours", choices=["always", "real"], default="always", help="open at any time, or as posted")
    words.add_argument("--config", type=Path, default=SAMPLE, help="any other hall.toml")
    words.add_argument(
        "--language",
        choices=["zh", "en"],
        help="of the screens and of what is said here; left out: Chinese screens, and what LANG says",
    )
    words.add_argument(
        "--cards",
        choices=["bench", "pcsc"],
        default="bench",
        help="pcsc: `bench card insert` goes through a real pcscd and its virtual reader (%(default)s)",
    )
    words.add_argument("--scale", type=float, help="size of the windows on a desktop, e.g. 0.4 (what fits)")
    return words


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > 65_535:
        raise argparse.ArgumentTypeError(f"{text!r} is no port: 0 to 65535")
    return int(text)


if __name__ == "__main__":
    parser().parse_args()
