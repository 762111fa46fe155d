"""The first steps of a terminal program: read terminal.toml, and log to stderr for systemd.

It imports little, so that the window can open before the rest of the program is loaded.
"""

from __future__ import annotations

import contextlib
import logging
import sqlite3
import sys
from dataclasses import replace
from pathlib import Path

from kiosk.terminal import terminal_checks
from kiosk.terminal.settings import Terminal
from program import data_version, terminal_data
from program.durable import make_folder
from program.mistakes.telling import tell
from program.renamed_keys import KEYS
from program.secret_file import beside, refusal
from program.toml_file import FileReading, Mistake, Warn, log, read_partly


def reading_of_terminal(path: Path, warn: Warn = log) -> FileReading[Terminal]:
    """The file with all its mistakes, of form and of meaning. `warn`: called for keys under old names."""
    reading = read_partly(Terminal, path, renamed=KEYS["terminal.toml"], warn=warn)
    if reading.value is None:
        return reading
    return reading.with_all(reading.judged(terminal_checks.mistakes(reading.value)))


def checked_terminal(path: Path, warn: Warn = log) -> Terminal | list[Mistake]:
    """The content of the file, or all its mistakes."""
    reading = reading_of_terminal(path, warn)
    return reading.value if reading.value is not None and not reading.mistakes else reading.mistakes


def read_terminal(path: Path) -> Terminal:
    """The terminal of `terminal.toml`, with absolute paths. Mistakes are printed and end the program."""
    found = checked_terminal(path)
    if isinstance(found, list):
        tell(found)
        raise SystemExit(2)
    here = from_its_folder(found, path.parent.resolve())
    with contextlib.suppress(OSError):  # if the disk cannot be written, that is reported later
        make_folder(Path(here.data))
    return here


def from_its_folder(found: Terminal, folder: Path) -> Terminal:
    """The same with absolute paths: relative ones start at `folder`, the file's folder."""
    broker, content = found.broker, found.content
    return replace(
        found,
        data=str(folder / found.data),
        person_key_file=beside(folder, found.person_key_file),
        signing_key_file=beside(folder, found.signing_key_file),
        content=replace(content, folder=str(folder / found.data / content.folder)) if content is not None else None,
        broker=replace(
            broker,
            password_file=beside(folder, broker.password_file),
            ca_file=beside(folder, broker.ca_file),
            cert_file=beside(folder, broker.cert_file),
            key_file=beside(folder, broker.key_file),
        ),
    )


def guard_secrets(terminal: Terminal) -> None:
    """Check secrets before a program runs. A password or key that others can read is named and ends the program.
    Missing files may still come."""
    secrets = {
        "person_key_file": terminal.person_key_file,
        "signing_key_file": terminal.signing_key_file,
        "broker.password_file": terminal.broker.password_file,
        "broker.key_file": terminal.broker.key_file,
    }
    refused = {key: reason for key, name in secrets.items() if (reason := refusal(name))}
    for key, reason in refused.items():
        print(f"{key}: {reason}", file=sys.stderr)
    if refused:
        raise SystemExit(2)


def guard_data(terminal: Terminal) -> None:
    """Check data before a program runs. Data written by a newer program is named and ends the program. Nothing is
    changed."""
    newer = False
    for name, migrations in terminal_data.DATABASES.items():
        with contextlib.suppress(sqlite3.Error, OSError):  # damaged files are handled by their stores
            try:
                data_version.check(Path(terminal.data) / name, migrations)
            except data_version.NewerDataError as error:
                print(error, file=sys.stderr)
                newer = True
    if newer:
        raise SystemExit(2)


def log_to_stderr(*, verbose: bool = False) -> None:
    """Log to stderr; systemd's journal adds time and unit. Our code passes nothing personal to a logger."""
    logging.basicConfig(level=logging.DEBUG if verbose else logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    logging.getLogger("kivy").setLevel(logging.WARNING)
