"""What the clerk's screen says: states, times, refusals in plain words."""

from __future__ import annotations

from domain.pad import Known, queue_name
from domain.pad_desk import Action, Clerk, Panel, Phase, Trouble, hall_now, phase
from domain.pad_entry import abandoned, number
from domain.pad_notes import late, overdue, reprint
from domain.refusal import Code
from domain.views import RatingState, TicketView
from kiosk.widgets.language import _, text_of
from review_pad.screens.copy_words import copied, no_machine
from review_pad.screens.labels import clock_text

MINUTE = 60_000


def minutes(span_ms: int) -> str:
    """A span in whole minutes, from an hour on in hours and minutes."""
    whole = max(0, span_ms) // MINUTE
    if whole < 60:
        return _("{n} 分钟").format(n=whole)
    return _("{h} 小时 {m} 分").format(h=whole // 60, m=whole % 60)


def since(state: Clerk, at: int | None) -> str:
    return minutes(hall_now(state) - at) if at is not None else ""


def state_line(state: Clerk) -> str:
    """What goes on at this window, with its time."""
    window = state.known.window
    at = phase(state)
    if window is None:
        return _("正在连接大厅")
    if at is Phase.CALLED and window.ticket is not None:
        seconds = max(0, hall_now(state) - (window.ticket.called_at or window.at)) // 1000
        return _("已叫号 {n} 秒").format(n=seconds) if seconds < 100 else _("已叫号 {time}").format(time=_called(state))
    if at is Phase.SERVING and window.ticket is not None:
        return _("正在办理 {time}").format(time=since(state, window.ticket.started_at or window.at))
    if at is Phase.PAUSED:
        return _("暂停服务中")
    return _("未开窗") if at is Phase.CLOSED else _("空闲")


def _called(state: Clerk) -> str:
    window = state.known.window
    return since(state, window.ticket.called_at) if window and window.ticket else ""


def main_word(state: Clerk) -> str:
    """The main button, by what it would do."""
    if state.panel is Panel.CLERKS or phase(state) is Phase.CLOSED:
        return _("开窗")
    if state.panel is Panel.PAUSE:
        return _("确认暂停")
    if state.panel is Panel.CONTACT:
        return _("好的")
    if state.panel is Panel.NUMBER:
        return _("补打 {number}").format(number=number(state)) if number(state) else _("补打")
    if state.panel is Panel.QUEUES:
        return _("就办这些")
    return {
        Phase.CALLED: _("开始办理"),
        Phase.SERVING: _("办结"),
        Phase.PAUSED: _("恢复服务"),
    }.get(phase(state), _("下一位"))


def foot_word(action: Action) -> str:
    return {
        Action.RECALL: _("重呼"),
        Action.NO_SHOW: _("过号"),
        Action.HOLD: _("挂起"),
        Action.TRANSFER: _("转移"),
    }[action]


def class_mark(known: Known, ticket: TicketView) -> str:
    """老, 军 … or 约 for somebody with a booking."""
    if ticket.appointment:
        return _("约")
    cards = known.catalogue.priorities if known.catalogue else ()
    card = next((card for card in cards if card.id == ticket.priority), None)
    if card is None:
        return ""
    return text_of(card.short) if card.short else text_of(card.name)


def rating_line(state: Clerk) -> tuple[str, str]:
    """That a review was invited, given, or not; with the name of its dot. Its level is nowhere in this program."""
    rating = state.known.window.rating if state.known.window else None
    if rating is None:
        return "", ""
    word, dot = {
        RatingState.INVITED: (_("{number} 已请评价"), "circle"),
        RatingState.GIVEN: (_("{number} 已评价"), "circle-filled"),
        RatingState.LAPSED: (_("{number} 未评价"), "minus"),
    }[rating.state]
    return word.format(number=rating.number), dot


def strip(state: Clerk) -> tuple[str, bool]:
    """The line above the foot, and whether it is a caution."""
    if not state.known.online:
        return _("与大厅失去联系，正在重连。正在办的事可以继续。"), True
    if state.notice is not None:
        if state.notice.ready_ms is not None:
            left = max(1, -(-(state.notice.ready_ms - state.now_ms) // 1000))
            return _("刚叫过号，请再等 {n} 秒才能过号。").format(n=left), True
        if state.notice.machines:
            return no_machine(state.notice.machines), True
        return refusal(state.notice.code), True
    if state.pending and state.now_ms - state.pending.since_ms > 300:
        return _("正在等大厅回应"), False
    return _by_itself(state)


def _by_itself(state: Clerk) -> tuple[str, bool]:
    """What there is to say when nothing was asked."""
    window, copy, held, back_at = state.known.window, reprint(state), overdue(state), late(state)
    alone = abandoned(state)
    if alone:
        name = text_of(queue_name(state.known, alone[0].id))
        return _("{queue}没有别的窗口办，{n} 人在等。").format(queue=name, n=alone[0].waiting), True
    if copy is not None:
        return copied(state, copy)
    if back_at is not None:
        return _("已过预计返回的 {time}，窗口前还写着它。").format(time=clock_text(state.known, back_at)), True
    if held:
        time = since(state, held[0].held_at)
        return _("{number} 已挂起 {time}，请处理。").format(number=held[0].number, time=time), True
    return (_("今天已办 {n} 个").format(n=window.served_today), False) if window else ("", False)


def refusal(code: str) -> str:
    """A refusal of the hall in a clerk's words; the code itself only where there are none."""
    words = {
        Code.QUEUE_EMPTY: _("现在没有人等候。"),
        Code.RECALL_LIMIT: _("重呼次数已用完，可以过号。"),
        Code.NO_SHOW_TOO_SOON: _("刚叫过号，请稍等再过号。"),
        Code.RETURN_TOO_LATE: _("过号太久，不能恢复，请重新取号。"),
        Code.RETURN_LIMIT: _("这个号恢复的次数已用完，请重新取号。"),
        Code.HOLD_LIMIT: _("挂起的号已满，请先办完一个。"),
        Code.WINDOW_BUSY: _("手上还有一个号，请先办完或挂起。"),
        Code.WINDOW_NOT_OPEN: _("窗口没有开，请先开窗。"),
        Code.WINDOW_NOT_SERVING_QUEUE: _("这个窗口不办这个队列。"),
        Code.TICKET_WRONG_STATE: _("这个号的状态已经变了，请看当前显示。"),
        Code.TICKET_OTHER_WINDOW: _("这个号在别的窗口。"),
        Code.TICKET_UNKNOWN: _("没有这个号。"),
        Code.HALL_CLOSED: _("大厅现在不办理。"),
        Code.REPRINT_UNDER_WAY: _("这个号正在补打，请等结果。"),
        Code.PRINTER_NONE: _("没有取号机能打印，请去看看。"),
        Code.QUEUE_UNSERVED: _("现在没有窗口办这个队列。"),
        Code.WINDOW_NOT_TIDAL: _("这个窗口的队列是固定的。"),
        Code.HALL_DISK_FULL: _("大厅的存储已满，没有做成，请告诉管理员。"),
        Code.HALL_BUSY: _("大厅正忙，没有做成，请再按一次。"),
        Code.CLERK_MISSING: _("请先选是谁坐在窗口。"),
        Code.CLERK_UNKNOWN: _("没有这位工作人员。"),
        Code.DEVICE_NOT_ALLOWED: _("这台设备不能做这件事，请告诉管理员。"),
        Code.DEVICE_UNKNOWN: _("大厅不认识这台设备，请告诉管理员。"),
        Trouble.UNANSWERED: _("大厅没有回应，请看当前显示，再按一次。"),
        Trouble.OVER: _("这个号已经办完、取消或过号，不能补打。"),
        Trouble.UNCONFIRMED: _("刚才的操作没有确认，请看当前显示，再决定。"),
    }
    return words.get(code, _("没有做成（{code}）。").format(code=code))  # type: ignore[call-overload, no-any-return]
