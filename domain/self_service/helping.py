"""找人帮忙: the sheet on which somebody is called. It opens over any page, and 返回 leads back there.

The call itself is the machine's (`domain/number_machine/helping.py`): it goes on when the sheet closes by 返回, and
ends with the session.
"""

from __future__ import annotations

from dataclasses import dataclass

from domain.self_service.business import Business, Effects
from domain.self_service.effects import About, CloseBusiness
from domain.self_service.moment import KioskMoment
from domain.views.business_names import BusinessName


@dataclass(frozen=True, slots=True)
class HelpOpen:
    """Where help is."""


@dataclass(frozen=True, slots=True)
class HelpRead:
    """好的."""


HelpSheetTouch = HelpRead


def _begin(_moment: KioskMoment, _about: About) -> tuple[HelpOpen, Effects]:
    return HelpOpen(), ()


def _touched(state: HelpOpen, _given: HelpSheetTouch, _moment: KioskMoment) -> tuple[HelpOpen, Effects]:
    return state, (CloseBusiness(),)


def _back(_state: HelpOpen, _moment: KioskMoment) -> None:
    return None


HELP = Business(
    name=BusinessName.HELP,
    touches=HelpSheetTouch,
    begin=_begin,
    touched=_touched,
    back=_back,
    page=lambda _state: "sheet",
    tile=False,
)
