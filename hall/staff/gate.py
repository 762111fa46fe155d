"""What the writer checks for each request about staff: whether a proof must be checked first, and whether the person at
the device may ask this.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from domain.commands import StaffSignIn, StaffSignOut
from domain.config import HallConfig, Role
from domain.events import Event, StaffActed
from domain.refusal import Code, Refusal, no
from domain.staff.proof import StaffProof
from domain.staff.rights import needed, proof_of
from domain.staff.ways import ProofWay, SignIn, asks_proof
from hall.requests import CommandRequest
from hall.staff.checker import Verdict
from hall.staff.desk import DeskSessions
from hall.staff.roster import Roster
from program.clock import monotonic_ms


class StaffGate:
    """Under the hall's lock."""

    def __init__(self, config: HallConfig, roster: Roster, clock: Callable[[], int] = monotonic_ms) -> None:
        """`clock`: milliseconds that never jump."""
        self._sign_in = config.sign_in or SignIn.NAMES
        self._asks_proof = asks_proof(self._sign_in)
        self._clerks = frozenset(clerk.id for clerk in config.clerks)
        self._roster = roster
        self._clock = clock
        self._desks = DeskSessions(roster)

    def to_check(self, one: CommandRequest, verdict: Verdict | None) -> StaffProof | Refusal | None:
        """The proof that must be checked before the command is decided; a refusal if it is not decided at all; None: go
        on.

        `verdict`: the result for that proof, once checked. Where names are believed, a window opens without proof, and
        a proof is ignored.
        """
        if verdict is not None:
            return verdict if isinstance(verdict, Refusal) else None
        if not (self._asks_proof or isinstance(one.command, StaffSignIn)):
            return None
        shown = proof_of(one.command)
        if shown is None:
            return None
        ways = self._sign_in.ways or tuple(ProofWay)
        given = {ProofWay.PIN: shown.pin, ProofWay.CARD: shown.card}
        if any(value is not None and way not in ways for way, value in given.items()):
            return no(Code.STAFF_PROOF_NEEDED, "another proof is asked for here", ways=list(ways))
        return shown

    def refusal(self, one: CommandRequest) -> Refusal | None:
        """Why the person at the device may not ask this; None: they may, or no person is needed."""
        role = needed(one.device.role, one.command)
        if role is None:
            return None
        if self._asks_proof:
            return self._desks.refusal(one.device.id, one.by, role, self._clock())
        if one.by and not self._named(one.by):
            return no(Code.STAFF_UNKNOWN, "nobody of that name works here")
        return None

    def by(self, one: CommandRequest) -> str:
        """The person who acts through the device; "" if the request needs none.

        At a kiosk nobody is needed, but a member of staff may help there (帮办). A name that has not signed in at that
        kiosk is left out: no citizen's business is refused for it.
        """
        if not one.by:
            return ""
        if one.device.role is Role.KIOSK and not isinstance(one.command, StaffSignIn | StaffSignOut):
            return one.by if self._desks.is_here(one.device.id, one.by, self._clock()) else ""
        return one.by if needed(one.device.role, one.command) is not None else ""

    def acted(self, one: CommandRequest, now: int) -> list[Event]:
        """The event that names the person who asked; it comes before the events of the request."""
        by = self.by(one)
        if not by:
            return []
        return [StaffActed(at=now, device=one.device.id, by=by, type=one.type)]

    def person(self, one: CommandRequest) -> str:
        """The person that a refused request was about, for the supervisor; "" if they are not in the list."""
        shown = proof_of(one.command)
        return self._named(shown.person if shown is not None else one.by)

    def follow(self, events: Sequence[Event]) -> None:
        """What is on disk now."""
        self._desks.follow(events, self._clock())

    def _named(self, person: str) -> str:
        known = person in self._clerks or self._roster.person(person) is not None
        return person if known else ""
