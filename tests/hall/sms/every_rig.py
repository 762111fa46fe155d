"""Every back end with its peer. A peer that is missing on this machine fails its tests: nothing is skipped."""

from __future__ import annotations

from cloud_rig import AliyunRig, TencentRig
from kannel_rig import KannelRig
from rigs import FileRig, HttpRig, MemoryRig

RIGS = {
    "memory": MemoryRig,
    "file": FileRig,
    "http": HttpRig,
    "kannel": KannelRig,
    "aliyun": AliyunRig,
    "tencent": TencentRig,
}
GUARDED = {"http", "kannel", "aliyun", "tencent"}
THROTTLED = GUARDED - {"kannel"}  # Kannel takes all, and queues
REPORTING = {"aliyun", "tencent"}
EXACT = set(RIGS) - {"aliyun", "tencent"}  # the others carry templates, not texts
