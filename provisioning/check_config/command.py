"""The command line of `xiaochuang check-config`."""

from __future__ import annotations

import argparse
import dataclasses
import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path

from domain.config import HallConfig
from hall.config.check import MOVED, told, told_people
from hall.sms.text import every_text
from kiosk.mqtt import tls_files
from kiosk.terminal.settings import Terminal
from kiosk.terminal.terminal_file import from_its_folder, reading_of_terminal
from program.mistakes.telling import LANGUAGES, Telling
from program.toml_file import FileReading
from program.toml_text import read_parsed
from provisioning.check_config import against, alone

SMS_FILE = "sms.toml"
"""Recognised by its name, because its keys differ between back ends."""

Unwritable = Callable[[Terminal], Sequence[str]]
"""Gives the ways of writing that a citizen's pad cannot offer on this machine."""


def check_config_main(argv: Sequence[str], unwritable: Unwritable = lambda _terminal: ()) -> int:
    """Returns the exit code, see the epilog."""
    words = argparse.ArgumentParser(
        prog="xiaochuang check-config",
        description="Names every mistake and old key in hall.toml, terminal.toml and sms.toml files, with line, value "
        "and the nearest word that would do. Files that are named together are held against each other; holidays.toml, "
        "staff.toml and sms.toml are looked at too where they lie beside a hall.toml.",
        epilog="Ends with 0: all in order, and nobody is moved; 1: mistakes (with --strict: or warnings), or the data "
        "cannot be read; 2: wrong words; 3: the files are in order, and people in the hall are moved or left in a "
        "queue that is gone, as said.",
    )
    words.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a hall.toml, terminal.toml or sms.toml")
    words.add_argument(
        "--data",
        type=Path,
        metavar="DIR",
        help="the hall's data folder: says what becomes of the people in it when the hall is started with hall.toml. "
        "Changes nothing; the hall may be running",
    )
    words.add_argument("--language", choices=LANGUAGES, help="Chinese or English; left out: what LANG says")
    words.add_argument("--strict", action="store_true", help="a warning is a mistake")
    asked = words.parse_args(argv)
    telling, halls, terminals, moved = Telling(asked.language), list[HallConfig](), list[FileReading[Terminal]](), False
    messages: dict[Path, Sequence[str]] = {}
    for path in asked.files:
        if path.name == SMS_FILE:
            messages.setdefault(path, ())
            continue
        if is_terminal(path):
            terminals.append(reading_of_terminal(path, telling.warning))
            continue
        reading = told(path, telling)
        if (beside := path.with_name(SMS_FILE)).is_file():
            messages[beside] = every_text(reading.config) if reading.config is not None else ()
        if reading.config is not None:
            halls.append(reading.config)
            if asked.data is not None and not (reading.mistakes or reading.missing):
                moved |= told_people(path, reading.config, asked.data, telling)
    for path, texts in messages.items():
        _tell_messages(path, texts, telling)
    for terminal in terminals:
        _tell_terminal(terminal, halls, telling, unwritable)
    for terminal, key, reason in against.twice(terminals):
        telling.mistake(terminal.mistake(key, reason))
    return 1 if telling.mistakes or (asked.strict and telling.warnings) else MOVED if moved else 0


def _tell_messages(path: Path, texts: Sequence[str], telling: Telling) -> None:
    from hall.sms.choice import UnusableSecret, mistakes  # noqa: PLC0415 - few who check a file have an operator's

    before = telling.mistakes
    for found in mistakes(path, texts):
        if isinstance(found, UnusableSecret):  # in a site it may still come; the installation sets its owner
            telling.warning(found)
        else:
            telling.mistake(found)
    if telling.mistakes == before:
        telling.note(path, "text messages, all in order")


def is_terminal(path: Path) -> bool:
    """A file is a terminal's if more of its keys are a terminal's than a hall's."""
    try:
        table = read_parsed(path).table or {}
    except OSError:
        return False  # the reader reports what is wrong with it
    ours = [len(table.keys() & {field.name for field in dataclasses.fields(kind)}) for kind in (Terminal, HallConfig)]
    return ours[0] > ours[1]


def _tell_terminal(
    reading: FileReading[Terminal], halls: Sequence[HallConfig], telling: Telling, unwritable: Unwritable
) -> None:
    for mistake in reading.mistakes:
        telling.mistake(mistake)
    if reading.value is None:
        return
    before = telling.mistakes - len(reading.mistakes)
    terminal = reading.value
    here = from_its_folder(terminal, Path(reading.file).parent.resolve())
    links = (
        (f"broker.{key}", reason, None)
        for key, reason in tls_files.mistakes(here.broker, terminal.device, dt.datetime.now(dt.UTC))
    )
    hall = _hall_of(terminal, halls)
    found = [*links, *(against.mistakes(here, hall) if hall is not None else ())]
    for mistake in reading.judged(found):
        telling.mistake(mistake)
    for warning in reading.judged([*alone.warnings(here), *(against.warnings(here, hall) if hall else ())]):
        telling.warning(warning)
    for said in unwritable(terminal):
        telling.note(reading.file, said)
    if telling.mistakes == before:
        telling.note(reading.file, f"terminal {terminal.device!r} of hall {terminal.hall!r}, all in order")


def _hall_of(terminal: Terminal, halls: Sequence[HallConfig]) -> HallConfig | None:
    """The hall that the terminal names; if it names none of them, the only possible one."""
    named = [hall for hall in halls if hall.id == terminal.hall]
    return named[0] if named else halls[0] if halls else None
