"""The files of a machine's own numbers after a bad end: whatever is cut, zeroed or gone, no number is given twice."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from domain.views.catalogue import Block
from kiosk.number_machine.offline import OwnNumbers
from kiosk.number_machine.second_copy import LEFT_OUT
from tests.ground.torn import Damage, both, cut, empty, gone, noise, zeroed

SURE = Block(device="m1", queue="social", first=900, last=949)
UNSURE = Block(device="m1", queue="civil", first=950, last=999)
DAY, NEXT_DAY = "2026-11-21", "2026-11-22"
NOT_YET_KNOWN, GIVEN = 3, 5

FIVE_AND_KILLED = f"""
import os, signal, sys
from pathlib import Path
from domain.views.catalogue import Block
from kiosk.number_machine.offline import OwnNumbers
numbers = OwnNumbers(Path(sys.argv[1]) / "own_numbers.db")
for _ in range({NOT_YET_KNOWN}):
    numbers.take(Block(device="m1", queue="civil", first=950, last=999), "{DAY}")
for _ in range({GIVEN}):
    numbers.take(Block(device="m1", queue="social", first=900, last=949), "{DAY}", sure=True)
os.kill(os.getpid(), signal.SIGKILL)
"""

DB, LOG, COPY = "own_numbers.db", "own_numbers.db-wal", "own_numbers.copy"
GOES_ON, STANDS_STILL = "goes on above", "gives none today"
DAMAGES: dict[str, tuple[Damage, str]] = {
    "only killed": (gone(), GOES_ON),
    "log cut by 10 bytes": (cut(LOG, 10), GOES_ON),
    "log cut by a half": (cut(LOG, 8000), GOES_ON),
    "log zeroed at its begin": (zeroed(LOG, 0), GOES_ON),
    "log zeroed in the middle": (zeroed(LOG, 0.5), GOES_ON),
    "log missing": (gone(LOG), GOES_ON),
    "log is noise": (noise(LOG), GOES_ON),
    "database missing": (gone(DB), GOES_ON),
    "database and log missing": (gone(DB, LOG), GOES_ON),
    "database cut to a half": (both(gone(LOG), cut(DB, 12_000)), GOES_ON),
    "first page zeroed": (both(gone(LOG), zeroed(DB, 0)), GOES_ON),
    "a page zeroed": (both(gone(LOG), zeroed(DB, 0.5)), GOES_ON),
    "database is noise": (noise(DB), GOES_ON),
    "database empty": (empty(DB), GOES_ON),
    "copy cut by 10 bytes": (cut(COPY, 10), STANDS_STILL),
    "copy zeroed": (zeroed(COPY, 0), STANDS_STILL),
    "copy missing": (gone(COPY), STANDS_STILL),
    "copy missing, log cut": (both(gone(COPY), cut(LOG, 10)), STANDS_STILL),
    "copy missing, log missing": (gone(COPY, LOG), STANDS_STILL),
    "copy missing, database is noise": (both(gone(COPY), noise(DB)), STANDS_STILL),
    "all missing": (gone(COPY, LOG, DB), STANDS_STILL),
}


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a machine that gave numbers and was killed."""
    folder = tmp_path_factory.mktemp("killed")
    done = subprocess.run([sys.executable, "-c", FIVE_AND_KILLED, str(folder)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert (folder / LOG).stat().st_size > 10_000
    return folder


@pytest.mark.parametrize("name", DAMAGES)
def test_no_number_is_given_twice_after(name: str, killed: Path, tmp_path: Path) -> None:
    damage, outcome = DAMAGES[name]
    folder = shutil.copytree(killed, tmp_path / "machine")
    damage(folder)
    numbers = OwnNumbers(folder / DB, first_start=False)
    last_of: dict[str, int] = {}
    for block, given in ((SURE, GIVEN), (UNSURE, NOT_YET_KNOWN)):
        taken = numbers.take(block, DAY, sure=True)
        if outcome == STANDS_STILL:
            assert taken is None
        else:
            assert taken is not None
            last_of[block.queue] = taken[1]
            assert block.first + given <= taken[1] <= block.first + given + LEFT_OUT
    numbers.close()
    after = OwnNumbers(folder / DB, first_start=False)
    if outcome == STANDS_STILL:
        assert after.take(SURE, DAY, sure=True) is None, "still, at the next start"
        assert after.take(SURE, NEXT_DAY, sure=True) is not None, "and a new day begins in order"
    else:
        again = after.take(SURE, DAY, sure=True)
        assert again is not None
        assert again[1] == last_of[SURE.queue] + 1, "what is mended needs no mending again"
    after.close()


def test_what_was_closed_in_order_leaves_nothing_out(tmp_path: Path) -> None:
    for counter in range(900, 903):
        numbers = OwnNumbers(tmp_path / DB, first_start=counter == 900)
        assert numbers.take(SURE, DAY, sure=True) == (DAY, counter)
        numbers.close()


def test_the_first_number_of_a_day_may_be_lost_in_both_files_and_is_still_not_given_again(tmp_path: Path) -> None:
    numbers = OwnNumbers(tmp_path / DB)
    numbers.take(SURE, DAY, sure=True)
    numbers.close()
    yesterday = shutil.copytree(tmp_path, tmp_path / "yesterday")
    numbers = OwnNumbers(yesterday / DB, first_start=False)
    numbers._copy.write(numbers._db, closed=False)  # so it lies there if the disk lost what was written since
    numbers.close()
    numbers = OwnNumbers(yesterday / DB, first_start=False)
    assert numbers.take(SURE, NEXT_DAY, sure=True) == (NEXT_DAY, 900 + LEFT_OUT)
    numbers.close()


def test_a_copy_that_cannot_be_written_gives_no_number(tmp_path: Path) -> None:
    numbers = OwnNumbers(tmp_path / DB)
    (tmp_path / COPY).unlink()
    (tmp_path / COPY).mkdir()
    with pytest.raises(OSError, match=r"directory|exists"):
        numbers.take(SURE, DAY, sure=True)
    (tmp_path / COPY).rmdir()
    assert numbers.take(SURE, DAY, sure=True) == (DAY, 901), "900 is left out, for it may have been shown"
    numbers.close()


def test_the_data_of_a_program_without_copies_go_on_as_they_are(tmp_path: Path) -> None:
    numbers = OwnNumbers(tmp_path / DB)
    numbers.take(SURE, DAY, sure=True)
    numbers._db.execute("PRAGMA application_id = 0")
    numbers.close()
    (tmp_path / COPY).unlink()
    numbers = OwnNumbers(tmp_path / DB, first_start=False)
    assert numbers.take(SURE, DAY, sure=True) == (DAY, 901)
    numbers.close()
