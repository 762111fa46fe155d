"""What the ledger and the file of messages say they have is on disk before they say it, seen by strace."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from traced import Trace, traced

LEDGER = """
import sys
from pathlib import Path
from hall.sms.ledger import Ledger, PartReport
from hall.sms.port import Accepted, MessageRejected, NotSent
ledger = Ledger(Path(sys.argv[1]))
print("told open", flush=True)
ledger.begin("k", 4)
print("told begun", flush=True)
ledger.settle("k", 1, Accepted("id-1"))
print("told accepted", flush=True)
ledger.settle("k", 2, MessageRejected("why"))
print("told rejected", flush=True)
ledger.settle("k", 3, NotSent("why"))
print("told not sent", flush=True)
ledger.report(PartReport("id-1", delivered=True))
print("told reported", flush=True)
"""

MESSAGES = """
import sys
from pathlib import Path
from hall.sms.operators.file import FileGateway
from hall.sms.port import SmsMessage
gateway = FileGateway(Path(sys.argv[1]))
print("told open", flush=True)
gateway.send(SmsMessage("k", "13900000001", "text"))
print("told sent", flush=True)
"""


def not_flushed(trace: Trace, path: Path, words: int) -> list[str]:
    """Of what was told, one after the other, that of which `path` was not flushed before."""
    told = trace.of("write", '"told')
    assert len(told) == words
    return [later.about for earlier, later in pairwise(told) if not trace.flushed_between(earlier, later, path)]


def test_a_part_is_on_disk_before_it_is_sent_and_whatever_comes_of_it_before_it_is_told(tmp_path: Path) -> None:
    trace = traced(tmp_path / "trace", LEDGER, str(tmp_path))
    assert not_flushed(trace, tmp_path / "sms.db-wal", words=6) == []


def test_a_message_is_in_the_file_before_it_counts_as_accepted(tmp_path: Path) -> None:
    trace = traced(tmp_path / "trace", MESSAGES, str(tmp_path))
    assert not_flushed(trace, tmp_path / "phones.jsonl", words=2) == []
