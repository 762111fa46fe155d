"""The businesses of a self-service kiosk by name, in the default order of the home page."""

from __future__ import annotations

from enum import StrEnum


class BusinessName(StrEnum):
    """As in `[kiosk] businesses` of terminal.toml."""

    TICKET = "ticket"  # 取号
    GUIDES = "guides"  # 办事指南
    THEMES = "themes"  # 一件事
    PROGRESS = "progress"  # 查进度
    BOOKING = "booking"  # 预约
    CASES = "cases"  # 办不成事, 投诉, 表扬
    REVIEW = "review"  # 我要评价
    FORMS = "forms"  # 填表
    OPEN = "open"  # 政务公开
    MAP = "map"  # 大厅地图
    HELP = "help"  # 找人帮忙: in the foot of every page
    STAFF = "staff"  # 工作人员: shown to whoever laid a card that tells no name
