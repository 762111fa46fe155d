"""python read_events.py FILE [N]: prints every event of the hall once, in order, also those of while it was away.

FILE keeps the last sequence number that was printed. It ends after N events. Speaks as a supervisor's desk.
"""

from __future__ import annotations

import os
import queue
import sys
from pathlib import Path
from typing import Any

from link import BASE, Link

mark = Path(sys.argv[1])
most = int(sys.argv[2]) if len(sys.argv) > 2 else None
last = int(mark.read_text(encoding="ascii")) if mark.exists() else 0
printed = 0


def take(event: dict[str, Any]) -> None:
    """Print it and remember that; what was printed before is dropped."""
    global last, printed  # noqa: PLW0603 - a program of one page
    if int(event["sequence"]) <= last:
        return
    last = int(event["sequence"])
    print(last, event["time"], event["type"], event["data"].get("ticket", ""), flush=True)
    whole = mark.with_suffix(".new")
    with whole.open("w", encoding="ascii") as file:
        file.write(str(last))
        file.flush()
        os.fsync(file.fileno())
    whole.replace(mark)
    printed += 1
    if printed == most:
        link.close()
        sys.exit()


def catch_up() -> None:
    """All that the hall has above `last`, page by page."""
    while True:
        answer = link.ask("event.replay", {"after": last})
        if not answer["ok"]:
            sys.exit(f"no events: {answer['error']['code']}")
        for event in answer["data"]["events"]:
            take(event)
        if not answer["data"]["events"]:
            return


live: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
link = Link("spare-desk", [f"{BASE}/event"], lambda _topic, event: live.put(event))
catch_up()
while True:
    event = live.get()
    if int(event["sequence"]) > last + 1:
        catch_up()  # the link was broken for a while
    take(event)
