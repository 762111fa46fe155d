"""Each back end tells its operator a phone as that one wants it, mainland and abroad: before the real peers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from contract import CALL
from every_rig import RIGS
from peers import Peers, each
from rigs import Rig

from domain.phone import normal_phone
from hall.sms.port import Accepted

WRITTEN = ("+86 138 0013 8000", "00852 9123 4567", "+853 6612-3456", "+886 0912 345 678", "+44 7911 123456")
WANTED = {
    "digits": ("13800138000", "85291234567", "85366123456", "886912345678", "447911123456"),
    "country": ("13800138000", "+85291234567", "+85366123456", "+886912345678", "+447911123456"),
}
BACK_ENDS = {
    "aliyun": "digits", "tencent": "country", "kannel": "country", "smpp": "digits", "cmpp2": "digits",
    "cmpp3": "digits", "gammu": "country",
}  # fmt: skip


@pytest.fixture(params=each(BACK_ENDS))
def back_end(request: pytest.FixtureRequest, tmp_path: Path, peers: Peers) -> Iterator[tuple[str, Rig]]:
    made: Rig = RIGS[request.param](tmp_path, peers)
    yield request.param, made
    made.close()


def test_phones_of_the_mainland_hong_kong_macau_taiwan_and_abroad_arrive(back_end: tuple[str, Rig]) -> None:
    name, rig = back_end
    for number, written in enumerate(WRITTEN):
        phone = normal_phone(written)
        assert phone is not None
        assert isinstance(rig.gateway.send(replace(CALL, key=f"k{number}", phone=phone)), Accepted)
    arrived = [phone for phone, _ in rig.arrived(len(WRITTEN))]
    assert sorted(arrived) == sorted(WANTED[BACK_ENDS[name]])
