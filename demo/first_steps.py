"""What to try first in the demo, in the words that its screens show."""

from __future__ import annotations

from demo.any_hall import DemoHall
from demo.people import FIRST_PIN
from domain.config import Text
from program.speech import SOURCE, Speaker

CHINESE = """\
先这样试一遍：
  1  工作人员的屏幕：点“{clerk}”，{pin}点“{open}”（F5）
  2  取号机：点一下屏幕，选“{queue}”，点“{direct}”，按提示走完，号票就打出来
  3  工作人员的屏幕：点“{next}”（F5），大屏和窗口屏上就叫到这个号；再点“{start}”，然后“{finish}”
  4  群众的屏幕：请点一个评价
  5  自助服务机：点“办事指南”，选“打字搜索”，打 gljt；或点“查进度”，受理号打 SL0002，手机尾号打 0002
按 Ctrl-C 全部结束。
"""
ENGLISH = """\
The first steps:
  1  at the clerk's screen touch {clerk}, {pin}then {open} (F5)
  2  at the number machine touch the screen, choose {queue}, then {direct}, answer what it asks: the number is printed
  3  at the clerk's screen {next} (F5) calls it on both screens of the hall; then {start}, and {finish}
  4  at the citizen's screen touch a review
  5  at the self-service kiosk touch Guides, then Search by typing, and type pension; or touch Case progress, and type
     the receipt SL0002 and the end of the phone, 0002
Ctrl-C ends everything.
"""


def first_steps(hall: DemoHall, *, screens: str, said: str) -> str:
    """The lines to print. `screens`, `said`: the languages of the screens and of these lines, `zh` or `en`."""
    say = Speaker(SOURCE if screens == "zh" else "en")
    asks_pin = hall.table.get("sign_in") != "names"
    pin = ""
    if asks_pin:
        ask = say("输入密码")
        pin = f"点“{ask}”（F5），输入 {FIRST_PIN}，" if said == "zh" else f"{ask} (F5), type {FIRST_PIN}, "
    return (CHINESE if said == "zh" else ENGLISH).format(
        clerk=say(Text(**hall.table["clerks"][0]["name"])),
        pin=pin,
        queue=say(Text(**hall.table["queues"][0]["name"])),
        open=say("开窗"),
        next=say("下一位"),
        start=say("开始办理"),
        finish=say("办结"),
        direct=say("不留信息，直接取号"),
    )
