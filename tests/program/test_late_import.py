"""What a start does not need is not loaded; what is put off is there when it is used."""

from __future__ import annotations

import subprocess
import sys
from importlib import metadata
from pathlib import Path

from program.start.version import version

ROOT = Path(__file__).parents[2]


def said(script: str) -> str:
    """What a Python of its own prints."""
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_a_hall_reads_its_configuration_without_what_reads_e_mail_pages_and_certificates() -> None:
    script = (
        "import sys, hall.__main__; from pathlib import Path; from hall.config.file import read_hall;"
        "print(type(read_hall(Path('demo/hall.toml'))).__name__, hall.__main__.version());"
        "print([name for name in ('email', 'http.client', 'importlib.metadata', '_ssl') if name in sys.modules])"
    )
    assert said(script).splitlines() == [f"HallConfig {version()}", "[]"]


def test_what_is_put_off_is_loaded_when_something_of_it_is_used() -> None:
    script = (
        "import kiosk.mqtt, ssl, urllib.request;"
        "from ssl import SSLContext; from urllib.request import getproxies;"
        "print(SSLContext.__module__, ssl.CERT_REQUIRED.name, urllib.request.Request.__name__, callable(getproxies))"
    )
    assert said(script) == "ssl CERT_REQUIRED Request True"


def test_what_is_loaded_already_stays_as_it_is() -> None:
    script = "import ssl; was = ssl; import kiosk.mqtt, sys; print(sys.modules['ssl'] is was)"
    assert said(script) == "True"


def test_the_version_is_that_of_the_installed_package() -> None:
    assert version() == metadata.version("xiaochuang")
