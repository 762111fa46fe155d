"""Messages of 预约: while it waits for the hall, and when something is refused: why, until when, what can be done."""

from __future__ import annotations

from domain.number_machine.inputs import HelpTouched, SomewhereTouched
from domain.refusal_data import BarredUntil, BookingLimit, ChangeableUntil, OverlappingBooking
from domain.self_service.booking.state import BookingSaid, BookingState, Changes
from domain.self_service.booking.touches import BookingGoesOn
from domain.self_service.inputs import GoHome
from kiosk.screens.number_machine.message_texts import Facts, MessageTexts, Way
from kiosk.screens.self_service.kiosk_message import KioskMessageScreen
from kiosk.screens.self_service.kiosk_now import KioskNow
from program.speech import Speaker, later
from program.words.slot_words import moment_words

LIMITS = {
    "day": later("每人每天最多约 {n} 个时间。"),
    "week": later("每人每周最多约 {n} 个时间。"),
    "month": later("每人每月最多约 {n} 个时间。"),
}


class BookingSaidScreen(KioskMessageScreen):
    def message(self, moment: KioskNow) -> MessageTexts:
        say, state = moment.say, moment.business
        if state.said is BookingSaid.ASKING:
            return MessageTexts(
                icon="hourglass",
                title=say("正在办理…") if isinstance(state.request, Changes) else say("正在查询…"),
                facts=(("clock", say("要几秒钟，请稍候。")),),
                main=(say("请稍候"), SomewhereTouched()),
            )
        if state.said is BookingSaid.CANCELLED:
            freed: Facts = (("users", say("这个时间可以让别人用了，谢谢。")),)
            return MessageTexts(icon="circle-check", title=say("已经取消"), facts=freed, main=_on(say("好的")))
        title, facts, main = _texts(say, moment, state)
        other: Way = (say("找人帮忙"), HelpTouched()) if main[1] == BookingGoesOn() else main
        main = main if main[1] == BookingGoesOn() else _on(say("返回"))
        return MessageTexts(icon="alert-circle", title=title, facts=facts, fewer=facts[:2], main=main, other=other)


def _on(words: str) -> Way:
    return words, BookingGoesOn()


def _texts(say: Speaker, moment: KioskNow, state: BookingState) -> tuple[str, Facts, Way]:
    """Title, sentences and the button of the message."""
    still = ("ticket", say("仍然可以到大厅直接取号。"))
    desk = ("user-heart", say("也可以到咨询台，请工作人员帮您。"))
    another = _on(say("选别的时间"))
    match state.said:
        case BookingSaid.AWAY:
            facts: Facts = (("cloud-off", say("大厅系统暂时没有回应，什么都没有改变。")), desk)
            return say("现在办不了预约"), facts, _on(say("再试一次"))
        case BookingSaid.UNSURE:
            facts = (
                ("cloud-off", say("没有收到大厅的确认，可能已经办好了。")),
                ("clock", say("请再试一次，不会办两遍。")),
            )
            return say("还不知道办好没有"), facts, _on(say("再试一次"))
        case BookingSaid.FULL:
            return say("这个时间刚刚约满"), (("clock", say("请选别的时间。")), still), another
        case BookingSaid.NO_SLOT:
            return say("这个时间不能约了"), (("clock", say("请选别的时间。")), still), another
        case BookingSaid.OVERLAPS:
            return say("和您的另一个预约重叠"), (*_told(say, moment, state), ("clock", say("请选别的时间。"))), another
        case BookingSaid.LIMIT:
            return say("约的次数到上限了"), (*_told(say, moment, state), still), another
        case BookingSaid.BARRED:
            return say("暂时不能预约"), (*_told(say, moment, state), still), (say("首页"), GoHome())
        case BookingSaid.TOO_LATE:
            facts = (*_told(say, moment, state), ("user-heart", say("要改请到咨询台，工作人员帮您改。")))
            return say("现在不能在这里改了"), facts, (say("首页"), GoHome())
        case BookingSaid.USED:
            facts = (("ticket", say("已经签到的预约不能再改。")), desk)
            return say("这个预约已经签到"), facts, (say("首页"), GoHome())
        case BookingSaid.ELSEWHERE:
            facts = (("device-mobile", say("请在当初预约的地方改。")), desk)
            return say("这个预约是在别处办的"), facts, (say("首页"), GoHome())
        case BookingSaid.UNKNOWN:
            facts = (
                ("clipboard-list", say("请核对预约码；用卡或手机查，要用预约时的那张卡、那个号码。")),
                ("clock", say("已经办完、取消或过期的预约查不到。")),
            )
            return say("没有找到预约"), facts, _on(say("返回"))
        case _:
            return _of_phones(say, state)


def _of_phones(say: Speaker, state: BookingState) -> tuple[str, Facts, Way]:
    still = ("ticket", say("仍然可以到大厅直接取号。"))
    card = ("id", say("也可以用身份证或社保卡。"))
    desk = ("user-heart", say("也可以到咨询台，请工作人员帮您。"))
    match state.said:
        case BookingSaid.NONE_FREE:
            facts: Facts = (("clock", say("每天会放出新的一天，请过些时候再看。")), still)
            return say("现在没有可约的时间"), facts, (say("首页"), GoHome())
        case BookingSaid.NO_ADDRESS:
            facts = (("home", say("请写到门牌号，工作人员才能找到。")), desk)
            return say("上门办理需要地址"), facts, _on(say("改一改"))
        case BookingSaid.NO_PHONE:
            return say("这个号码收不到短信"), (("phone", say("请检查手机号。")), card), _on(say("改一改"))
        case BookingSaid.CODE_OVER:
            facts = (("phone", say("验证码过期了，或试的次数太多。")), ("clock", say("请重新发送一个。")))
            return say("这个验证码不能用了"), facts, _on(say("重新发送"))
        case BookingSaid.CODE_LIMIT:
            facts = (("phone", say("这个手机号今天的验证码已经用完，请明天再来。")), card)
            return say("今天不能再发了"), facts, _on(say("返回"))
        case BookingSaid.CODES_MANY:
            facts = (("clock", say("现在验证的人太多，请过一分钟再试。")), card)
            return say("请稍等一分钟"), facts, _on(say("再试一次"))
        case _:
            facts = (("user-heart", say("请到咨询台，工作人员帮您预约。")), still)
            return say("现在办不了预约"), facts, (say("首页"), GoHome())


def _told(say: Speaker, moment: KioskNow, state: BookingState) -> Facts:
    """Sentences from the data of the hall's refusal."""
    match state.told:
        case OverlappingBooking(starts_at=starts_at):
            return (("calendar-event", say("您在{time}已经有预约。", time=moment_words(starts_at, moment.zone, say))),)
        case BookingLimit(limit=limit, per=per) if per in LIMITS:
            return (("calendar-event", say(LIMITS[per], n=limit)),)
        case BarredUntil(until=until, missed=missed):
            words = say(
                "有 {missed} 次预约没有来，所以{time}以前不能再约。到时自动恢复。",
                missed=missed,
                time=moment_words(until, moment.zone, say),
            )
            return (("calendar-event", words),)
        case ChangeableUntil(until=until):
            return (("clock", say("{time}以后不能自己改。", time=moment_words(until, moment.zone, say))),)
        case _:
            return ()
