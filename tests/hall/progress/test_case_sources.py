"""What every case source does, the fake and the real ones alike."""

from __future__ import annotations

from case_rigs import CaseRig

from domain.progress.cases import CaseRecord
from domain.progress.views import CaseStage, CaseStep
from hall.progress.port import Changes, SourceAway

WANG = {
    "receipt": "511Z07001006-2026-0012",
    "phone": "13800138000",
    "person": "a" * 32,
    "name": "王小明",
    "item": "城乡居民基本养老保险参保登记",
    "stage": "审核中",
    "accepted_on": "2026-11-02",
    "promised_on": "2026-12-10",
    "changed_on": "2026-11-28",
    "next": "等待审批",
    "place": "二楼 3 号窗口",
    "steps": "受理 2026-11-02; 审核 2026-11-28; 办结",
}
LI = WANG | {"receipt": "B-7", "phone": "13900139000", "person": "b" * 32, "name": "李雷", "stage": "什么意思"}


def one(rig: CaseRig, receipt: str) -> CaseRecord:
    found = rig.source.by_receipt(receipt)
    assert not isinstance(found, SourceAway)
    assert len(found) == 1
    return found[0]


def test_a_case_is_found_by_its_receipt_with_all_that_is_shown(rig: CaseRig) -> None:
    rig.put([WANG, LI])
    found = one(rig, WANG["receipt"])
    assert (found.receipt, found.phone, found.name) == (WANG["receipt"], WANG["phone"], WANG["name"])
    assert (found.accepted_on, found.promised_on, found.changed_on) == ("2026-11-02", "2026-12-10", "2026-11-28")
    assert (found.stage, found.next, found.place) == (CaseStage.REVIEWING, "等待审批", "二楼 3 号窗口")
    assert found.steps == (
        CaseStep(name="受理", on="2026-11-02"),
        CaseStep(name="审核", on="2026-11-28"),
        CaseStep(name="办结"),
    )


def test_a_receipt_is_found_as_people_type_it(rig: CaseRig) -> None:
    rig.put([WANG, LI])
    assert one(rig, " b-7 ").receipt == "B-7"


def test_a_receipt_that_nobody_has_is_no_trouble(rig: CaseRig) -> None:
    rig.put([WANG, LI])
    for receipt in ("C-9", "%", "' OR 1=1 --", "../../etc/passwd", "{receipt}", "x" * 64, "王"):
        assert rig.source.by_receipt(receipt) == ()


def test_a_word_for_the_stage_that_is_not_known_means_under_way(rig: CaseRig) -> None:
    rig.put([WANG, LI])
    assert one(rig, "B-7").stage is CaseStage.REVIEWING


def test_all_cases_of_a_person_are_found_by_card_and_no_others(rig: CaseRig) -> None:
    second = WANG | {"receipt": "A-2"}
    rig.put([WANG, LI, second])
    found = rig.source.by_person("a" * 32)
    assert not isinstance(found, SourceAway)
    assert {case.receipt for case in found} == {WANG["receipt"], "A-2"}
    assert rig.source.by_person("c" * 32) == ()


def test_what_a_case_has_become_is_seen(rig: CaseRig) -> None:
    rig.put([WANG, LI])
    assert one(rig, "B-7").stage is CaseStage.REVIEWING
    rig.put([WANG, LI | {"stage": "办结", "name": "李雷雷"}])
    assert one(rig, "B-7").stage is CaseStage.DECIDED


def test_changes_are_told_in_order_from_where_one_was(rig: CaseRig) -> None:
    rows = [
        {"change": number, "receipt": "B-7", "phone": "13900139000", "stage": stage}
        for number, stage in ((12, "办结"), (7, "受理"), (9, "审核"))
    ]
    rig.tell(rows)
    first = rig.source.changes(None, 10)
    assert first == Changes((), 12)
    told = rig.source.changes(7, 10)
    assert isinstance(told, Changes)
    assert [(one.change, one.stage) for one in told.changes] == [(9, CaseStage.REVIEWING), (12, CaseStage.DECIDED)]
    assert told.changes[0].phone == "13900139000"
    only = rig.source.changes(7, 1)
    assert isinstance(only, Changes)
    assert [one.change for one in only.changes] == [9]
    assert rig.source.changes(12, 10) == Changes((), 12)
