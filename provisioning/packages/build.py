"""Makes a Debian package from a tree of files, using only `dpkg-deb`. The same sources give the same bytes."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

from provisioning.installation import layout
from provisioning.packages.contents import COMMON, PARTS, PLACER, ROOT, HousePackage, in_a_package
from provisioning.packages.environment import (
    PackagingError,
    add_bytecode,
    add_house,
    add_packages,
    make_environment,
    packages_folder,
    python_release,
)
from provisioning.packages.scripts_of_dpkg import PLACE, maintainer_scripts


def build(package: HousePackage, out: Path, *, quick: bool) -> Path:
    """Make the package and return its file. `quick`: faster to unpack, without bytecode. Raises `PackagingError`,
    `OSError`."""
    made_at = _time_of_sources()
    with tempfile.TemporaryDirectory(prefix="xiaochuang-") as work:
        tree = Path(work) / "tree"
        tree.mkdir()
        _fill(package, tree)
        _same_time(tree, made_at)
        if not quick:
            add_bytecode(tree)
        control = tree / "DEBIAN"
        control.mkdir()
        (control / "control").write_text(_control(package, _size_kib(tree)), encoding="utf-8")
        for name, text in maintainer_scripts(package).items():
            (control / name).write_text(text, encoding="utf-8")
            (control / name).chmod(0o755)
        _same_time(tree, made_at)
        target = out / f"{package.name}_{version()}_{architecture()}.deb"
        pack = ["dpkg-deb", "--root-owner-group", f"-Z{'none' if quick else 'xz'}", "--build", str(tree), str(target)]
        environment = {**os.environ, "SOURCE_DATE_EPOCH": str(made_at)}
        done = subprocess.run(pack, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise PackagingError(f"dpkg-deb: {done.stderr.strip()}")
    return target


def version() -> str:
    """The package's version, such as `0.2.0~deb12`: each release of Debian has its own Python, and so its own
    package."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    try:
        release = platform.freedesktop_os_release().get("VERSION_ID", "")
    except OSError:
        release = ""
    if not release.isdigit():
        raise PackagingError(
            "a package is made on the release of Debian that it is for; this system does not say which"
        )
    return f"{project['version']}~deb{release}"


def architecture() -> str:
    return subprocess.run(["dpkg", "--print-architecture"], capture_output=True, text=True, check=True).stdout.strip()


def _fill(package: HousePackage, tree: Path) -> None:
    for name, target in package.shipped().items():
        _place(ROOT / "systemd" / name, tree, target)
    if not package.part:
        make_environment(tree)
        add_house(packages_folder(tree))
        command = tree / in_a_package(layout.COMMAND).lstrip("/")
        command.parent.mkdir(parents=True)
        command.symlink_to(layout.PROGRAM)
        for path in sorted((ROOT / "share").rglob("*")):
            if path.is_file():
                _place(path, tree, f"{in_a_package(layout.SHARE)}/{path.relative_to(ROOT / 'share')}")
        placer = tree / PLACER.lstrip("/")
        placer.parent.mkdir(parents=True)
        placer.write_text(PLACE, encoding="utf-8")
        placer.chmod(0o755)
    add_packages(package.python_packages(), packages_folder(tree))
    _place(ROOT / "LICENSE", tree, f"/usr/share/doc/{package.name}/copyright")
    for path in [tree, *tree.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)


def _place(source: Path, tree: Path, target: str) -> None:
    path = tree / target.lstrip("/")
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, path)


def _control(package: HousePackage, size_kib: int) -> str:
    depends = package.debian_packages()
    if package.part:
        depends = [f"{COMMON} (= {version()})", *depends]
    else:
        major, minor = python_release().split(".")
        depends += [f"python3 (>= {major}.{minor})", f"python3 (<< {major}.{int(minor) + 1})"]
    lines = {
        "Package": package.name,
        "Version": version(),
        "Architecture": architecture(),
        "Maintainer": "The Xiaochuang project <xiaochuang@localhost>",
        "Installed-Size": str(size_kib),
        "Depends": ", ".join(depends),
        "Recommends": ", ".join(_for_missing_wheels(package)),
        "Suggests": "" if package.part else ", ".join(f"{COMMON}-{part}" for part in PARTS),
        "Section": "misc",
        "Priority": "optional",
        "Description": package.summary,
    }
    return "".join(f"{name}: {value}\n" for name, value in lines.items() if value) + (
        " Nothing is started by the package. What a hall has of its own is placed by\n"
        f" {PLACER} hall|terminal --site DIR\n"
    )


def _for_missing_wheels(package: HousePackage) -> list[str]:
    """Recommended packages in place of missing wheels: lgpio has none for Python 3.13. Raspberry Pi OS has the package,
    Debian does not, and apt then goes on without it."""
    return ["python3-lgpio"] if package.part == "terminal" and sys.version_info >= (3, 13) else []


def _time_of_sources() -> int:
    """The time of the sources in seconds since 1970: SOURCE_DATE_EPOCH, or else the last commit, or else the newest
    changelog entry."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if given.isdigit():
        return int(given)
    asked = ["git", "-c", f"safe.directory={ROOT}", "log", "-1", "--format=%ct"]
    try:
        told = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()
    except FileNotFoundError:
        told = ""
    return int(told) if told.isdigit() else int((ROOT / "CHANGELOG.md").stat().st_mtime)


def _same_time(tree: Path, seconds: int) -> None:
    for path in [tree, *tree.rglob("*")]:
        os.utime(path, (seconds, seconds), follow_symlinks=False)


def _size_kib(tree: Path) -> int:
    return sum(-(-path.lstat().st_size // 1024) for path in tree.rglob("*") if not path.is_dir())
