"""Messages of 办不成事: while the case is submitted, and if it cannot be."""

from __future__ import annotations

from domain.number_machine.inputs import HelpTouched, SomewhereTouched
from domain.self_service.cases.state import CaseSaid, CaseState
from domain.self_service.cases.touches import CaseGoesOn
from kiosk.screens.number_machine.message_texts import Facts, MessageTexts
from kiosk.screens.self_service.kiosk_message import KioskMessageScreen
from kiosk.screens.self_service.kiosk_now import KioskNow
from program.speech import Speaker


class CasesSaidScreen(KioskMessageScreen):
    def message(self, moment: KioskNow) -> MessageTexts:
        say, state = moment.say, moment.business
        if state.said is CaseSaid.ASKING:
            return MessageTexts(
                icon="hourglass",
                title=say("正在提交…"),
                facts=(("clock", say("要几秒钟，请稍候。")),),
                main=(say("请稍候"), SomewhereTouched()),
            )
        title, facts, words = _texts(say, state)
        return MessageTexts(
            icon="alert-circle",
            title=title,
            facts=facts,
            fewer=facts[:2],
            main=(words, CaseGoesOn()),
            other=(say("找人帮忙"), HelpTouched()),
        )


def _texts(say: Speaker, state: CaseState) -> tuple[str, Facts, str]:
    desk = ("user-heart", say("也可以直接到咨询台或“办不成事”窗口说。"))
    match state.said:
        case CaseSaid.AWAY:
            facts: Facts = (("cloud-off", say("大厅系统暂时没有回应，您写的话还在。")), desk)
            return say("现在交不上去"), facts, say("再试一次")
        case CaseSaid.UNSURE:
            facts = (
                ("cloud-off", say("没有收到大厅的确认，可能已经交上去了。")),
                ("clock", say("请再试一次，不会交两遍。")),
            )
            return say("还不知道交上去没有"), facts, say("再试一次")
        case CaseSaid.MANY:
            wait = say("请过一分钟再试。") if state.wait_s else say("请明天再来。")
            return say("现在提交的人太多"), (("clock", wait), desk), say("再试一次")
        case CaseSaid.PHONE:
            return say("这个号码打不通"), (("phone", say("请检查手机号。")),), say("改一改")
        case _:
            return say("现在交不上去"), (desk,), say("返回")
