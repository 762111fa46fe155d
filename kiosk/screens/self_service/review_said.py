"""Messages of 我要评价: while it is submitted, thanks, and why it cannot be accepted."""

from __future__ import annotations

from domain.number_machine.inputs import HelpTouched, SomewhereTouched
from domain.self_service.inputs import GoHome
from domain.self_service.reviews.state import ReviewSaid
from domain.self_service.reviews.touches import ReviewGoesOn, ReviewThanked
from kiosk.screens.number_machine.message_texts import Facts, MessageTexts, Way
from kiosk.screens.self_service.kiosk_message import KioskMessageScreen
from kiosk.screens.self_service.kiosk_now import KioskNow
from program.speech import Speaker


class ReviewSaidScreen(KioskMessageScreen):
    def message(self, moment: KioskNow) -> MessageTexts:
        say, said = moment.say, moment.business.said
        if said is ReviewSaid.ASKING:
            return MessageTexts(
                icon="hourglass",
                title=say("请稍候"),
                facts=(("clock", say("要几秒钟，请稍候。")),),
                main=(say("请稍候"), SomewhereTouched()),
            )
        if said is ReviewSaid.THANKS:
            facts: Facts = (("star", say("您的评价已经收到，不能再改。")),)
            return MessageTexts(
                icon="circle-check", title=say("谢谢您的评价"), facts=facts, main=(say("好的"), ReviewThanked())
            )
        title, facts, main = _texts(say, said, moment.business.wait_s)
        other: Way = (say("找人帮忙"), HelpTouched())
        return MessageTexts(icon="alert-circle", title=title, facts=facts, fewer=facts[:2], main=main, other=other)


def _texts(say: Speaker, said: ReviewSaid, wait_s: int) -> tuple[str, Facts, Way]:
    match said:
        case ReviewSaid.AWAY:
            facts: Facts = (("cloud-off", say("大厅系统暂时没有回应，请过一会儿再试。")),)
            return say("现在评不了"), facts, (say("再试一次"), ReviewGoesOn())
        case ReviewSaid.UNSURE:
            facts = (
                ("cloud-off", say("没有收到大厅的确认，可能已经收到了。")),
                ("clock", say("请再试一次，不会收两遍。")),
            )
            return say("还不知道收到没有"), facts, (say("再试一次"), ReviewGoesOn())
        case ReviewSaid.NOT_OURS:
            facts = (
                ("ticket", say("请扫今天号票上的二维码。")),
                ("clock", say("号票当天有效，过了当天就评不了了。")),
            )
            return say("没有认出这个码"), facts, (say("再扫一次"), ReviewGoesOn())
        case ReviewSaid.WRONG:
            facts = (
                ("ticket", say("号码和评价码对不上，请看今天的号票再核对一下。")),
                ("clock", say("号票当天有效，过了当天就评不了了。")),
            )
            return say("没有查到这个号"), facts, (say("改一改"), ReviewGoesOn())
        case ReviewSaid.WAIT:
            elsewhere = say("着急的话，请到窗口的评价器上评，或告诉咨询台。")
            facts = (("clock", _later(say, wait_s)), ("user-heart", elsewhere))
            return say("请过一会儿再试"), facts, (say("再试一次"), ReviewGoesOn())
        case ReviewSaid.GIVEN:
            facts = (("star", say("每个号码评一次，谢谢您。")),)
            return say("已经评过了"), facts, (say("首页"), GoHome())
        case _:
            facts = (("user-heart", say("可以到窗口的评价器上评，或告诉咨询台。")),)
            return say("现在评不了"), facts, (say("首页"), GoHome())


def _later(say: Speaker, wait_s: int) -> str:
    if wait_s < 120:
        return say.count("请等 {n} 秒再试。", wait_s)
    return say.count("请等 {n} 分钟再试。", -(-wait_s // 60))
