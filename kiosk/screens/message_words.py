"""What each trouble says: what happened, that the number is safe if it is, what to do now. Never a code alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from domain.journey_state import Machine, Place, Trouble
from domain.journey_words import (
    BackTouched,
    CancelConfirmed,
    Done,
    GoOnAnyway,
    HelpTouched,
    HomeTouched,
    Retry,
)
from kiosk.clock import monotonic_ms
from kiosk.screens.machine_screen import zone_of
from kiosk.screens.pause_words import pause_of
from kiosk.screens.where import ARROWS, where
from kiosk.wait_words import day_and_hour
from kiosk.widgets.language import _, text_of

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


def message_of(state: Machine) -> Message:
    """The message that this state shows."""
    if state.help:
        return _help(state)
    if state.place is Place.CANCEL:
        return _cancel(state)
    if state.place is Place.CANCELLED:
        return _cancelled(state)
    return _TROUBLES[state.trouble or Trouble.REFUSED](state)


def _help(state: Machine) -> Message:
    facts = [
        ("user-heart", _("请到咨询台，工作人员会帮您取号、办事。")),
        ("users", _("也可以请身边穿制服的帮办人员过来。")),
    ]
    if state.catalogue and state.catalogue.hotline:
        facts.append(("phone", _("政务服务热线 {number}").format(number=state.catalogue.hotline)))
    return Message(icon="headset", title=_("需要帮忙吗？"), facts=tuple(facts), main=(_("返回"), HelpTouched()))


def _number(state: Machine) -> str:
    return state.visit.given.number if state.visit.given else ""


def _cancel(state: Machine) -> Message:
    return Message(
        icon="ticket",
        title=_("要取消 {number} 吗？").format(number=_number(state)),
        facts=(("info-circle", _("取消后，这个号不再叫。要办事需重新取号。")),),
        main=(_("不取消，保留号码"), BackTouched()),
        other=(_("确认取消"), CancelConfirmed()),
    )


def _cancelled(state: Machine) -> Message:
    return Message(
        icon="circle-check",
        title=_("{number} 已取消").format(number=_number(state)),
        facts=(("info-circle", _("手里的号票请不要再用。")),),
        main=(_("好的"), Done()),
        other=(_("重新取号"), HomeTouched()),
    )


# ---- cards


def _card_unreadable(state: Machine) -> Message:
    return Message(
        icon="alert-triangle",
        title=_("没有读到卡"),
        facts=(
            ("id", _("1. 把卡从卡套、钱包里取出来。")),
            (ARROWS[state.places.cards], _("2. 平放在{where}的读卡区。").format(where=where(state.places.cards))),
            ("hourglass", _("3. 不要移动，等屏幕变化再拿开。")),
        ),
        main=(_("再刷一次"), Retry()),
        other=_without_card(state),
    )


def _card_unknown(state: Machine) -> Message:
    return Message(
        icon="id",
        title=_("这张卡在这里不能用"),
        facts=(("id", _("请换身份证或社会保障卡。")),),
        main=(_("换一张卡"), Retry()),
        other=_without_card(state),
    )


def _card_expired(state: Machine) -> Message:
    return Message(
        icon="id",
        title=_("这张卡已过有效期"),
        facts=(("id", _("请换一张卡，或不刷卡取号。")),),
        main=(_("换一张卡"), Retry()),
        other=_without_card(state),
    )


def _without_card(state: Machine) -> Way:
    return (_("不刷卡，换个方式") if state.visit.queue else _("不刷卡"), GoOnAnyway())


# ---- times and limits


def _hours(state: Machine) -> Facts:
    """Today's hours: of ordinary service first, then delayed and booked ones."""
    lines = state.notices.today or state.notices.hours if state.notices else ()
    return tuple(
        ("clock", _("{what}：{when}").format(what=text_of(line.title), when=text_of(line.text))) for line in lines
    )


def _opening(state: Machine, *, all_hours: bool = True) -> Facts:
    """When numbers are given again, today's hours, and where to book."""
    facts = [*_hours(state)[: None if all_hours else 1]]
    view = state.view(state.visit.queue)
    if view is not None and view.opens_at is not None:
        when = day_and_hour(view.opens_at, state.hall_now(monotonic_ms()), zone_of(state))
        facts.insert(0, ("door-enter", _("{when} 开始取号").format(when=when)))
    if state.catalogue and state.catalogue.booking_phone:
        facts.append(("phone", _("预约电话 {number}").format(number=state.catalogue.booking_phone)))
    return tuple(facts)


def _closed(state: Machine) -> Message:
    served = ("ticket", _("今天已经取到的号，都会办完。"))
    return Message(
        icon="clock",
        title=_("现在不取号"),
        facts=(*_opening(state), served),
        fewer=(*_opening(state, all_hours=False), served),
        main=(_("知道了"), BackTouched()),
        code=state.visit.refusal,
    )


def _break(state: Machine) -> Message:
    return Message(
        icon="clock-pause",
        title=_("现在是休息时间"),
        facts=_opening(state),
        fewer=_opening(state, all_hours=False),
        main=(_("知道了"), BackTouched()),
    )


def _full(state: Machine) -> Message:
    urgent = ("headset", _("有急事请到咨询台。"))
    return Message(
        icon="users",
        title=_("今天的号已取完"),
        facts=(*_opening(state), urgent),
        fewer=(*_opening(state, all_hours=False), urgent),
        main=(_("知道了"), BackTouched()),
        code=state.visit.refusal,
    )


def _paused(state: Machine) -> Message:
    why = _("，").join(part for part in pause_of(state, state.visit.queue, monotonic_ms()) if part)
    return Message(
        icon="player-pause",
        title=_("窗口暂停服务"),
        facts=(
            *([("info-circle", why)] if why else []),
            ("clock", _("窗口恢复后按号办理，等候可能较长。")),
            ("headset", _("有急事请到咨询台。")),
        ),
        main=(_("返回"), BackTouched()),
        other=(_("仍要取号"), GoOnAnyway()),
    )


def _person_limit(state: Machine) -> Message:
    return Message(
        icon="ticket",
        title=_("您今天取号次数已满"),
        facts=(("headset", _("还要办事，请到咨询台，工作人员会帮您。")),),
        main=(_("知道了"), BackTouched()),
        code=state.visit.refusal,
    )


# ---- the hall


def _hall_sick(state: Machine) -> Message:
    own = state.own_block(state.visit.queue)
    return Message(
        icon="tool",
        title=_("大厅系统暂时不能发号"),
        facts=(
            ("ticket", _("已经取到的号码仍然有效。")),
            ("headset", _("请稍后再试，或到咨询台取号。")),
        ),
        main=(_("再试一次"), Retry()),
        other=(_("先取备用号"), GoOnAnyway()) if own else (_("返回"), BackTouched()),
        code=state.visit.refusal,
    )


def _no_answer(state: Machine) -> Message:
    if not (state.visit.queue or state.visit.checking_in):  # who scanned a ticket did not ask for a number
        return Message(
            icon="cloud-off",
            title=_("大厅暂时没有回应"),
            facts=(("qrcode", _("请再扫一次号票上的码。")), ("headset", _("有疑问请到咨询台。"))),
            main=(_("返回首页"), HomeTouched()),
        )
    return Message(
        icon="cloud-off",
        title=_("大厅暂时没有回应"),
        facts=(
            ("refresh", _("请再试一次。不会重复取号。")),
            ("headset", _("也可以到咨询台，请工作人员取号。")),
        ),
        main=(_("再试一次"), Retry()),
        other=(_("返回"), BackTouched()),
    )


def _block_used(state: Machine) -> Message:
    return Message(
        icon="cloud-off",
        title=_("网络不通，备用号已用完"),
        facts=(("headset", _("请到咨询台，工作人员会安排您排队。")),),
        main=(_("再试一次"), Retry()),
        other=(_("返回"), BackTouched()),
        code=state.visit.refusal,
    )


def _refused(state: Machine) -> Message:
    return Message(
        icon="alert-circle",
        title=_("没有取到号"),
        facts=(("refresh", _("请返回首页，重新选择。")), ("headset", _("还不行，请到咨询台。"))),
        main=(_("返回首页"), HomeTouched()),
        code=state.visit.refusal,
    )


def _not_cancelled(state: Machine) -> Message:
    away = not state.online
    why = _("网络暂时不通，请稍后再试。") if away else _("这个号可能已经叫到。请看大屏幕。")
    if not away and not state.visit.refusal:
        why = _("大厅暂时没有回应，请再试一次。")
    return Message(
        icon="alert-circle",
        title=_("没有取消成功"),
        facts=(("info-circle", why), ("headset", _("也可以到咨询台取消。"))),
        main=(_("返回"), BackTouched()),
        other=(_("再试一次"), Retry()),
        code=state.visit.refusal,
    )


# ---- bookings


def _booking(title: Callable[[], str], why: Callable[[Machine], str]) -> Callable[[Machine], Message]:
    def made(state: Machine) -> Message:
        facts = [("calendar-event", why(state)), ("headset", _("有疑问请到咨询台。"))]
        return Message(
            icon="calendar-event",
            title=title(),
            facts=tuple(facts),
            main=(_("取普通号"), GoOnAnyway()),
            other=(_("再查一次"), Retry()),
            code=state.visit.refusal,
        )

    return made


def _starts(state: Machine) -> str:
    if state.visit.starts_at is None:
        return _("请按预约的时间来签到。")
    when = day_and_hour(state.visit.starts_at, state.hall_now(monotonic_ms()), zone_of(state))
    return _("您预约的是 {when}。请到时间前后再来签到。").format(when=when)


def _ticket_over(state: Machine) -> Message:
    return Message(
        icon="ticket",
        title=_("这个号不再叫了"),
        facts=(
            ("info-circle", _("号票只在取号当天有效，办完或取消后不再叫。")),
            ("headset", _("有疑问请到咨询台。")),
        ),
        main=(_("重新取号"), HomeTouched()),
        code=state.visit.refusal,
    )


_TROUBLES: dict[Trouble, Callable[[Machine], Message]] = {
    Trouble.CARD_UNREADABLE: _card_unreadable,
    Trouble.CARD_UNKNOWN: _card_unknown,
    Trouble.CARD_EXPIRED: _card_expired,
    Trouble.CLOSED: _closed,
    Trouble.BREAK: _break,
    Trouble.FULL: _full,
    Trouble.PAUSED: _paused,
    Trouble.PERSON_LIMIT: _person_limit,
    Trouble.HALL_SICK: _hall_sick,
    Trouble.NO_ANSWER: _no_answer,
    Trouble.BLOCK_USED: _block_used,
    Trouble.REFUSED: _refused,
    Trouble.NOT_CANCELLED: _not_cancelled,
    Trouble.TICKET_OVER: _ticket_over,
    Trouble.BOOKING_UNKNOWN: _booking(lambda: _("没有找到您的预约"), lambda _s: _("请核对预约码，或换一张身份证。")),
    Trouble.BOOKING_EARLY: _booking(lambda: _("还没到预约时间"), _starts),
    Trouble.BOOKING_LATE: _booking(lambda: _("预约时间已过"), lambda _s: _("可以取普通号排队，或重新预约。")),
    Trouble.BOOKING_USED: _booking(lambda: _("这个预约已经签到"), lambda _s: _("请看手里的号票。找不到请到咨询台。")),
    Trouble.BOOKING_AWAY: _booking(lambda: _("网络不通，暂时不能签到"), lambda _s: _("预约仍然有效，请到咨询台签到。")),
}
