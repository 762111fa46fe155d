"""A database on a bad day: killed in mid-question, frozen, restarted, without rights."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from dataclasses import replace

import psycopg
import pytest
from case_rigs import postgres_settings
from postgres_server import PASSWORD, READER, PostgresServer

from domain.progress.settings import SourceFields, SourceStages
from hall.progress.port import Found, SourceAway
from hall.progress.postgres_source import PostgresCases
from hall.progress.rows import RowReader

pytestmark = pytest.mark.xdist_group("postgres")
ROWS = RowReader(SourceFields(), SourceStages())


@pytest.fixture
def server(database: PostgresServer) -> PostgresServer:
    database.run("TRUNCATE office")
    database.run("INSERT INTO office (receipt, phone, name) VALUES ('A-1', '13800138000', '王')")
    return database


@pytest.fixture
def source(server: PostgresServer) -> Iterator[PostgresCases]:
    made = PostgresCases(postgres_settings(server), ROWS, PASSWORD)
    yield made
    made.close()


def names(found: Found) -> list[str]:
    assert not isinstance(found, SourceAway), found
    return [case.name for case in found]


def while_a_lock_holds_up(server: PostgresServer, source: PostgresCases, then: signal.Signals) -> Found:
    """Ask while somebody holds a lock, and send that signal to the backend that works on it."""
    found: list[Found] = []
    where = f"host=127.0.0.1 port={server.port} user={server.owner} password=owner dbname=postgres"
    with psycopg.connect(where) as blocking:
        blocking.execute("LOCK TABLE office IN ACCESS EXCLUSIVE MODE")
        asking = threading.Thread(target=lambda: found.append(source.by_receipt("A-1")))
        asking.start()
        waiting: list[tuple[object, ...]] = []
        while not waiting:
            waiting = server.run(
                "SELECT pid FROM pg_stat_activity WHERE usename = %s AND wait_event_type = 'Lock'", READER
            )
        os.kill(int(str(waiting[0][0])), then)
        asking.join(20)
    assert found
    return found[0]


def test_a_server_killed_in_mid_question_is_away_and_asked_again_when_it_is_back(
    server: PostgresServer, source: PostgresCases
) -> None:
    assert names(source.by_receipt("A-1")) == ["王"]
    pid = server.pid
    os.kill(pid, signal.SIGQUIT)  # immediate, as a crash: its backends die with it
    assert isinstance(source.by_receipt("A-1"), SourceAway)
    server.stop()
    server.start()
    assert names(source.by_receipt("A-1")) == ["王"]


def test_a_backend_killed_in_mid_question_is_asked_once_more(server: PostgresServer, source: PostgresCases) -> None:
    found = while_a_lock_holds_up(server, source, signal.SIGTERM)
    assert isinstance(found, SourceAway) or names(found) == ["王"]
    assert names(source.by_receipt("A-1")) == ["王"]


def test_a_server_that_is_frozen_is_not_waited_for(server: PostgresServer) -> None:
    source = PostgresCases(postgres_settings(server), ROWS, PASSWORD, deadline_s=0.5)
    assert names(source.by_receipt("A-1")) == ["王"]
    backends = server.backends()
    server.freeze()
    try:
        assert source.by_receipt("A-1") == SourceAway("no answer in time")
    finally:
        for backend in backends:
            os.kill(backend, signal.SIGCONT)
    assert names(source.by_receipt("A-1")) == ["王"]
    source.close()


def test_a_question_that_waits_for_a_lock_ends(server: PostgresServer) -> None:
    source = PostgresCases(postgres_settings(server), ROWS, PASSWORD, deadline_s=0.5)
    where = f"host=127.0.0.1 port={server.port} user={server.owner} password=owner dbname=postgres"
    with psycopg.connect(where) as blocking:
        blocking.execute("LOCK TABLE office IN ACCESS EXCLUSIVE MODE")
        assert isinstance(source.by_receipt("A-1"), SourceAway)
    assert names(source.by_receipt("A-1")) == ["王"]
    source.close()


def test_our_role_can_write_nothing(server: PostgresServer, source: PostgresCases) -> None:
    connection = source._connection(2)
    for sql in ("INSERT INTO progress (receipt) VALUES ('X')", "DELETE FROM office", "SELECT * FROM office"):
        with pytest.raises(psycopg.Error):
            connection.execute(sql)
    connection.close()


def test_a_role_that_might_write_is_kept_from_it_all_the_same(server: PostgresServer) -> None:
    owner = replace(postgres_settings(server), user=server.owner)
    source = PostgresCases(owner, ROWS, "owner")
    connection = source._connection(2)
    with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
        connection.execute("INSERT INTO office (receipt) VALUES ('X')")
    connection.close()
    source.close()


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"view": "nowhere"}, "UndefinedTable 42P01"),
        ({"view": "office"}, "InsufficientPrivilege 42501"),
        ({"database": "nowhere"}, "OperationalError"),
        ({"port": 1}, "OperationalError"),
    ],
)
def test_what_is_set_wrongly_is_named_without_a_word_of_the_question(
    server: PostgresServer, wrong: dict[str, object], reason: str
) -> None:
    source = PostgresCases(replace(postgres_settings(server), **wrong), ROWS, PASSWORD)  # type: ignore[arg-type]
    assert source.by_receipt("A-1") == SourceAway(reason)
    source.close()


def test_a_wrong_password_is_named_without_it(server: PostgresServer) -> None:
    source = PostgresCases(postgres_settings(server), ROWS, "wrong")
    found = source.by_receipt("A-1")
    assert isinstance(found, SourceAway)
    assert "wrong" not in found.reason
    source.close()
