"""python take_a_number.py QUEUE: takes a number, as a machine does."""

from __future__ import annotations

import sys

from link import Link

link = Link("spare-kiosk", [])
answer = link.ask("ticket.issue", {"queue": sys.argv[1]})
link.close()
if not answer["ok"]:
    sys.exit(f"no number: {answer['error']['code']}")
ticket = answer["data"]
print(f"{ticket['number']}, {ticket['ahead']} ahead")
