"""The texts of the pages of content themselves, in Chinese and English."""

from __future__ import annotations

from domain.config import Text

GUIDES = Text(zh="办事指南", en="Guides")
HALL = Text(zh="大厅位置和时间", en="The hall: where and when")
SEARCH = Text(zh="您要办什么？可以打字、拼音或首字母", en="What do you need? Words or pinyin will do")
SEARCH_BUTTON = Text(zh="查找", en="Search")
FOUND = Text(zh="找到 {n} 项", en="{n} found")
NOTHING = Text(
    zh="没有找到。请换一个说法，或拨打 {phone}。", en="Nothing found. Please try other words, or call {phone}."
)
BACK = Text(zh="返回办事指南", en="Back to the guides")
NONE = Text(zh="没有这份指南", en="There is no such guide")
NONE_HINT = Text(
    zh="它可能已经过期，或者正在更新。请在办事指南里重新查找。",
    en="It may be past its date, or be renewed just now. Please look for it among the guides.",
)
AWAY_HINT = Text(
    zh="指南还没有送到，请过一会儿再看。", en="The guides have not arrived yet. Please look again in a while."
)

PLAIN = Text(zh="一看就懂", en="In plain words")
HOW_LONG = Text(zh="多久办好", en="How long it takes")
TERM = Text(zh="承诺：{promised}；法定：{legal}", en="Promised: {promised}; by law: {legal}")
CHARGE = Text(zh="收费", en="Fee")
NO_CHARGE = Text(zh="不收费", en="No charge")
BRING = Text(zh="要带什么", en="What to bring")
ONLY = Text(zh="仅限：{when}", en="only: {when}")
LATER = Text(zh="缺这些也先收（容缺受理）", en="Taken without these, if they follow in time")
LATER_LINE = Text(zh="{what}：{term}内补齐", en="{what}: within {term}")
COMMITMENT = Text(
    zh="可以书面承诺代替（告知承诺，自愿选择）", en="A written promise may take their place, if you choose so"
)
STEPS = Text(zh="怎么办", en="Step by step")
WHO = Text(zh="谁可以办", en="Who may apply")
RESULT = Text(zh="办好后拿到什么", en="What you get")
DELIVERY = Text(zh="怎样领取（办理时选择）", en="How you get it: you choose")
DELIVERIES: dict[str, Text] = {
    "window": Text(zh="窗口领取", en="at the window"),
    "post": Text(zh="邮寄", en="by post"),
    "cabinet": Text(zh="自助柜领取", en="from the cabinet"),
    "electronic": Text(zh="电子文件", en="as an electronic document"),
}
ONLINE = Text(zh="网上也能办", en="It can be done online too")
ASKED = Text(zh="常问的问题", en="Often asked")
BASIS = Text(zh="设定依据", en="Legal basis")
PHONES = Text(zh="咨询电话", en="Telephones")
PICTURES = Text(zh="图例版", en="In pictures")
FILM = Text(zh="视频版（没有声音，有字幕）", en="As a film, without sound, with captions")
CODE = Text(zh="事项编码：{code}", en="Code: {code}")

TODAY = Text(zh="今天", en="Today")
USUAL = Text(zh="平时", en="Usually")
ADDRESS = Text(zh="地址", en="Address")
WAYS = Text(zh="怎样来", en="How to get here")
PLAN = Text(zh="大厅平面图", en="Plan of the hall")
PLACES = Text(zh="大厅里有什么", en="What is where")
OTHER_HALLS = Text(zh="附近的其他大厅", en="Other halls nearby")
AND = Text(zh="、", en=", ")
