"""The content of a hall's certificates (RFC 5280), and the key that signs them.

Python 3.13 checks certificates strictly (`VERIFY_X509_STRICT`): an authority without key usage, or a certificate
without the key identifiers, is refused. All of them are here.

A broker's certificate names the addresses by which terminals reach it. A device's certificate has the device's id in
hall.toml as its common name, which is its user name at the broker (systemd/mosquitto.conf).
"""

from __future__ import annotations

import datetime as dt
import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

AUTHORITY_DAYS = 7300  # twenty years
CERTIFICATE_DAYS = 397  # the longest that browsers and most tools take
BACK = dt.timedelta(days=1)  # valid from yesterday on: a terminal's clock may be behind
LONGEST_NAME = 64  # of a common name, in characters (RFC 5280, ub-common-name)

PrivateKey = ec.EllipticCurvePrivateKey


class NameRefusedError(ValueError):
    """A name that cannot stand in a certificate; the text is for the person who typed it."""


@dataclass(frozen=True, slots=True)
class Authority:
    """The hall's own authority: the broker accepts no device of another one."""

    key: PrivateKey
    certificate: x509.Certificate

    @classmethod
    def new(cls, hall: str, now: dt.datetime) -> Authority:
        """Raises `NameRefusedError`."""
        key = new_key()
        name = _subject(f"{hall} hall authority")
        made = (
            _begun(name, name, key.public_key(), key.public_key(), now, days=AUTHORITY_DAYS)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
            .sign(key, hashes.SHA256())
        )
        return cls(key, made)

    def broker(self, names: Sequence[str], key: ec.EllipticCurvePublicKey, now: dt.datetime) -> x509.Certificate:
        """`names`: host names and IP addresses, at least one. Raises `NameRefusedError`."""
        alternatives = x509.SubjectAlternativeName([_alternative(name) for name in names])
        return self._sign("broker", key, now, ExtendedKeyUsageOID.SERVER_AUTH, alternatives)

    def device(self, device: str, key: ec.EllipticCurvePublicKey, now: dt.datetime) -> x509.Certificate:
        """Raises `NameRefusedError`."""
        return self._sign(device, key, now, ExtendedKeyUsageOID.CLIENT_AUTH)

    def _sign(
        self,
        name: str,
        key: ec.EllipticCurvePublicKey,
        now: dt.datetime,
        purpose: x509.ObjectIdentifier,
        alternatives: x509.SubjectAlternativeName | None = None,
    ) -> x509.Certificate:
        begun = (
            _begun(_subject(name), self.certificate.subject, key, self.key.public_key(), now, days=CERTIFICATE_DAYS)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_usage(digital_signature=True), critical=True)
            .add_extension(x509.ExtendedKeyUsage([purpose]), critical=False)
        )
        if alternatives is not None:
            begun = begun.add_extension(alternatives, critical=False)
        return begun.sign(self.key, hashes.SHA256())


def new_key() -> PrivateKey:
    """A new key on the curve P-256, which every TLS library supports."""
    return ec.generate_private_key(ec.SECP256R1())


def key_bytes(key: PrivateKey) -> bytes:
    """The key as PEM. It is not encrypted: the file's mode protects it."""
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def names_of(certificate: x509.Certificate) -> list[str]:
    """The addresses that a broker's certificate is for."""
    try:
        found = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return []
    return [str(one.value) for one in found]


def _begun(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePublicKey,
    issuer_key: ec.EllipticCurvePublicKey,
    now: dt.datetime,
    *,
    days: int,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - BACK)
        .not_valid_after(now + dt.timedelta(days=days))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key), critical=False)
    )


def _subject(name: str) -> x509.Name:
    if not 0 < len(name) <= LONGEST_NAME:
        raise NameRefusedError(f"{name!r} is no name for a certificate: 1 to {LONGEST_NAME} characters")
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _alternative(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        pass
    labels = name.removesuffix(".").split(".")
    if len(name) > 253 or not all(_is_label(label) for label in labels):
        raise NameRefusedError(f"{name!r} is neither a host name nor an IP address")
    return x509.DNSName(name)


def _is_label(label: str) -> bool:
    """RFC 1123, 2.1."""
    whole = label.replace("-", "")
    return 0 < len(label) <= 63 and whole.isascii() and whole.isalnum() and label[0] != "-" != label[-1]


def _usage(*, key_cert_sign: bool = False, crl_sign: bool = False, digital_signature: bool = False) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=digital_signature,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=key_cert_sign,
        crl_sign=crl_sign,
        encipher_only=False,
        decipher_only=False,
    )
