"""自己写 — what could not be done, in the person's own words."""

from __future__ import annotations

from domain.self_service.cases.business import LONGEST
from domain.self_service.cases.touches import CaseErased, CaseWordsDone, CaseWordWritten, SentencesWanted
from kiosk.screens.self_service.cases_words import KINDS
from kiosk.screens.self_service.kiosk_write import AskedWords, KioskNow, KioskWriteScreen


class CasesWriteScreen(KioskWriteScreen):
    def written(self, moment: KioskNow) -> AskedWords:
        state = moment.business
        return AskedWords(
            title=self.say(KINDS[state.kind]),
            text=state.text,
            placeholder=self.say("请在这里写。请不要写身份证号码。"),
            most=LONGEST,
            aside=self.say("选句子"),
            done=self.say("下一步"),
        )

    def word(self, word: str) -> object:
        return CaseWordWritten(word)

    def erased(self, *, all_of_it: bool) -> object:
        return CaseErased(all=all_of_it)

    def finished(self) -> object:
        return CaseWordsDone()

    def aside(self) -> object:
        return SentencesWanted()
