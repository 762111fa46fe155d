"""What the message screen says of each problem: what happened, whether the number is safe, what to do now."""

from __future__ import annotations

from collections.abc import Callable

from domain.flow import BackTouched, DoneTouched
from domain.number_machine.inputs import CancelConfirmed, GoOnAnyway, HelpTouched, HomeTouched, Retry
from domain.number_machine.state import Machine, Page, Problem
from kiosk.screens.help.words import help_message
from kiosk.screens.number_machine import limit_words
from kiosk.screens.number_machine.machine_now import MachineNow
from kiosk.screens.number_machine.message_texts import MessageTexts, Way
from kiosk.screens.number_machine.phrases import ARROWS, where
from program.speech import Speaker, later
from program.wait_words import day_and_hour


def message_of(moment: MachineNow) -> MessageTexts:
    """The message that this state shows."""
    state = moment.state
    if state.help:
        return help_message(moment.say, state, moment.hall_ms, moment.zone, HelpTouched())
    if state.page is Page.CANCEL:
        return _cancel(moment)
    if state.page is Page.CANCELLED:
        return _cancelled(moment)
    return _PROBLEMS[state.problem or Problem.REFUSED](moment)


def _number(state: Machine) -> str:
    return state.visit.given.number if state.visit.given else ""


def _cancel(moment: MachineNow) -> MessageTexts:
    say, state = moment.say, moment.state
    return MessageTexts(
        icon="ticket",
        title=say("要取消 {number} 吗？", number=_number(state)),
        facts=(("info-circle", say("取消后，这个号不再叫。要办事需重新取号。")),),
        main=(say("不取消，保留号码"), BackTouched()),
        other=(say("确认取消"), CancelConfirmed()),
    )


def _cancelled(moment: MachineNow) -> MessageTexts:
    say, state = moment.say, moment.state
    return MessageTexts(
        icon="circle-check",
        title=say("{number} 已取消", number=_number(state)),
        facts=(("info-circle", say("手里的号票请不要再用。")),),
        main=(say("好的"), DoneTouched()),
        other=(say("重新取号"), HomeTouched()),
    )


# ---- cards


def _card_unreadable(moment: MachineNow) -> MessageTexts:
    say, state = moment.say, moment.state
    return MessageTexts(
        icon="alert-triangle",
        title=say("没有读到卡"),
        facts=(
            ("id", say("1. 把卡从卡套、钱包里取出来。")),
            (ARROWS[state.places.cards], say("2. 平放在{where}的读卡区。", where=where(say, state.places.cards))),
            ("hourglass", say("3. 不要移动，等屏幕变化再拿开。")),
        ),
        main=(say("再刷一次"), Retry()),
        other=_without_card(say, state),
    )


def _card_unknown(moment: MachineNow) -> MessageTexts:
    say, state = moment.say, moment.state
    return MessageTexts(
        icon="id",
        title=say("这张卡在这里不能用"),
        facts=(("id", say("请换身份证或社会保障卡。")),),
        main=(say("换一张卡"), Retry()),
        other=_without_card(say, state),
    )


def _card_expired(moment: MachineNow) -> MessageTexts:
    say, state = moment.say, moment.state
    return MessageTexts(
        icon="id",
        title=say("这张卡已过有效期"),
        facts=(("id", say("请换一张卡，或不刷卡取号。")),),
        main=(say("换一张卡"), Retry()),
        other=_without_card(say, state),
    )


def _code_unreadable(moment: MachineNow) -> MessageTexts:
    say = moment.say
    return MessageTexts(
        icon="alert-triangle",
        title=say("这个码没有读出来"),
        facts=(
            ("qrcode", say("请把码展平，正对扫码口，手机屏幕调亮。")),
            ("headset", say("还是不行，请到咨询台，工作人员会帮您办。")),
        ),
        main=(say("再扫一次"), Retry()),
        other=(say("返回首页"), HomeTouched()),
    )


def _without_card(say: Speaker, state: Machine) -> Way:
    return (say("不刷卡，换个方式") if state.visit.queue else say("不刷卡"), GoOnAnyway())


# ---- the hall


def _hall_sick(moment: MachineNow) -> MessageTexts:
    say, state = moment.say, moment.state
    own = state.gives_own(state.visit.queue)
    return MessageTexts(
        icon="tool",
        title=say("大厅系统暂时不能发号"),
        facts=(
            ("ticket", say("已经取到的号码仍然有效。")),
            ("headset", say("请稍后再试，或到咨询台取号。")),
        ),
        main=(say("再试一次"), Retry()),
        other=(say("先取备用号"), GoOnAnyway()) if own else (say("返回"), BackTouched()),
        code=state.visit.refusal,
    )


def _no_answer(moment: MachineNow) -> MessageTexts:
    say, state = moment.say, moment.state
    if not (state.visit.queue or state.visit.checking_in):  # the person scanned a ticket and did not ask for a number
        return MessageTexts(
            icon="cloud-off",
            title=say("大厅暂时没有回应"),
            facts=(("qrcode", say("请再扫一次号票上的码。")), ("headset", say("有疑问请到咨询台。"))),
            main=(say("返回首页"), HomeTouched()),
        )
    return MessageTexts(
        icon="cloud-off",
        title=say("大厅暂时没有回应"),
        facts=(
            ("refresh", say("请再试一次。不会重复取号。")),
            ("headset", say("也可以到咨询台，请工作人员取号。")),
        ),
        main=(say("再试一次"), Retry()),
        other=(say("返回"), BackTouched()),
    )


def _own_disk(moment: MachineNow) -> MessageTexts:
    say, state = moment.say, moment.state
    return MessageTexts(
        icon="tool",
        title=say("本机存储有故障，暂时不能取号"),
        facts=(
            ("ticket", say("已经取到的号码仍然有效。")),
            ("headset", say("请到咨询台取号，并告诉工作人员。")),
        ),
        main=(say("再试一次"), Retry()),
        other=(say("返回"), BackTouched()),
        code=state.visit.refusal,
    )


def _block_used(moment: MachineNow) -> MessageTexts:
    say, state = moment.say, moment.state
    return MessageTexts(
        icon="cloud-off",
        title=say("网络不通，备用号已用完"),
        facts=(("headset", say("请到咨询台，工作人员会安排您排队。")),),
        main=(say("再试一次"), Retry()),
        other=(say("返回"), BackTouched()),
        code=state.visit.refusal,
    )


def _refused(moment: MachineNow) -> MessageTexts:
    say, state = moment.say, moment.state
    return MessageTexts(
        icon="alert-circle",
        title=say("没有取到号"),
        facts=(("refresh", say("请返回首页，重新选择。")), ("headset", say("还不行，请到咨询台。"))),
        main=(say("返回首页"), HomeTouched()),
        code=state.visit.refusal,
    )


def _not_cancelled(moment: MachineNow) -> MessageTexts:
    say, state = moment.say, moment.state
    away = not state.online
    why = say("网络暂时不通，请稍后再试。") if away else say("这个号可能已经叫到。请看大屏幕。")
    if not away and not state.visit.refusal:
        why = say("大厅暂时没有回应，请再试一次。")
    return MessageTexts(
        icon="alert-circle",
        title=say("没有取消成功"),
        facts=(("info-circle", why), ("headset", say("也可以到咨询台取消。"))),
        main=(say("返回"), BackTouched()),
        other=(say("再试一次"), Retry()),
        code=state.visit.refusal,
    )


# ---- bookings


def _booking(
    title: str, why: str | Callable[[MachineNow], str], *, again: bool = False, over: bool = False
) -> Callable[[MachineNow], MessageTexts]:
    """A booking that is not checked in. Who has one, or a number already, should wait and not queue anew: the main way
    is out. `again`: it may be found at a second look. `over`: only an ordinary number helps."""

    def made(moment: MachineNow) -> MessageTexts:
        say = moment.say
        reason = say(why) if isinstance(why, str) else why(moment)
        number, look, out = (say("取普通号"), GoOnAnyway()), (say("再查一次"), Retry()), (say("好的"), DoneTouched())
        ways = (look, number) if again else (number, out) if over else (out, number)
        return MessageTexts(
            icon="calendar-event",
            title=say(title),
            facts=(("calendar-event", reason), ("headset", say("有疑问请到咨询台。"))),
            main=ways[0],
            other=ways[1],
            code=moment.state.visit.refusal,
        )

    return made


def _starts(moment: MachineNow) -> str:
    say, state = moment.say, moment.state
    if state.visit.starts_at is None:
        return say("请按预约的时间来签到。")
    when = day_and_hour(say, state.visit.starts_at, moment.hall_ms, moment.zone)
    return say("您预约的是 {when}。请到时间前后再来签到。", when=when)


def _ticket_over(moment: MachineNow) -> MessageTexts:
    say, state = moment.say, moment.state
    return MessageTexts(
        icon="ticket",
        title=say("这个号不再叫了"),
        facts=(
            ("info-circle", say("号票只在取号当天有效，办完或取消后不再叫。")),
            ("headset", say("有疑问请到咨询台。")),
        ),
        main=(say("重新取号"), HomeTouched()),
        code=state.visit.refusal,
    )


_PROBLEMS: dict[Problem, Callable[[MachineNow], MessageTexts]] = {
    Problem.CARD_UNREADABLE: _card_unreadable,
    Problem.CARD_UNKNOWN: _card_unknown,
    Problem.CARD_EXPIRED: _card_expired,
    Problem.CODE_UNREADABLE: _code_unreadable,
    Problem.CLOSED: limit_words.closed,
    Problem.BREAK: limit_words.break_,
    Problem.FULL: limit_words.full,
    Problem.PAUSED: limit_words.paused,
    Problem.PERSON_LIMIT: limit_words.person_limit,
    Problem.PHONE_LIMIT: limit_words.phone_limit,
    Problem.HALL_SICK: _hall_sick,
    Problem.NO_ANSWER: _no_answer,
    Problem.OWN_DISK: _own_disk,
    Problem.BLOCK_USED: _block_used,
    Problem.REFUSED: _refused,
    Problem.NOT_CANCELLED: _not_cancelled,
    Problem.TICKET_OVER: _ticket_over,
    Problem.BOOKING_UNKNOWN: _booking(later("没有找到您的预约"), later("请核对预约码，或换一张身份证。"), again=True),
    Problem.BOOKING_EARLY: _booking(later("还没到预约时间"), _starts),
    Problem.BOOKING_LATE: _booking(later("预约时间已过"), later("可以取普通号排队，或重新预约。"), over=True),
    Problem.BOOKING_USED: _booking(later("这个预约已经签到"), later("请看手里的号票。找不到请到咨询台。")),
    Problem.BOOKING_AWAY: _booking(later("网络不通，暂时不能签到"), later("预约仍然有效，请到咨询台签到。")),
}
