"""Certificates of an authority of its own, as files: what `xiaochuang certificates` makes, without a hall.toml."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from cryptography.hazmat.primitives import serialization

from provisioning.certificates.authority import Authority, key_bytes, new_key


def server(folder: Path, name: str) -> None:
    """`ca.crt`, `{name}.crt` and `{name}.key` of a server on 127.0.0.1."""
    _issue(folder, name, is_server=True)


def stranger(folder: Path, device: str) -> None:
    """`ca.crt`, `{device}.crt` and `{device}.key`: a device of this name, in another hall."""
    _issue(folder, device, is_server=False)


def _issue(folder: Path, name: str, *, is_server: bool) -> None:
    now = dt.datetime.now(dt.UTC)
    authority, key = Authority.new("test", now), new_key()
    public = key.public_key()
    certificate = authority.broker(["127.0.0.1"], public, now) if is_server else authority.device(name, public, now)
    (folder / "ca.crt").write_bytes(authority.certificate.public_bytes(serialization.Encoding.PEM))
    (folder / f"{name}.crt").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    path = folder / f"{name}.key"
    path.touch(0o600)
    path.write_bytes(key_bytes(key))
