"""Sentences that several screens share: about the machine's parts and where they are, and about a paused queue."""

from __future__ import annotations

from domain.number_machine.state import Machine, Page
from domain.pad.known import reason_short
from domain.places import Side
from domain.views.public import Pause
from kiosk.screens.number_machine.machine_now import MachineNow
from kiosk.widgets.theme import Metrics
from program.speech import Speaker
from program.wait_words import hour


def reads_cards(state: Machine) -> bool:
    """Whether a card can be used now. A booking needs the hall to be looked up; a pick-up code does not."""
    return state.cards and (state.online or state.page is not Page.CHECK_IN)


def reads_codes(state: Machine) -> bool:
    """Whether this screen asks for a code."""
    return state.page is Page.CHECK_IN and state.scanner


def show_what(say: Speaker, state: Machine) -> str:
    """The title of the screen that waits for a card or code."""
    cards, codes = reads_cards(state), reads_codes(state)
    if state.visit.reading:
        return say("正在读卡，请不要移开")
    if state.page is not Page.CHECK_IN:
        return say("请刷身份证或社保卡")
    if cards and codes:
        return say("请刷身份证，或扫预约码、取件码") if state.collects else say("请刷身份证，或扫预约码")
    if codes and state.collects:
        return say("请扫预约码或取件码") if state.online else say("请扫取件码")
    if codes:
        return say("请扫预约码")
    return say("请刷身份证签到") if cards else say("暂时不能刷卡和扫码")


def with_large_type(say: Speaker, greeting: str, *, old: str | None, m: Metrics) -> str:
    """The greeting; whoever the card knows to be old is told of the large letters, unless they see them already. `old`:
    the priority class by the age on the card."""
    if old is None or m.elder:
        return greeting
    return greeting + ("" if say.chinese else " ") + say("看不清，请点“大字”。")


def cannot_be_used(say: Speaker, state: Machine) -> str:
    """What this machine has and cannot use now, on the check-in screen."""
    cards, codes = reads_cards(state), reads_codes(state)
    if state.page is not Page.CHECK_IN:
        return ""
    if not state.online:
        return say("网络暂时不通，预约请到咨询台签到。")
    if not cards and not codes:
        return ""  # the title says that already
    if state.has_cards and not cards:
        return say("读卡器暂时不能用。")
    return say("扫码窗暂时不能用。") if state.has_scanner and not codes else ""


def without_any(say: Speaker, state: Machine) -> str:
    """The button for people who have neither card nor code."""
    if state.page is not Page.CHECK_IN:
        return say("不刷卡，换个方式")
    return say("都没有，去取号") if state.collects else say("没有预约，去取号")


def show_at_home(say: Speaker, state: Machine) -> str:
    """The words of the strip on the home screen: what can be scanned without choosing a queue."""
    if state.collects:
        return say("已预约请签到，来取件请扫取件码") if state.online else say("来取件请扫取件码")
    return say("已预约？刷身份证或扫码签到") if state.scanner else say("已预约？刷身份证签到")


def no_paper(say: Speaker, state: Machine) -> str:
    """A warning before a number is taken, so that nobody waits at the slot."""
    fails = state.has_printer and not state.can_print
    return say("暂时打不出号票。号码照样有效，请拍照或记下。") if fails else ""


def where(say: Speaker, side: Side) -> str:
    """Where a part of the machine is, as part of a sentence: 把卡平放在{where}的读卡区."""
    return {
        Side.BELOW: say("屏幕下方"),
        Side.ABOVE: say("屏幕上方"),
        Side.LEFT: say("屏幕左侧"),
        Side.RIGHT: say("屏幕右侧"),
    }[side]


ARROWS = {
    Side.BELOW: "arrow-down",
    Side.ABOVE: "arrow-up",
    Side.LEFT: "arrow-left",
    Side.RIGHT: "arrow-right",
}
"""Side → the icon that points there."""

LONGEST = 12
"""Longest reason, in characters, that fits on a card; a reason that a clerk typed may be a whole sentence."""


def pause_of(moment: MachineNow, queue: str) -> tuple[str, str]:
    """The reason, `用餐`, and the end, `预计 13:30 恢复`; each is empty if unknown. An end in the past is not shown."""
    view = moment.state.view(queue)
    pause = view.pause if view else None
    if pause is None:
        return "", ""
    return moment.say(reason_short(pause.reason)).rstrip("。."), _back(moment, pause)


def paused_line(moment: MachineNow, queue: str) -> str:
    """`暂停服务：用餐 · 预计 13:30 恢复`, short enough for a card."""
    say = moment.say
    why, back = pause_of(moment, queue)
    said = say("暂停服务：{why}", why=why) if 0 < len(why) <= LONGEST else say("窗口暂停服务")
    return " · ".join(part for part in (said, back) if part)


def _back(moment: MachineNow, pause: Pause) -> str:
    if pause.until is None or pause.until < moment.hall_ms:
        return ""
    return moment.say("预计 {time} 恢复", time=hour(pause.until, moment.zone))
