"""One chip card in a PC/SC reader, connected for as long as it is read."""

from __future__ import annotations

from typing import Any

from kiosk.hw.apdu import CardGoneError


class PcscCard:
    """A connected card, as `apdu.Link`. Has a context of its own: pcsc-lite lets a context do one thing at a time."""

    def __init__(self, reader: str) -> None:
        self._reader = reader
        self._context: Any = None
        self._handle: Any = None
        self._protocol: Any = None

    def __enter__(self) -> PcscCard:
        from smartcard import scard

        failed, self._context = scard.SCardEstablishContext(scard.SCARD_SCOPE_SYSTEM)
        if failed != scard.SCARD_S_SUCCESS:
            raise CardGoneError("pcscd is away")
        either = scard.SCARD_PROTOCOL_T0 | scard.SCARD_PROTOCOL_T1
        failed, handle, protocol = scard.SCardConnect(self._context, self._reader, scard.SCARD_SHARE_SHARED, either)
        if failed != scard.SCARD_S_SUCCESS:
            scard.SCardReleaseContext(self._context)
            raise CardGoneError("the card does not connect")
        failed = scard.SCardBeginTransaction(handle)  # a second reading in between would select other files
        if failed != scard.SCARD_S_SUCCESS:
            scard.SCardReleaseContext(self._context)
            raise CardGoneError("the card is not to be had")
        self._handle = handle
        self._protocol = scard.SCARD_PCI_T0 if protocol == scard.SCARD_PROTOCOL_T0 else scard.SCARD_PCI_T1
        return self

    def __exit__(self, *_: object) -> None:
        from smartcard import scard

        scard.SCardEndTransaction(self._handle, scard.SCARD_LEAVE_CARD)
        scard.SCardDisconnect(self._handle, scard.SCARD_LEAVE_CARD)
        scard.SCardReleaseContext(self._context)

    def send(self, command: bytes) -> bytearray:
        from smartcard import scard

        failed, answer = scard.SCardTransmit(self._handle, self._protocol, list(command))
        if failed != scard.SCARD_S_SUCCESS:
            raise CardGoneError("the card gave no answer")
        whole = bytearray(answer)
        answer[:] = [0] * len(answer)
        return whole
