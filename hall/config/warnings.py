"""What is in order in a `hall.toml`, and still deserves a second look before a hall opens with it."""

from __future__ import annotations

from collections.abc import Iterator

from domain.config import HallConfig, Role
from program.toml_file import Found

REVIEWING = frozenset({Role.PAD, Role.PAD_CITIZEN})
"""The roles whose devices send the citizen's own touch."""


def warnings(config: HallConfig) -> Iterator[Found]:
    """Each is `(key path, reason, None)`."""
    for index, device in enumerate(config.devices):
        if device.role in REVIEWING and not device.public_key:
            reason = (
                f"is missing: the reviews of {device.id} are taken unsigned, and whoever reaches the wire in its name"
                " can make one (`xiaochuang pad --public-key` prints its key)"
            )
            yield f"devices[{index}].public_key", reason, None
