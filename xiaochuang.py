"""The command line `xiaochuang`: one word chooses a program of the house, the rest are that program's own words.

Programs are imported only when they are chosen: a hall server runs without Kivy, a terminal without the hall's parts.
"""

from __future__ import annotations

import argparse
import importlib.util
import runpy
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiosk.terminal.settings import Terminal

USAGE = """\
小窗 Xiaochuang: the software of a public-service hall

usage: xiaochuang COMMAND …        (xiaochuang COMMAND --help says more; xiaochuang --version)

programs of a hall, as systemd starts them
  hall              the hall service: queues, calls, messages; the only one that decides
  kiosk             a machine citizens use: --profile number-machine | self-service
  pad               a screen of a window's pad: --screen citizen | clerk
  screen            an e-screen: --profile hall | window
  phone-page        the page behind a ticket's QR code: follow and review by phone
  metrics           the hall in numbers, for Prometheus

to try and to develop
  demo              a whole hall on this machine
  bench card …      lay a card on the reader of a running machine, pull it, take it away
  bench scan …      let its scanner read a code
  bench printer …   take its paper out, open its cover
  bench phones …    read the text messages that phones would have got

to look after a hall
  check-config …    name every mistake in hall.toml and terminal.toml; --data DIR: and whom they move
  staff …           who works in a hall: people, roles, PINs and cards
  devices …         the daily check of a terminal: everything attached, and what to do about it
  calibrate …       touch four crosses: the line that puts a touch screen right
  content …         guides, themes, open documents: check, pack, import, serve, fetch
  calendar …        fill in a year's statutory holidays and working weekends
  certificates …    make, renew and list the certificates of a hall's broker and devices
  new-hall DIR      ask a dozen questions and write a first hall.toml and terminal.toml files
  broker-files …    write the broker's passwords and access list from hall.toml
  machine-files …   put each machine's certificates and keys into its folder of the site
  display-key FILE  make a new key to this machine's X server, as its unit does
  new-machine …     this machine takes the place of the one that a terminal's files were made on
  snapshot          ask a running hall for everything it knows now
  emergency TEXT    say one sentence on every screen of a hall at once; --off takes it back
  hall-copies …     list, take and restore copies of the hall's store
  verify-ratings …  recompute the chain of reviews and say whether it is whole
"""

PROGRAMS = {
    "hall": ("hall", {"hall"}),
    "kiosk": ("kiosk", {"terminal"}),
    "pad": ("review_pad", {"terminal"}),
    "screen": ("e_screen", {"terminal"}),
    "phone-page": ("phone_page", {"hall"}),
    "metrics": ("metrics", {"hall"}),
    "demo": ("demo", {"hall", "terminal"}),
}
"""Command: the package whose `__main__` it is, and the extras of `pyproject.toml` that it needs."""

OF_EXTRA = {
    "terminal": ("kivy", "PIL", "qrcode"),
    "hall": ("argon2", "httpx", "werkzeug", "jinja2", "waitress", "prometheus_client"),
}
"""A module of each extra whose absence shows that the extra is not installed."""


def main(argv: Sequence[str] | None = None) -> int:
    """Returns the exit code: 0 done, 1 it did not work, 2 wrong words."""
    if argv is not None:
        return _chosen(list(argv))
    from program.start import interrupted  # noqa: PLC0415

    interrupted.end_at_once()
    words = sys.argv[1:]
    return interrupted.tidily(lambda: _chosen(words)) if words and words[0] in COMMANDS else _chosen(words)


def _chosen(words: list[str]) -> int:
    if not words or words[0] in {"-h", "--help", "help"}:
        print(USAGE)
        return 0 if words else 2
    if words[0] in {"-V", "--version", "version"}:
        from program.start.version import version  # noqa: PLC0415

        print(f"xiaochuang {version() or 'from its sources'}")
        return 0
    command, rest = words[0], words[1:]
    if command in PROGRAMS:
        return _program(command, rest)
    if command in COMMANDS:
        return COMMANDS[command](rest)
    print(f"xiaochuang: there is no command {command!r}; xiaochuang --help lists them", file=sys.stderr)
    return 2


def _program(command: str, rest: list[str]) -> int:
    package, extras = PROGRAMS[command]
    here = {extra for extra, modules in OF_EXTRA.items() if all(map(importlib.util.find_spec, modules))}
    missing = sorted(extras - here)
    if missing:
        print(
            f"xiaochuang {command}: this machine has no {' and no '.join(missing)} parts; "
            f"add them with: scripts/install {' '.join(sorted(extras | here))}",
            file=sys.stderr,
        )
        return 1
    sys.argv = [f"xiaochuang {command}", *rest]
    runpy.run_module(package, run_name="__main__", alter_sys=False)
    return 0


def _bench(rest: list[str]) -> int:
    """Phones are the demo's, the other parts a machine's; the folder may stand before the word that says which."""
    words = argparse.ArgumentParser(prog="xiaochuang bench", add_help=False, allow_abbrev=False)
    words.add_argument("--data")
    words.add_argument("what", nargs="?")
    given, others = words.parse_known_args(rest)
    if given.what == "phones":
        from demo.phones import phones_main  # noqa: PLC0415

        return phones_main([*others, *([] if given.data is None else ["--data", given.data])])
    from bench.command import bench_main  # noqa: PLC0415

    return bench_main(rest)


def _check_config(rest: list[str]) -> int:
    from provisioning.check_config.command import check_config_main  # noqa: PLC0415

    def unwritable(terminal: Terminal) -> Sequence[str]:
        if terminal.signing_key_file is None:  # no citizen's screen
            return ()
        from kiosk.writing.engines import Writing, of_this_machine  # noqa: PLC0415

        return Writing(of_this_machine).missing()

    return check_config_main(rest, unwritable)


def _devices(rest: list[str]) -> int:
    from kiosk.terminal.check.devices import devices_main  # noqa: PLC0415

    return devices_main(rest)


def _display_key(rest: list[str]) -> int:
    from kiosk.terminal.start.display_key import display_key_main  # noqa: PLC0415

    return display_key_main(rest)


def _broker_files(rest: list[str]) -> int:
    from provisioning.broker_files.command import broker_files_main  # noqa: PLC0415

    return broker_files_main(rest)


def _machine_files(rest: list[str]) -> int:
    from provisioning.machine_files.command import machine_files_main  # noqa: PLC0415

    return machine_files_main(rest)


def _calendar(rest: list[str]) -> int:
    from hall.config.calendar_command import calendar_main  # noqa: PLC0415

    return calendar_main(rest)


def _content(rest: list[str]) -> int:
    from content.command import content_main  # noqa: PLC0415

    return content_main(rest)


def _new_hall(rest: list[str]) -> int:
    from provisioning.new_hall.command import new_hall_main  # noqa: PLC0415

    return new_hall_main(rest)


def _calibrate(rest: list[str]) -> int:
    from kiosk.calibrate.command import calibrate_main  # noqa: PLC0415

    return calibrate_main(rest)


def _certificates(rest: list[str]) -> int:
    from provisioning.certificates.command import certificates_main  # noqa: PLC0415

    return certificates_main(rest)


def _staff(rest: list[str]) -> int:
    from hall.staff.command import NotDoneError, staff_main  # noqa: PLC0415

    def read_card() -> str:
        if importlib.util.find_spec("smartcard") is None:
            raise NotDoneError("this machine reads no cards: scripts/install terminal; without --reader, type it")
        from kiosk.hw.one_card import NoCardError, read_one_card  # noqa: PLC0415
        from kiosk.hw.pcsc import PcscCards  # noqa: PLC0415

        print("lay the card on the reader", file=sys.stderr)
        try:
            return read_one_card(PcscCards())
        except NoCardError as error:
            raise NotDoneError(str(error)) from None

    return staff_main(rest, read_card)


def _new_machine(rest: list[str]) -> int:
    from kiosk.terminal.new_machine import main as new_machine  # noqa: PLC0415

    return new_machine(rest)


def _snapshot(rest: list[str]) -> int:
    from kiosk.mqtt.one_question import snapshot_main  # noqa: PLC0415

    return snapshot_main(rest)


def _emergency(rest: list[str]) -> int:
    from kiosk.mqtt.shell.emergency import emergency_main  # noqa: PLC0415

    return emergency_main(rest)


def _hall_copies(rest: list[str]) -> int:
    from hall.copies.command import copies_main  # noqa: PLC0415

    return copies_main(rest)


def _verify_ratings(rest: list[str]) -> int:
    from hall.verify_ratings import verify_main  # noqa: PLC0415

    return verify_main(rest)


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "bench": _bench,
    "broker-files": _broker_files,
    "calendar": _calendar,
    "calibrate": _calibrate,
    "certificates": _certificates,
    "check-config": _check_config,
    "content": _content,
    "devices": _devices,
    "display-key": _display_key,
    "machine-files": _machine_files,
    "new-hall": _new_hall,
    "new-machine": _new_machine,
    "snapshot": _snapshot,
    "emergency": _emergency,
    "hall-copies": _hall_copies,
    "staff": _staff,
    "verify-ratings": _verify_ratings,
}


if __name__ == "__main__":
    sys.exit(main())
