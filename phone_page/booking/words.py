"""The texts of the pages about bookings, in Chinese and English."""

from __future__ import annotations

from domain.config import Text

BOOK = Text(zh="预约", en="Book a time")
MINE = Text(zh="查预约、改期、取消", en="Look up, move or cancel a booking")
FOLLOWING = Text(zh="排队和评价：扫号票上的二维码", en="Your place and your review: scan the code on your ticket")

WHAT = Text(zh="您要预约什么？", en="What would you like to book?")
VISIT = Text(zh="上门办理", en="We come to you")
NOTHING = Text(zh="这里现在不能预约", en="Nothing can be booked here now")
NOTHING_HINT = Text(
    zh="可以直接到大厅取号，或拨打 {phone}。", en="You may simply come and take a number, or call {phone}."
)
DAY = Text(zh="哪一天来？", en="Which day suits you?")
SLOT = Text(zh="什么时间？", en="What time suits you?")
PLACES = (Text(zh="余 1 个", en="1 place"), Text(zh="余 {n} 个", en="{n} places"))
NONE_FREE = Text(zh="现在没有可约的时间", en="No time is free now")
NONE_FREE_HINT = Text(
    zh="可以过些时候再看。每天会放出新的一天。", en="Please look again later: each day one more day opens."
)
NOT_ANNOUNCED = Text(
    zh="{years} 年的放假安排还没有公布，公布后才能预约。",
    en="The holidays of {years} are not announced yet; those days can be booked once they are.",
)

WHO = Text(zh="请填手机号", en="Your phone number")
WHO_HINT = Text(
    zh="我们会发一个验证码到这个手机。手机号只用于这次预约，预约结束就删除。",
    en="We send a code to this phone. The number serves this booking alone and is erased after it.",
)
PHONE = Text(zh="手机号", en="Phone number")
ADDRESS = Text(zh="上门地址（预约结束就删除）", en="Address to come to (erased after the visit)")
SEND = Text(zh="发送验证码", en="Send the code")
CODE = Text(zh="请输入短信里的验证码", en="Enter the code from the message")
CODE_HINT = Text(zh="已发到 {phone}，10 分钟内有效。", en="It was sent to {phone} and is good for 10 minutes.")
CODE_FIELD = Text(zh="6 位验证码", en="Code of 6 digits")
CONFIRM = Text(zh="确认预约", en="Book it")
GO_ON = Text(zh="下一步", en="Go on")
WRONG_CODE = Text(zh="验证码不对，还可以试 {left} 次。", en="That is not the code. Tries left: {left}.")
CODE_OVER = Text(zh="这个验证码不能再用了，请重新发送。", en="This code can no longer be used. Please send a new one.")
CODE_LIMIT = Text(
    zh="这个手机号今天的验证码已经用完。请明天再来，或拨打 {phone}。",
    en="This phone has had all its codes of today. Please try again tomorrow, or call {phone}.",
)
CODES_MANY = Text(zh="现在验证的人太多，请过一分钟再试。", en="Too many ask for codes just now. Try again in a minute.")
BAD_PHONE = Text(zh="请检查手机号。", en="Please check the phone number.")
BAD_ADDRESS = Text(zh="请填上门地址，200 字以内。", en="Please give the address, in up to 200 characters.")

BOOKED = Text(zh="预约好了", en="Your time is booked")
BOOKING_CODE = Text(zh="预约码", en="Booking code")
KEEP_CODE = Text(
    zh="请记下预约码，也会发短信给您。到大厅在取号机输入预约码或扫码签到。",
    en="Please keep this code; it is also sent to you. Type or scan it at the number machine when you come.",
)
AT_HOME = Text(zh="工作人员会按时上门。", en="Somebody comes to you at that time.")
UNTIL = Text(zh="{time}前可以改期或取消。", en="You may move or cancel it until {time}.")
TO_BRING = Text(zh="要准备的材料", en="What to bring")
NO_PAPERS = Text(zh="请带身份证件。", en="Please bring your ID.")

FIND = Text(zh="查我的预约", en="Look up a booking")
FIND_CODE = Text(zh="预约码（8 位）", en="Booking code (8 characters)")
FIND_SUBMIT = Text(zh="查询", en="Look it up")
FORGOTTEN = Text(zh="忘了预约码？用手机号查", en="Code forgotten? Look up by phone")
BY_PHONE = Text(zh="用手机号查预约", en="Look up by phone")
FOUND = Text(zh="您的预约", en="Your booking")
FOUND_ALL = Text(zh="这个手机号的预约", en="Bookings of this phone")
NOT_FOUND = Text(zh="没有找到预约", en="No booking was found")
NOT_FOUND_HINT = Text(
    zh="请检查预约码。已经办完、取消或过期的预约查不到。",
    en="Please check the code. Bookings that are used, cancelled or over are not found.",
)
USED = Text(zh="已签到，号码 {number}。", en="Checked in with number {number}.")
DESK = Text(zh="要改期或取消，请联系大厅 {phone}。", en="To move or cancel it please call the hall: {phone}.")
OPEN = Text(zh="看这个预约", en="Show this booking")
MOVE = Text(zh="改期", en="Move it")
CANCEL = Text(zh="取消预约", en="Cancel it")
SURE = Text(zh="确定取消这个预约？", en="Cancel this booking?")
CANCEL_YES = Text(zh="取消预约", en="Yes, cancel it")
CANCEL_NO = Text(zh="不取消，返回", en="No, keep it")
MOVED = Text(zh="改好了", en="Your booking is moved")
CANCELLED = Text(zh="已取消", en="Your booking is cancelled")
CANCELLED_HINT = Text(zh="这个时间可以让别人用了，谢谢。", en="Somebody else can have the time now. Thank you.")
CHOOSE_NEW = Text(zh="换到什么时间？", en="When would you like to come instead?")
TAKE_SLOT = Text(zh="选这个时间", en="Take this time")
CHOOSE_ONE = Text(zh="请选一个时间。", en="Please choose a time.")
AGAIN = Text(zh="重新选择", en="Choose again")

NOT_BOOKED = Text(zh="没有约上", en="It was not booked")
FULL = Text(zh="这个时间刚刚约满，请选别的时间。", en="This time has just been taken. Please choose another.")
NO_SLOT = Text(zh="这个时间不能约了，请选别的时间。", en="This time can no longer be booked. Please choose another.")
OVERLAPS = Text(
    zh="您在{time}已有预约，时间重叠。请选别的时间。",
    en="You have a booking at {time} already. Please choose another time.",
)
LIMITS = {
    "day": Text(zh="每人每天最多约 {limit} 个时间。", en="At most {limit} a day for each person."),
    "week": Text(zh="每人每周最多约 {limit} 个时间。", en="At most {limit} a week for each person."),
    "month": Text(zh="每人每月最多约 {limit} 个时间。", en="At most {limit} a month for each person."),
}
BARRED = Text(
    zh="有 {missed} 次预约没有来，所以{time}以前不能再预约。到时自动恢复。",
    en="{missed} bookings were missed, so nothing can be booked until {time}. It ends by itself.",
)
STILL = Text(zh="仍然可以到大厅直接取号办理。", en="You can still come and take a number.")
TOO_LATE = Text(zh="{time}以后只能联系大厅更改：{phone}。", en="After {time} only the hall can change it: {phone}.")
ELSEWHERE = Text(zh="这个预约在别处办的，请在那里更改。", en="This was booked elsewhere. Please change it there.")
CHECKED_IN = Text(zh="这个预约已经签到，不能再改。", en="This booking is checked in and cannot be changed.")
OTHER = Text(zh="请重新选择，或拨打 {phone}。", en="Please choose again, or call {phone}.")
AWAY_HINT = Text(
    zh="没有收到大厅的确认。请过一会儿查一下，看是否已经约上。",
    en="The hall has not answered. Please look up in a while whether it was done.",
)
