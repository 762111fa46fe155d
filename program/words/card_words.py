"""What a machine says of a card that lies on its reader and was read: people forget it there."""

from __future__ import annotations

from program.speech import Speaker


def card_words(say: Speaker, *, lies: bool, reading: bool, known: bool) -> str:
    """The words of the band under the head; "" if no card lies there, or it is being read now.

    `known`: this person's card was read, so it is theirs; else somebody left it there, or it could not be read.
    """
    if not lies or reading:
        return ""
    return say("卡已读好，请拿好您的卡。") if known else say("读卡处有一张卡，请先拿走。别人的请交给工作人员。")
