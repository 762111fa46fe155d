"""The help sheet's words: whether somebody can be called, has been, is on the way, and where people are if not."""

from __future__ import annotations

from datetime import tzinfo

from domain.number_machine.calling import CallPhase
from domain.number_machine.inputs import HelpCame, HelpUnwanted, HelpWanted
from domain.number_machine.state import Machine
from kiosk.screens.number_machine.message_texts import Facts, MessageTexts
from program.speech import Speaker
from program.wait_words import day_and_hour


def help_message(say: Speaker, machine: Machine, hall_ms: int, zone: tzinfo, close: object) -> MessageTexts:
    """`close`: what the button 返回 reports."""
    calling, back = machine.calling, (say("返回"), close)
    if not machine.online:
        return MessageTexts(
            icon="cloud-off",
            title=say("网络不通，暂时叫不到人"),
            facts=_elsewhere(say, machine),
            fewer=_elsewhere(say, machine)[:1],
            main=back,
        )
    match calling.phase:
        case CallPhase.ASKED:
            return MessageTexts(
                icon="headset",
                title=say("正在叫人"),
                facts=(("hourglass", say("请稍等。")),),
                main=back,
                other=(say("不用了"), HelpUnwanted()),
            )
        case CallPhase.CALLED:
            return _called(say, machine, close)
        case CallPhase.DONE:
            return MessageTexts(
                icon="circle-check",
                title=say("已经有人帮过您了"),
                facts=(("headset", say("还需要帮忙，可以再叫一次。")),),
                main=back,
                other=(say("再叫一次"), HelpWanted()),
            )
        case CallPhase.CLOSED:
            return MessageTexts(
                icon="clock",
                title=say("现在没有工作人员在"),
                facts=(*_from(say, calling.opens_at, hall_ms, zone), *_hotline(say, machine)),
                main=back,
            )
        case CallPhase.FAILED:
            return MessageTexts(
                icon="alert-circle",
                title=say("没有叫到人"),
                facts=_elsewhere(say, machine),
                main=(say("再叫一次"), HelpWanted()),
                other=back,
            )
    return MessageTexts(
        icon="headset",
        title=say("需要帮忙吗？"),
        facts=(
            ("user-heart", say("请人过来，工作人员会到这里来帮您。")),
            ("users", say("也可以到{desk}。", desk=_desk(say, machine))),
            *_hotline(say, machine),
        ),
        main=(say("请人过来"), HelpWanted()),
        other=back,
    )


def called_words(say: Speaker, machine: Machine) -> str:
    """The words of the band while somebody is called and another page is shown; empty if nobody is."""
    if not machine.calling.is_open:
        return ""
    return say("工作人员正在过来，请不要走远。") if machine.calling.taken else say("已经叫人，请不要走远。")


def _called(say: Speaker, machine: Machine, close: object) -> MessageTexts:
    call = machine.calling.call
    assert call is not None, "it was called"
    unwanted = (say("不用了"), HelpUnwanted())
    if call.taken_at is not None:
        comes = say("{number} 号窗口的工作人员来帮您。", number=call.window_number)
        return MessageTexts(
            icon="user-heart",
            title=say("有人正在过来"),
            facts=(
                ("user-heart", comes if call.window_number else say("工作人员来帮您。")),
                ("hourglass", say("请在这里等一下。")),
            ),
            main=(say("人到了"), HelpCame()),
            other=unwanted,
        )
    if call.unanswered:
        facts = (("hourglass", say("还在叫，工作人员可能正忙。")), ("users", _go_there(say, machine)))
        title = say("还没有人应答")
    else:
        facts = (
            ("user-heart", say("工作人员会到这里来，请等一下。")),
            ("users", say("着急的话，也可以到{desk}。", desk=_desk(say, machine))),
        )
        title = say("已经叫人了")
    return MessageTexts(icon="headset", title=title, facts=facts, main=(say("返回"), close), other=unwanted)


def _desk(say: Speaker, machine: Machine) -> str:
    place = machine.catalogue.help_desk if machine.catalogue else None
    return say(place) if place is not None else say("咨询台")


def _go_there(say: Speaker, machine: Machine) -> str:
    return say("请到{desk}，工作人员会帮您取号、办事。", desk=_desk(say, machine))


def _elsewhere(say: Speaker, machine: Machine) -> Facts:
    return (
        ("user-heart", _go_there(say, machine)),
        ("users", say("也可以请身边穿制服的帮办人员过来。")),
        *_hotline(say, machine),
    )


def _hotline(say: Speaker, machine: Machine) -> Facts:
    number = machine.catalogue.hotline if machine.catalogue else ""
    return (("phone", say("政务服务热线 {number}", number=number)),) if number else ()


def _from(say: Speaker, at: int | None, hall_ms: int, zone: tzinfo) -> Facts:
    if at is None:
        return ()
    return (("user-heart", say("{when} 起有人帮您。", when=day_and_hour(say, at, hall_ms, zone))),)
