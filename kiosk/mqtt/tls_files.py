"""Checks the three files of a TLS link and says what is wrong, before the link fails because of it.

Python 3.13 checks certificates strictly and refuses authorities that were made in the usual way (RFC 5280, 4.2.1.3).
`xiaochuang certificates` makes files that it accepts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.x509.oid import NameOID

from kiosk.mqtt.broker import Broker

Wrong = tuple[str, str]
"""The key of the broker's settings, and the reason."""


def mistakes(broker: Broker, name: str, now: dt.datetime) -> Iterator[Wrong]:
    """Everything wrong with the files that exist. `name`: the name that the broker must know this client by. For
    missing files see `missing`."""
    authority, own = _certificate(broker.ca_file), _certificate(broker.cert_file)
    if isinstance(authority, str):
        yield "ca_file", authority
    elif authority is not None:
        yield from (("ca_file", reason) for reason in _dates(authority, now))
        if not _may_sign(authority):
            yield "ca_file", "is no authority: it lacks basic constraints or the key usage to sign certificates"
    if isinstance(own, str):
        yield "cert_file", own
    elif own is not None:
        yield from (("cert_file", reason) for reason in _dates(own, now))
        found = common_name(own)
        if found != name:
            yield "cert_file", f"is of {found!r}, and this is {name!r}"
        if isinstance(authority, x509.Certificate) and not issued_by(own, authority):
            yield "cert_file", "is not signed by the authority of ca_file"
        yield from _key(broker.key_file, own)


def missing(broker: Broker) -> Iterator[Wrong]:
    """Files that are missing, perhaps only for now."""
    for key in ("ca_file", "cert_file", "key_file", "password_file"):
        name = getattr(broker, key)
        if name is not None and not name.startswith("credential:") and not Path(name).exists():
            yield key, f"{name} is not there"


def _certificate(name: str | None) -> x509.Certificate | str | None:
    """The certificate in the file, or why it cannot be read; None if there is no file."""
    if name is None or not Path(name).exists():
        return None
    try:
        return x509.load_pem_x509_certificate(Path(name).read_bytes())
    except OSError as error:
        return f"{name} cannot be read: {error.strerror}"
    except ValueError:
        return f"{name} is no certificate in PEM"


def _dates(certificate: x509.Certificate, now: dt.datetime) -> Iterator[str]:
    if now >= certificate.not_valid_after_utc:
        yield f"ended on {certificate.not_valid_after_utc:%Y-%m-%d}"
    if now < certificate.not_valid_before_utc:
        yield f"is valid only from {certificate.not_valid_before_utc:%Y-%m-%d} on; this machine says {now:%Y-%m-%d}"


def _may_sign(certificate: x509.Certificate) -> bool:
    try:
        constraints = certificate.extensions.get_extension_for_class(x509.BasicConstraints).value
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except (x509.ExtensionNotFound, ValueError):
        return False
    return constraints.ca and usage.key_cert_sign


def common_name(certificate: x509.Certificate) -> str:
    """The common name in the certificate; "" if it has none."""
    found = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(found[0].value) if found else ""


def issued_by(certificate: x509.Certificate, authority: x509.Certificate) -> bool:
    """Whether this authority has signed it."""
    try:
        certificate.verify_directly_issued_by(authority)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _key(name: str | None, certificate: x509.Certificate) -> Iterator[Wrong]:
    if name is None:
        yield "key_file", "is missing: a certificate means nothing without its key"
        return
    if name.startswith("credential:") or not Path(name).exists():
        return
    try:
        key = serialization.load_pem_private_key(Path(name).read_bytes(), password=None)
    except OSError as error:
        yield "key_file", f"{name} cannot be read: {error.strerror}"
    except (ValueError, TypeError):
        yield "key_file", f"{name} is no private key in PEM without a password"
    else:
        if key.public_key() != certificate.public_key():
            yield "key_file", "is not the key of cert_file"
