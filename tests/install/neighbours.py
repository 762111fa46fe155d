"""What the guides say of nftables, nginx and chrony, read by these programs themselves, as an empty Debian has them.

Run by `scripts/try-install`, which has an empty system; this machine's own firewall, web server and clock stay.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

import pytest

from tests.install.document import DOCS, blocks
from tests.install.guest import Guest

EMPTY = os.environ["XIAOCHUANG_EMPTY_ROOT"]
LANGUAGES = pytest.mark.parametrize("suffix", ["", ".zh-CN"], ids=["en", "zh"])
CERTIFICATE = "/etc/letsencrypt/live/hall.example"
OWN = f"ssl_certificate {CERTIFICATE}/fullchain.pem; ssl_certificate_key {CERTIFICATE}/privkey.pem;"


@pytest.fixture(scope="module")
def guest() -> Iterator[Guest]:
    made = Guest(EMPTY)
    try:
        made.run("bash", "-c", "apt-get update -qq && apt-get install -y -qq nftables nginx openssl")
        made.run("mkdir", "-p", CERTIFICATE)
        made.run(
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=hall.example"),
            *("-keyout", f"{CERTIFICATE}/privkey.pem", "-out", f"{CERTIFICATE}/fullchain.pem"),
        )
        yield made
    finally:
        made.close()


def settings(document: str, first: str) -> str:
    """The indented lines that begin with `first`, up to the next line that is not indented."""
    text = (DOCS / document).read_text(encoding="utf-8")
    (found,) = re.findall(rf"^    {re.escape(first)}.*\n(?:(?:    .*)?\n)*?(?=\S)", text, re.MULTILINE)
    return re.sub(r"^    ", "", found, flags=re.MULTILINE)


@LANGUAGES
def test_the_firewall_is_taken_as_it_is_written(guest: Guest, suffix: str) -> None:
    text = settings(f"install{suffix}.md", "flush ruleset")
    assert "8883" in text
    guest.write("/etc/nftables.conf", text)
    guest.run("nft", "-c", "-f", "/etc/nftables.conf")
    guest.write("/srv/wrong.conf", text.replace("policy drop", "policy deny"))
    assert guest.run("nft", "-c", "-f", "/srv/wrong.conf", check=False).returncode, "it reads them"


@LANGUAGES
@pytest.mark.parametrize(("document", "first"), [("install", "server {"), ("operations", "limit_conn_zone")])
def test_the_web_server_takes_the_page_s_lines_without_a_warning(
    guest: Guest, document: str, first: str, suffix: str
) -> None:
    text = settings(f"{document}{suffix}.md", first)
    assert "proxy_pass http://127.0.0.1:8080;" in text
    if CERTIFICATE not in text:  # the certificate is the reader's own
        text = text.replace("server {", f"server {{ {OWN}", 1)
    if tuple(map(int, re.findall(r"\d+", guest.run("nginx", "-v").stderr)[:3])) < (1, 25, 1):
        text = re.sub(r"listen 443 ssl;\n +http2 on;", "listen 443 ssl http2;", text)
    guest.write("/etc/nginx/conf.d/hall.conf", text)
    said = guest.run("nginx", "-t").stderr
    assert "syntax is ok" in said
    assert "test is successful" in said
    assert "[warn]" not in said


@LANGUAGES
def test_the_clock_takes_the_hall_s_lines(guest: Guest, suffix: str) -> None:
    (lines,) = (block.lines for block in blocks(f"install{suffix}.md") if "chrony" in block.lines[0])
    fetch, write, restart = (line.replace("sudo ", "") for line in lines)
    guest.run("bash", "-c", fetch.replace("apt install", "apt-get install -qq"))
    guest.run("bash", "-c", write)
    said = guest.run("chronyd", "-p").stdout
    assert "local stratum 10" in said
    assert "allow 192.168.10.0/24" in said
    assert restart == "systemctl restart chrony"
    assert guest.run("test", "-e", "/lib/systemd/system/chrony.service", check=False).returncode == 0
