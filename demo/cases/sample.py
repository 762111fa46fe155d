"""Writes `cases.csv`: the progress of invented people's applications, with days around today.

Three belong to the sample cards of the bench, so that a card finds them; each has a receipt and a phone as well. As a
city should export them, there is no identity number in the file and no whole name.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from datetime import date, timedelta
from pathlib import Path

from bench.sample_cards import SAMPLES

CASES = "cases.csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """One line; the columns have the names in `SourceFields`. Days are ISO dates, "" where there is none yet."""

    receipt: str
    phone: str
    person: str = ""  # keyed hash of the card
    name: str
    item: str
    item_en: str
    stage: str
    accepted_on: str
    promised_on: str
    changed_on: str
    next: str = ""
    place: str = ""
    steps: str


def sample_cases(today: date, key: bytes) -> Iterator[CaseRow]:
    """The sample applications: one in work, one ready to be fetched, one that needs something more, and one that has
    ended."""

    def day(after: int) -> str:
        return (today + timedelta(days=after)).isoformat()

    yield CaseRow(
        receipt="SL0001",
        phone="13800000001",
        person=SAMPLES["adult"].person(key),
        name="王某",
        item="生育登记-互补网申请",
        item_en="Birth registration",
        stage="审核中",
        accepted_on=day(-4),
        promised_on=day(6),
        changed_on=day(-1),
        next="审核通过后短信通知您",
        steps=f"受理 {day(-4)}; 材料齐全 {day(-4)}; 审核 {day(-1)}; 决定; 领取",
    )
    yield CaseRow(
        receipt="SL0002",
        phone="13800000002",
        person=SAMPLES["elder"].person(key),
        name="李某",
        item="高龄老年人津贴",
        item_en="Allowance for people of advanced age",
        stage="待领取",
        accepted_on=day(-12),
        promised_on=day(-2),
        changed_on=day(-3),
        next="请带身份证领取",
        place="4 号窗口（综合出件）",
        steps=f"受理 {day(-12)}; 审核 {day(-9)}; 决定 {day(-3)}; 领取",
    )
    yield CaseRow(
        receipt="SL0003",
        phone="13800000003",
        person=SAMPLES["young"].person(key),
        name="欧阳某",
        item="城乡居民养老保险参保登记",
        item_en="Enrolment in residents' pension insurance",
        stage="待补正",
        accepted_on=day(-2),
        promised_on=day(8),
        changed_on=day(0),
        next="请补交户口簿复印件",
        place="1 号或 2 号窗口（综合受理）",
        steps=f"受理 {day(-2)}; 补正材料; 审核; 决定",
    )
    yield CaseRow(
        receipt="SL0004",
        phone="13800000004",
        name="周某",
        item="城乡低收入家庭认定",
        item_en="Recognition as a low-income family",
        stage="已送达",
        accepted_on=day(-30),
        promised_on=day(-10),
        changed_on=day(-11),
        steps=f"受理 {day(-30)}; 入户核查 {day(-20)}; 决定 {day(-12)}; 送达 {day(-11)}",
    )


def write_cases(folder: Path, today: date, key: bytes) -> None:
    """Write `folder`/cases.csv at once as a whole, readable for this user alone. `key`: the hall's key for person
    hashes."""
    folder.mkdir(mode=0o700, exist_ok=True)
    new = folder / f"{CASES}.new"
    with new.open("w", encoding="utf-8", newline="") as file:
        rows = csv.DictWriter(file, [field.name for field in fields(CaseRow)])
        rows.writeheader()
        rows.writerows(asdict(row) for row in sample_cases(today, key))
    new.replace(folder / CASES)
