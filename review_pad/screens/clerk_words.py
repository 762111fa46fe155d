"""What the clerk's screen says: states, times, refusals, and what became of a copy, in plain words."""

from __future__ import annotations

from domain.config import Text
from domain.pad import sign_in
from domain.pad.clerk_actions import CHOSEN_BY_TOUCH, Action
from domain.pad.clerk_panels import number
from domain.pad.clerk_state import (
    ClerkPanel,
    ClerkProblem,
    ClerkState,
    Phase,
    hall_now,
    late,
    overdue,
    phase,
    reprint,
    unreported,
)
from domain.pad.known import Known, queue_name
from domain.pad.tidal import abandoned
from domain.refusal import Code
from domain.views.ticket import TicketView
from domain.views.window import RatingState, ReprintState, ReprintView
from program.doubt_words import doubt_words
from program.speech import Speaker
from review_pad.screens.labels import clock_text

MINUTE = 60_000


def minutes(say: Speaker, span_ms: int) -> str:
    """A span in whole minutes, from an hour on in hours and minutes."""
    whole = max(0, span_ms) // MINUTE
    if whole < 60:
        return say("{n} 分钟", n=whole)
    return say("{h} 小时 {m} 分", h=whole // 60, m=whole % 60)


def since(say: Speaker, state: ClerkState, at: int | None) -> str:
    return minutes(say, hall_now(state) - at) if at is not None else ""


def state_line(say: Speaker, state: ClerkState) -> str:
    """What goes on at this window, with its time."""
    window = state.known.window
    at = phase(state)
    if window is None:
        return say("正在连接大厅")
    if at is Phase.CALLED and window.ticket is not None:
        seconds = max(0, hall_now(state) - (window.ticket.called_at or window.at)) // 1000
        return say("已叫号 {n} 秒", n=seconds) if seconds < 100 else say("已叫号 {time}", time=_called(say, state))
    if at is Phase.SERVING and window.ticket is not None:
        return say("正在办理 {time}", time=since(say, state, window.ticket.started_at or window.at))
    if at is Phase.PAUSED:
        return say("暂停服务中")
    return say("未开窗") if at is Phase.CLOSED else say("空闲")


def _called(say: Speaker, state: ClerkState) -> str:
    window = state.known.window
    return since(say, state, window.ticket.called_at) if window and window.ticket else ""


def main_word(say: Speaker, state: ClerkState) -> str:
    """The main button, by what it would do."""
    if state.panel is ClerkPanel.CLERKS and sign_in.pin_asked(state):
        return say("输入密码")
    if state.panel in {ClerkPanel.CLERKS, ClerkPanel.PIN} or phase(state) is Phase.CLOSED:
        return say("开窗")
    if state.panel is ClerkPanel.PAUSE:
        return say("确认暂停")
    if state.panel is ClerkPanel.CONTACT:
        return say("好的")
    if state.panel is ClerkPanel.NUMBER:
        return say("补打 {number}", number=number(state)) if number(state) else say("补打")
    if state.panel is ClerkPanel.WHICH:
        return say("改 {number}", number=number(state)) if number(state) else say("改号")
    if state.panel is ClerkPanel.CHANGE:
        return say("就这样改")
    if state.panel is ClerkPanel.QUEUES:
        return say("就办这些")
    if state.panel is ClerkPanel.TRANSFER:
        return say("请点去处")
    if state.panel in CHOSEN_BY_TOUCH:
        return say("请点号码")
    return {
        Phase.CALLED: say("开始办理"),
        Phase.SERVING: say("办结"),
        Phase.PAUSED: say("恢复服务"),
    }.get(phase(state), say("下一位"))


def foot_word(say: Speaker, action: Action) -> str:
    return {
        Action.RECALL: say("重呼"),
        Action.NO_SHOW: say("过号"),
        Action.HOLD: say("挂起"),
        Action.TRANSFER: say("转移"),
    }[action]


def class_mark(say: Speaker, known: Known, ticket: TicketView) -> str:
    """老, 军 … or 约 for somebody with a booking."""
    if ticket.appointment:
        return say("约")
    cards = known.catalogue.priorities if known.catalogue else ()
    card = next((card for card in cards if card.id == ticket.priority), None)
    if card is None:
        return ""
    return say(card.short) if card.short else say(card.name)


def rating_line(say: Speaker, state: ClerkState) -> tuple[str, str]:
    """Whether a review was invited, given or missed, and the icon of its dot. This program never learns the level."""
    rating = state.known.window.rating if state.known.window else None
    if rating is None:
        return "", ""
    word, dot = {
        RatingState.INVITED: (say("{number} 已请评价"), "circle"),
        RatingState.GIVEN: (say("{number} 已评价"), "circle-filled"),
        RatingState.LAPSED: (say("{number} 未评价"), "minus"),
    }[rating.state]
    return word.format(number=rating.number), dot


def strip(say: Speaker, state: ClerkState) -> tuple[str, bool]:
    """The line above the foot, and whether it is a caution."""
    if state.known.doubt:
        return doubt_words(say, state.known.doubt), True
    if not state.known.online:
        return say("与大厅失去联系，正在重连。正在办的事可以继续。"), True
    if state.notice is not None:
        if state.notice.ready_ms is not None:
            left = max(1, -(-(state.notice.ready_ms - state.now_ms) // 1000))
            return wait_words(say, state.notice.code, left), True
        if state.notice.machines:
            return no_machine(say, state.notice.machines), True
        if state.notice.place:
            return say("您正在 {number} 号窗口，请先在那里关窗。", number=state.notice.place), True
        return refusal(say, state.notice.code), True
    if state.pending and state.now_ms - state.pending.since_ms > 300:
        return say("正在等大厅回应"), False
    if not state.known.disk_works:
        return say("本机存储有故障，叫号不受影响，请告诉工程师。"), True
    return _by_itself(say, state)


def _by_itself(say: Speaker, state: ClerkState) -> tuple[str, bool]:
    """What needs attention when no request is out and none was refused."""
    window, copy, held, back_at = state.known.window, reprint(state), overdue(state), late(state)
    alone = abandoned(state)
    if alone:
        name = say(queue_name(state.known, alone[0].id))
        return say("{queue}没有别的窗口办，{n} 人在等。", queue=name, n=alone[0].waiting), True
    in_hand = window.ticket if window else None
    if in_hand is not None and in_hand.papers:
        time = clock_text(state.known, in_hand.issued_at)
        return say(
            "{n} 张纸上都是 {number}，这一位的取号时间是 {time}，请核对。",
            n=len(in_hand.papers),
            number=in_hand.papers[0],
            time=time,
        ), True
    if copy is not None:
        return copied(say, state, copy)
    if back_at is not None:
        return say("已过预计返回的 {time}，窗口前还写着它。", time=clock_text(state.known, back_at)), True
    if held:
        time = since(say, state, held[0].held_at)
        return say("{number} 已挂起 {time}，请处理。", number=held[0].number, time=time), True
    return (say("今天已办 {n} 个", n=window.served_today), False) if window else ("", False)


def wait_words(say: Speaker, code: str, seconds: int) -> str:
    """The sentence that says what cannot be done for so many seconds."""
    words = {
        Code.STAFF_WRONG_PIN: say("密码不对，请等 {n} 秒再试。", n=seconds),
        Code.STAFF_WRONG_CARD: say("这不是您的工作卡，请等 {n} 秒再试。", n=seconds),
        Code.STAFF_WAIT: say("错的次数太多，请等 {n} 秒再试。", n=seconds),
    }
    return words.get(code) or say("刚叫过号，请再等 {n} 秒才能过号。", n=seconds)  # type: ignore[call-overload]


def refusal(say: Speaker, code: str) -> str:
    """A refusal of the hall in words for the clerk; the code itself if there are none."""
    words = {
        Code.QUEUE_EMPTY: say("现在没有人等候。"),
        Code.RECALL_LIMIT: say("重呼次数已用完，可以过号。"),
        Code.NO_SHOW_TOO_SOON: say("刚叫过号，请稍等再过号。"),
        Code.RETURN_TOO_LATE: say("过号太久，不能恢复，请重新取号。"),
        Code.RETURN_LIMIT: say("这个号恢复的次数已用完，请重新取号。"),
        Code.HOLD_LIMIT: say("挂起的号已满，请先办完一个。"),
        Code.WINDOW_BUSY: say("手上还有一个号，请先办完或挂起。"),
        Code.WINDOW_NOT_OPEN: say("窗口没有开，请先开窗。"),
        Code.WINDOW_NOT_SERVING_QUEUE: say("这个窗口不办这个队列。"),
        Code.TICKET_WRONG_STATE: say("这个号的状态已经变了，请看当前显示。"),
        Code.TICKET_OTHER_WINDOW: say("这个号在别的窗口。"),
        Code.TICKET_UNKNOWN: say("没有这个号。"),
        Code.ITEM_TOO_MANY: say("一个号不能办这么多事项，请少选几项。"),
        Code.HALL_CLOSED: say("大厅现在不办理。"),
        Code.REPRINT_UNDER_WAY: say("这个号正在补打，请等结果。"),
        Code.PRINTER_NONE: say("没有取号机能打印，请去看看。"),
        Code.QUEUE_UNSERVED: say("现在没有窗口办这个队列。"),
        Code.WINDOW_NOT_TIDAL: say("这个窗口的队列是固定的。"),
        Code.HALL_DISK_FULL: say("大厅的存储已满，没有做成，请告诉管理员。"),
        Code.HALL_BUSY: say("大厅正忙，没有做成，请再按一次。"),
        Code.CLERK_MISSING: say("请先选是谁坐在窗口。"),
        Code.CLERK_UNKNOWN: say("没有这位工作人员。"),
        Code.CLERK_ELSEWHERE: say("您正在别的窗口，请先在那里关窗。"),
        Code.WINDOW_HAS_CLERK: say("这个窗口还有人在岗，请先关窗。"),
        Code.STAFF_PROOF_NEEDED: say("请输入密码或刷工作卡。"),
        Code.STAFF_UNKNOWN: say("工作人员名单里没有，或已停用，请告诉主管。"),
        Code.STAFF_NO_LIST: say("大厅读不到工作人员名单，请告诉管理员。"),
        Code.STAFF_WRONG_PIN: say("密码不对，请重新输入。"),
        Code.STAFF_WRONG_CARD: say("这不是您的工作卡，请换一张。"),
        ClerkProblem.CLOSE_FIRST: say("换人请先关窗：暂停，下班关窗。"),
        Code.HELP_TAKEN: say("已经有人去帮忙了。"),
        Code.HELP_OVER: say("那里不用帮忙了。"),
        Code.DEVICE_NOT_ALLOWED: say("这台设备不能做这件事，请告诉管理员。"),
        Code.DEVICE_UNKNOWN: say("大厅不认识这台设备，请告诉管理员。"),
        ClerkProblem.UNANSWERED: say("大厅没有回应，请看当前显示，再按一次。"),
        ClerkProblem.OVER: say("这个号已经办完、取消或过号，不能补打。"),
        ClerkProblem.UNCONFIRMED: say("刚才的操作没有确认，请看当前显示，再决定。"),
    }
    return words.get(code, say("没有做成（{code}）。", code=code))  # type: ignore[call-overload, no-any-return]


def copied(say: Speaker, state: ClerkState, copy: ReprintView) -> tuple[str, bool]:
    """The line about a copy, and whether it is a caution."""
    number, machine = copy.number, say(copy.name)
    if unreported(state, copy):
        return say("{number} 补打没有回音，请去看看{machine}。", number=number, machine=machine), True
    if copy.state is ReprintState.ORDERED:
        return say("{number} 已请{machine}重打", number=number, machine=machine), False
    if copy.state is ReprintState.PRINTED:
        return say("{number} 已从{machine}打出", number=number, machine=machine), False
    why = say("{machine}{trouble}", machine=machine, trouble=printer_status(say, copy.fault))
    return say("{number} 没有打出：{why}。", number=number, why=why), True


def no_machine(say: Speaker, machines: tuple[tuple[Text, str], ...]) -> str:
    """Why no machine can print. The first machine is named: it is the one that issued the number."""
    name, status = machines[0]
    why = say("{machine}{trouble}", machine=say(name), trouble=printer_status(say, status))
    text = say("不能打印：{why}，别的也不行。") if len(machines) > 1 else say("不能打印：{why}。")
    return text.format(why=why)


def printer_status(say: Speaker, status: str) -> str:
    """The status of a printer, or of its machine, in words."""
    return {
        "paper_out": say("缺纸"),
        "cover_open": say("盖子没关"),
        "cutter": say("切刀卡住"),
        "offline": say("没有接上打印机"),
        "unknown": say("打印机没有回应"),
        "none": say("没有打印机"),
        "interrupted": say("打到一半断了"),
        "lost": say("没有连上"),
        "stopped": say("没有开机"),
        "never": say("没有开机"),
    }.get(status, say("出了故障"))
