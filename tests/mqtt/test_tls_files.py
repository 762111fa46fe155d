"""The files of a link over TLS, each wrong in its own way, are named before the link fails."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from small_ca import stranger

from kiosk.mqtt import tls_files
from kiosk.mqtt.broker import Broker
from provisioning.certificates.authority import new_key

NOW = dt.datetime.now(dt.UTC)
YEARS = dt.timedelta(days=3650)


@pytest.fixture
def broker(tmp_path: Path) -> Broker:
    stranger(tmp_path, "k1")
    names = {"ca_file": "ca.crt", "cert_file": "k1.crt", "key_file": "k1.key"}
    return Broker(**{key: str(tmp_path / name) for key, name in names.items()})


def found(broker: Broker, name: str = "k1", now: dt.datetime = NOW) -> list[tuple[str, str]]:
    return list(tls_files.mistakes(broker, name, now))


def the_one(broker: Broker, name: str = "k1", now: dt.datetime = NOW) -> tuple[str, str]:
    (one,) = found(broker, name, now)
    return one


def test_what_the_command_makes_is_in_order(broker: Broker) -> None:
    assert found(broker) == []
    assert list(tls_files.missing(broker)) == []
    assert found(Broker()) == []


def test_the_certificate_of_another_device_is_named(broker: Broker) -> None:
    assert the_one(broker, "k2") == ("cert_file", "is of 'k1', and this is 'k2'")


def test_an_end_and_a_beginning_are_told(broker: Broker) -> None:
    key, reason = the_one(broker, now=NOW + YEARS)
    assert (key, reason[:8]) == ("cert_file", "ended on")
    assert [key for key, reason in found(broker, now=NOW - YEARS) if "only from" in reason] == ["ca_file", "cert_file"]


def test_the_key_of_another_is_told(broker: Broker, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    stranger(tmp_path / "other", "k1")
    for name, key in (("k1.key", "key_file"), ("ca.crt", "cert_file")):
        before = (tmp_path / name).read_bytes()
        (tmp_path / name).write_bytes((tmp_path / "other" / name).read_bytes())
        assert the_one(broker)[0] == key
        (tmp_path / name).write_bytes(before)


@pytest.mark.parametrize(("name", "key"), [("ca.crt", "ca_file"), ("k1.crt", "cert_file"), ("k1.key", "key_file")])
def test_what_is_no_such_file_is_told(broker: Broker, tmp_path: Path, name: str, key: str) -> None:
    (tmp_path / name).write_text("nothing of it")
    assert the_one(broker)[0] == key
    (tmp_path / name).unlink()
    assert found(broker) == []
    assert [one for one, _ in tls_files.missing(broker)] == [key]


def test_an_authority_made_without_key_usage_is_told(broker: Broker, tmp_path: Path) -> None:
    """As `openssl req -x509` makes it; Python 3.13 refuses it."""
    key = new_key()
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "usual")])
    usual = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, NOW, NOW + YEARS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (tmp_path / "ca.crt").write_bytes(usual.public_bytes(serialization.Encoding.PEM))
    assert "is no authority" in found(broker)[0][1]


def test_a_certificate_without_its_key_is_told(broker: Broker) -> None:
    assert the_one(Broker(ca_file=broker.ca_file, cert_file=broker.cert_file))[0] == "key_file"
