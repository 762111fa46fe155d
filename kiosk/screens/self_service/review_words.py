"""自己写 — the person's own words in a review, as many as the hall takes; they may stay out."""

from __future__ import annotations

from domain.self_service.reviews.business import most_words
from domain.self_service.reviews.touches import ReviewErased, ReviewWordsDone, ReviewWordWritten
from kiosk.screens.self_service.kiosk_write import AskedWords, KioskNow, KioskWriteScreen


class ReviewWordsScreen(KioskWriteScreen):
    def written(self, moment: KioskNow) -> AskedWords:
        return AskedWords(
            title=self.say("您想说什么？"),
            text=moment.business.comment,
            placeholder=self.say("请在这里写。请不要写身份证号码。"),
            most=most_words(moment.moment),
            done=self.say("写好了"),
            may_be_empty=True,
        )

    def word(self, word: str) -> object:
        return ReviewWordWritten(word)

    def erased(self, *, all_of_it: bool) -> object:
        return ReviewErased(all=all_of_it)

    def finished(self) -> object:
        return ReviewWordsDone()
