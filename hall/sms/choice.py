"""From `--sms` and `sms.toml` to a back end, or to everything that is wrong with the file and with its secrets."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from hall.sms.ledger import FILE, Ledger
from hall.sms.port import SmsGateway
from hall.sms.rate_limit import RateLimit
from program.data_version import NewerDataError
from program.mistakes.nearest import nearest
from program.secret_file import CREDENTIAL, SecretRefusedError, beside, read_secret
from program.toml_file import Mistake, read_toml, source_of
from program.toml_text import read_table

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Wrong: TypeAlias = list[Mistake]
Make = Callable[[Path], SmsGateway | Wrong]
"""From the hall's data folder to the back end."""

T = TypeVar("T", bound="DataclassInstance")

_NOT_NOW = (errno.EADDRINUSE, errno.EADDRNOTAVAIL)  # another has it, or the network is not up yet


class AddressTakenError(Exception):
    """The file is right, and its address for reports cannot be had now. The text says which."""


def choose(kind: str, config: Path, data: Path, texts: Sequence[str] = ()) -> SmsGateway | Wrong:
    """A back end that is set up by a file. `kind` is a key of `BACK_ENDS`; only the chosen one is loaded.

    `texts` are what the hall may send: an operator that sends registered templates only must have one for each.
    Raises `AddressTakenError`.
    """
    judged = BACK_ENDS[kind](config, texts)
    return judged if isinstance(judged, list) else judged(data)


@dataclass(frozen=True, slots=True)
class UnusableSecret(Mistake):
    """A secret that cannot be read by who judges the file. The hall's own user may read it, or it is not there yet."""


def mistakes(config: Path, texts: Sequence[str] = ()) -> Wrong:
    """What is wrong with a file whose `--sms` nobody has said: the back end is the one that its keys are of.

    Credentials of systemd, which only the hall's unit has, are taken for right.
    """
    table = _table(config)
    if table is None:
        judged = BACK_ENDS["http"](config, texts)  # any reader names it
        return judged if isinstance(judged, list) else []
    kind = max(TELLING_KEYS, key=lambda one: len(table.keys() & TELLING_KEYS[one]))
    if not table.keys() & TELLING_KEYS[kind]:
        return [Mistake(str(config), "", f"has the keys of none of --sms {', '.join(TELLING_KEYS)}")]
    judged = BACK_ENDS[kind](config, texts)
    wrong = judged if isinstance(judged, list) else []
    return [one for one in wrong if not (isinstance(one, UnusableSecret) and _is_credential(table.get(one.key)))]


def _is_credential(name: object) -> bool:
    return isinstance(name, str) and name.startswith(CREDENTIAL)


TELLING_KEYS = {
    "http": {"url", "shape", "token_file", "user", "templates", "status_url", "receipts_url"},
    "smpp": {"system_id", "password_file", "system_type", "ids", "tls"},
    "cmpp": {"sp_id", "service", "version", "quiet_seconds"},
    "gammu": {"database", "delivered", "valid_minutes"},
}
"""Keys by which a file shows whose it is: no other back end has them."""


def _http(config: Path, texts: Sequence[str]) -> Make | Wrong:
    from hall.sms.operators.http_dialects import HTTP_DIALECTS
    from hall.sms.operators.http_operator import OperatorGateway, OperatorSecrets, OperatorSettings
    from hall.sms.operators.http_plain import HttpGateway, HttpSettings
    from hall.sms.operators.templates import recognise

    shape = _shape(config)
    if shape == "plain":
        plain = _from_its_folder(read_toml(HttpSettings, config), config)
        if isinstance(plain, list):
            return plain
        wrong: Wrong = []
        token = _secret(config, "token_file", plain.token_file, wrong)
        wrong += [_mistake(config, key, reason) for key, reason in plain.mistakes()]
        return wrong or (lambda _data: HttpGateway(plain, token))
    if shape not in HTTP_DIALECTS:
        known = ["plain", *HTTP_DIALECTS]
        return [_mistake(config, "shape", f"is one of {', '.join(known)}", nearest(shape, known))]
    settings = _from_its_folder(read_toml(OperatorSettings, config), config)
    if isinstance(settings, list):
        return settings
    wrong = [_mistake(config, key, reason) for key, reason in settings.mistakes()]
    if HTTP_DIALECTS[shape].needs_template and settings.templates:
        lacking = [text for text in texts if recognise(text, settings.templates) is None]
        wrong += [_mistake(config, "templates", f"none has the words of {text!r}") for text in lacking]
    secret = _secret(config, "secret_file", settings.secret_file, wrong)
    listen = _secret(config, "listen_secret_file", settings.listen_secret_file, wrong)
    if wrong:
        return wrong
    secrets = OperatorSecrets(secret, listen)
    return lambda data: _with_ledger(data, lambda ledger: OperatorGateway(settings, secrets, ledger), settings.listen)


def _smpp(config: Path, _texts: Sequence[str]) -> Make | Wrong:
    from hall.sms.operators.smpp import PASSWORD_MOST, SmppDialect, SmppSettings
    from hall.sms.operators.smsc_connection import ConnectionTiming
    from hall.sms.operators.smsc_gateway import SmscGateway
    from hall.sms.operators.smsc_socket import Tls, trusting

    settings = _from_its_folder(read_toml(SmppSettings, config), config)
    if isinstance(settings, list):
        return settings
    wrong = [_mistake(config, key, reason) for key, reason in settings.mistakes()]
    password = _secret(config, "password_file", settings.password_file, wrong)
    if len(password) > PASSWORD_MOST or not password.isascii():
        wrong.append(_mistake(config, "password_file", "has more than 8 characters, or others than ASCII"))
    timing = ConnectionTiming(
        answer_s=settings.answer_seconds, quiet_s=settings.enquire_seconds, window=settings.window
    )
    tls = None
    try:
        if settings.tls:
            tls = Tls(trusting(settings.ca_file), settings.tls_name or settings.host)
    except OSError as error:
        wrong.append(_mistake(config, "ca_file", f"holds no certificate authority: {error.strerror or error}"))
    if wrong:
        return wrong

    def make(ledger: Ledger) -> SmsGateway:
        dialect, rate = SmppDialect(settings, password, ledger.report), RateLimit(settings.per_second)
        return SmscGateway((settings.host, settings.port), dialect, ledger, timing, rate=rate, tls=tls)

    return lambda data: _with_ledger(data, make)


def _gammu(config: Path, _texts: Sequence[str]) -> Make | Wrong:
    from hall.sms.operators.gammu import GammuGateway, GammuSettings, what_is_wrong

    settings = _from_its_folder(read_toml(GammuSettings, config), config)
    if isinstance(settings, list):
        return settings
    wrong = [_mistake(config, key, reason) for key, reason in what_is_wrong(settings)]
    return wrong or (lambda _data: GammuGateway(settings))


def _cmpp(config: Path, _texts: Sequence[str]) -> Make | Wrong:
    from hall.sms.operators.cmpp import CmppDialect, CmppSettings
    from hall.sms.operators.smsc_connection import ConnectionTiming
    from hall.sms.operators.smsc_gateway import SmscGateway

    settings = _from_its_folder(read_toml(CmppSettings, config), config)
    if isinstance(settings, list):
        return settings
    wrong = [_mistake(config, key, reason) for key, reason in settings.mistakes()]
    secret = _secret(config, "secret_file", settings.secret_file, wrong)
    timing = ConnectionTiming(answer_s=settings.answer_seconds, quiet_s=settings.quiet_seconds, window=settings.window)
    if wrong:
        return wrong

    def make(ledger: Ledger) -> SmsGateway:
        dialect, rate = CmppDialect(settings, secret, ledger.report), RateLimit(settings.per_second)
        return SmscGateway((settings.host, settings.port), dialect, ledger, timing, rate=rate)

    return lambda data: _with_ledger(data, make)


BACK_ENDS: dict[str, Callable[[Path, Sequence[str]], Make | Wrong]] = {
    "http": _http,
    "smpp": _smpp,
    "gammu": _gammu,
    "cmpp": _cmpp,
}


def _shape(config: Path) -> str:
    """The shape decides which keys there may be. An unreadable file is `plain`, whose reader names the mistake."""
    return str((_table(config) or {}).get("shape", "plain"))


def _table(config: Path) -> dict[str, Any] | None:
    """None if it cannot be read, or is not TOML."""
    try:
        table = read_table(config)
    except OSError:
        return None
    return None if isinstance(table, str) else table


PATHS = ("token_file", "secret_file", "listen_secret_file", "password_file", "ca_file", "database")
"""Keys of the files that a back end's settings name."""


def _from_its_folder(read: T | Wrong, config: Path) -> T | Wrong:
    """The same with absolute paths: those of the file are taken from where it lies, as terminal.toml does it."""
    if isinstance(read, list):
        return read
    folder = config.parent.resolve()
    named = {key: name for key in PATHS if (name := getattr(read, key, None))}
    return replace(read, **{key: beside(folder, name) for key, name in named.items()})


def _mistake(config: Path, key: str, reason: str, near: str | None = None) -> Mistake:
    return Mistake(str(config), key, reason, near, source_of(config))


def _secret(config: Path, key: str, name: str | None, wrong: Wrong) -> str:
    """The content of the file that the setting names. A mistake is added to `wrong`."""
    if name is None:
        return ""
    try:
        return read_secret(name)
    except SecretRefusedError as refused:
        wrong.append(UnusableSecret(str(config), key, str(refused), source=source_of(config)))
        return ""


def _with_ledger(data: Path, make: Callable[[Ledger], SmsGateway], listen: str | None = None) -> SmsGateway | Wrong:
    try:
        ledger = Ledger(data)
    except (NewerDataError, OSError, sqlite3.Error) as error:
        return [Mistake(str(data / FILE), "", f"cannot be used: {error}")]
    try:
        return make(ledger)
    except OSError as error:
        ledger.close()
        if error.errno in _NOT_NOW:
            raise AddressTakenError(f"the address for SMS reports, {listen}: {error.strerror}") from None
        return [Mistake(str(data), "", f"the address for reports cannot be opened: {error.strerror}")]
