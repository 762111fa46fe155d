"""What each trouble says: what happened, that the number is safe if it is, what to do now. Never a code alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from domain.journey_inputs import BackTouched, CancelConfirmed, DoneTouched, GoOnAnyway, HelpTouched, HomeTouched, Retry
from domain.journey_state import Machine, Page, Problem
from kiosk.screens.machine_now import MachineNow
from kiosk.screens.pause_words import pause_of
from kiosk.screens.where import ARROWS, where
from kiosk.speech import Speaker, later
from kiosk.wait_words import day_and_hour

Facts = tuple[tuple[str, str], ...]
Way = tuple[str, object]
"""Words of a button, and what touching it reports."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """`facts`: icon and sentence each; `fewer` of them are said where large words leave no room for all. `code` stands
    small at the foot, for staff."""

    icon: str
    title: str
    facts: Facts
    fewer: Facts = ()
    main: Way
    other: Way | None = None
    code: str = ""


def message_of(moment: MachineNow) -> Message:
    """The message that this state shows."""
    state = moment.state
    if state.help:
        return _help(moment)
    if state.page is Page.CANCEL:
        return _cancel(moment)
    if state.page is Page.CANCELLED:
        return _cancelled(moment)
    return _TROUBLES[state.problem or Problem.REFUSED](moment)


def _help(moment: MachineNow) -> Message:
    say, state = moment.say, moment.state
    facts = [
        ("user-heart", say("请到咨询台，工作人员会帮您取号、办事。")),
        ("users", say("也可以请身边穿制服的帮办人员过来。")),
    ]
    if state.catalogue and state.catalogue.hotline:
        facts.append(("phone", say("政务服务热线 {number}", number=state.catalogue.hotline)))
    return Message(icon="headset", title=say("需要帮忙吗？"), facts=tuple(facts), main=(say("返回"), HelpTouched()))


def _number(state: Machine) -> str:
    return state.visit.given.number if state.visit.given else ""


def _cancel(moment: MachineNow) -> Message:
    say, state = moment.say, moment.state
    return Message(
        icon="ticket",
        title=say("要取消 {number} 吗？", number=_number(state)),
        facts=(("info-circle", say("取消后，这个号不再叫。要办事需重新取号。")),),
        main=(say("不取消，保留号码"), BackTouched()),
        other=(say("确认取消"), CancelConfirmed()),
    )


def _cancelled(moment: MachineNow) -> Message:
    say, state = moment.say, moment.state
    return Message(
        icon="circle-check",
        title=say("{number} 已取消", number=_number(state)),
        facts=(("info-circle", say("手里的号票请不要再用。")),),
        main=(say("好的"), DoneTouched()),
        other=(say("重新取号"), HomeTouched()),
    )


# ---- cards


def _card_unreadable(moment: MachineNow) -> Message:
    say, state = moment.say, moment.state
    return Message(
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


def _card_unknown(moment: MachineNow) -> Message:
    say, state = moment.say, moment.state
    return Message(
        icon="id",
        title=say("这张卡在这里不能用"),
        facts=(("id", say("请换身份证或社会保障卡。")),),
        main=(say("换一张卡"), Retry()),
        other=_without_card(say, state),
    )


def _card_expired(moment: MachineNow) -> Message:
    say, state = moment.say, moment.state
    return Message(
        icon="id",
        title=say("这张卡已过有效期"),
        facts=(("id", say("请换一张卡，或不刷卡取号。")),),
        main=(say("换一张卡"), Retry()),
        other=_without_card(say, state),
    )


def _without_card(say: Speaker, state: Machine) -> Way:
    return (say("不刷卡，换个方式") if state.visit.queue else say("不刷卡"), GoOnAnyway())


# ---- times and limits


def _hours(say: Speaker, state: Machine) -> Facts:
    """Today's hours: of ordinary service first, then delayed and booked ones."""
    lines = state.notices.today or state.notices.hours if state.notices else ()
    return tuple(("clock", say("{what}：{when}", what=say(line.title), when=say(line.text))) for line in lines)


def _opening(moment: MachineNow, *, all_hours: bool = True) -> Facts:
    """When numbers are given again, today's hours, and where to book."""
    say, state = moment.say, moment.state
    facts = [*_hours(say, state)[: None if all_hours else 1]]
    view = state.view(state.visit.queue)
    if view is not None and view.opens_at is not None:
        when = day_and_hour(say, view.opens_at, moment.hall_ms, moment.zone)
        facts.insert(0, ("door-enter", say("{when} 开始取号", when=when)))
    if state.catalogue and state.catalogue.booking_phone:
        facts.append(("phone", say("预约电话 {number}", number=state.catalogue.booking_phone)))
    return tuple(facts)


def _closed(moment: MachineNow) -> Message:
    say, state = moment.say, moment.state
    served = ("ticket", say("今天已经取到的号，都会办完。"))
    return Message(
        icon="clock",
        title=say("现在不取号"),
        facts=(*_opening(moment), served),
        fewer=(*_opening(moment, all_hours=False), served),
        main=(say("知道了"), BackTouched()),
        code=state.visit.refusal,
    )


def _break(moment: MachineNow) -> Message:
    say = moment.say
    return Message(
        icon="clock-pause",
        title=say("现在是休息时间"),
        facts=_opening(moment),
        fewer=_opening(moment, all_hours=False),
        main=(say("知道了"), BackTouched()),
    )


def _full(moment: MachineNow) -> Message:
    say, state = moment.say, moment.state
    urgent = ("headset", say("有急事请到咨询台。"))
    return Message(
        icon="users",
        title=say("今天的号已取完"),
        facts=(*_opening(moment), urgent),
        fewer=(*_opening(moment, all_hours=False), urgent),
        main=(say("知道了"), BackTouched()),
        code=state.visit.refusal,
    )


def _paused(moment: MachineNow) -> Message:
    say, state = moment.say, moment.state
    why = say("，").join(part for part in pause_of(moment, state.visit.queue) if part)
    return Message(
        icon="player-pause",
        title=say("窗口暂停服务"),
        facts=(
            *([("info-circle", why)] if why else []),
            ("clock", say("窗口恢复后按号办理，等候可能较长。")),
            ("headset", say("有急事请到咨询台。")),
        ),
        main=(say("返回"), BackTouched()),
        other=(say("仍要取号"), GoOnAnyway()),
    )


def _person_limit(moment: MachineNow) -> Message:
    say, state = moment.say, moment.state
    return Message(
        icon="ticket",
        title=say("您今天取号次数已满"),
        facts=(("headset", say("还要办事，请到咨询台，工作人员会帮您。")),),
        main=(say("知道了"), BackTouched()),
        code=state.visit.refusal,
    )


# ---- the hall


def _hall_sick(moment: MachineNow) -> Message:
    say, state = moment.say, moment.state
    own = state.own_block(state.visit.queue)
    return Message(
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


def _no_answer(moment: MachineNow) -> Message:
    say, state = moment.say, moment.state
    if not (state.visit.queue or state.visit.checking_in):  # who scanned a ticket did not ask for a number
        return Message(
            icon="cloud-off",
            title=say("大厅暂时没有回应"),
            facts=(("qrcode", say("请再扫一次号票上的码。")), ("headset", say("有疑问请到咨询台。"))),
            main=(say("返回首页"), HomeTouched()),
        )
    return Message(
        icon="cloud-off",
        title=say("大厅暂时没有回应"),
        facts=(
            ("refresh", say("请再试一次。不会重复取号。")),
            ("headset", say("也可以到咨询台，请工作人员取号。")),
        ),
        main=(say("再试一次"), Retry()),
        other=(say("返回"), BackTouched()),
    )


def _block_used(moment: MachineNow) -> Message:
    say, state = moment.say, moment.state
    return Message(
        icon="cloud-off",
        title=say("网络不通，备用号已用完"),
        facts=(("headset", say("请到咨询台，工作人员会安排您排队。")),),
        main=(say("再试一次"), Retry()),
        other=(say("返回"), BackTouched()),
        code=state.visit.refusal,
    )


def _refused(moment: MachineNow) -> Message:
    say, state = moment.say, moment.state
    return Message(
        icon="alert-circle",
        title=say("没有取到号"),
        facts=(("refresh", say("请返回首页，重新选择。")), ("headset", say("还不行，请到咨询台。"))),
        main=(say("返回首页"), HomeTouched()),
        code=state.visit.refusal,
    )


def _not_cancelled(moment: MachineNow) -> Message:
    say, state = moment.say, moment.state
    away = not state.online
    why = say("网络暂时不通，请稍后再试。") if away else say("这个号可能已经叫到。请看大屏幕。")
    if not away and not state.visit.refusal:
        why = say("大厅暂时没有回应，请再试一次。")
    return Message(
        icon="alert-circle",
        title=say("没有取消成功"),
        facts=(("info-circle", why), ("headset", say("也可以到咨询台取消。"))),
        main=(say("返回"), BackTouched()),
        other=(say("再试一次"), Retry()),
        code=state.visit.refusal,
    )


# ---- bookings


def _booking(title: str, why: str | Callable[[MachineNow], str]) -> Callable[[MachineNow], Message]:
    def made(moment: MachineNow) -> Message:
        say = moment.say
        reason = say(why) if isinstance(why, str) else why(moment)
        return Message(
            icon="calendar-event",
            title=say(title),
            facts=(("calendar-event", reason), ("headset", say("有疑问请到咨询台。"))),
            main=(say("取普通号"), GoOnAnyway()),
            other=(say("再查一次"), Retry()),
            code=moment.state.visit.refusal,
        )

    return made


def _starts(moment: MachineNow) -> str:
    say, state = moment.say, moment.state
    if state.visit.starts_at is None:
        return say("请按预约的时间来签到。")
    when = day_and_hour(say, state.visit.starts_at, moment.hall_ms, moment.zone)
    return say("您预约的是 {when}。请到时间前后再来签到。", when=when)


def _ticket_over(moment: MachineNow) -> Message:
    say, state = moment.say, moment.state
    return Message(
        icon="ticket",
        title=say("这个号不再叫了"),
        facts=(
            ("info-circle", say("号票只在取号当天有效，办完或取消后不再叫。")),
            ("headset", say("有疑问请到咨询台。")),
        ),
        main=(say("重新取号"), HomeTouched()),
        code=state.visit.refusal,
    )


_TROUBLES: dict[Problem, Callable[[MachineNow], Message]] = {
    Problem.CARD_UNREADABLE: _card_unreadable,
    Problem.CARD_UNKNOWN: _card_unknown,
    Problem.CARD_EXPIRED: _card_expired,
    Problem.CLOSED: _closed,
    Problem.BREAK: _break,
    Problem.FULL: _full,
    Problem.PAUSED: _paused,
    Problem.PERSON_LIMIT: _person_limit,
    Problem.HALL_SICK: _hall_sick,
    Problem.NO_ANSWER: _no_answer,
    Problem.BLOCK_USED: _block_used,
    Problem.REFUSED: _refused,
    Problem.NOT_CANCELLED: _not_cancelled,
    Problem.TICKET_OVER: _ticket_over,
    Problem.BOOKING_UNKNOWN: _booking(later("没有找到您的预约"), later("请核对预约码，或换一张身份证。")),
    Problem.BOOKING_EARLY: _booking(later("还没到预约时间"), _starts),
    Problem.BOOKING_LATE: _booking(later("预约时间已过"), later("可以取普通号排队，或重新预约。")),
    Problem.BOOKING_USED: _booking(later("这个预约已经签到"), later("请看手里的号票。找不到请到咨询台。")),
    Problem.BOOKING_AWAY: _booking(later("网络不通，暂时不能签到"), later("预约仍然有效，请到咨询台签到。")),
}
