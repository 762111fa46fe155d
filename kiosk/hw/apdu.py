"""A chip card while it is read, and commands to it (ISO 7816-4): 61xx and 6Cxx are followed to the whole answer."""

from __future__ import annotations

from typing import Any, Protocol

OK = 0x9000
SECURITY_NOT_SATISFIED = 0x6982
MORE_DATA = 0x61
WRONG_LENGTH = 0x6C
MOST_ROUNDS = 8  # a card that keeps promising more is broken
LONGEST_ANSWER = 4096


class CardGoneError(Exception):
    """The card was pulled, or no longer gives a complete answer."""


class ApduLink(Protocol):
    """A powered card. `send` returns the answer with its two status bytes, or raises `CardGoneError`."""

    def send(self, command: bytes) -> bytearray: ...


def exchange(link: ApduLink, command: bytes) -> tuple[bytearray, int]:
    """The whole answer to `command` and its status word. Raises `CardGoneError`."""
    data = bytearray()
    for _ in range(MOST_ROUNDS):
        answer = link.send(command)
        if len(answer) < 2 or len(data) + len(answer) > LONGEST_ANSWER:
            raise CardGoneError("an answer without a status, or without an end")
        data += answer[:-2]
        high, low = answer[-2:]
        wipe(answer)
        if high == MORE_DATA:
            command = bytes((0x00, 0xC0, 0x00, 0x00, low))
        elif high == WRONG_LENGTH:
            command = _with_length(command, low)
        else:
            return data, high << 8 | low
    wipe(data)
    raise CardGoneError("the card promises more and more")


def _with_length(command: bytes, expected: int) -> bytes:
    """`command` with the expected length Le: it replaces the command's own, or is appended if there is none."""
    has_data_alone = len(command) > 5 and len(command) == 5 + command[4]
    whole = command if has_data_alone or len(command) == 4 else command[:-1]
    return whole + bytes((expected,))


def wipe(buffer: bytearray) -> None:
    """Overwrite data that was read: it is personal."""
    buffer[:] = bytes(len(buffer))


class PcscCard:
    """A connected card (an `ApduLink`). Has a context of its own: pcsc-lite lets a context do one thing at a time."""

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
        failed = scard.SCardBeginTransaction(handle)  # otherwise another program could select other files in between
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
