"""The two-step time-out of all businesses: 您还在吗, a countdown, then everything about the person is forgotten."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from domain.flow import StartTimer, StopTimer
from domain.number_machine.moves import HELP_S
from domain.self_service.effects import KioskEffect
from domain.self_service.state import SelfService
from domain.views.business_names import BusinessName


class FrameTimer(StrEnum):
    IDLE = "frame-idle"  # nobody touched for a while
    COUNT = "frame-count"  # each second while 您还在吗 is asked


def watch(state: SelfService) -> tuple[KioskEffect, ...]:
    """Restart the time without a touch."""
    times = state.machine.times
    seconds = times.elder_idle if state.look.elder else times.idle
    waits = state.top is not None and state.top.name is BusinessName.HELP and state.machine.calling.is_open
    idle = StartTimer(FrameTimer.IDLE, HELP_S if waits else seconds)
    return (idle,) if state.asking else (StopTimer(FrameTimer.COUNT), idle)


def ask(state: SelfService) -> tuple[SelfService, tuple[KioskEffect, ...]]:
    """您还在吗？还需要时间吗？"""
    asking = replace(state, asking=True, count=round(state.machine.times.question))
    return asking, (StartTimer(FrameTimer.COUNT, 1.0),)


def counted(state: SelfService) -> tuple[SelfService, tuple[KioskEffect, ...]]:
    """Count down one second; at 0 the caller ends the session."""
    state = replace(state, count=state.count - 1)
    return state, (StartTimer(FrameTimer.COUNT, 1.0),) if state.count > 0 else ()


def stop_asking(state: SelfService) -> SelfService:
    return replace(state, asking=False, count=0)
