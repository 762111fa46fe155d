"""Waits until pcscd lists COUNT readers of a MODEL: `pcscd_lists.py MODEL COUNT`.

A program of its own, because pcsc-lite's client keeps one list of readers for all threads of a process, unguarded.
"""

from __future__ import annotations

import sys
import time

from smartcard import scard


def listed(model: str) -> int | None:
    failed, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_SYSTEM)
    if failed != scard.SCARD_S_SUCCESS:
        return None
    failed, names = scard.SCardListReaders(context, [])
    scard.SCardReleaseContext(context)
    known = failed in {scard.SCARD_S_SUCCESS, scard.SCARD_E_NO_READERS_AVAILABLE}
    return sum(model in name for name in names) if known else None


def main() -> None:
    model, count = sys.argv[1], int(sys.argv[2])
    while listed(model) != count:
        time.sleep(0.01)


if __name__ == "__main__":
    main()
