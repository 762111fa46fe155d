"""The sentence on a screen while it is not certain that its machine is the device whose name it has. It is mainly for
staff."""

from __future__ import annotations

from domain.flow import Doubt
from program.speech import Speaker


def doubt_words(say: Speaker, doubt: Doubt) -> str:
    """One sentence; empty without a doubt."""
    match doubt:
        case Doubt.TWICE:
            return say("另一台设备也在用本机的编号，请告诉工作人员。")
        case Doubt.OTHER_MACHINE:
            return say("这台设备还没有登记，请告诉工作人员。")
        case Doubt.NONE:
            return ""
