"""`xiaochuang bench …`: works the bench hardware of a running program: lays cards, scans codes, empties the paper."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from bench.picture_printer import HALF, STATES
from bench.sample_cards import SAMPLES
from program.control_socket import ControlSocketError, find, send
from program.start.either_side import on_either_side, parse

DATA_VARIABLE = "XIAOCHUANG_DATA"
CARD_ORDERS = {
    "mute": "insert a card that gives no answer",
    "pull": "pull the card while it is being read",
    "remove": "take the card away",
    "unplug": "pull the reader's cable",
    "plug": "plug the reader in again",
}
PRINTER_WORDS = {"in": "back", "fill": "back", "empty": "out", "low": "near-end", "ok": "back"}
"""Other words that people use, and the bench printer's own word for each."""

DETAILS = ("kind", "number", "name", "birth", "expires")


def bench_main(argv: Sequence[str]) -> int:
    """Run one bench command. Returns the exit code: 0 done, 1 refused or no running program found (2: wrong
    arguments)."""
    given = parse(_parser(), argv)
    try:
        print(send(_data_folder(given.data, given.what), _words(given)))
    except ControlSocketError as error:
        print(f"xiaochuang bench: {error}", file=sys.stderr)
        return 1
    return 0


def _words(given: argparse.Namespace) -> list[str]:
    if given.what == "scan":
        return ["scan", "code", given.code] if given.code not in {"unplug", "plug"} else ["scan", given.code]
    if given.what == "card" and given.order == "insert":
        details = [f"{key}={getattr(given, key)}" for key in DETAILS if getattr(given, key) is not None]
        return ["card", "insert", given.who, *details]
    return [given.what, PRINTER_WORDS.get(given.order, given.order) if given.what == "printer" else given.order]


def _data_folder(data: str, what: str) -> Path:
    """The one data folder at or below `data` whose program has a control socket; a demo's folder holds several."""
    found = find(Path(data))
    for folder in found:
        if len(found) == 1 or what in send(folder, ["parts"]).split():
            return folder
    raise ControlSocketError(f"no running program with a bench {what} below {data}: name its data folder with --data")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="xiaochuang bench",
        description=__doc__,
        epilog="And `xiaochuang bench phones` reads the text messages that a demo's phones would have got.",
    )
    what = parser.add_subparsers(dest="what", required=True, metavar="card|scan|printer")

    card_words = what.add_parser("card", help="the card reader")
    card = card_words.add_subparsers(dest="order", required=True)
    insert = card.add_parser("insert", help="lay a card on the reader")
    insert.add_argument("who", nargs="?", default=next(iter(SAMPLES)), help=f"one of: {', '.join(SAMPLES)}")
    for key in DETAILS:
        insert.add_argument(f"--{key}", help=f"another {key} than the sample's")
    for order, words in CARD_ORDERS.items():
        card.add_parser(order, help=words)

    scan = what.add_parser("scan", help="the code scanner")
    scan.add_argument("code", help="what the scanner reads; or the word unplug or plug")

    printer = what.add_parser("printer", help="the ticket printer")
    own = ["status", *STATES, HALF]
    others = ", ".join(f"{word} for {meant}" for word, meant in PRINTER_WORDS.items())
    said = f"what happens to it: {', '.join(own)}; or {others}"
    printer.add_argument("order", choices=[*own, *PRINTER_WORDS], metavar="WORD", help=said)
    on_either_side(
        parser,
        [what, card],
        "--data",
        default=os.environ.get(DATA_VARIABLE, "."),
        metavar="DIR",
        help=f"the terminal's data folder, or a demo's folder that holds it (default: ${DATA_VARIABLE}, or here)",
    )
    return parser


if __name__ == "__main__":
    sys.exit(bench_main(sys.argv[1:]))
