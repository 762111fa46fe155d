"""The band across every page while somebody practises."""

from __future__ import annotations

from program.speech import Speaker


def practice_words(say: Speaker, minutes: int | None) -> str:
    """`minutes`: for how many more; None: nobody practises, and there is no band."""
    if minutes is None:
        return ""
    return say("正在练习：号不算数，不出纸，什么也不会提交。还剩 {minutes} 分钟，按“换人”结束。", minutes=minutes)


def practice_brief(say: Speaker, minutes: int) -> str:
    """The same in one short line, for the page whose room is the number's."""
    return say("正在练习，不出纸，还剩 {minutes} 分钟", minutes=minutes)
