"""The cases of the demo: each stage is understood, and every case is found by its receipt or by a sample card."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

from bench.sample_cards import SAMPLES
from demo.cases.sample import sample_cases, write_cases
from demo.folder import SAMPLE, DemoFolder
from domain.config import HallConfig
from domain.progress.views import CaseStage
from hall.config.file import read_hall
from hall.progress.choice import open_source
from hall.progress.port import SourceAway

TODAY = date(2026, 12, 31)


def test_who_asks_in_the_demo_finds_the_sample_cases(tmp_path: Path) -> None:
    folder = DemoFolder(tmp_path)
    folder.write_hall(SAMPLE, real_hours=False)
    config = read_hall(folder.hall_toml)
    assert isinstance(config, HallConfig), config
    assert config.progress is not None
    source = open_source(config.progress, folder.path)
    try:
        deadline = time.monotonic() + 20
        while isinstance(source.by_receipt("SL0001"), SourceAway) and time.monotonic() < deadline:
            time.sleep(0.05)
        found = [source.by_receipt(f"sl000{n}") for n in range(1, 5)]
        stages = [case.stage for cases in found if not isinstance(cases, SourceAway) for case in cases]
        assert stages == [CaseStage.REVIEWING, CaseStage.READY, CaseStage.NEEDS_MORE, CaseStage.DELIVERED]
        elder = source.by_person(SAMPLES["elder"].person(folder.person_key.read_text().strip().encode()))
        assert not isinstance(elder, SourceAway)
        assert [case.receipt for case in elder] == ["SL0002"]
    finally:
        source.close()


def test_the_days_of_a_case_follow_each_other_across_a_years_end(tmp_path: Path) -> None:
    write_cases(tmp_path / "cases", TODAY, b"key")
    for case in sample_cases(TODAY, b"key"):
        assert case.accepted_on <= case.changed_on <= TODAY.isoformat()
        assert case.accepted_on < case.promised_on
    assert "2027-01-06" in (tmp_path / "cases/cases.csv").read_text(encoding="utf-8")
    assert not list(tmp_path.glob("cases/*.new"))
