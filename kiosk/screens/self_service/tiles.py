"""The tiles of home: name, icon and a short description of each business."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from domain.views.business_names import BusinessName
from program.speech import later


@dataclass(frozen=True, slots=True)
class BusinessTile:
    name: str
    icon: str
    about: str  # a few words under the name


TILES: Mapping[BusinessName, BusinessTile] = {
    BusinessName.TICKET: BusinessTile(later("取号"), "ticket", later("窗口办事、签到、取件")),
    BusinessName.GUIDES: BusinessTile(later("办事指南"), "book", later("要带什么、多久办好")),
    BusinessName.THEMES: BusinessTile(later("一件事"), "heart-handshake", later("生孩子、退休、遇到困难")),
    BusinessName.PROGRESS: BusinessTile(later("查进度"), "file-search", later("办到哪一步、哪天办好")),
    BusinessName.BOOKING: BusinessTile(later("预约"), "calendar-event", later("约时间、改期、取消")),
    BusinessName.CASES: BusinessTile(later("办不成事"), "speakerphone", later("没办成的事、投诉、表扬")),
    BusinessName.REVIEW: BusinessTile(later("我要评价"), "star", later("评这次办事，或整个大厅")),
    BusinessName.FORMS: BusinessTile(later("填表"), "clipboard-check", later("看样例、照着填，不保存")),
    BusinessName.OPEN: BusinessTile(later("政务公开"), "building-bank", later("政策、清单、怎样投诉")),
    BusinessName.MAP: BusinessTile(later("大厅地图"), "map-pin", later("窗口、洗手间、怎么来")),
    BusinessName.HELP: BusinessTile(later("找人帮忙"), "headset", ""),
    BusinessName.STAFF: BusinessTile(later("工作人员"), "id", later("用刚放的工作卡登录")),
}
