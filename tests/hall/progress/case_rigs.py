"""One rig for each case source: the source, and a way to put cases and changes where it finds them."""

from __future__ import annotations

import csv
import json
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fake_cases import FakeCases
from http_office import office
from postgres_server import PASSWORD, READER, PostgresServer

from domain.progress.cases import CaseChange, CaseRecord
from domain.progress.settings import FolderSource, HttpInterface, PostgresSource, SourceFields, SourceStages
from hall.progress.folder import FolderCases
from hall.progress.http_source import HttpCases
from hall.progress.port import CaseSource, SourceAway
from hall.progress.postgres_source import PostgresCases
from hall.progress.rows import RowReader

Row = dict[str, Any]
PATIENCE_S = 20.0


@dataclass(frozen=True)
class CaseRig:
    """`put` replaces all cases, `tell` all changes; both return when the source has them."""

    source: CaseSource
    put: Callable[[list[Row]], None]
    tell: Callable[[list[Row]], None]


def until_known(source: CaseSource, rows: list[Row]) -> None:
    """Wait until the source answers by these rows."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        found = [source.by_receipt(row["receipt"]) for row in rows]
        if all(
            not isinstance(one, SourceAway) and one and one[0].name == row["name"]
            for one, row in zip(found, rows, strict=True)
        ):
            return
        time.sleep(0.05)
    raise AssertionError(f"not known in time: {found}")


def _fake(_tmp: Path) -> Iterator[CaseRig]:
    source, reader = FakeCases(), RowReader(SourceFields(), SourceStages())

    def put(rows: list[Row]) -> None:
        source.cases = [case for row in rows if (case := reader.record(row)) is not None]

    def tell(rows: list[Row]) -> None:
        source.told = [change for row in rows if (change := reader.change(row)) is not None]

    yield CaseRig(source, put, tell)


def _folder(tmp: Path, write: Callable[[Path, list[Row]], None], ending: str) -> Iterator[CaseRig]:
    tmp.mkdir(exist_ok=True)
    source = FolderCases(FolderSource(path="cases"), tmp, RowReader(SourceFields(), SourceStages())).start()

    def replace(name: str, rows: list[Row]) -> None:
        beside = tmp / f".{name}"
        write(beside, rows)
        beside.replace(tmp / f"{name}{ending}")

    def put(rows: list[Row]) -> None:
        replace("cases", rows)
        until_known(source, rows)

    try:
        yield CaseRig(source, put, lambda rows: replace("changes", rows))
    finally:
        source.close()


def write_csv(path: Path, rows: list[Row]) -> None:
    names = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        for row in rows:
            writer.writerow(row)


def _csv(tmp: Path) -> Iterator[CaseRig]:
    yield from _folder(tmp, write_csv, ".csv")


def _json(tmp: Path) -> Iterator[CaseRig]:
    yield from _folder(tmp, lambda path, rows: path.write_text(json.dumps(rows, ensure_ascii=False)) and None, ".json")


OFFICE_NAMES = SourceFields(receipt="no", name="applicant.name", phone="applicant.mobile")


def _http(_tmp: Path) -> Iterator[CaseRig]:
    with office() as server:
        settings = HttpInterface(
            url=f"{server.address}/cases/{{receipt}}",
            person_url=f"{server.address}/people?person={{person}}",
            changes_url=f"{server.address}/changes?since={{since}}",
            cases="data.case",
            changes="list",
        )
        source = HttpCases(settings, RowReader(OFFICE_NAMES, SourceStages()))

        def put(rows: list[Row]) -> None:
            server.rows = [
                {**row, "no": row["receipt"], "applicant": {"name": row.get("name"), "mobile": row.get("phone")}}
                for row in rows
            ]

        def tell(rows: list[Row]) -> None:
            server.told = [{**row, "no": row["receipt"], "applicant": {"mobile": row.get("phone")}} for row in rows]

        try:
            yield CaseRig(source, put, tell)
        finally:
            source.close()


def postgres_settings(server: PostgresServer) -> PostgresSource:
    return PostgresSource(
        host="127.0.0.1", port=server.port, database="postgres", user=READER, changes_view="progress_changes"
    )


def _postgres(server: PostgresServer) -> Iterator[CaseRig]:
    source = PostgresCases(postgres_settings(server), RowReader(SourceFields(), SourceStages()), PASSWORD)

    def fill(table: str, rows: list[Row]) -> None:
        server.run(f"TRUNCATE {table}")
        for row in rows:
            marks = ", ".join(["%s"] * len(row))
            server.run(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", *row.values())

    with ExitStack() as stack:
        stack.callback(source.close)
        yield CaseRig(source, lambda rows: fill("office", rows), lambda rows: fill("office_changes", rows))


def case(**more: Any) -> CaseRecord:
    record = RowReader(SourceFields(), SourceStages()).record(more)
    assert record is not None
    return record


def change(number: int, receipt: str, phone: str, stage: str = "ready") -> CaseChange:
    found = RowReader(SourceFields(), SourceStages()).change(
        {"change": number, "receipt": receipt, "phone": phone, "stage": stage}
    )
    assert found is not None
    return found


RIGS: dict[str, Callable[[Path], Iterator[CaseRig]]] = {"fake": _fake, "csv": _csv, "json": _json, "http": _http}
"""PostgreSQL is not here: it needs its server (`conftest.py`)."""
