"""The statuses of a terminal's parts, one closed list for each kind of part. The values are used on the wire."""

from __future__ import annotations

from enum import StrEnum


class DeviceStatus(StrEnum):
    """Whether a device is online, by its newest message."""

    READY = "ready"
    LOST = "lost"  # published by its MQTT will
    STOPPED = "stopped"  # published by the device itself as its last message


class NotHeard(StrEnum):
    """Shown to the supervisor in place of a `DeviceStatus`."""

    NEVER = "never"  # the device has sent nothing yet


class PrinterStatus(StrEnum):
    """NONE: the terminal has no printer."""

    NONE = "none"
    READY = "ready"
    NEAR_END = "near_end"  # prints, paper is nearly used up
    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    CUTTER = "cutter"
    OFFLINE = "offline"  # unplugged or switched off
    UNKNOWN = "unknown"  # no valid answer within the deadline

    @property
    def can_print(self) -> bool:
        return self in {PrinterStatus.READY, PrinterStatus.NEAR_END}


PrinterReport = PrinterStatus | DeviceStatus | NotHeard
"""The status of a kiosk's printer as the hall knows it; the status of the kiosk itself if that is not ready."""


class CardsStatus(StrEnum):
    """All card readers of a terminal together."""

    NONE = "none"
    READY = "ready"
    GONE = "gone"
    PCSC_GONE = "pcsc_gone"  # of two readers, the PC/SC one is gone
    SAM_GONE = "sam_gone"


class ScannerStatus(StrEnum):
    """A scanner for barcodes and QR codes."""

    NONE = "none"
    READY = "ready"
    GONE = "gone"
    UNREADABLE = "unreadable"  # several unreadable codes in a row: the scanner is set up wrongly


class TouchStatus(StrEnum):
    """The touch panel of a citizen's screen. NONE: it is not a citizen's screen."""

    NONE = "none"
    READY = "ready"  # exactly its own panel is there
    GONE = "gone"
    SEVERAL = "several"  # several panels are there, and terminal.toml names none
    ANY = "any"  # every pointer counts: for development only


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
