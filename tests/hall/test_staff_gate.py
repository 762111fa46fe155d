"""What stands between a request and its decision: a proof to be checked, and whoever stands behind the device."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sample_hall import TOML

from domain.commands import CallNext, CancelTicket, Command, IssueTicket, OpenWindow, StaffSignIn, StaffSignOut
from domain.config import Device, HallConfig, Role
from domain.events import StaffActed, StaffSignedIn, StaffSignedOut
from domain.refusal import Code, Refusal, no
from domain.staff.people import StaffRole
from domain.staff.proof import Proved, StaffProof
from domain.staff.ways import ProofWay, SignIn
from hall.config.file import read_hall
from hall.requests import CommandRequest
from hall.staff.desk import IDLE_MS
from hall.staff.file import STAFF_FILE
from hall.staff.gate import StaffGate
from hall.staff.roster import Roster
from tests.ground.staff_hall import write_list

DESK, PAD = Device(id="desk-1", role=Role.SUPERVISOR), Device(id="pad-1", role=Role.PAD, window="w1")
CANCEL = CancelTicket(ticket="20261120-A001")
WITH_PIN = OpenWindow(window="w1", clerk="c1", pin="736251")
WITH_CARD = OpenWindow(window="w1", card="04A31F22")
BOSS_IS_IN = StaffSignedIn(at=1, device="desk-1", staff="boss", role=StaffRole.SUPERVISOR, way=ProofWay.PIN)


def asked(command: Command, device: Device = DESK, by: str = "") -> CommandRequest:
    return CommandRequest("id", f"{device.id}/id", "a.command", command, device, by)


class Gate:
    """The gate of the sample hall with its list of people, and a clock that tests move."""

    def __init__(self, folder: Path, sign_in: SignIn | None) -> None:
        (folder / "hall.toml").write_text(TOML, encoding="utf-8")
        config = read_hall(folder / "hall.toml")
        assert isinstance(config, HallConfig)
        write_list(folder)
        self.now = 0
        self.gate = StaffGate(replace(config, sign_in=sign_in), Roster(folder / STAFF_FILE), lambda: self.now)

    def code(self, command: Command, device: Device = DESK, by: str = "") -> Code | None:
        refusal = self.gate.refusal(asked(command, device, by))
        return None if refusal is None else refusal.code


@pytest.fixture
def names(tmp_path: Path) -> Gate:
    return Gate(tmp_path, None)


@pytest.fixture
def proofs(tmp_path: Path) -> Gate:
    return Gate(tmp_path, SignIn.PIN_OR_CARD)


def test_a_proof_is_checked_before_the_command_is_decided(proofs: Gate) -> None:
    gate = proofs.gate
    assert gate.to_check(asked(WITH_PIN, PAD), None) == StaffProof(person="c1", pin="736251")
    assert gate.to_check(asked(WITH_CARD, PAD), None) == StaffProof(person="", card="04A31F22")
    assert gate.to_check(asked(OpenWindow(window="w1", clerk="c1"), PAD), None) is None, "nothing is shown"
    assert gate.to_check(asked(CallNext(window="w1"), PAD), None) is None


def test_a_checked_proof_is_not_checked_again(proofs: Gate) -> None:
    wrong = no(Code.STAFF_WRONG_PIN)
    assert proofs.gate.to_check(asked(WITH_PIN, PAD), wrong) is wrong
    assert proofs.gate.to_check(asked(WITH_PIN, PAD), Proved("c1", StaffRole.CLERK, ProofWay.PIN)) is None


@pytest.mark.parametrize(("sign_in", "other"), [(SignIn.PIN, WITH_CARD), (SignIn.CARD, WITH_PIN)])
def test_a_proof_that_does_not_count_here_is_refused_with_those_that_do(
    tmp_path: Path, sign_in: SignIn, other: OpenWindow
) -> None:
    gate = Gate(tmp_path, sign_in).gate
    refusal = gate.to_check(asked(other, PAD), None)
    assert isinstance(refusal, Refusal)
    assert (refusal.code, refusal.data) == (Code.STAFF_PROOF_NEEDED, {"ways": list(sign_in.ways)})
    right = WITH_PIN if sign_in is SignIn.PIN else WITH_CARD
    assert isinstance(gate.to_check(asked(right, PAD), None), StaffProof)
    both = replace(right, pin="736251", card="04A31F22")
    assert isinstance(gate.to_check(asked(both, PAD), None), Refusal)


@pytest.mark.parametrize("sign_in", [None, SignIn.NAMES])
def test_where_names_are_believed_a_window_opens_without_a_look_at_what_is_shown(
    tmp_path: Path, sign_in: SignIn | None
) -> None:
    gate = Gate(tmp_path, sign_in).gate
    assert gate.to_check(asked(WITH_PIN, PAD), None) is None
    for shown in (StaffSignIn(staff="boss", pin="905172"), StaffSignIn(card="04A31F22")):
        assert isinstance(gate.to_check(asked(shown), None), StaffProof), "who signs in proves it there too"


def test_at_a_desk_nobody_acts_who_has_not_signed_in_there(proofs: Gate) -> None:
    assert proofs.code(CANCEL) is Code.STAFF_NOT_SIGNED_IN
    assert proofs.code(CANCEL, by="boss") is Code.STAFF_NOT_SIGNED_IN
    proofs.gate.follow([BOSS_IS_IN])
    assert proofs.code(CANCEL, by="boss") is None
    assert proofs.code(CANCEL) is Code.STAFF_NOT_SIGNED_IN
    assert proofs.code(CANCEL, by="c1") is Code.STAFF_NOT_SIGNED_IN
    assert proofs.code(CANCEL, replace(DESK, id="desk-2"), by="boss") is Code.STAFF_NOT_SIGNED_IN
    proofs.gate.follow([StaffSignedOut(at=2, device="desk-1", staff="boss")])
    assert proofs.code(CANCEL, by="boss") is Code.STAFF_NOT_SIGNED_IN


def test_who_is_away_for_half_an_hour_signs_in_again(proofs: Gate) -> None:
    proofs.now = 5
    proofs.gate.follow([BOSS_IS_IN])
    proofs.now = 5 + IDLE_MS
    assert proofs.code(CANCEL, by="boss") is None
    proofs.now += IDLE_MS + 1
    assert proofs.code(CANCEL, by="boss") is Code.STAFF_NOT_SIGNED_IN


def test_what_a_device_says_of_itself_needs_nobody(proofs: Gate) -> None:
    assert proofs.code(StaffSignIn(staff="boss", pin="905172")) is None
    assert proofs.code(StaffSignOut(staff="boss")) is None
    assert proofs.code(WITH_PIN) is None, "the PIN says who opens the window"
    assert proofs.code(IssueTicket(queue="a"), Device(id="kiosk-1", role=Role.KIOSK)) is None
    assert proofs.code(CANCEL, PAD, by="boss") is None, "a pad acts for nobody else"


def test_where_names_are_believed_a_name_has_to_be_somebodys(names: Gate) -> None:
    assert names.code(CANCEL) is None
    assert names.code(CANCEL, by="nobody") is Code.STAFF_UNKNOWN
    assert names.code(CANCEL, by="c1") is None, "a clerk of hall.toml"
    assert names.code(CANCEL, by="boss") is None, "somebody of staff.toml"


def test_who_acted_is_written_down_and_only_where_somebody_can(proofs: Gate) -> None:
    acted = StaffActed(at=7, device="desk-1", by="boss", type="a.command")
    assert proofs.gate.acted(asked(CANCEL, by="boss"), 7) == [acted]
    assert proofs.gate.by(asked(CANCEL, by="boss")) == "boss"
    assert (proofs.gate.acted(asked(CANCEL), 7), proofs.gate.by(asked(CANCEL))) == ([], "")
    for nobody_behind in (asked(CANCEL, PAD, by="boss"), asked(StaffSignOut(staff="boss"), by="boss")):
        assert (proofs.gate.acted(nobody_behind, 7), proofs.gate.by(nobody_behind)) == ([], "")


def test_a_refused_request_names_nobody_who_does_not_work_here(proofs: Gate) -> None:
    assert proofs.gate.person(asked(StaffSignIn(staff="boss", pin="1"))) == "boss"
    assert proofs.gate.person(asked(StaffSignIn(staff="stranger", pin="1"))) == ""
    assert proofs.gate.person(asked(WITH_PIN, PAD)) == "c1"
    assert proofs.gate.person(asked(CANCEL, by="boss")) == "boss"
    assert proofs.gate.person(asked(CANCEL, by="stranger")) == ""


def test_at_a_kiosk_only_who_signed_in_there_is_named_and_nobody_is_refused(proofs: Gate) -> None:
    kiosk = Device(id="kiosk-1", role=Role.KIOSK)
    issue = IssueTicket(queue="a")
    assert proofs.gate.acted(asked(issue, kiosk, by="c1"), 7) == []
    proofs.gate.follow([StaffSignedIn(at=1, device="kiosk-1", staff="c1", role=StaffRole.CLERK, way=ProofWay.CARD)])
    acted = StaffActed(at=7, device="kiosk-1", by="c1", type="a.command")
    assert proofs.gate.acted(asked(issue, kiosk, by="c1"), 7) == [acted]
    for other in (
        asked(issue, kiosk, by="boss"),
        asked(issue, replace(kiosk, id="kiosk-2"), by="c1"),
        asked(issue, kiosk),
    ):
        assert proofs.gate.acted(other, 7) == []
    assert proofs.gate.acted(asked(StaffSignOut(staff="c1"), kiosk, by="c1"), 7) == []
    assert proofs.code(issue, kiosk, by="boss") is None, "no citizen's business is refused for it"
    proofs.now += IDLE_MS + 1
    assert proofs.gate.acted(asked(issue, kiosk, by="c1"), 7) == []
