"""Where our files are on a machine, and which user reads what: paths, users, units. Everything that installs uses this
module.

Our own files are in `/opt` and `/usr/local/lib`, where nobody edits by hand. A hall's own files are in `/etc`. An
engineer's drop-ins in `/etc/systemd/system` override ours (ADR 33).
"""

from __future__ import annotations

from dataclasses import dataclass

HOME = "/opt/xiaochuang"
ENVIRONMENT = f"{HOME}/.venv"
"""A link to the release in use, in `{HOME}/releases`. It is replaced atomically, so after a power cut it is the old or
the new one."""

PROGRAM = f"{ENVIRONMENT}/bin/xiaochuang"
COMMAND = "/usr/local/bin/xiaochuang"
CONFIGURATION = "/etc/xiaochuang"
TLS = f"{CONFIGURATION}/tls"
DATA, CACHE = "/var/lib", "/var/cache"

UNITS = "/usr/local/lib/systemd/system"
SYSUSERS = "/usr/local/lib/sysusers.d/xiaochuang.conf"
TMPFILES = "/usr/local/lib/tmpfiles.d/xiaochuang.conf"
UDEV = "/usr/local/lib/udev/rules.d/70-xiaochuang.rules"
POLKIT = "/etc/polkit-1/rules.d/70-xiaochuang.rules"
BROKER = "/etc/mosquitto/conf.d/xiaochuang.conf"
RATE_LINE = "/etc/mosquitto/xiaochuang.nft"

SHARE = "/usr/local/share"
"""Man pages and completions, laid out as in the folder `share`."""

BROKER_UNIT = "mosquitto.service"
BROKER_USER = "mosquitto"
DISPLAY_UNIT = "xiaochuang-x.service"


@dataclass(frozen=True, slots=True, kw_only=True)
class InstalledProgram:
    """One program as its unit starts it. `settings`: its file in `/etc/xiaochuang`. `template`: the unit's file."""

    part: str
    unit: str
    user: str
    settings: str

    @property
    def data(self) -> str:
        return f"{DATA}/{self.user}"

    @property
    def template(self) -> str:
        name, at, _ = self.unit.partition("@")
        return f"{name}@.service" if at else self.unit


HALL = InstalledProgram(part="hall", unit="xiaochuang-hall.service", user="xiaochuang-hall", settings="hall.toml")
BESIDE_THE_HALL = {
    role: InstalledProgram(
        part="hall", unit=f"xiaochuang-{role}.service", user=f"xiaochuang-{role}", settings="hall.toml"
    )
    for role in ("phone-page", "metrics")
}
"""Programs of the server that are devices of the hall, by their role, which is their device's id too."""

CONTENT = InstalledProgram(
    part="hall", unit="xiaochuang-content.service", user="xiaochuang-content", settings="hall.toml"
)
"""Serves content; it is no device of the hall. It starts if hall.toml has `[content]`."""

KIOSK = InstalledProgram(
    part="terminal", unit="xiaochuang-kiosk.service", user="xiaochuang-kiosk", settings="terminal.toml"
)
TERMINALS = (
    KIOSK,
    *(
        InstalledProgram(
            part="terminal",
            unit=f"xiaochuang-{kind}@{which}.service",
            user=f"xiaochuang-{kind}-{which}",
            settings=f"{kind}-{which}.toml",
        )
        for kind, which in (("pad", "citizen"), ("pad", "clerk"), ("screen", "hall"), ("screen", "window"))
    ),
)
PROGRAMS = (HALL, *BESIDE_THE_HALL.values(), CONTENT, *TERMINALS)
UNITS_OF_HOUSE = (DISPLAY_UNIT, *(one.unit for one in PROGRAMS))

SHIPPED = {
    "both": {
        "sysusers/xiaochuang.conf": SYSUSERS,
        "tmpfiles/xiaochuang.conf": TMPFILES,
        "xiaochuang-.service.d/10-house.conf": f"{UNITS}/xiaochuang-.service.d/10-house.conf",
    },
    "hall": {one.unit: f"{UNITS}/{one.unit}" for one in (HALL, *BESIDE_THE_HALL.values(), CONTENT)},
    "broker": {
        "mosquitto.conf": BROKER,
        "mosquitto.nft": RATE_LINE,
        BROKER_UNIT: f"{UNITS}/{BROKER_UNIT}",
        "mosquitto.service.d/xiaochuang.conf": f"{UNITS}/mosquitto.service.d/xiaochuang.conf",
    },
    "terminal": {
        "udev/70-xiaochuang.rules": UDEV,
        "polkit/70-xiaochuang.rules": POLKIT,
        **{
            name: f"{UNITS}/{name}"
            for name in (
                "xiaochuang-x.service",
                "xiaochuang-x.service.d/20-display.conf",
                "xiaochuang-kiosk.service",
                "xiaochuang-pad@.service",
                "xiaochuang-pad@citizen.service.d/20-touch.conf",
                "xiaochuang-pad@clerk.service.d/20-staff-card.conf",
                "xiaochuang-screen@.service",
            )
        },
    },
}
"""File of the folder `systemd`: where it goes.

A server has `both`, `hall` and, once there are certificates, `broker`; a terminal `both` and `terminal`.
"""
