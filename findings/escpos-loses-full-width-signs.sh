#!/bin/sh
# python-escpos 3.1 prints Chinese, but `？` for a line of full-width signs, depending on what else is in the call.
#
# `text()` looks for one ideograph of U+4E00-9FA5 in what it is given. With one, the whole string goes out as GB 18030,
# signs included. Without one it goes through the code pages of the printer's profile, none of which has full-width
# signs: each becomes a question mark. So the same colon is right in `号码：` and lost when it is printed by itself, and
# a ticket whose pieces are printed one by one (number, then `：`, then time) loses signs that a whole line keeps.
# In the first case nothing is sent that puts the printer into its Chinese mode (`FS &`), either: what it does with
# those bytes is left to how it was when it was switched on.
#
# What helps: send `ESC @`, `FS &` and GB 18030 bytes through `_raw`, for everything that is not ASCII.
set -eu
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT
export TMPDIR="$PWD"
python3 -m venv venv
venv/bin/pip --quiet --disable-pip-version-check install python-escpos==3.1
venv/bin/python - <<'PYTHON'
import sys
from importlib.metadata import version

from escpos.printer import Dummy


def printed(text):
    printer = Dummy()
    printer.text(text)
    return bytes(printer.output)


print("python-escpos", version("python-escpos"))
together, alone, number = printed("号码：A012"), printed("："), printed("（A012）")
for name, sent in (("号码：A012", together), ("：", alone), ("（A012）", number)):
    print(f"{name} is sent as {sent!r}")
same = "：".encode("gb18030") in together and alone.endswith(b"?") and number.endswith(b"?A012?")
no_mode = b"\x1c&" not in together
print("as described" if same and no_mode else "CHANGED")
sys.exit(not (same and no_mode))
PYTHON
