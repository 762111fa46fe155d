"""The words of a button that prints a slip."""

from __future__ import annotations

from domain.self_service.slip import SlipPrint
from program.speech import Speaker, later


def print_words(
    say: Speaker, paper: SlipPrint, *, prints: bool, name: str = later("打印告知单"), else_code: bool = True
) -> tuple[str, bool]:
    """The button's text, and whether it can be touched. `name`: its text before anything is printed."""
    if paper is SlipPrint.PRINTING:
        return say("正在打印…"), False
    if not prints:
        return say("暂时打不出，请扫码带走") if else_code else say("暂时打不出，请拍照"), False
    if paper is SlipPrint.FAILED:
        return say("没打印出来，再试"), True
    return (say("已打印，再打一份"), True) if paper is SlipPrint.PRINTED else (say(name), True)
