"""What the message screen says when a queue gives no numbers now, or none to this person."""

from __future__ import annotations

from domain.flow import BackTouched
from domain.number_machine.inputs import GoOnAnyway, Retry
from domain.number_machine.state import Machine
from kiosk.screens.number_machine.machine_now import MachineNow
from kiosk.screens.number_machine.message_texts import Facts, MessageTexts
from kiosk.screens.number_machine.phrases import pause_of
from program.speech import Speaker
from program.wait_words import day_and_hour


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


def closed(moment: MachineNow) -> MessageTexts:
    say, state = moment.say, moment.state
    served = ("ticket", say("今天已经取到的号，都会办完。"))
    return MessageTexts(
        icon="clock",
        title=say("现在不取号"),
        facts=(*_opening(moment), served),
        fewer=(*_opening(moment, all_hours=False), served),
        main=(say("知道了"), BackTouched()),
        code=state.visit.refusal,
    )


def break_(moment: MachineNow) -> MessageTexts:
    say = moment.say
    return MessageTexts(
        icon="clock-pause",
        title=say("现在是休息时间"),
        facts=_opening(moment),
        fewer=_opening(moment, all_hours=False),
        main=(say("知道了"), BackTouched()),
    )


def full(moment: MachineNow) -> MessageTexts:
    say, state = moment.say, moment.state
    urgent = ("headset", say("有急事请到咨询台。"))
    return MessageTexts(
        icon="users",
        title=say("今天的号已取完"),
        facts=(*_opening(moment), urgent),
        fewer=(*_opening(moment, all_hours=False), urgent),
        main=(say("知道了"), BackTouched()),
        code=state.visit.refusal,
    )


def paused(moment: MachineNow) -> MessageTexts:
    say, state = moment.say, moment.state
    why = say("，").join(part for part in pause_of(moment, state.visit.queue) if part)
    return MessageTexts(
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


def phone_limit(moment: MachineNow) -> MessageTexts:
    say, state = moment.say, moment.state
    return MessageTexts(
        icon="device-mobile",
        title=say("这个手机号今天已取过多个号"),
        facts=(
            ("info-circle", say("同一手机号每天取号的次数有限，以免短信打扰别人。")),
            ("eye", say("不留手机号也能办事，叫号请看大屏幕。")),
        ),
        main=(say("不留手机号取号"), GoOnAnyway()),
        other=(say("换一个手机号"), Retry()),
        code=state.visit.refusal,
    )


def person_limit(moment: MachineNow) -> MessageTexts:
    say, state = moment.say, moment.state
    return MessageTexts(
        icon="ticket",
        title=say("您今天取号次数已满"),
        facts=(("headset", say("还要办事，请到咨询台，工作人员会帮您。")),),
        main=(say("知道了"), BackTouched()),
        code=state.visit.refusal,
    )
