"""A small operator that answers in the shapes which Aliyun and Tencent document."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from bench.free_ports import free_port

ALIYUN_CODES = {"throttle": "isv.BUSINESS_LIMIT_CONTROL", "credentials": "SignatureDoesNotMatch", "reject": "isv.X"}
TENCENT_CODES = {
    "throttle": "LimitExceeded.PhoneNumberThirtySecondLimit",
    "credentials": "AuthFailure.SignatureFailure",
    "reject": "FailedOperation.ContainSensitiveWord",
}


class Cloud(ThreadingHTTPServer):
    """`mode`: ok, throttle, credentials, reject, hang (take it, then break the connection)."""

    daemon_threads = True

    def __init__(self, port: int | None = None) -> None:
        super().__init__(("127.0.0.1", port or free_port()), _Handler)
        self.mode = "ok"
        self.asked: list[dict[str, Any]] = []  # what SendSms got
        self.headers: list[dict[str, str]] = []
        self.to_pull: list[dict[str, Any]] = []
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/"

    def stop(self) -> None:
        self.shutdown()
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    server: Cloud

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.headers.append({name.lower(): value for name, value in self.headers.items()})
        if "X-TC-Action" in self.headers:
            self._tencent(json.loads(body))
        else:
            self._aliyun(dict(parse_qsl(urlsplit(self.path).query)))

    def _aliyun(self, asked: dict[str, Any]) -> None:
        if (code := ALIYUN_CODES.get(self.server.mode)) is not None:
            self._say(400, {"Code": code, "Message": "no", "RequestId": "r"})
        elif self._take(asked):
            number = f"90061974693649{len(self.server.asked):04}^0"
            self._say(200, {"Code": "OK", "Message": "OK", "BizId": number, "RequestId": "r"})

    def _tencent(self, asked: dict[str, Any]) -> None:
        if self.headers["X-TC-Action"] == "PullSmsSendStatus":
            pulled, self.server.to_pull = self.server.to_pull, []
            self._say(200, {"Response": {"PullSmsSendStatusSet": pulled, "RequestId": "r"}})
        elif self.server.mode == "credentials":
            code = TENCENT_CODES["credentials"]
            self._say(200, {"Response": {"Error": {"Code": code, "Message": "no"}, "RequestId": "r"}})
        elif (refused := TENCENT_CODES.get(self.server.mode)) is not None:
            self._status({"SerialNo": "", "PhoneNumber": asked["PhoneNumberSet"][0], "Code": refused})
        elif self._take(asked):
            serial = f"2028:f{len(self.server.asked):04}"
            self._status({"SerialNo": serial, "PhoneNumber": asked["PhoneNumberSet"][0], "Code": "Ok"})

    def _status(self, status: dict[str, Any]) -> None:
        self._say(200, {"Response": {"SendStatusSet": [status], "RequestId": "r"}})

    def _take(self, asked: dict[str, Any]) -> bool:
        self.server.asked.append(asked)
        self.close_connection = True
        return self.server.mode != "hang"

    def _say(self, status: int, body: dict[str, Any]) -> None:
        payload = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(payload)))
        self.end_headers()
        self.wfile.write(payload)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        return
