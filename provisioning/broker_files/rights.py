"""The access list of the hall's broker: for each device of hall.toml its own topics, and no others.

`systemd/mosquitto.acl` has the same rules as patterns, for any device of any hall. This list names each device of one
hall: devices that are not in hall.toml have no rights, and mosquitto has no pattern to warn about.
"""

from __future__ import annotations

from collections.abc import Iterator

from domain.config import HallConfig, Role
from kiosk.mqtt.topics import Topics

HALL_USER = "hall"
"""The hall service's name at the broker; no device may have this name."""

SAYS = ("state", "command", "event")
HEARS = ("reply", "reply/#", "ack", "order")
"""The topics under `dev/{device}/…` that a device may read."""

PUBLIC = ("host/state", "public/#", "window/+/state")


def access_list(config: HallConfig) -> str:
    """The text of mosquitto's `acl_file`, see mosquitto.conf(5)."""
    return "\n".join(_lines(config)) + "\n"


def _lines(config: HallConfig) -> Iterator[str]:
    root = Topics(config.id).base
    yield "# Made from hall.toml by `xiaochuang broker-files`: change hall.toml and run it again, do not write here."
    yield ""
    yield f"user {HALL_USER}"
    yield f"topic readwrite {root}/#"
    for device in config.devices:
        yield ""
        yield f"user {device.id}"
        yield from (f"topic write {root}/dev/{device.id}/{topic}" for topic in SAYS)
        if device.role is Role.SUPERVISOR:
            yield f"topic read {root}/#"
            continue
        yield from (f"topic read {root}/dev/{device.id}/{topic}" for topic in HEARS)
        if device.role is Role.METRICS:
            yield f"topic read {root}/host/state"
            continue
        yield from (f"topic read {root}/{topic}" for topic in PUBLIC)
