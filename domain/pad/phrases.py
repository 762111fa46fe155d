"""Ready-made sentences for a review, for people who do not want to type on a pad.

They go into the comment as the citizen's own words, in the language of the screen. None of them asks for or invites
personal data.
"""

from __future__ import annotations

from domain.config import Text

PRAISE: tuple[Text, ...] = (
    Text(zh="讲解清楚，很有耐心。", en="Clear and patient. "),
    Text(zh="办得很快。", en="It was quick. "),
    Text(zh="一次就办好了。", en="Done in one visit. "),
    Text(zh="对老人照顾周到。", en="Kind to older people. "),
    Text(zh="希望周末也能办。", en="Please open on weekends too. "),
    Text(zh="希望多开几个窗口。", en="Please open more windows. "),
    Text(zh="指示牌可以更清楚。", en="The signs could be clearer. "),
    Text(zh="谢谢。", en="Thank you. "),
)

COMPLAINT: tuple[Text, ...] = (
    Text(zh="等候时间太长。", en="The wait was too long. "),
    Text(zh="材料没有一次说清。", en="I was not told all papers at once. "),
    Text(zh="我的问题没有解决。", en="My problem was not solved. "),
    Text(zh="讲解不清楚。", en="It was not explained clearly. "),
    Text(zh="不够耐心。", en="There was little patience. "),
    Text(zh="来回跑了几趟。", en="I had to come several times. "),
    Text(zh="没有照顾到老人。", en="Older people got no help. "),
    Text(zh="希望给我一个解释。", en="I would like an explanation. "),
)


def phrases(*, bad: bool) -> tuple[Text, ...]:
    return COMPLAINT if bad else PRAISE
