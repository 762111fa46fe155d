"""A second machine on this one: a copy of its system that nobody else sees, with its own users, units and network.

The copy is an overlay: what the guest writes is in memory and gone with it. `run` works in it before it is booted, with
this machine's network, so that packages can be fetched; `boot` starts its own systemd, and from then on `run` works
beside that, with a network of its own that reaches nobody: its ports are free, whatever else runs here.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
PATIENCE_S = 180.0
PASSED_ON = ("SSL_CERT_FILE", "UV_DEFAULT_INDEX", "PIP_INDEX_URL", "https_proxy", "http_proxy", "no_proxy")

HOLD = """
mount -t tmpfs -o mode=755 none {top}
mkdir {top}/upper {top}/work {root}
mount -t overlay overlay -o lowerdir={lower},upperdir={top}/upper,workdir={top}/work {root}
for each in proc sys dev dev/pts dev/shm; do mount --bind /$each {root}/$each; done
mount -t tmpfs -o mode=755 none {root}/run
mount -t tmpfs -o mode=1777 none {root}/tmp
mkdir -p {root}/run/lock
rm -f {root}/etc/systemd/system/*.wants/*
echo ready
exec sleep infinity
"""

BOOT = """
cd {root}
umount dev/shm dev/pts dev sys proc run
mount -t proc proc proc
mount -t sysfs -o ro sysfs sys
mount -t cgroup2 cgroup2 sys/fs/cgroup
mount -t tmpfs -o mode=755 none dev
for each in null zero full random urandom tty; do : >dev/$each; mount --bind /dev/$each dev/$each; done
mkdir dev/shm dev/pts
mount -t tmpfs none dev/shm
mount -t devpts -o newinstance,ptmxmode=0666 devpts dev/pts
ln -s pts/ptmx dev/ptmx
ln -s /proc/self/fd dev/fd
mount -t tmpfs -o mode=755 none run
: >etc/machine-id
hostname guest
pivot_root . .
umount --lazy .
mount --make-rshared /
cd /
exec env -i container=oci PATH={path} /lib/systemd/systemd --log-target=journal --show-status=0
"""


APART = ("--mount", "--propagation", "private", "--pid", "--net", "--uts", "--ipc", "--cgroup")
PROBE = """
mount -t tmpfs none /mnt
mkdir /mnt/upper /mnt/work /mnt/root /mnt/cgroup
mount -t overlay overlay -o lowerdir=/etc,upperdir=/mnt/upper,workdir=/mnt/work /mnt/root
mount -t cgroup2 cgroup2 /mnt/cgroup
test -x /lib/systemd/systemd
"""


def refused() -> str:
    """Why this machine cannot hold a guest: a container without rights of its own. "" if it can."""
    probe = ["unshare", *APART, "--fork", "bash", "-euc", PROBE]
    done = subprocess.run(probe, capture_output=True, text=True, timeout=60, check=False)
    return "" if done.returncode == 0 else done.stderr.strip() or f"exit code {done.returncode}"


class Guest:
    """`lower`: the system it is a copy of."""

    def __init__(self, lower: str = "/") -> None:
        self._top = tempfile.mkdtemp(prefix="guest-", dir="/var/tmp")
        self.root = Path(self._top) / "root"
        self._words = {"top": self._top, "root": str(self.root), "lower": lower, "path": PATH}
        self._holder = self._spawn(["unshare", "--mount", "--propagation", "private"], HOLD)
        said = self._holder.stdout.readline() if self._holder.stdout else ""
        assert said == "ready\n", self._holder.communicate()[1]
        self._booted: subprocess.Popen[str] | None = None
        self._init = 0

    def _spawn(self, before: list[str], script: str) -> subprocess.Popen[str]:
        """It ends with this process, whatever ends that."""
        return subprocess.Popen(
            ["setpriv", "--pdeathsig", "KILL", *before, "bash", "-euc", script.format(**self._words)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def boot(self) -> None:
        """Returns when its systemd has started what is enabled, or has failed to."""
        into = ["nsenter", "--target", str(self._holder.pid), "--mount"]
        self._booted = self._spawn([*into, "unshare", *APART, "--fork", "--kill-child"], BOOT)
        children = Path(f"/proc/{self._booted.pid}/task/{self._booted.pid}/children")
        self.until(lambda: children.read_text().split(), "its first process")
        self._init = int(children.read_text().split()[0])
        asked = ("systemctl", "is-system-running")
        self.until(lambda: self.run(*asked, check=False).stdout.strip() in {"running", "degraded"}, "its systemd")

    def run(self, *words: str, user: str = "root", check: bool = True, **more: str) -> subprocess.CompletedProcess[str]:
        """A command there, in the home of `user`. `more`: its environment besides the usual."""
        passed = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        environment = {"PATH": PATH, "LANG": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive", **passed, **more}
        given = [f"{name}={value}" for name, value in environment.items()]
        if self._init:
            entered = ["nsenter", "--target", str(self._init), "--all", "--root", "--wd"]
        else:
            entered = ["nsenter", "--target", str(self._holder.pid), "--mount", "chroot", str(self.root)]
        home = "/root" if user == "root" else f"/home/{user}"
        as_user = ["env", "-i", f"HOME={home}", f"USER={user}", *given]
        if user != "root":
            as_user = ["setpriv", f"--reuid={user}", f"--regid={user}", "--init-groups", *as_user]
        inner = f"cd {home} && exec {shlex.join(words)}"
        done = subprocess.run(
            [*entered, *as_user, "bash", "-c", inner],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        assert not check or done.returncode == 0, f"{shlex.join(words)}\n{done.stdout}{done.stderr}"
        return done

    def write(self, path: str, text: str) -> None:
        self.run("mkdir", "-p", str(Path(path).parent))
        self.run("bash", "-c", f"printf %s {shlex.quote(text)} >{shlex.quote(path)}")

    def unpack(self, archive: bytes, folder: str) -> None:
        """A tar archive, into a folder of the guest; before it is booted."""
        assert not self._init
        entered = ["nsenter", "--target", str(self._holder.pid), "--mount"]
        unpack = [*entered, "tar", "-C", f"{self.root}{folder}", "--no-same-owner", "-xf", "-"]
        subprocess.run(unpack, input=archive, check=True)

    def written(self) -> set[str]:
        """The files that it has written, each with when; not those that change on this machine meanwhile."""
        entered = ["nsenter", "--target", str(self._holder.pid), "--mount"]
        find = [*entered, "find", f"{self._top}/upper", "!", "-type", "d", "-printf", "/%P %T@\\n"]
        return set(subprocess.run(find, capture_output=True, text=True, check=True).stdout.splitlines())

    def until(self, so: Callable[[], object], what: str) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while not so():
            assert time.monotonic() < deadline, f"{what} is not there after {PATIENCE_S} s"
            time.sleep(0.1)

    def close(self) -> None:
        for process in (self._booted, self._holder):
            if process is not None:
                process.kill()
                process.communicate()
        Path(self._top).rmdir()
