"""The texts of the page, in Chinese and English: it speaks to many people at once, each in their language.

`{names}` are filled in by `pages.py`. Texts of the hall itself come from its catalogue.
"""

from __future__ import annotations

from domain.config import Text
from domain.queue_rules import ReturnPlace
from program.wait_words import WaitTexts

HALL = Text(zh="政务服务大厅", en="Public service hall")
OTHER_LANGUAGE = Text(zh="English", en="中文")
YOUR_NUMBER = Text(zh="您的号码", en="Your number")
UPDATED = Text(zh="{time} 更新，有变化会自动显示", en="Updated {time}; changes show by themselves")
EMERGENCY = Text(zh="紧急通知", en="Emergency notice")
EMERGENCY_ELSE = Text(
    zh="现在有紧急情况，请跟随工作人员行动。", en="There is an emergency: please go where the staff direct you."
)
REFRESH = Text(zh="现在刷新", en="Update now")

WAIT = WaitTexts(
    nobody=Text(zh="前面没有人，请在窗口附近等候", en="Nobody is ahead of you: please wait near the windows"),
    people=(
        Text(zh="前面 1 人", en="1 person ahead of you"),
        Text(zh="前面 {n} 人", en="{n} people ahead of you"),
    ),
    soon=Text(zh="5 分钟以内", en="less than 5 minutes"),
    about=Text(zh="约 {n} 分钟", en="about {n} minutes"),
    between=Text(zh="约 {low}–{high} 分钟", en="about {low}–{high} minutes"),
    within=Text(zh="{n} 分钟以内", en="less than {n} minutes"),
    no_window=Text(zh="暂时没有窗口开着", en="No window is open now"),
)
WINDOWS = Text(zh="办理窗口：{windows} 号", en="Windows that serve it: {windows}")
BRING = Text(zh="要准备什么", en="What to have ready")
BACK = Text(zh="返回看排队", en="Back to your number")
SILENT = Text(
    zh="大厅不广播。叫到您时，大屏幕和这个页面会显示，请留意。",
    en="The hall makes no announcements. When you are called, the big screen and this page show it: please watch.",
)

CALLED = Text(zh="请到 {window} 号窗口", en="Please go to window {window}")
CALLED_HINT = Text(zh="正在等您，请带好材料。", en="You are awaited there. Please take your papers with you.")
SERVING = Text(zh="{window} 号窗口正在为您办理", en="Window {window} is serving you")
SERVING_HINT = Text(zh="办完后，可以在这个页面评价。", en="When it is done, you can review the service on this page.")
HELD = Text(zh="号码已暂存", en="Your number is on hold")
HELD_HINT = Text(
    zh="准备好后请回 {window} 号窗口继续办理，不用重新取号。",
    en="When you are ready, please go back to window {window}. You need no new number.",
)
MISSED = Text(zh="已过号", en="You missed your call")
MISSED_HINT = Text(
    zh="请在 {time} 前到咨询台或窗口，请工作人员恢复您的号码。",
    en="Please go to the advice desk or a window before {time} and ask the staff to restore your number.",
)
MISSED_OVER = Text(zh="这个号码不能恢复了，请重新取号。", en="It can no longer be restored: please take a new number.")
RETURN_PLACES: dict[ReturnPlace, Text] = {
    ReturnPlace.ORIGINAL: Text(zh="恢复后排在原来的位置。", en="You then have your old place in line."),
    ReturnPlace.BEHIND: Text(zh="恢复后排在 {behind} 人之后。", en="You then stand behind {behind} people."),
    ReturnPlace.END: Text(zh="恢复后从队尾排起。", en="You then stand at the end of the line."),
}
CANCELLED = Text(zh="这个号码已取消", en="This number was given back")
CANCELLED_HINT = Text(zh="需要办理请重新取号。", en="If you still need the service, please take a new number.")
UNKNOWN = Text(zh="没有找到这个号码", en="This number was not found")
UNKNOWN_HINT = Text(
    zh="号码只在当天有效。如果是今天取的号，请再扫一次号票上的二维码，或到咨询台询问。",
    en="A number is good on its own day. If you took it today, please scan the code on your ticket again, or ask at "
    "the advice desk.",
)
AWAY = Text(zh="暂时连不上大厅", en="The hall cannot be reached just now")
AWAY_HINT = Text(
    zh="您的号码有效，位置保留着。请看大厅的大屏幕。页面会自动再试。",
    en="Your number is good and your place is kept. Please watch the big screen in the hall. This page tries again by "
    "itself.",
)
REVIEW_AWAY_HINT = Text(
    zh="没有收到大厅的确认。请过一会儿再打开这个页面，看评价是否已经收到。",
    en="The hall has not confirmed your review. Please open this page again in a while to see whether it has arrived.",
)
BUSY = Text(zh="请稍等再试", en="Please try again in a moment")
BUSY_HINT = Text(
    zh="打开得太快了，请过一会儿再试。您的号码和预约不受影响。",
    en="This page was asked for too often. Please try again in a while. Your number and your booking stay as they are.",
)

SERVED = Text(zh="办理已结束", en="Your service is finished")
SERVED_HINT = Text(zh="谢谢您的到来。", en="Thank you for coming.")
REVIEW = Text(zh="请评价本次服务", en="Please review this service")
VOLUNTARY = Text(
    zh="评价自愿，窗口人员看不到您的选择。", en="It is your choice. The clerk does not see what you choose."
)
PRAISE_TAGS = Text(zh="哪些做得好？可以不选", en="What was good? You may leave this open")
BLAME_TAGS = Text(zh="哪里没做好？请选一项或写几句", en="What was not good? Please choose one or write a few words")
COMMENT = Text(zh="想说的话（可以不写，{limit} 字以内）", en="Your words (optional, up to {limit} characters)")
SUBMIT = Text(zh="提交评价", en="Send the review")
PROBLEM_LEVEL = Text(zh="请先选一个满意程度。", en="Please choose how satisfied you are.")
PROBLEM_REASON = Text(
    zh="请告诉我们哪里没做好：选一项，或写几句。",
    en="Please tell us what was not good: choose one, or write a few words.",
)
PROBLEM_LONG = Text(zh="请写得短一些，{limit} 字以内。", en="Please write less: up to {limit} characters.")
PROBLEM_OTHER = Text(zh="请再看一下您的选择。", en="Please look at your choices again.")

THANKS = Text(zh="谢谢您的评价", en="Thank you for your review")
THANKS_HINT = Text(zh="您的意见帮助我们做得更好。", en="It helps us to do better.")
MEND = Text(zh="我们会在 {days} 日内核实整改。", en="We will look into it and put it right within {days} days.")
HEARD = Text(zh="想说得更多，请拨打 {phone}。", en="If you want to say more, please call {phone}.")
GIVEN = Text(zh="这次服务已经评价", en="This service has been reviewed")
GIVEN_HINT = Text(zh="一次服务评价一次。谢谢您。", en="Each service is reviewed once. Thank you.")

HOW = Text(zh="用手机评价", en="Review by phone")
HOW_WINDOW = Text(zh="用手机评价 {window} 号窗口", en="Review window {window} by phone")
HOW_STEPS = (
    Text(zh="办完后，用手机扫号票上的二维码。", en="When you have been served, scan the code on your ticket."),
    Text(zh="选满意程度，也可以写几句。", en="Choose how satisfied you are; you may add a few words."),
    Text(zh="点“提交评价”。当天有效。", en="Send the review. It is open until the end of the day."),
)
HOW_WHY = Text(
    zh="二维码里有只属于您这张号票的密钥，这样评价才是您自己的。请保管好号票。",
    en="The code holds a key of your ticket alone: that makes the review your own. Please keep your ticket.",
)
HOW_ELSE = Text(
    zh="没有号票？可以在窗口的评价器上评价，或拨打 {phone}。",
    en="No ticket? Please use the review screen at the window, or call {phone}.",
)
