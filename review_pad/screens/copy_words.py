"""What becomes of a copy that was ordered at a machine, and why a machine cannot print, in a clerk's words."""

from __future__ import annotations

from domain.config import Text
from domain.pad_desk import Clerk
from domain.pad_notes import unreported
from domain.views import ReprintState, ReprintView
from kiosk.widgets.language import _, text_of


def copied(state: Clerk, copy: ReprintView) -> tuple[str, bool]:
    """One line, and whether it is a caution."""
    number, machine = copy.number, text_of(copy.name)
    if unreported(state, copy):
        return _("{number} 补打没有回音，请去看看{machine}。").format(number=number, machine=machine), True
    if copy.state is ReprintState.ORDERED:
        return _("{number} 已请{machine}重打").format(number=number, machine=machine), False
    if copy.state is ReprintState.PRINTED:
        return _("{number} 已从{machine}打出").format(number=number, machine=machine), False
    why = _("{machine}{trouble}").format(machine=machine, trouble=trouble(copy.fault))
    return _("{number} 没有打出：{why}。").format(number=number, why=why), True


def no_machine(machines: tuple[tuple[Text, str], ...]) -> str:
    """The first of the machines that cannot print: it is the one that issued the number."""
    name, status = machines[0]
    why = _("{machine}{trouble}").format(machine=text_of(name), trouble=trouble(status))
    text = _("不能打印：{why}，别的也不行。") if len(machines) > 1 else _("不能打印：{why}。")
    return text.format(why=why)


def trouble(status: str) -> str:
    """A status of a printer, or of its machine."""
    return {
        "paper_out": _("缺纸"),
        "cover_open": _("盖子没关"),
        "cutter": _("切刀卡住"),
        "offline": _("没有接上打印机"),
        "unknown": _("打印机没有回应"),
        "none": _("没有打印机"),
        "interrupted": _("打到一半断了"),
        "lost": _("没有连上"),
        "stopped": _("没有开机"),
        "never": _("没有开机"),
    }.get(status, _("出了故障"))
