"""`xiaochuang certificates`: what it makes is taken by the strictest check, and a second run changes nothing."""

from __future__ import annotations

import datetime as dt
import socket
import ssl
import stat
import threading
from pathlib import Path

import pytest
from sample_hall import TOML

from kiosk.mqtt.tls_files import common_name
from provisioning.certificates import command
from provisioning.certificates.authority import Authority, NameRefusedError, names_of, new_key
from provisioning.certificates.folder import Certificates, Issued

NOW = dt.datetime(2026, 11, 30, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
TERMINALS = {"kiosk-1", "pad-1", "pad-2", "screen-1"}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "hall.toml").write_text(TOML, encoding="utf-8")
    return tmp_path


def run(site: Path, words: str) -> int:
    return command.certificates_main([*words.split(), "--site", str(site)])


def made(site: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted((site / "tls").rglob("*")) if path.is_file()}


def whole(site: Path) -> Path:
    for words in ("authority", "broker --name 127.0.0.1 --name hall.example", "device"):
        assert run(site, words) == 0
    return site / "tls"


def greet(tls: Path, device: str, *, called: str = "127.0.0.1") -> str:
    """A handshake with both sides proved, as Python 3.13 checks them. Returns who the server saw."""
    here = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    here.load_cert_chain(tls / "broker.crt", tls / "broker.key")
    here.load_verify_locations(tls / "ca.crt")
    here.verify_mode = ssl.CERT_REQUIRED
    there = ssl.create_default_context(cafile=str(tls / "ca.crt"))
    there.load_cert_chain(tls / "devices" / f"{device}.crt", tls / "devices" / f"{device}.key")
    for context in (here, there):
        context.verify_flags |= ssl.VERIFY_X509_STRICT
    seen: list[str] = []
    near, far = socket.socketpair()

    def serve() -> None:
        with here.wrap_socket(near, server_side=True) as line:
            subject = line.getpeercert() or {}
            seen.extend(value for ((key, value),) in subject["subject"] if key == "commonName")
            line.sendall(b"x")

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        with there.wrap_socket(far, server_hostname=called) as line:
            assert line.recv(1) == b"x"
    finally:
        far.close()
        thread.join(5)
        near.close()
    return seen[0]


@pytest.mark.parametrize("called", ["127.0.0.1", "hall.example"])
def test_broker_and_device_prove_themselves_to_each_other(site: Path, called: str) -> None:
    assert greet(whole(site), "kiosk-1", called=called) == "kiosk-1"


def test_every_device_with_a_link_of_its_own_has_one_and_keys_are_for_their_owner_alone(site: Path) -> None:
    tls = whole(site)
    assert {path.stem for path in (tls / "devices").glob("*.crt")} == TERMINALS
    keys = [*tls.rglob("*.key")]
    assert len(keys) == 2 + len(TERMINALS)
    assert {stat.S_IMODE(path.stat().st_mode) for path in keys} == {0o600}


def test_a_second_run_changes_nothing(site: Path) -> None:
    whole(site)
    before = made(site)
    whole(site)
    assert run(site, "broker") == 0  # for the names that it had
    assert run(site, "renew") == 0
    assert made(site) == before


def test_a_broker_that_is_called_by_another_name_gets_a_new_certificate(site: Path) -> None:
    whole(site)
    assert run(site, "broker --name hall.example") == 0
    found = Certificates(site / "tls").broker()
    assert found is not None
    assert names_of(found.certificate) == ["hall.example"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("broker --name 127.0.0.1", "has no authority"),
        ("device kiosk-1", "has no authority"),
        ("list", "has no certificate"),
    ],
)
def test_what_is_missing_is_said(site: Path, words: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(site, words) == 1
    assert said in capsys.readouterr().err


def test_a_stranger_to_hall_toml_gets_none(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    whole(site)
    assert run(site, "device kiosk-1 kiosk-9") == 1
    assert "no device 'kiosk-9'" in capsys.readouterr().err


def test_a_broker_needs_a_name(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(site, "authority") == 0
    assert run(site, "broker") == 1
    assert "--name" in capsys.readouterr().err


def test_mistakes_of_hall_toml_are_named(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (site / "hall.toml").write_text("id = 5", encoding="utf-8")
    assert run(site, "authority") == 1
    assert "hall.toml" in capsys.readouterr().err


def test_an_authority_is_never_written_over(site: Path) -> None:
    whole(site)
    (site / "tls" / "authority.key").unlink()
    before = made(site)
    assert run(site, "authority") == 1  # its key may lie somewhere safe
    assert made(site) == before


def test_a_pair_that_does_not_fit_is_made_anew(site: Path) -> None:
    """A power cut between a key and its certificate."""
    tls = whole(site)
    (tls / "devices" / "kiosk-1.key").write_bytes((tls / "devices" / "pad-1.key").read_bytes())
    assert run(site, "list") == 1
    assert run(site, "renew") == 0
    assert run(site, "list") == 0
    assert greet(tls, "kiosk-1") == "kiosk-1"


def test_what_another_authority_signed_is_made_anew(site: Path, tmp_path: Path) -> None:
    tls = whole(site)
    other = Authority.new("test-hall", dt.datetime.now(dt.UTC))
    Certificates(tls).make_device(other, "kiosk-1", dt.datetime.now(dt.UTC))
    assert run(site, "list") == 1
    assert run(site, "device kiosk-1") == 0
    assert run(site, "list") == 0


@pytest.mark.parametrize(("days", "due"), [(0, False), (264, False), (265, True), (396, True), (500, True)])
def test_a_certificate_is_due_when_a_third_of_its_life_is_left(days: int, due: bool) -> None:
    """398 days from the day before it was made: 132 days and 16 hours before its end."""
    authority = Authority.new("test-hall", NOW)
    made = Issued("device", Path("x"), authority.device("kiosk-1", new_key().public_key(), NOW), key_fits=True)
    assert made.is_due(NOW + days * DAY) is due


def test_a_certificate_is_of_its_device_and_good_from_yesterday_for_397_days() -> None:
    authority = Authority.new("test-hall", NOW)
    made = authority.device("kiosk-1", new_key().public_key(), NOW)
    assert common_name(made) == "kiosk-1"
    assert (made.not_valid_before_utc, made.not_valid_after_utc) == (NOW - DAY, NOW + 397 * DAY)


@pytest.mark.parametrize("name", ["", "two words", "-x.example", "x..example", "大厅.example", "a" * 64 + ".example"])
def test_what_is_no_address_is_refused(name: str) -> None:
    with pytest.raises(NameRefusedError):
        Authority.new("test-hall", NOW).broker([name], new_key().public_key(), NOW)


def test_a_wrong_clock_signs_nothing(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "EARLIEST", dt.datetime(2999, 1, 1, tzinfo=dt.UTC))
    assert run(site, "authority") == 1
    assert "the clock says" in capsys.readouterr().err
    assert not (site / "tls").exists()


def test_a_folder_that_takes_no_file_is_named(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (site / "tls").write_text("in the way")
    assert run(site, "authority") == 1
    assert str(site / "tls") in capsys.readouterr().err
