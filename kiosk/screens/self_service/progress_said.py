"""Messages of 查进度: while it waits for the hall, nothing found, wait, the other system is away."""

from __future__ import annotations

from domain.number_machine.inputs import HelpTouched, SomewhereTouched
from domain.self_service.inputs import GoHome
from domain.self_service.progress import AskAgain, ProgressState, Said
from kiosk.screens.number_machine.message_texts import Facts, MessageTexts
from kiosk.screens.self_service.kiosk_message import KioskMessageScreen
from kiosk.screens.self_service.kiosk_now import KioskNow
from program.speech import Speaker


class ProgressSaidScreen(KioskMessageScreen):
    def message(self, moment: KioskNow) -> MessageTexts:
        say, state = moment.say, moment.business
        match state.said:
            case Said.ASKING:
                return MessageTexts(
                    icon="hourglass",
                    title=say("正在查询…"),
                    facts=(("clock", say("要几秒钟，请稍候。")),),
                    main=(say("请稍候"), SomewhereTouched()),
                )
            case Said.UNKNOWN:
                return _message(
                    say("没有查到"),
                    (
                        ("receipt", say("受理号和手机号后 4 位对不上，请再核对一下受理单。")),
                        ("user-heart", say("没有留手机号的，请带身份证查，或到咨询台。")),
                        *_wait(say, state),
                    ),
                    (say("改一改"), AskAgain()),
                    (say("找人帮忙"), HelpTouched()),
                )
            case Said.NONE:
                return _message(
                    say("这张卡没有办件"),
                    (
                        ("receipt", say("替别人办的，请用受理号查。")),
                        ("user-heart", say("刚交的材料可能还没有录入，可以到咨询台问。")),
                    ),
                    (say("用受理号查"), AskAgain()),
                    (say("首页"), GoHome()),
                )
            case Said.WAIT:
                return _message(
                    say("请过一会儿再试"),
                    (
                        *_wait(say, state),
                        ("user-heart", say("着急的话，请带受理单或身份证到咨询台。")),
                    ),
                    (say("再试一次"), AskAgain()),
                    (say("找人帮忙"), HelpTouched()),
                )
            case Said.NO_CARDS:
                return _message(
                    say("这里不能用卡查"),
                    (("receipt", say("请用受理号和手机号后 4 位查。")),),
                    (say("用受理号查"), AskAgain()),
                    (say("首页"), GoHome()),
                )
            case Said.AWAY:
                return _message(
                    say("现在查不到进度"),
                    (
                        ("cloud-off", say("办件系统暂时没有回应，您的办件不受影响。")),
                        ("clock", say("请过几分钟再查，或到咨询台问。")),
                        *_hotline(say, moment),
                    ),
                    (say("再试一次"), AskAgain()),
                    (say("首页"), GoHome()),
                )
            case _:
                return _message(
                    say("现在查不了"),
                    (("user-heart", say("请带受理单或身份证到咨询台。")), *_hotline(say, moment)),
                    (say("重新输入"), AskAgain()),
                    (say("首页"), GoHome()),
                )


def _message(title: str, facts: Facts, main: tuple[str, object], other: tuple[str, object]) -> MessageTexts:
    return MessageTexts(icon="alert-circle", title=title, facts=facts, fewer=facts[:2], main=main, other=other)


def _wait(say: Speaker, state: ProgressState) -> Facts:
    if state.wait_s <= 0:
        return ()
    if state.wait_s < 120:
        return (("clock", say.count("请等 {n} 秒再查。", state.wait_s)),)
    return (("clock", say.count("请等 {n} 分钟再查。", -(-state.wait_s // 60))),)


def _hotline(say: Speaker, moment: KioskNow) -> Facts:
    catalogue = moment.state.machine.catalogue
    if catalogue is None or not catalogue.hotline:
        return ()
    return (("phone", say("政务服务热线 {number}", number=catalogue.hotline)),)
