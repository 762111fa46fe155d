"""How staff prove who they are: the setting `sign_in` of hall.toml."""

from __future__ import annotations

from enum import StrEnum


class SignIn(StrEnum):
    """What a clerk shows to open a window, and a supervisor to act at their device."""

    NAMES = "names"  # names are believed without proof: for a trial hall
    PIN = "pin"  # name and PIN
    CARD = "card"  # a staff card on the pad's reader
    PIN_OR_CARD = "pin or card"  # either of the two

    @property
    def ways(self) -> tuple[ProofWay, ...]:
        """The accepted ways, in the order in which a screen offers them; none where names are believed."""
        return _WAYS[self]


class ProofWay(StrEnum):
    """One way for a person to prove who they are."""

    PIN = "pin"
    CARD = "card"


_WAYS = {
    SignIn.NAMES: (),
    SignIn.PIN: (ProofWay.PIN,),
    SignIn.CARD: (ProofWay.CARD,),
    SignIn.PIN_OR_CARD: (ProofWay.PIN, ProofWay.CARD),
}


def asks_proof(sign_in: SignIn | None) -> bool:
    """Whether a proof is needed. `None`: the hall has neither the setting nor a staff.toml, so names are believed."""
    return sign_in is not None and bool(sign_in.ways)
