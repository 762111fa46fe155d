"""The shipped limit of what one address may send (`systemd/mosquitto.nft`), on a broker of one's own on loopback."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

FILE = Path(__file__).parents[2] / "systemd/mosquitto.nft"
TABLE = "xiaochuang_bench"
HERE = "ip saddr != 127.0.0.1"
NFT = shutil.which("nft") or "/usr/sbin/nft"


def usable() -> bool:
    """Whether this machine has nftables, and we may use it."""
    return (
        os.geteuid() == 0
        and Path(NFT).exists()
        and subprocess.run([NFT, "list", "tables"], check=False).returncode == 0
    )


def rules(port: int, table: str = TABLE) -> str:
    """As shipped, but for the broker's port, and that on loopback all are counted except who sends from 127.0.0.1."""
    text = FILE.read_text(encoding="utf-8").replace("inet xiaochuang", f"inet {table}")
    text = text.replace('iifname != "lo" tcp dport 8883 update @senders4', f"{HERE} tcp dport {port} update @senders4")
    return text.replace('iifname != "lo" tcp dport 8883', f"tcp dport {port}")


@contextlib.contextmanager
def limited(port: int, table: str = TABLE) -> Iterator[None]:
    """While it counts at this port. Raises `subprocess.CalledProcessError` without the right to."""
    subprocess.run([NFT, "-f", "-"], input=rules(port, table).encode(), check=True)
    try:
        yield
    finally:
        subprocess.run([NFT, "delete", "table", "inet", table], check=True)
