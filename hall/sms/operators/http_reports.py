"""Delivery reports that operators push: a small HTTP server, open only where the configuration says so.

Reports are taken under `/{secret}/` alone; whoever does not know the secret gets 404 and is not read. Whatever comes
is either a list of reports or `BadReportError`.
"""

from __future__ import annotations

import hmac
import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from hall.sms.ledger import PartReport
from hall.sms.operators.http_answers import name_in, reason_in
from hall.sms.operators.http_dialects import HttpDialect, ReportFields
from hall.sms.port import EXPIRED

LONGEST = 64 * 1024
PATIENCE_S = 5.0
MOST = 1000


class BadReportError(ValueError):
    """These bytes are no delivery report."""


def read_push(dialect: HttpDialect, query: str, body: bytes) -> list[PartReport]:
    """Reports out of one request: of its address (Kannel) or its JSON body. Raises nothing but `BadReportError`."""
    if dialect.reports.id == "id":
        try:
            found = dict(parse_qsl(query, max_num_fields=20, errors="strict"))
        except ValueError:
            raise BadReportError("unreadable address") from None
        return read_reports(dialect.reports, [found])
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        raise BadReportError("no JSON") from None
    return read_reports(dialect.reports, said)


def read_reports(fields: ReportFields, said: object) -> list[PartReport]:
    """Final ones only. Raises `BadReportError` if any lacks its id or its state."""
    if not isinstance(said, list) or len(said) > MOST:
        raise BadReportError("no list of reports")
    reports = []
    for one in said:
        if not isinstance(one, dict):
            raise BadReportError("no report")
        id_, state = name_in(one.get(fields.id)), one.get(fields.state)
        if not id_ or not isinstance(state, str | bool):
            raise BadReportError("a report without id or state")
        word = str(state).lower() if isinstance(state, bool) else state
        if word in fields.delivered:
            reports.append(PartReport(id_, delivered=True))
        elif word in fields.failed:
            reason = reason_in(one.get(fields.reason))
            late = fields.expired and fields.expired in reason
            reports.append(PartReport(id_, delivered=False, reason=EXPIRED if late else reason))
    return reports


class ReportListener(ThreadingHTTPServer):
    """Serves until `stop`; each report goes to `hear` before the operator is thanked."""

    daemon_threads = True
    request_queue_size = 32

    def __init__(
        self, host: str, port: int, secret: str, dialect: HttpDialect, hear: Callable[[PartReport], None]
    ) -> None:
        super().__init__((host, port), _Handler)
        self.secret = secret
        self.dialect = dialect
        self.hear = hear
        self._thread = threading.Thread(target=self.serve_forever, args=(0.1,), name="sms-reports", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self.shutdown()
        self.server_close()
        self._thread.join(PATIENCE_S)

    def handle_error(self, request: object, client_address: object) -> None:
        """A caller that hangs up is no news."""


class _Handler(BaseHTTPRequestHandler):
    server: ReportListener
    timeout = PATIENCE_S
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._take(b"")

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "")
        if not length.isascii() or not length.isdigit() or int(length) > LONGEST:
            self.close_connection = True
            self._say(413 if length.isdigit() else 411, "")
            return
        self._take(self.rfile.read(int(length)))

    def _take(self, body: bytes) -> None:
        asked = urlsplit(self.path)
        if not hmac.compare_digest(asked.path.strip("/").encode(), self.server.secret.encode()):
            self._say(404, "")
            return
        try:
            reports = read_push(self.server.dialect, asked.query, body)
        except BadReportError:
            self._say(400, "")
            return
        for report in reports:
            self.server.hear(report)
        self._say(200, self.server.dialect.thanks)

    def _say(self, status: int, text: str) -> None:
        payload = text.encode()
        self.send_response_only(status)
        self.send_header("Content-Type", "application/json" if text else "text/plain")
        self.send_header("Content-Length", str(len(payload)))
        self.end_headers()
        self.wfile.write(payload)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        """Addresses carry the secret and ids: they are not logged."""
