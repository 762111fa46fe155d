"""What becomes of a copy that was ordered at a machine, and why a machine cannot print, in a clerk's words."""

from __future__ import annotations

from domain.config import Text
from domain.pad_desk import ClerkState, unreported
from domain.views import ReprintState, ReprintView
from kiosk.speech import Speaker


def copied(say: Speaker, state: ClerkState, copy: ReprintView) -> tuple[str, bool]:
    """One line, and whether it is a caution."""
    number, machine = copy.number, say(copy.name)
    if unreported(state, copy):
        return say("{number} 补打没有回音，请去看看{machine}。", number=number, machine=machine), True
    if copy.state is ReprintState.ORDERED:
        return say("{number} 已请{machine}重打", number=number, machine=machine), False
    if copy.state is ReprintState.PRINTED:
        return say("{number} 已从{machine}打出", number=number, machine=machine), False
    why = say("{machine}{trouble}", machine=machine, trouble=trouble(say, copy.fault))
    return say("{number} 没有打出：{why}。", number=number, why=why), True


def no_machine(say: Speaker, machines: tuple[tuple[Text, str], ...]) -> str:
    """The first of the machines that cannot print: it is the one that issued the number."""
    name, status = machines[0]
    why = say("{machine}{trouble}", machine=say(name), trouble=trouble(say, status))
    text = say("不能打印：{why}，别的也不行。") if len(machines) > 1 else say("不能打印：{why}。")
    return text.format(why=why)


def trouble(say: Speaker, status: str) -> str:
    """A status of a printer, or of its machine."""
    return {
        "paper_out": say("缺纸"),
        "cover_open": say("盖子没关"),
        "cutter": say("切刀卡住"),
        "offline": say("没有接上打印机"),
        "unknown": say("打印机没有回应"),
        "none": say("没有打印机"),
        "interrupted": say("打到一半断了"),
        "lost": say("没有连上"),
        "stopped": say("没有开机"),
        "never": say("没有开机"),
    }.get(status, say("出了故障"))
