#!/bin/sh
# python-escpos 3.1 says of a printer that does not answer that it has plenty of paper.
#
# `paper_status()` asks with DLE EOT 4 and gives 0 (none), 1 (nearly none) or 2 (enough). Where nothing comes back
# within the line's time-out, it gives 2 as well: of a printer that is switched off, of a cable that was pulled out, of
# one that does not know the question. `is_online()` gives False in the same moment, so the two answers together say
# "off line, and with paper". A machine that looks at the paper alone goes on giving tickets that nobody gets.
#
# A pseudo terminal stands for the serial line: first nobody answers, then "paper out" (0x72), then "enough" (0x12).
# What helps: ask and read the answer oneself, and take no answer for a third state, "not known".
set -eu
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT
export TMPDIR="$PWD"
python3 -m venv venv
venv/bin/pip --quiet --disable-pip-version-check install python-escpos==3.1 pyserial==3.5
venv/bin/python - <<'PYTHON'
import os
import pty
import select
import sys
import threading
import tty
from importlib.metadata import version

from escpos.printer import Serial

printer_side, port = pty.openpty()
tty.setraw(printer_side)
tty.setraw(port)
printer = Serial(devfile=os.ttyname(port), baudrate=9600, timeout=1)


def asked(what, answer=None):
    """What the library says; `answer` is what comes back on the line."""
    while select.select([printer_side], [], [], 0)[0]:
        os.read(printer_side, 100)

    def replies():
        os.read(printer_side, 10)
        os.write(printer_side, answer)

    if answer is not None:
        threading.Thread(target=replies, daemon=True).start()
    return what()


print("python-escpos", version("python-escpos"))
silent, online = asked(printer.paper_status), asked(printer.is_online)
out, enough = asked(printer.paper_status, b"\x72"), asked(printer.paper_status, b"\x12")
print(f"no answer: paper {silent}, on line {online}; answer 'out': paper {out}; answer 'enough': paper {enough}")
same = (silent, online, out, enough) == (2, False, 0, 2)
print("as described" if same else "CHANGED")
sys.exit(not same)
PYTHON
