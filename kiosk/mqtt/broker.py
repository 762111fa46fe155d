"""The address of the hall's broker and the login there, from a terminal.toml or a command line."""

from __future__ import annotations

import argparse
from dataclasses import dataclass

from program.secret_file import refusal

SCHEME = "mqtt://"


@dataclass(frozen=True, slots=True, kw_only=True)
class Broker:
    """With `ca_file` the link uses TLS; `cert_file` and `key_file` are this program's own certificate, for mutual
    TLS."""

    host: str = "127.0.0.1"  # name or address
    port: int = 1883  # 1883, or 8883 with TLS
    username: str | None = None  # at the broker; with a certificate, the name in that counts
    password_file: str | None = None  # its first line is the password; mode 0600
    ca_file: str | None = None  # authority of the broker: use TLS
    cert_file: str | None = None  # own certificate
    key_file: str | None = None  # its key; mode 0600


USUAL = "127.0.0.1:1883"


def add_broker_words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--broker", default=USUAL, metavar="HOST:PORT", help="the hall's MQTT broker (%(default)s)")
    parser.add_argument("--username", help="at the broker")
    parser.add_argument("--password-file", metavar="FILE", help="holds the broker's password")
    parser.add_argument("--ca-file", metavar="FILE", help="certificate authority of the broker: use TLS")
    parser.add_argument("--cert-file", metavar="FILE", help="own certificate, for mutual TLS")
    parser.add_argument("--key-file", metavar="FILE", help="its key")


def broker_of(asked: argparse.Namespace) -> Broker:
    """The broker in command-line arguments. Raises `ValueError` with words for the person who typed them."""
    host, port = host_and_port(asked.broker.removeprefix(SCHEME))
    return Broker(
        host=host,
        port=port,
        username=asked.username,
        password_file=asked.password_file,
        ca_file=asked.ca_file,
        cert_file=asked.cert_file,
        key_file=asked.key_file,
    )


def refused_files(asked: argparse.Namespace) -> dict[str, str]:
    """Option → why the secret file that it names cannot be used."""
    files = {"--password-file": asked.password_file, "--key-file": asked.key_file}
    return {option: reason for option, name in files.items() if (reason := refusal(name))}


def host_and_port(text: str) -> tuple[str, int]:
    """`host:port`. Raises `ValueError`."""
    host, _, port = text.rpartition(":")
    if not host or not port.isascii() or not port.isdigit() or not 0 < int(port) < 65_536:
        raise ValueError(f"{text!r} is not HOST:PORT")
    return host, int(port)
