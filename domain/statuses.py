"""How the parts of a terminal can be, one closed list for each kind of part. The values stand on the wire."""

from __future__ import annotations

from enum import StrEnum


class DeviceStatus(StrEnum):
    """Whether a device is there, by the newest of its words."""

    READY = "ready"
    LOST = "lost"  # said by its will
    STOPPED = "stopped"  # said by itself, as its last word


class NotHeard(StrEnum):
    """In the place of a `DeviceStatus`, for the supervisor."""

    NEVER = "never"  # nothing was heard of the device yet


class PrinterStatus(StrEnum):
    """NONE: the terminal has no printer."""

    NONE = "none"
    READY = "ready"
    NEAR_END = "near_end"  # prints, paper is nearly used up
    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    CUTTER = "cutter"
    OFFLINE = "offline"  # unplugged or switched off
    UNKNOWN = "unknown"  # no or senseless answer within the deadline

    @property
    def can_print(self) -> bool:
        return self in {PrinterStatus.READY, PrinterStatus.NEAR_END}


PrinterReport = PrinterStatus | DeviceStatus | NotHeard
"""How a kiosk's printer is, as far as the hall can tell: if the kiosk is not ready, what it is itself."""


class CardsStatus(StrEnum):
    """All card readers of a terminal together."""

    NONE = "none"
    READY = "ready"
    GONE = "gone"
    PCSC_GONE = "pcsc_gone"  # of two readers, this one
    SAM_GONE = "sam_gone"


class ScannerStatus(StrEnum):
    """A scanner for barcodes and QR codes."""

    NONE = "none"
    READY = "ready"
    GONE = "gone"
    UNREADABLE = "unreadable"  # several codes in a row of which nothing can be made: it is set up otherwise


class TouchStatus(StrEnum):
    """What moves a citizen's screen. NONE: it is no citizen's."""

    NONE = "none"
    READY = "ready"  # its own panel alone
    GONE = "gone"
    SEVERAL = "several"  # more than one panel is there, and terminal.toml names none
    ANY = "any"  # any pointer: for development alone


class PartStatus(StrEnum):
    """GPIO."""

    NONE = "none"
    READY = "ready"
    GONE = "gone"


class ContactStatus(StrEnum):
    """Door and tamper contact."""

    NONE = "none"
    CLOSED = "closed"
    OPEN = "open"


class ClockStatus(StrEnum):
    """Whether the machine's clock follows a time server."""

    UNKNOWN = "unknown"
    SYNCED = "synced"
    UNSYNCED = "unsynced"
