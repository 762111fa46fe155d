"""What is said while the hall looks whose card it is, and if it is nobody's."""

from __future__ import annotations

from domain.number_machine.inputs import SomewhereTouched
from domain.self_service.staff.business import StaffOpen, StaffRead, StaffSaid
from kiosk.screens.number_machine.message_texts import Facts, MessageTexts
from kiosk.screens.self_service.kiosk_message import KioskMessageScreen
from kiosk.screens.self_service.kiosk_now import KioskNow
from program.speech import Speaker


class StaffSaidScreen(KioskMessageScreen):
    def message(self, moment: KioskNow) -> MessageTexts:
        say, state = moment.say, moment.business
        if state.said is StaffSaid.ASKING:
            return MessageTexts(
                icon="hourglass",
                title=say("正在核对工作卡…"),
                facts=(("clock", say("要几秒钟，请稍候。")),),
                main=(say("请稍候"), SomewhereTouched()),
            )
        title, facts = _texts(say, state)
        return MessageTexts(icon="alert-circle", title=title, facts=facts, fewer=facts, main=(say("好的"), StaffRead()))


def _texts(say: Speaker, state: StaffOpen) -> tuple[str, Facts]:
    match state.said:
        case StaffSaid.WRONG:
            return say("这张卡不是工作卡"), (
                ("id", say("工作人员请换工作卡，先按“换人”，再放卡。")),
                ("home", say("办事的群众请按“首页”，照常办理。")),
            )
        case StaffSaid.WAIT:
            return say("试得太多了"), (("clock", say("请过 {seconds} 秒再试。", seconds=max(1, state.wait_s))),)
        case StaffSaid.OTHER:
            return say("这个大厅不能用卡登录"), (("user-heart", say("请问大厅管理员。")),)
        case _:
            return say("现在不能登录"), (
                ("cloud-off", say("大厅系统暂时没有回应，请稍后再试。")),
                ("id", say("最近七天在这台机器上登录过的人，断网时也能登录。")),
            )
