"""The program's folder in a package: copies of an environment's files, checked against the lists of their wheels."""

from __future__ import annotations

import base64
import hashlib
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path, PurePosixPath

from provisioning.installation import layout
from provisioning.packages.contents import ROOT

NOT_IN_A_PROGRAM = {"tests", "docs", "build", "benchmarks", "findings"}
COMMAND = f"""#!{layout.ENVIRONMENT}/bin/python
import sys
from xiaochuang import main
sys.exit(main())
"""


class PackagingError(RuntimeError):
    """Why no package can be made; the text is for the person who makes it."""


def python_release() -> str:
    """The Python version, such as `3.11`: a package is only for the Python that it was made with."""
    return f"{sys.version_info.major}.{sys.version_info.minor}"


def packages_folder(tree: Path) -> Path:
    return tree / layout.ENVIRONMENT.lstrip("/") / f"lib/python{python_release()}/site-packages"


def make_environment(tree: Path) -> None:
    """Make a virtual environment for the machine's own Python, as `python3 -m venv` does, with our command."""
    home = tree / layout.ENVIRONMENT.lstrip("/")
    (home / "bin").mkdir(parents=True)
    packages_folder(tree).mkdir(parents=True)
    (home / "lib64").symlink_to("lib")
    for name, target in (("python", "/usr/bin/python3"), ("python3", "python")):
        (home / "bin" / name).symlink_to(target)
    settings = f"home = /usr/bin\ninclude-system-site-packages = false\nversion = {python_release()}\n"
    (home / "pyvenv.cfg").write_text(settings, encoding="utf-8")
    command = home / "bin/xiaochuang"
    command.write_text(COMMAND, encoding="utf-8")
    command.chmod(0o755)


def add_packages(wanted: Mapping[str, str], into: Path) -> None:
    """Copy packages from the running environment. Packages for other systems are left out. Raises `PackagingError`."""
    for name, version in wanted.items():
        try:
            found = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            if _is_for_others(name):
                continue
            raise PackagingError(f"{name} is not installed here: scripts/install hall terminal") from None
        if found.version != version:
            raise PackagingError(f"{name} is {found.version} here, {version} in requirements.lock: scripts/install")
        for file in found.files or ():
            if _belongs(file):
                _copy(Path(str(file.locate())), into / file, file.hash)


def _is_for_others(name: str) -> bool:
    """Whether the lock file has it only for another system, processor or Python: its line ends with a condition."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    return any(line.startswith(f"{name}==") and ";" in line for line in lock.splitlines())


def _belongs(file: PurePosixPath) -> bool:
    """Whether a file is packed. Commands, examples, bytecode and installer records are not."""
    return not (".." in file.parts or "__pycache__" in file.parts or file.name in {"INSTALLER", "REQUESTED"})


def _copy(source: Path, target: Path, expected: metadata.FileHash | None) -> None:
    content = source.read_bytes()
    if expected is not None:
        found = base64.urlsafe_b64encode(hashlib.new(expected.mode, content).digest()).rstrip(b"=").decode()
        if found != expected.value:
            raise PackagingError(f"{source} has been changed since it was installed")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    target.chmod(0o644)


def add_house(into: Path) -> None:
    """Add our own code, as a wheel of these sources. Raises `PackagingError`."""
    with tempfile.TemporaryDirectory(prefix="xiaochuang-") as work:
        copy, wheels = Path(work) / "source", Path(work) / "wheel"
        copy.mkdir()
        for path in sorted(ROOT.iterdir()):
            if path.name.startswith(".") or path.name in NOT_IN_A_PROGRAM or path.name.endswith(".egg-info"):
                continue
            if path.is_dir():
                shutil.copytree(path, copy / path.name, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copyfile(path, copy / path.name)
        build = "import sys; from setuptools import build_meta; build_meta.build_wheel(sys.argv[1])"
        words = [sys.executable, "-c", build, str(wheels)]
        done = subprocess.run(words, cwd=copy, capture_output=True, text=True, check=False)
        if done.returncode:
            raise PackagingError(f"the house could not be made a wheel:\n{done.stderr.strip()}")
        (wheel,) = wheels.glob("*.whl")
        with zipfile.ZipFile(wheel) as packed:
            inner = [name for name in packed.namelist() if ".data/" not in name]
            packed.extractall(into, inner)


def add_bytecode(tree: Path) -> None:
    """Add bytecode, bound to each file's time, which the package keeps. Programs may not write it themselves, and would
    start slower."""
    words = ["-m", "compileall", "-q", "-q", "-j", "0", "-s", str(tree), "-p", "/", "--invalidation-mode", "timestamp"]
    subprocess.run([sys.executable, *words, str(packages_folder(tree))], capture_output=True, check=False)
