"""What a terminal tells of is on disk before: seen by strace, and by kill -9 in the middle of each write."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from traced import FLUSHES, NAMES, killed_at, killed_in_each_commit, traced

from kiosk.mqtt.outbox import Outbox
from kiosk.number_machine.offline import OwnNumbers
from program.durable import whole_file

TOLD = '"told'

OUTBOX = """
import sys
from pathlib import Path
from kiosk.mqtt.outbox import Outbox
outbox = Outbox(Path(sys.argv[1]))
print("told open", flush=True)
rows = []
for level in (1, 2, 3):
    rows.append(outbox.append("rating.given", {"level": level}).id)
    print("told", rows[-1], flush=True)
if "delete" in sys.argv:
    outbox.delete(rows[0])
    print("told deleted", flush=True)
if "refuse" in sys.argv:
    outbox.refuse(rows[1], "rating.over")
    print("told refused", flush=True)
"""

OWN_NUMBERS = """
import sys
from pathlib import Path
from domain.views.catalogue import Block
from kiosk.number_machine.offline import OwnNumbers
numbers = OwnNumbers(Path(sys.argv[1]))
block = Block(device="m1", queue="social", first=1, last=999)
print("told open", flush=True)
for sure in (False, True, True):
    print("told", numbers.take(block, "2026-11-21", sure=sure, lost="lost")[1], flush=True)
if "lost" in sys.argv:
    numbers.remember("request")
    print("told remembered", flush=True)
    numbers.forget("request")
    print("told forgotten", flush=True)
    numbers.take(block, "2026-11-21")
    print("told unsure", flush=True)
    numbers.settle("2026-11-21")
    print("told settled", flush=True)
"""

COPIES = """
import sys
from pathlib import Path
from domain.views.ticket import PrintOrder
from kiosk.number_machine.copies import Copies
from bench.fake_printer import FakePrinter
from kiosk.hw.printer import TicketPaper
from kiosk.number_machine.parts import Printing

class Printer(FakePrinter):
    def print(self, paper):
        print("told", paper.number, flush=True)
        return super().print(paper)

copies = Copies(Path(sys.argv[1]), lambda _event: True)
print("told open", flush=True)
for number in ("A001", "A002"):
    order = PrintOrder(order=number, ticket=number, number=number, queue="q", issued_at=0, language="zh_CN", ahead=3)
    copies.printed(order, TicketPaper(hall="h", number=number, queue="q", ahead="", time=""), Printing(Printer()))
"""


@pytest.mark.parametrize(
    ("program", "words"),
    [(OUTBOX, ["delete", "refuse"]), (OWN_NUMBERS, ["lost"]), (COPIES, [])],
    ids=["outbox", "own numbers", "copies"],
)
def test_what_is_told_was_flushed_before(tmp_path: Path, program: str, words: list[str]) -> None:
    database = tmp_path / "terminal" / "some.db"
    trace = traced(tmp_path / "seen", program, str(database), *words)
    told = trace.of("write", TOLD)
    assert len(told) > 2
    for earlier, later in pairwise(told):
        assert trace.flushed_between(earlier, later, Path(f"{database}-wal")), later.about


def test_a_recorded_event_is_there_after_a_kill_in_the_middle_of_any_write(tmp_path: Path) -> None:
    recorded: list[str] = []
    for lines in killed_in_each_commit(tmp_path / "outbox.db", OUTBOX, str(tmp_path / "outbox.db")):
        recorded += [line.split()[1] for line in lines if line != "told open"]
    outbox = Outbox(tmp_path / "outbox.db")
    found = []
    while (row := outbox.oldest()) is not None:
        found.append(row.id)
        assert outbox.delete(row.id)
    assert [id_ for id_ in found if id_ in recorded] == recorded


def test_no_number_comes_twice_after_a_kill_in_the_middle_of_any_write(tmp_path: Path) -> None:
    given: list[str] = []
    for lines in killed_in_each_commit(tmp_path / "own.db", OWN_NUMBERS, str(tmp_path / "own.db")):
        given += [line for line in lines if line != "told open"]
    assert len(given) > 3
    assert max(Counter(given).values()) == 1
    assert OwnNumbers(tmp_path / "own.db").lost() == ("lost",)


def test_no_copy_is_begun_twice_after_a_kill_in_the_middle_of_any_write(tmp_path: Path) -> None:
    begun: list[str] = []
    for lines in killed_in_each_commit(tmp_path / "copies.db", COPIES, str(tmp_path / "copies.db")):
        begun += [line for line in lines if line != "told open"]
    assert sorted(begun) == ["told A001", "told A002"]


# ---- files that are replaced whole

SESSION = """
import sys
from pathlib import Path
from kiosk.mqtt.presence import next_session
next_session(Path(sys.argv[1]) / "session")
"""
CATALOGUE = """
import sys
from pathlib import Path
from machine_sample import catalogue
from kiosk.terminal.hall_cache import HallCache
assert HallCache(Path(sys.argv[1])).store_catalogue(catalogue())
"""
PICTURE = """
import sys
from pathlib import Path
from kiosk.terminal.hall_cache import PNG, HallCache
assert HallCache(Path(sys.argv[1])).store_picture("lin", PNG)
"""
TICKET_KEY = """
import sys
from pathlib import Path
from hall.keys import ticket_keys
ticket_keys(Path(sys.argv[1]))("20261121-A001")
"""
SIGNING_KEY = """
import sys
from pathlib import Path
from review_pad.signing import Signer
Signer(Path(sys.argv[1]) / "signing.key").ready()
"""
PAPER = """
import sys
from pathlib import Path
from bench.picture_printer import PicturePrinter
from kiosk.hw.printer import TicketPaper
paper = TicketPaper(hall="h", number="A001", queue="q", ahead="", time="")
PicturePrinter(Path(sys.argv[1]), clock_ns=lambda: 1).print(paper)
"""


@pytest.mark.parametrize(
    ("program", "file"),
    [
        (SESSION, "session"),
        (CATALOGUE, "catalogue.json"),
        (PICTURE, "pictures/lin.png"),
        (TICKET_KEY, "ticket.key"),
        (SIGNING_KEY, "signing.key"),
        (PAPER, "00000000000000000001-A001.png"),
    ],
)
def test_a_file_and_its_name_are_flushed_before_they_are_used(tmp_path: Path, program: str, file: str) -> None:
    path = tmp_path / "terminal" / file
    told = "import sys; sys.path[:0] = ['tests/journeys']\n" + program + "print('told', flush=True)"
    trace = traced(tmp_path / "seen", told, str(tmp_path / "terminal"))
    named = trace.first(NAMES, f'"{path}"')
    flushes = [flush for flush in trace.of(FLUSHES, f"<{path.parent}/.{path.name}.") if flush.ended < named.began]
    assert flushes, "the content is on disk before the file has its name"
    written = [call for call in trace.of("write", f"<{path.parent}/.{path.name}.") if call.began > flushes[-1].began]
    assert not written, "all of the content"
    assert trace.flushed_between(named, trace.first("write", TOLD), path.parent), "and then the name"
    if path.parent != tmp_path:
        assert trace.of(FLUSHES, f"<{path.parent.parent}>"), "as is the name of a folder that was made for it"


WHOLE = """
import sys
from pathlib import Path
from program.durable import whole_file
with whole_file(Path(sys.argv[1])) as file:
    file.write(b"new" * 1000)
print("done", flush=True)
"""


@pytest.mark.parametrize(
    ("call", "nth", "left"), [("write", 1, "old"), ("fsync", 1, "old"), ("rename", 1, "old"), ("fsync", 2, "new")]
)
def test_a_file_is_the_old_one_or_the_new_one_wherever_the_power_goes(
    tmp_path: Path, call: str, nth: int, left: str
) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old" * 1000)
    assert killed_at(call, nth, WHOLE, str(path)) == (True, [])
    assert path.read_bytes() == left.encode() * 1000
    with whole_file(path) as file:
        file.write(b"next")
    assert path.read_bytes() == b"next"


def test_a_folder_is_flushed_when_a_damaged_database_makes_room_for_a_new_one(tmp_path: Path) -> None:
    database = tmp_path / "own.db"
    database.write_bytes(b"no database" * 500)
    program = OWN_NUMBERS.replace("for sure in (False, True, True):", "for sure in ():")
    trace = traced(tmp_path / "seen", program, str(database))
    named = trace.first("rename", f'"{database}"')
    assert trace.flushed_between(named, trace.first("write", TOLD), tmp_path)
