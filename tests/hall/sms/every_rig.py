"""Every back end with its peer. A peer that is missing on this machine fails its tests: nothing is skipped."""

from __future__ import annotations

from cloud_rig import AliyunRig, TencentRig
from cmpp_rig import Cmpp30Rig, CmppRig
from gammu_rig import GammuRig, ReportingGammuRig
from kannel_rig import KannelRig, ReportingKannelRig
from rigs import FileRig, HttpRig, MemoryRig, ReportingHttpRig
from smpp_rig import SmppRig

RIGS = {
    "memory": MemoryRig,
    "file": FileRig,
    "http": HttpRig,
    "kannel": KannelRig,
    "aliyun": AliyunRig,
    "tencent": TencentRig,
    "smpp": SmppRig,
    "gammu": GammuRig,
    "cmpp2": CmppRig,
    "cmpp3": Cmpp30Rig,
}
GUARDED = {"http", "kannel", "aliyun", "tencent", "smpp", "cmpp2", "cmpp3"}
THROTTLED = GUARDED - {"kannel"}  # Kannel takes all, and queues
SILENT = GUARDED | {"gammu"}
REPORTING = {name: RIGS[name] for name in ("aliyun", "tencent", "smpp", "cmpp2", "cmpp3")} | {
    "http": ReportingHttpRig,
    "kannel": ReportingKannelRig,
    "gammu": ReportingGammuRig,
}
EXACT = set(RIGS) - {"aliyun", "tencent"}  # the others carry templates, not texts
