"""The texts of the page about cases, in Chinese and English."""

from __future__ import annotations

from domain.cases.kinds import CaseKind
from domain.config import Text

LINK = Text(zh="办不成事、投诉、表扬", en="Unresolved matter, complaint, praise")
HEADING = Text(zh="您想说什么？", en="What would you like to say?")
HINT = Text(
    zh="不用留姓名。交了就有回执码，凭它可以到大厅问。",
    en="No name is needed. You get a receipt code, with which you can ask at the hall.",
)
KIND = Text(zh="哪一种？", en="What is it?")
KINDS = {
    CaseKind.UNSOLVED: Text(zh="办不成事", en="An unresolved matter"),
    CaseKind.COMPLAINT: Text(zh="投诉", en="A complaint"),
    CaseKind.PRAISE: Text(zh="表扬", en="Praise"),
}
WORDS = Text(
    zh="请写下来（500 字以内，请不要写身份证号码）", en="Your words (up to 500 characters, no ID numbers please)"
)
PHONE = Text(
    zh="手机号（可以不填；只用于这件事，办完就删除）",
    en="Phone number (if you like; it serves this alone and is erased afterwards)",
)
SUBMIT = Text(zh="提交", en="Hand it in")
GOT = Text(zh="已经收到", en="We have it")
RECEIPT = Text(zh="回执码", en="Receipt code")
LOOKED_INTO = Text(
    zh="专人会看您写的话。想问办得怎么样，请把回执码告诉“办不成事”窗口或咨询台。",
    en="Somebody looks into it. To ask, say the code at the window for unresolved matters or at the desk.",
)
HOTLINE = Text(zh="也可以拨打政务服务热线 {phone}。", en="You can also call the service hotline {phone}.")
NO_KIND = Text(zh="请选一种。", en="Please choose what it is.")
BAD_WORDS = Text(zh="请写几句，500 字以内。", en="Please write a few words, up to 500 characters.")
BAD_PHONE = Text(zh="请检查手机号，或者不填。", en="Please check the phone number, or leave it empty.")
MANY = Text(zh="现在提交的人太多，请过一会儿再试。", en="Too many at once. Please try again in a while.")
NOT_TAKEN = Text(zh="现在交不上去。可以拨打 {phone}。", en="It cannot be handed in now. You may call {phone}.")
AWAY = Text(
    zh="没有收到大厅的确认。请再提交一次，不会交两遍。",
    en="The hall has not answered. Please send it again: it is not handed in twice.",
)
