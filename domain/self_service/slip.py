"""The progress of printing a slip, for every business that prints one."""

from __future__ import annotations

from enum import StrEnum

from domain.self_service.inputs import SlipEnded


class SlipPrint(StrEnum):
    NONE = "none"
    PRINTING = "printing"
    PRINTED = "printed"
    FAILED = "failed"  # may be tried again; some of it may have come out


def ended(before: SlipPrint, given: SlipEnded) -> SlipPrint:
    """The state after a print ended; a print that nobody waits for changes nothing."""
    if before is not SlipPrint.PRINTING:
        return before
    return SlipPrint.FAILED if given.fault else SlipPrint.PRINTED
