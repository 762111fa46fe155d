"""`python -m hall`: the hall service as a program. It chooses the parts and starts them, nothing else."""

from __future__ import annotations

import argparse
import gc
import logging
import os
import signal
import sqlite3
import sys
from collections.abc import Sequence
from pathlib import Path

from domain.config import HallConfig
from hall.bootstrap import make_service
from hall.clock.machine_clocks import MachineClocks, MovedClocks, boot_id
from hall.clock.timekeeper import Timekeeper
from hall.config.file import read_hall
from hall.copies.copier import DAYS_KEPT, Copier, CopyPolicy
from hall.copies.opening import open_store
from hall.copies.safe_store import STORE, Beside
from hall.disk.disk_words import disk_words
from hall.disk.journal import UnreadableEventError
from hall.disk.lock import alone
from hall.disk.schema import SchemaError
from hall.progress.port import CaseSource
from hall.sms.choice import BACK_ENDS, AddressTakenError, choose
from hall.sms.port import SmsGateway
from hall.sms.text import every_text
from kiosk.mqtt.broker import Broker, add_broker_words, broker_of, refused_files
from kiosk.mqtt.connection import dial
from program import logs
from program.data_version import NewerDataError
from program.durable import DamagedError, is_damaged
from program.failures import place_of
from program.secret_file import SecretRefusedError
from program.start.version import version
from program.toml_file import Mistake

logger = logging.getLogger("hall")


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(
        prog="xiaochuang hall",
        description="The hall service: the only writer of a hall's queues. Answers on MQTT, keeps everything on disk.",
        epilog="Ends with 0 after SIGTERM; 64: wrong arguments, 65: mistakes in a file, a shared secret, "
        "or data of a newer version, named on stderr, 69: another program has the data folder or the address for SMS "
        "reports, 70: a bug, 74: the disk cannot be used, 78: another hall service works under this hall's name.",
    )
    made.add_argument("--config", type=Path, required=True, metavar="hall.toml", help="what the hall is made of")
    made.add_argument("--data", type=Path, metavar="DIR", help="folder of the hall's store; made if missing")
    add_broker_words(made)
    made.add_argument("--sms", choices=("none", "file", *BACK_ENDS), default="none", help="where messages go")
    made.add_argument("--sms-dir", type=Path, metavar="DIR", help="file: where phones.jsonl grows (default: DIR)")
    made.add_argument(
        "--sms-config", type=Path, metavar="sms.toml", help="the back end's settings and its secrets' files"
    )
    made.add_argument(
        "--second-copies", type=Path, metavar="DIR", help="a folder on another disk, for copies of the store too"
    )
    made.add_argument(
        "--copies-kept", type=int, default=DAYS_KEPT, metavar="DAYS", help="how many days a copy is kept (%(default)s)"
    )
    made.add_argument("--check-config", action="store_true", help="only say what is wrong with hall.toml")
    made.add_argument("--clock-offset-file", type=Path, help=argparse.SUPPRESS)  # for tests: see `MovedClocks`
    return made


def main(argv: Sequence[str] | None = None) -> int:
    """Run until SIGTERM or Ctrl-C. Returns the exit status."""
    asked = parser().parse_args(argv)
    logs.begin()
    if asked.check_config:
        from hall.config.check import check

        return check([asked.config])
    if asked.data is None:
        parser().error("--data is needed")
    try:
        broker = broker_of(asked)
    except ValueError as error:
        print(f"xiaochuang hall: --broker: {error}", file=sys.stderr)
        return os.EX_USAGE
    config = read_hall(asked.config, works=True)
    try:
        gateway = _gateway(asked, every_text(config) if isinstance(config, HallConfig) else ())
    except AddressTakenError as error:
        if not isinstance(config, list):
            logger.error("cannot be had now: %s", error)  # noqa: TRY400 - no bug, and nothing to trace
            return os.EX_UNAVAILABLE
        gateway = None  # mistakes in the file are reported first
    mistakes = [Mistake(option, "", reason) for option, reason in refused_files(asked).items()]
    mistakes += [*(config if isinstance(config, list) else []), *(gateway if isinstance(gateway, list) else [])]
    cases = _cases(config, asked.config) if isinstance(config, HallConfig) and not mistakes else None
    if isinstance(cases, Mistake):
        mistakes.append(cases)
    if isinstance(config, list) or isinstance(gateway, list) or isinstance(cases, Mistake) or mistakes:
        from program.mistakes.telling import tell

        tell(mistakes)
        return os.EX_DATAERR
    try:
        with alone(asked.data) as is_alone:
            if not is_alone:
                logger.error("another hall service works in %s", asked.data)
                return os.EX_UNAVAILABLE
            try:
                return _serve(config, gateway, cases, broker, asked)
            finally:
                gc.enable()
    except (NewerDataError, SchemaError, UnreadableEventError) as error:
        logger.error("the hall cannot go on from its data: %s", error)  # noqa: TRY400 - said in full
        return os.EX_DATAERR
    except (OSError, sqlite3.Error) as error:
        words = disk_words(error, asked.data / STORE if isinstance(error, sqlite3.Error) else None)
        logger.error("the data folder %s cannot be used: %s", asked.data, words)  # noqa: TRY400
        return os.EX_IOERR
    except Exception as error:
        logger.critical("the hall service fails: %s", place_of(error))
        return os.EX_SOFTWARE


def _serve(
    config: HallConfig, gateway: SmsGateway | None, cases: CaseSource | None, broker: Broker, asked: argparse.Namespace
) -> int:
    gc.disable()  # until the service is ready: collecting garbage during the start doubles its time
    beside = Beside(asked.data)
    policy = CopyPolicy(second=asked.second_copies, days=asked.copies_kept)
    store = open_store(asked.data / STORE, beside, policy.second)
    copier = Copier(asked.data / STORE, beside, policy, lambda why: service.fail(DamagedError(why)))
    clocks = MovedClocks(asked.clock_offset_file) if asked.clock_offset_file else MachineClocks()
    time = Timekeeper(clocks, store, boot_id())
    service = make_service(
        config,
        store,
        dial(broker),
        folder=asked.config.parent,
        clock_ms=time.now_ms,
        time=time,
        gateway=gateway,
        cases=cases,
        version=version(),
        copier=copier,
    )
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: service.stop())
    copier.start()
    try:
        service.run()
    except sqlite3.DatabaseError as error:
        if is_damaged(error):
            beside.reserve.tell_damaged(str(error))
        raise
    copier.stop()
    store.close()
    beside.end()
    if service.gives_way:
        logger.error(
            "another hall service works under the name %s at this broker (%s): this one stands aside; see "
            "docs/alarms.md, two with one name",
            config.id,
            service.gives_way,
        )
        return os.EX_CONFIG
    return os.EX_OK


def _gateway(asked: argparse.Namespace, texts: Sequence[str]) -> SmsGateway | list[Mistake] | None:
    if asked.sms == "file":
        from hall.sms.operators.file import FileGateway  # only the chosen back end is loaded

        return FileGateway(asked.sms_dir or asked.data)
    if asked.sms in BACK_ENDS:
        if asked.sms_config is None:
            parser().error(f"--sms {asked.sms} needs --sms-config")
        return choose(asked.sms, asked.sms_config, asked.data, texts)
    return None


def _cases(config: HallConfig, path: Path) -> CaseSource | Mistake | None:
    """The case source of the configuration, None if there is none, or the mistake if its secret cannot be read."""
    if config.progress is None:
        return None
    from hall.progress.choice import open_source

    try:
        return open_source(config.progress, path.parent)
    except SecretRefusedError as refused:
        return Mistake(str(path), "progress", str(refused))


if __name__ == "__main__":
    sys.exit(main())
