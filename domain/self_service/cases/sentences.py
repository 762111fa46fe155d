"""Ready sentences, for people who do not want to type. They go into the text as the person's own words, in the
language of the screen. None of them asks for or invites personal data."""

from __future__ import annotations

from collections.abc import Mapping

from domain.cases.kinds import CaseKind
from domain.config import Text

READY: Mapping[CaseKind, tuple[Text, ...]] = {
    CaseKind.UNSOLVED: (
        Text(zh="材料都交了，一直没有结果。", en="I handed everything in and have heard nothing. "),
        Text(zh="来了好几次都没办成。", en="I came several times and it is still not done. "),
        Text(zh="每次要的材料都不一样。", en="Each time other papers were asked for. "),
        Text(zh="说不归这里管，不知道找谁。", en="I was told to go elsewhere, and not where. "),
        Text(zh="网上办不了，窗口也办不了。", en="It works neither online nor at the window. "),
        Text(zh="过了承诺的时间还没办好。", en="The promised time is over. "),
        Text(zh="要的证明开不出来。", en="A paper that is asked for cannot be had. "),
        Text(zh="请告诉我该怎么办。", en="Please tell me what to do. "),
    ),
    CaseKind.COMPLAINT: (
        Text(zh="等候时间太长。", en="The wait was too long. "),
        Text(zh="工作人员态度不好。", en="The staff were unkind. "),
        Text(zh="材料没有一次说清。", en="I was not told all papers at once. "),
        Text(zh="该办的时候窗口没有人。", en="Nobody was at the window in service hours. "),
        Text(zh="收了不该收的费用。", en="I was charged what should cost nothing. "),
        Text(zh="没有按叫号的顺序办。", en="Numbers were not served in order. "),
        Text(zh="设备坏了没有人管。", en="Something is broken and nobody sees to it. "),
        Text(zh="希望给我一个解释。", en="I would like an explanation. "),
    ),
    CaseKind.PRAISE: (
        Text(zh="工作人员很有耐心。", en="The staff were patient. "),
        Text(zh="办得很快。", en="It was quick. "),
        Text(zh="一次就办好了。", en="Done in one visit. "),
        Text(zh="主动帮了我的忙。", en="They helped without being asked. "),
        Text(zh="对老人照顾周到。", en="They are kind to older people. "),
        Text(zh="讲得清楚明白。", en="Everything was explained well. "),
        Text(zh="谢谢你们。", en="Thank you. "),
    ),
}
