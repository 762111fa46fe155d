"""短信里的验证码 — six digits, to prove that the phone is the person's."""

from __future__ import annotations

from domain.refusal_data import TryLater
from domain.self_service.booking.business import PROOF_DIGITS
from domain.self_service.booking.touches import ProofKey, ProofTyped
from kiosk.screens.self_service.kiosk_digits import AskedDigits, KioskDigitsScreen, KioskNow


class BookingProofScreen(KioskDigitsScreen):
    groups = (3, 3)

    def asked(self, moment: KioskNow) -> AskedDigits:
        say, state = self.say, moment.business
        wrong = say.count("验证码不对，还可以试 {n} 次。", state.left) if state.left is not None else ""
        hint = say("已发到尾号 {tail} 的手机。没有收到，请返回再发一次。", tail=state.phone[-4:])
        if isinstance(state.told, TryLater) and state.told.after_seconds > 0:
            hint = say.count("刚刚发过，{n} 秒后才能再发。请看手机。", state.told.after_seconds)
        return AskedDigits(
            title=say("短信里的验证码"),
            hint=hint,
            digits=state.digits,
            placeholder=say("6 位验证码"),
            wrong=wrong,
            done=say("下一步"),
            whole=len(state.digits) == PROOF_DIGITS,
        )

    def key(self, key: str) -> object:
        return ProofKey(key)

    def typed(self) -> object:
        return ProofTyped()
