"""How people who work in the hall prove who they are: the setting `sign_in` of hall.toml."""

from __future__ import annotations

from enum import StrEnum


class SignIn(StrEnum):
    """What a clerk shows to open a window, and a supervisor to act at the desk."""

    NAMES = "names"  # a name is believed: for a trial hall
    PIN = "pin"  # name and PIN
    CARD = "card"  # a staff card on the pad's reader
    PIN_OR_CARD = "pin or card"  # either

    @property
    def ways(self) -> tuple[ProofWay, ...]:
        """The proofs that count, in the order in which a screen offers them; none where names are believed."""
        return _WAYS[self]


class ProofWay(StrEnum):
    """One way to prove who one is."""

    PIN = "pin"
    CARD = "card"


_WAYS = {
    SignIn.NAMES: (),
    SignIn.PIN: (ProofWay.PIN,),
    SignIn.CARD: (ProofWay.CARD,),
    SignIn.PIN_OR_CARD: (ProofWay.PIN, ProofWay.CARD),
}


def asks_proof(sign_in: SignIn | None) -> bool:
    """Whether a name alone opens nothing. `None`, a hall that says nothing and has no list, believes names."""
    return sign_in is not None and bool(sign_in.ways)
