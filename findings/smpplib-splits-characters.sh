#!/bin/sh
# smpplib 2.2.4 cuts a long message in the midst of a character.
#
# `smpplib.gsm.make_parts` gives the parts of a message that is longer than one. It counts two bytes a character in
# UCS-2 and one in the GSM alphabet, and cuts by that count. But a character beyond U+FFFF is four bytes (two UTF-16
# units), and `€ [ ] { } \ ^ ~ |` are two of the GSM alphabet (escape and a second one). Where one of those meets the
# border, its first half ends one part and its second half begins the next.
#
# Who meets it: a text with a person's or a place's name. Characters such as 𬭎 (U+2CB4E) are beyond U+FFFF and stand
# in China's own table of general standard characters (通用规范汉字表). A phone that decodes each part by itself, or an
# operator that checks them, shows a box or refuses the part; 3GPP TS 23.040 asks senders not to cut an escape from what
# it escapes. What helps: cut the text oneself, before packing, at 67 UTF-16 units or 153 septets, never within a pair.
set -eu
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT
python3 -m venv venv
venv/bin/pip --quiet --disable-pip-version-check install smpplib==2.2.4 six==1.17.0
venv/bin/python - <<'PYTHON'
import sys
from importlib.metadata import version

from smpplib import gsm

HEADER = 6  # bytes of the concatenation header before the text of a part


def bodies(text):
    parts, coding, _ = gsm.make_parts(text)
    return coding, [part[HEADER:] for part in parts]


print("smpplib", version("smpplib"))
coding, (first, second) = bodies("请" * 66 + "\U0002cb4e" + "到三号窗口")
print(f"UCS-2 (coding {coding}): the first part ends with {first[-2:].hex()}, the second begins with {second[:2].hex()}")
halves = coding == 8 and first[-2:] == b"\xd8\x72" and second[:2] == b"\xdf\x4e"

coding, (first, second) = bodies("a" * 152 + "\u20ac" + "b" * 20)
print(f"GSM (coding {coding}): the first part ends with {first[-1:].hex()}, the second begins with {second[:1].hex()}")
escape = coding == 0 and first[-1:] == b"\x1b" and second[:1] == b"e"

print("as described" if halves and escape else "CHANGED")
sys.exit(not (halves and escape))
PYTHON
