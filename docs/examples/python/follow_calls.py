"""python follow_calls.py [N]: prints each call as it comes; ends after N of them."""

from __future__ import annotations

import itertools
import queue
import sys
from typing import Any

from link import BASE, Link

snapshots: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
link = Link("spare-kiosk", [f"{BASE}/public/calls"], lambda _topic, said: snapshots.put(said))
first = snapshots.get()  # what is retained: called before we came
store, version = first["store"], first["version"]
newest = max((call["seq"] for call in first["calls"]), default=0)
print("listening", flush=True)
heard = itertools.count(1)
most = int(sys.argv[1]) if len(sys.argv) > 1 else None
while True:
    snapshot = snapshots.get()
    if snapshot["store"] != store:  # another store of the hall counts from the beginning
        store, version, newest = snapshot["store"], 0, 0
    if snapshot["version"] <= version:
        continue  # late
    version = snapshot["version"]
    for call in sorted(snapshot["calls"], key=lambda call: call["seq"]):
        if call["seq"] > newest:
            newest = call["seq"]
            again = f", time {call['times']}" if call["times"] > 1 else ""
            print(f"{call['number']} to window {call['window_number']}{again}", flush=True)
            if next(heard) == most:
                link.close()
                sys.exit()
