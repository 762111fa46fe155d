"""Calls for help as the hall tells of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from machine_sample import NINE, both

from domain.flow import Arrived
from domain.help.views import HelpCallView, HelpSnapshot


def help_call(name: str = "h1", device: str = "m1", **more: Any) -> HelpCallView:
    made = HelpCallView(call=name, device=device, place=both("门口", "entrance"), language="zh_CN", called_at=NINE)
    return replace(made, **more)


def taken(call: HelpCallView, window: str = "w3") -> HelpCallView:
    return replace(call, taken_at=NINE + 5_000, window=window, window_number=window.removeprefix("w"))


def told(*calls: HelpCallView, at: int = NINE + 1_000) -> Arrived:
    """`public/help`."""
    return Arrived(HelpSnapshot(version=1, at=at, day="2026-11-21", calls=calls), live=True)


BODY = {"call": "h1", "device": "m1", "place": {"zh": "门口", "en": "entrance"}, "language": "zh_CN", "called_at": NINE}
"""The hall's answer to `help.call`."""
