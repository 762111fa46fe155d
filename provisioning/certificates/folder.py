"""Where a hall's certificates lie, in the folder `tls` of its site:

    authority.key      0600: its owner can admit devices; keep it off terminals and the broker
    ca.crt             the authority, for the broker and every terminal
    broker.crt, .key   0600 the key, for the broker alone
    devices/ID.crt, .key

A key and its certificate are written one after the other. A power cut in between leaves a pair that does not fit;
`pair` detects that, and the next call makes it anew.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from program.durable import whole_file
from provisioning.certificates.authority import Authority, PrivateKey, key_bytes, new_key

SECRET, OPEN = 0o600, 0o644
RENEWED_FROM = 3
"""A certificate is renewed when a third of its life is left, so that a failed renewal leaves months of time."""


class NoAuthorityError(ValueError):
    """The folder has no authority, or its two files do not fit."""


@dataclass(frozen=True, slots=True)
class Issued:
    """One certificate of the folder. `kind`: authority, broker or device."""

    kind: str
    path: Path
    certificate: x509.Certificate
    key_fits: bool

    def days_left(self, now: dt.datetime) -> int:
        return (self.certificate.not_valid_after_utc - now).days

    def is_due(self, now: dt.datetime) -> bool:
        life = self.certificate.not_valid_after_utc - self.certificate.not_valid_before_utc
        return not self.key_fits or self.certificate.not_valid_after_utc - now < life / RENEWED_FROM


class Certificates:
    """The certificates in one folder. Every method raises `OSError` if the folder cannot be read or written."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def authority(self) -> Authority:
        """Raises `NoAuthorityError`."""
        key, certificate = pair(self.folder / "ca.crt", self.folder / "authority.key")
        if key is None or certificate is None:
            raise NoAuthorityError(f"{self.folder} has no authority: make one with xiaochuang certificates authority")
        if key.public_key() != certificate.public_key():
            raise NoAuthorityError(f"{self.folder}: authority.key is not the key of ca.crt")
        return Authority(key, certificate)

    def has_authority(self) -> bool:
        """Whether a file of an authority exists: it is never overwritten."""
        return any((self.folder / name).exists() for name in ("ca.crt", "authority.key"))

    def store_authority(self, authority: Authority) -> None:
        _store_key(self.folder / "authority.key", authority.key)
        _store(self.folder / "ca.crt", authority.certificate)

    def broker(self) -> Issued | None:
        return self._issued("broker", self.folder / "broker.crt")

    def device(self, device: str) -> Issued | None:
        return self._issued("device", self._device_path(device))

    def make_broker(self, authority: Authority, names: Sequence[str], now: dt.datetime) -> Path:
        """Make the broker's certificate with a new key. Returns its file. Raises `NameRefusedError`."""
        key = new_key()
        return _store_pair(self.folder / "broker.crt", key, authority.broker(names, key.public_key(), now))

    def make_device(self, authority: Authority, device: str, now: dt.datetime) -> Path:
        """Make a device's certificate with a new key. Returns its file. Raises `NameRefusedError`."""
        key = new_key()
        return _store_pair(self._device_path(device), key, authority.device(device, key.public_key(), now))

    def all(self) -> Iterator[Issued]:
        """All certificates: the authority, the broker, then the devices by name."""
        found = [self._issued("authority", self.folder / "ca.crt"), self.broker()]
        found += [self._issued("device", path) for path in sorted((self.folder / "devices").glob("*.crt"))]
        yield from (one for one in found if one is not None)

    def _device_path(self, device: str) -> Path:
        return self.folder / "devices" / f"{device}.crt"

    def _issued(self, kind: str, path: Path) -> Issued | None:
        key_file = path.with_name("authority.key") if kind == "authority" else path.with_suffix(".key")
        key, certificate = pair(path, key_file)
        if certificate is None:
            return None
        return Issued(kind, path, certificate, key is not None and key.public_key() == certificate.public_key())


def pair(certificate_file: Path, key_file: Path) -> tuple[PrivateKey | None, x509.Certificate | None]:
    """Key and certificate in two PEM files; None for one that is missing or unreadable."""
    key: PrivateKey | None = None
    certificate: x509.Certificate | None = None
    with contextlib.suppress(FileNotFoundError, ValueError, TypeError):
        read = serialization.load_pem_private_key(key_file.read_bytes(), password=None)
        key = read if isinstance(read, ec.EllipticCurvePrivateKey) else None
    with contextlib.suppress(FileNotFoundError, ValueError):
        certificate = x509.load_pem_x509_certificate(certificate_file.read_bytes())
    return key, certificate


def _store_pair(path: Path, key: PrivateKey, certificate: x509.Certificate) -> Path:
    _store_key(path.with_suffix(".key"), key)
    _store(path, certificate)
    return path


def _store_key(path: Path, key: PrivateKey) -> None:
    with whole_file(path, mode=SECRET) as file:
        file.write(key_bytes(key))


def _store(path: Path, certificate: x509.Certificate) -> None:
    with whole_file(path, mode=OPEN) as file:
        file.write(certificate.public_bytes(serialization.Encoding.PEM))
