"""上门地址 — where the staff should come."""

from __future__ import annotations

from typing import ClassVar

from domain.booking.commands import LONGEST_ADDRESS
from domain.self_service.booking.touches import AddressDone, AddressErased, AddressWritten
from kiosk.screens.self_service.kiosk_write import AskedWords, KioskNow, KioskWriteScreen


class BookingAddressScreen(KioskWriteScreen):
    digits: ClassVar[bool] = True

    def written(self, moment: KioskNow) -> AskedWords:
        return AskedWords(
            title=self.say("请写上门地址"),
            text=moment.business.address,
            placeholder=self.say("上门到哪里？请写到门牌号。预约结束就删除。"),
            most=LONGEST_ADDRESS,
            done=self.say("下一步"),
        )

    def word(self, word: str) -> object:
        return AddressWritten(word)

    def erased(self, *, all_of_it: bool) -> object:
        return AddressErased(all=all_of_it)

    def finished(self) -> object:
        return AddressDone()
