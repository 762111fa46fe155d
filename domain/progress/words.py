"""The stage of a case in words, for a text message about a change."""

from __future__ import annotations

from collections.abc import Mapping

from domain.config import Text
from domain.progress.views import CaseStage

STAGE_WORDS: Mapping[CaseStage, Text] = {
    CaseStage.ACCEPTED: Text(zh="已受理", en="has been accepted"),
    CaseStage.REVIEWING: Text(zh="正在办理", en="is being worked on"),
    CaseStage.NEEDS_MORE: Text(zh="需要补正材料", en="needs something more from you"),
    CaseStage.DECIDED: Text(zh="已办结", en="has been decided"),
    CaseStage.READY: Text(zh="结果可以领取", en="is ready to be collected"),
    CaseStage.DELIVERED: Text(zh="结果已送达", en="has been delivered"),
    CaseStage.REFUSED: Text(zh="未予办理，请看书面通知", en="was refused; please see the letter"),
    CaseStage.WITHDRAWN: Text(zh="已撤回", en="has been withdrawn"),
}
