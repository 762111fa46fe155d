"""SMPP over TLS before a real SMSC: the gateway proves who it is, or gets neither password nor message."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from contract import CALL, receipts, until
from peers.smsc import Smsc
from secret_files import secret_file
from small_ca import server
from smpp_rig import SmppRig

from bench.free_ports import free_port
from hall.sms.choice import choose
from hall.sms.operators.smsc_socket import Tls, TlsSmscSocket, trusting
from hall.sms.port import Accepted, NotSent, SmsMessage


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`ca.crt`, and an SMSC's certificate for 127.0.0.1."""
    folder = tmp_path_factory.mktemp("ca")
    server(folder, "smsc")
    return folder


@pytest.fixture(scope="module")
def smsc(authority: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Smsc]:
    made = Smsc(tmp_path_factory.mktemp("tls-smsc"), (authority / "smsc.crt", authority / "smsc.key"))
    yield made
    made.kill()


@pytest.fixture
def rig(tmp_path: Path, smsc: Smsc, authority: Path) -> Iterator[SmppRig]:
    made = SmppRig(tmp_path, None, smsc, Tls(trusting(str(authority / "ca.crt")), "127.0.0.1"))
    yield made
    made.close()


def test_messages_and_reports_go_over_tls(rig: SmppRig) -> None:
    accepted = rig.gateway.send(SmsMessage("long", CALL.phone, CALL.text * 30))
    assert isinstance(accepted, Accepted)
    assert rig.arrived() == [(CALL.phone, CALL.text * 30)]
    rig.report(accepted.reference, True)
    assert [receipt.delivered for receipt in receipts(rig)] == [True]


def test_a_tls_connection_that_ended_is_made_anew(rig: SmppRig) -> None:
    assert isinstance(rig.gateway.send(CALL), Accepted)
    rig.smsc.order(drop=1)
    until(lambda: not rig.gateway.alive, "the end of the connection")
    assert isinstance(rig.gateway.send(SmsMessage("other", CALL.phone, CALL.text)), Accepted)


def test_signs_of_life_and_many_messages_do_not_disturb_each_other(rig: SmppRig) -> None:
    """One thread reads and answers while another writes."""
    assert rig.gateway.connect()
    for number in range(100):
        assert isinstance(rig.gateway.send(SmsMessage(f"k/{number}", CALL.phone, CALL.text)), Accepted)
        rig.smsc.order(enquire=1)
    until(lambda: len(rig.smsc.answers("answered")) >= 100, "the answers to all signs of life")
    assert len(rig.arrived(100)) == 100
    assert rig.smsc.answers("bind") == [0]


@pytest.mark.parametrize(("name", "own_authority"), [("127.0.0.1", False), ("smsc.example", True)])
def test_a_gateway_that_cannot_prove_who_it_is_gets_nothing(
    tmp_path: Path, smsc: Smsc, authority: Path, name: str, own_authority: bool
) -> None:
    """By an authority that nobody trusts, or with a certificate for another name."""
    ca_file = str(authority / "ca.crt") if own_authority else None
    rig = SmppRig(tmp_path, None, smsc, Tls(trusting(ca_file), name))
    outcome = rig.gateway.send(CALL)
    assert isinstance(outcome, NotSent)
    assert "its certificate is not trusted" in outcome.reason
    assert rig.smsc.answers("bind") == []
    assert rig.arrived(0) == []
    rig.close()


def test_a_gateway_without_tls_gets_nothing_from_who_wants_it(tmp_path: Path, authority: Path) -> None:
    plain = Smsc(tmp_path)
    rig = SmppRig(tmp_path / "hall", None, plain, Tls(trusting(str(authority / "ca.crt")), "127.0.0.1"))
    assert isinstance(rig.gateway.send(CALL), NotSent)
    assert plain.answers("bind") == []
    rig.close()
    plain.kill()


def test_a_handshake_that_is_never_answered_ends(authority: Path) -> None:
    port = free_port()
    with socket.create_server(("127.0.0.1", port)) as mute, socket.create_connection(("127.0.0.1", port)) as raw:
        other, _ = mute.accept()
        raw.settimeout(0.1)
        with pytest.raises(OSError, match="timed out"):
            TlsSmscSocket(raw, trusting(str(authority / "ca.crt")), "127.0.0.1", 0.1)
        other.close()


def test_a_handshake_that_trickles_ends(authority: Path) -> None:
    port = free_port()
    with socket.create_server(("127.0.0.1", port)) as slow, socket.create_connection(("127.0.0.1", port)) as raw:
        other, _ = slow.accept()
        ended = threading.Event()

        def trickle() -> None:
            with contextlib.suppress(OSError):
                other.sendall(b"\x16\x03\x03\x40\x00")  # a record of 16 KiB, one byte at a time
                while not ended.wait(0.01):
                    other.sendall(b"\x02")

        threading.Thread(target=trickle, daemon=True).start()
        raw.settimeout(1.0)
        with pytest.raises(TimeoutError, match="no end of the TLS handshake"):
            TlsSmscSocket(raw, trusting(str(authority / "ca.crt")), "127.0.0.1", 0.3)
        ended.set()
        other.close()


def test_verification_cannot_be_left_out(authority: Path) -> None:
    for context in (trusting(None), trusting(str(authority / "ca.crt"))):
        assert context.verify_mode is ssl.CERT_REQUIRED
        assert context.check_hostname
        assert context.minimum_version >= ssl.TLSVersion.TLSv1_2


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        (
            'tls = true\nca_file = "/nowhere/ca.crt"',
            "ca_file: holds no certificate authority: /nowhere/ca.crt is no file",
        ),
        ('tls = true\nca_file = "{key}"', "ca_file: holds no certificate authority"),
        ('ca_file = "{ca}"', "tls: is false, and tls_name or ca_file says something"),
        ('tls = true\nca_file = "{ca}"', ""),
    ],
)
def test_the_configuration_is_read(tmp_path: Path, authority: Path, toml: str, said: str) -> None:
    secret = secret_file(tmp_path / "key", "s3cret")
    head = f'host = "127.0.0.1"\nsystem_id = "hall"\nsource = "1069"\npassword_file = "{secret}"\n'
    (tmp_path / "sms.toml").write_text(head + toml.format(key=secret, ca=authority / "ca.crt"), encoding="utf-8")
    found = choose("smpp", tmp_path / "sms.toml", tmp_path)
    if isinstance(found, list):
        assert said
        assert said in "\n".join(map(str, found))
    else:
        assert said == ""
        found.close()
