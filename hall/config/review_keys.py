"""The public keys of reviews: of the pads in hall.toml, and of pads that were there before."""

from __future__ import annotations

import base64
import binascii
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from domain.config import HallConfig
from program.mistakes.form import Found

PublicKeys = Mapping[str, Sequence[str]]
"""Pad's id → its key, then the keys of earlier pads with this id."""


def public_keys(config: HallConfig) -> PublicKeys:
    """All keys with which a review may be signed."""
    found: dict[str, list[str]] = defaultdict(list)
    for device in config.devices:
        if device.public_key:
            found[device.id].append(device.public_key)
    for former in config.ratings.former_keys:
        found[former.device].append(former.public_key)
    return found


def mistakes(config: HallConfig) -> Iterator[Found]:
    """Keys that are not valid."""
    said = {f"devices[{index}].public_key": device.public_key for index, device in enumerate(config.devices)}
    said = {key: text for key, text in said.items() if text}
    for index, former in enumerate(config.ratings.former_keys):
        said[f"ratings.former_keys[{index}].public_key"] = former.public_key
    for key, text in said.items():
        if not _is_key(text):
            yield key, "is not an Ed25519 public key: 32 bytes in base64", None


def _is_key(text: str) -> bool:
    try:
        return len(base64.b64decode(text, validate=True)) == 32
    except (binascii.Error, ValueError):
        return False
