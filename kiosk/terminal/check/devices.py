"""`xiaochuang devices --config terminal.toml`: the daily check of a terminal.

If the terminal's program runs, the check shows its report; otherwise it opens the parts itself.
"""

from __future__ import annotations

import argparse
import json
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path

from domain.config import Text
from domain.health.health import Health
from kiosk.terminal.check.probe import ProbedParts, broker_answers, probe, real_parts
from kiosk.terminal.check.rows import CheckRow, rows
from kiosk.terminal.check.words import PARTS
from kiosk.terminal.program import REPORT, REPORT_SOCKET
from kiosk.terminal.settings import Hardware, Terminal
from kiosk.terminal.terminal_file import read_terminal
from program.control_socket import ControlSocketError, send
from program.vitals import screens

MARKS = {True: "✓", False: "✗"}


def devices_main(argv: Sequence[str], make_parts: Callable[[Hardware], ProbedParts] = real_parts) -> int:
    """Print the table, or JSON. Returns 0 if all is in order, 1 if somebody has to act."""
    parser = argparse.ArgumentParser(prog="xiaochuang devices", description=__doc__)
    parser.add_argument("--config", type=Path, required=True, metavar="FILE", help="the terminal's terminal.toml")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of a table")
    parser.add_argument("--language", choices=("zh_CN", "en"), help="of the table (default: the terminal's)")
    given = parser.parse_args(argv)
    terminal = read_terminal(given.config)
    found = check(terminal, make_parts)
    if given.json:
        print(json.dumps(_data(terminal, found), ensure_ascii=False, indent=2))
    else:
        print(_table(terminal, found, given.language or terminal.language))
    return 0 if all(row.ok for row in found) else 1


def check(terminal: Terminal, make_parts: Callable[[Hardware], ProbedParts]) -> list[CheckRow]:
    """Every part of the terminal as a row."""
    try:
        report = json.loads(send(Path(terminal.data), [REPORT], REPORT_SOCKET))
    except ControlSocketError as error:
        state = _without_answer(error.__cause__)
        if state != "stopped":
            return list(rows(terminal, Health(), program=state, hall=""))
        health = probe(terminal, make_parts(terminal.hardware))
        hall = "reachable" if broker_answers(terminal.broker) else "no_broker"
        return list(rows(terminal, health, program=state, hall=hall, screens=screens()))
    return list(rows(terminal, Health.of(report["health"]), program="running", hall=report["hall"]))


def _without_answer(why: BaseException | None) -> str:
    """The program's state after a failed request: stopped if the socket is missing or nobody holds it."""
    if isinstance(why, PermissionError):
        return "not_allowed"
    return "stopped" if isinstance(why, FileNotFoundError | ConnectionRefusedError) else "silent"


def _data(terminal: Terminal, found: list[CheckRow]) -> dict[str, object]:
    return {
        "hall": terminal.hall,
        "device": terminal.device,
        "running": found[0].status == "running",
        "ok": all(row.ok for row in found),
        "parts": [
            {
                "part": row.part,
                "driver": row.driver,
                "status": row.status,
                "detail": row.detail,
                "ok": row.ok,
                "say": {"zh": row.say.zh, "en": row.say.en},
            }
            for row in found
        ],
    }


def _table(terminal: Terminal, found: list[CheckRow], language: str) -> str:
    def word(text: Text) -> str:
        return text.en if language == "en" else text.zh

    lines = [[MARKS[row.ok], word(PARTS[row.part]), row.driver, row.detail, word(row.say)] for row in found]
    widths = [max(map(_columns, column)) for column in list(zip(*lines, strict=True))[:-1]]
    made = [f"{terminal.hall} / {terminal.device}"]
    for line in lines:
        cells = [cell + " " * (width - _columns(cell)) for cell, width in zip(line, widths, strict=False)]
        made.append("  ".join([*(cell for cell, width in zip(cells, widths, strict=True) if width), line[-1]]))
    return "\n".join(made)


def _columns(text: str) -> int:
    """How wide a terminal shows it: Chinese characters take two columns."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
